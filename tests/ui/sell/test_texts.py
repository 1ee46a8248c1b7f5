"""Typed texts, amounts and tiles: the plain parts of the selling page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender
from microshop_desktop.domain.money import Currency, currency
from microshop_desktop.infra.translations import use_language
from microshop_desktop.ui.sell.cash import cash_of, change_in_cash, likely_amounts
from microshop_desktop.ui.sell.entry import Ask, Entry, read_entry
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.rows import discount_tag
from microshop_desktop.ui.sell.tile_text import tile_text
from tests.ui.sell.test_models import tile

CNY = currency("CNY")
JPY = currency("JPY")


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("", Entry(Ask.NOTHING)),
        ("  ", Entry(Ask.NOTHING)),
        ("hslj 500", Entry(Ask.GOODS, "hslj 500")),
        ("6901234567892", Entry(Ask.GOODS, "6901234567892")),
        ("3*", Entry(Ask.TIMES, times="3")),
        ("3*690", Entry(Ask.GOODS, "690", "3")),
        ("0.5*690", Entry(Ask.GOODS, "690", "0.5")),
        ("３＊", Entry(Ask.TIMES, times="3")),
        ("*12", Entry(Ask.QUANTITY, times="12")),
        ("*", Entry(Ask.QUANTITY)),
    ],
)
def test_a_typed_text_is_taken_apart(text: str, entry: Entry) -> None:
    assert read_entry(text) == entry


def payment(due: int, method: Method = Method.CASH, unit: Currency = CNY) -> Payment:
    made = Payment(unit, method)
    made.owe(due, ())
    return made


def typed(made: Payment, keys: list[str]) -> str:
    for key in keys:
        made.type(key)
    return made.entry


@pytest.mark.parametrize(
    ("keys", "entry"),
    [
        (["1", "0", "0"], "100"),
        (["0", "0", "7"], "7"),
        ([".", "5"], "0.5"),
        (["1", ".", ".", "5"], "1.5"),
        (["1", ".", "5", "5", "5"], "1.55"),
        (["1", "00"], "100"),
        (["9"] * 12, "9" * 9),
        (["a", "-", "1"], "1"),
    ],
)
def test_only_amounts_can_be_typed(keys: list[str], entry: str) -> None:
    assert typed(payment(9800), keys) == entry


def test_a_currency_without_decimals_takes_no_point() -> None:
    assert typed(payment(500, unit=JPY), ["5", ".", "0"]) == "50"


def test_nothing_typed_means_exactly_what_is_due() -> None:
    made = payment(9800)
    assert (made.amount, made.change, made.is_part) == (9800, 0, False)


def test_a_ready_amount_can_be_taken_and_typed_over() -> None:
    made = payment(9800)
    made.choose(10_000)
    assert (made.entry, made.change) == ("100", 200)
    made.erase()
    assert made.entry == "10"


def test_only_cash_gives_change() -> None:
    made = payment(9800, Method.WECHAT)
    typed(made, ["1", "0", "0"])
    assert (made.change, made.is_too_much) == (0, True)


def test_what_was_received_is_no_longer_due() -> None:
    made = Payment(CNY, Method.CASH)
    made.owe(9800, (Tender(Method.CASH, 5000),))
    assert made.due == 4800


def test_likely_amounts_are_those_of_the_design() -> None:
    assert likely_amounts(9800, CNY) == [9800, 10_000, 10_300, 10_800, 15_000, 20_000]


def test_change_is_said_in_notes_and_coins() -> None:
    assert change_in_cash(200, CNY) == [(100, 2)]
    assert change_in_cash(3, CNY) == []
    assert change_in_cash(6500, currency("KRW")) == [(5000, 1), (1000, 1), (500, 1)]


@given(st.integers(0, 100_000), st.sampled_from(["CNY", "USD", "EUR", "JPY", "MXN", "CLP"]))
def test_notes_and_coins_always_add_up(change: int, code: str) -> None:
    unit = currency(code)
    parts = change_in_cash(change, unit)
    assert not parts or sum(note * count for note, count in parts) == change
    assert all(note in cash_of(unit) for note, _count in parts)


def test_chinese_says_a_discount_in_tenths() -> None:
    nine = Discount(DiscountKind.PERCENT, 1000)
    assert discount_tag(nine, CNY) == "−10%"
    use_language("zh")
    assert discount_tag(nine, CNY) == "9 折"
    use_language("es")
    assert discount_tag(nine, CNY) == "−10 %"


def test_a_low_tile_says_how_many_are_left() -> None:
    low = tile(1, 3_000)._replace(low=True)
    text = tile_text(low, 0, CNY)
    assert (text.stock, text.low, text.sold_out) == ("3 box left", True, False)


def test_a_sold_out_tile_is_not_low_too() -> None:
    gone = tile(1, 0)._replace(low=True)
    text = tile_text(gone, 2_000, CNY)
    assert (text.low, text.sold_out, text.badge) == (False, True, "2")


def test_all_that_is_there_being_reserved_is_sold_out_as_well() -> None:
    text = tile_text(tile(1, -1_000)._replace(on_hand=2_000), 0, CNY)
    assert (text.stock, text.low, text.sold_out) == ("Stock −1", False, True)


def test_a_tile_whose_stock_nobody_keeps_says_nothing_of_it() -> None:
    text = tile_text(tile(1, 0)._replace(on_hand=None), 0, CNY)
    assert (text.stock, text.low, text.sold_out, text.spoken_more) == ("", False, False, "")


def test_a_tile_with_a_low_level_is_sold_out_before_anything_came() -> None:
    text = tile_text(tile(1, 0)._replace(on_hand=None, low=True), 0, CNY)
    assert (text.stock, text.sold_out) == ("Stock 0", True)


def test_more_sold_than_was_booked_in_is_a_warning_and_no_end() -> None:
    text = tile_text(tile(1, -2_000), 0, CNY)
    assert (text.stock, text.low, text.sold_out) == ("Stock −2", True, False)


def test_weighed_goods_show_weight_price_and_one_badge() -> None:
    weighed = tile(1, 42_600)._replace(by_weight=True, unit="kg")
    text = tile_text(weighed, 1_260, CNY)
    assert (text.stock, text.unit, text.badge) == ("42.6 kg", "/kg", "1")
