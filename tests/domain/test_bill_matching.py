"""Matching by random books and bills: nothing is counted twice, and no guess where two fit."""

from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.bill_choices import choices_for
from microshop_desktop.domain.bill_matching import (
    NEAR,
    BookKind,
    BookMoney,
    Finding,
    Why,
    line_keys,
    match,
)
from microshop_desktop.domain.bills import CHINA, Bill, BillForm, BillLine, LineKind, LineState

NOON = datetime(2026, 3, 13, 12, 0, tzinfo=CHINA)
minutes = st.integers(0, 40)
amounts = st.sampled_from([500, 850])
numbers = st.sampled_from(["", "a", "b", "c"])


@st.composite
def books(draw: st.DrawFn) -> list[BookMoney]:
    rows = draw(st.lists(st.tuples(minutes, amounts, numbers, st.booleans()), max_size=6))
    return [
        BookMoney(
            kind=BookKind.PAYMENT,
            id=UUID(int=place + 1),
            order=UUID(int=place + 100),
            number=f"A-{place}",
            at=NOON + timedelta(minutes=minute),
            amount=amount,
            certain=certain,
            expected=True,
            out_trade_no=f"{number}{place}" if certain else "",
        )
        for place, (minute, amount, number, certain) in enumerate(rows)
    ]


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    rows = draw(st.lists(st.tuples(minutes, amounts, numbers, st.integers(0, 5)), max_size=6))
    lines = tuple(
        BillLine(
            row=place + 2,
            kind=LineKind.PAYMENT,
            state=LineState.DONE,
            at=NOON + timedelta(minutes=minute),
            amount=amount,
            settled=amount,
            transaction_id=f"T{place}",
            out_trade_no=f"{number}{of}" if number else "",
        )
        for place, (minute, amount, number, of) in enumerate(rows)
    )
    form = draw(st.sampled_from([BillForm.WECHAT_TRADE, BillForm.WECHAT_PERSONAL]))
    return Bill(form, lines, first_day=NOON.date(), last_day=NOON.date())


@given(bills(), books())
def test_each_line_is_listed_once_and_no_payment_is_given_away_alone(
    bill: Bill, held: list[BookMoney]
) -> None:
    items = match(bill, held)
    assert [item.line for item in items if item.line is not None] == list(bill.lines)
    assert len({item.key for item in items}) == len(items)
    by_hand = [i.book.id for i in items if i.why is Why.AMOUNT_AND_TIME and i.book]
    assert len(by_hand) == len(set(by_hand))


@given(bills(), books())
def test_money_of_both_sides_is_accounted_for(bill: Bill, held: list[BookMoney]) -> None:
    items = match(bill, held)
    assert sum(item.bill_amount for item in items) == sum(line.amount for line in bill.lines)
    named = {item.book.id for item in items if item.book is not None}
    assert named == {book.id for book in held}


@given(bills(), books())
def test_a_match_by_amount_and_time_is_the_only_one_on_both_sides(
    bill: Bill, held: list[BookMoney]
) -> None:
    items = match(bill, held)
    for item in items:
        if item.why is not Why.AMOUNT_AND_TIME:
            continue
        assert item.line is not None and item.book is not None  # noqa: PT018
        assert item.book.amount == item.line.amount
        assert abs(item.book.at - item.line.at) <= NEAR
        rivals = [
            other
            for other in items
            if other.line is not None
            and other.why in {Why.SEVERAL_FIT, Why.AMOUNT_AND_TIME}
            and item.book.id in {book.id for book in other.candidates}
        ]
        assert rivals == []


@given(bills(), books())
def test_there_is_a_choice_for_all_that_is_not_matched(bill: Bill, held: list[BookMoney]) -> None:
    for item in match(bill, held):
        assert bool(choices_for(item)) is (item.finding is not Finding.MATCHED)


@given(bills(), books())
def test_the_same_bill_gives_the_same_keys(bill: Bill, held: list[BookMoney]) -> None:
    assert line_keys(bill) == line_keys(bill)
    assert [item.key for item in match(bill, held)] == [item.key for item in match(bill, held)]
