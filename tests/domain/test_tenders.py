"""Money handed over against what is due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.tenders import quick_amounts, settle, still_due

totals = st.integers(0, 10**7)
tenders = st.builds(Tender, st.sampled_from(list(Method)), totals)
CNY = (100, 500, 1000, 2000, 5000, 10000)


@given(totals, st.lists(tenders, max_size=5))
def test_what_is_settled_adds_up_or_is_refused(total: int, handed: list[Tender]) -> None:
    try:
        settled = settle(total, handed)
    except ShopError:
        fixed = sum(tender.amount for tender in handed if tender.method is not Method.CASH)
        assert fixed > total or sum(tender.amount for tender in handed) < total
        return
    assert sum(payment.amount for payment in settled.payments) == total
    assert sum(payment.tendered for payment in settled.payments) == total + settled.change
    assert all(0 <= payment.amount <= payment.tendered for payment in settled.payments)


@given(totals, st.lists(tenders, max_size=5))
def test_only_cash_gives_change(total: int, handed: list[Tender]) -> None:
    try:
        settled = settle(total, handed)
    except ShopError:
        return
    for payment in settled.payments:
        assert payment.method is Method.CASH or payment.amount == payment.tendered


def test_cash_pays_what_the_other_ways_left() -> None:
    settled = settle(9800, [Tender(Method.CASH, 5000), Tender(Method.COLLECTION_CODE, 4900)])
    assert [payment.amount for payment in settled.payments] == [4900, 4900]
    assert settled.change == 100


def test_too_little_and_too_much_are_told_apart() -> None:
    with pytest.raises(ShopError) as short:
        settle(9800, [Tender(Method.CASH, 9799)])
    assert short.value.code is ErrorCode.PAYMENT_SHORT
    with pytest.raises(ShopError) as high:
        settle(9800, [Tender(Method.WECHAT, 9801)])
    assert high.value.code is ErrorCode.PAYMENT_TOO_HIGH


def test_a_negative_tender_is_no_money() -> None:
    with pytest.raises(ShopError) as caught:
        settle(0, [Tender(Method.CASH, -1), Tender(Method.CASH, 1)])
    assert caught.value.code is ErrorCode.BAD_AMOUNT


def test_what_is_left_never_falls_below_zero() -> None:
    assert still_due(9800, [Tender(Method.CASH, 5000)]) == 4800
    assert still_due(9800, [Tender(Method.CASH, 10_000)]) == 0


@pytest.mark.parametrize(
    ("due", "amounts"),
    [
        (9800, [9800, 10_000, 10_300, 10_800, 15_000, 20_000]),
        (4750, [4750, 4800, 5000, 6000, 10_000, 15_000]),
        (10_000, [10_000, 15_000, 20_000]),
        (0, []),
    ],
)
def test_quick_amounts_are_what_customers_hand_over(due: int, amounts: list[int]) -> None:
    assert [amount for amount in quick_amounts(due, CNY) if amount in amounts] == amounts


@given(st.integers(1, 10**7))
def test_quick_amounts_rise_from_the_exact_one(due: int) -> None:
    offered = quick_amounts(due, CNY)
    assert offered[0] == due
    assert offered == sorted(set(offered))
    assert 2 < len(offered) <= 6
