"""Orders of online shops as facts: what is news, what is kept, how money is shared out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.online_order import (
    LEFT,
    Fulfilment,
    OnlineLine,
    OnlineOrder,
    booked_lines,
    content_hash,
    fit_money,
    is_news,
    kept_pieces,
    next_fulfilment,
    taken_online,
    went_back,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
money = st.integers(0, 10**7)
pieces = st.integers(0, 30)


@st.composite
def lines(draw: st.DrawFn, no: int) -> OnlineLine:
    quantity = draw(pieces)
    total = draw(money)
    return OnlineLine(
        line_id=str(no),
        product="p",
        sku=f"s{no}",
        code="",
        title="goods",
        spec="",
        quantity=quantity,
        gross=draw(money),
        total=total,
        cancelled=draw(st.integers(0, quantity)),
    )


@st.composite
def orders(draw: st.DrawFn) -> OnlineOrder:
    count = draw(st.integers(1, 6))
    return OnlineOrder(
        external_id="1",
        number="W1",
        fulfilment=draw(st.sampled_from(Fulfilment)),
        raw_status="X",
        currency="CNY",
        total=draw(money),
        shipping=draw(money),
        paid=draw(money),
        placed_at=NOON,
        updated_at=NOON,
        lines=tuple(draw(lines(no)) for no in range(count)),
    )


@given(orders())
def test_the_money_of_an_order_adds_up_to_what_it_costs(order: OnlineOrder) -> None:
    fitted = fit_money(order)
    assert len(fitted.lines) == len(booked_lines(order))
    parts = sum(line.total for line in fitted.lines) + fitted.shipping + fitted.charges
    assert parts == fitted.total == order.total - fitted.cancelled
    assert min(fitted.shipping, fitted.charges, fitted.cancelled) >= 0
    for line in fitted.lines:
        assert line.gross - line.discount == line.total
        assert line.discount >= 0
        assert line.total >= 0


@given(orders())
def test_no_difference_passes_for_freight(order: OnlineOrder) -> None:
    """Freight is what the platform calls so, less only where goods alone cost more than all."""
    fitted = fit_money(order)
    goods = sum(line.total for line in booked_lines(order))
    assert fitted.shipping <= order.shipping
    if fitted.shipping < order.shipping:
        assert sum(line.total for line in fitted.lines) == 0
    if goods + order.shipping >= order.total:
        assert (fitted.charges, fitted.cancelled) == (0, 0)
    if not any(line.cancelled for line in order.lines):
        assert fitted.cancelled == 0


@given(orders())
def test_what_is_wanted_no_more_is_no_revenue(order: OnlineOrder) -> None:
    """A platform that still counts cancelled lines in its total changes nothing in our books."""
    booked = booked_lines(order)
    kept = {line.line_id for line in booked}
    gone = sum(line.total for line in order.lines if line.line_id not in kept)
    right = sum(line.total for line in booked) + order.shipping
    fitted = fit_money(replace(order, total=right + gone))
    assert fitted.total == right
    assert (fitted.shipping, fitted.cancelled, fitted.charges) == (order.shipping, gone, 0)


def test_a_piece_of_a_line_that_still_counts_is_no_charge() -> None:
    line = OnlineLine("1", "p", "s", "", "Tea", "", 3, 2000, 2000, cancelled=1)
    order = OnlineOrder(
        "1", "W1", Fulfilment.TO_SHIP, "X", "CNY", 3500, 300, 3500, NOON, NOON, (line,)
    )
    fitted = fit_money(order)
    assert (fitted.total, fitted.cancelled, fitted.charges) == (2500, 1000, 200)


@given(orders())
def test_lines_that_say_all_stay_as_they_are(order: OnlineOrder) -> None:
    booked = booked_lines(order)
    whole = replace(order, total=sum(line.total for line in booked) + order.shipping)
    fitted = fit_money(whole)
    assert [line.total for line in fitted.lines] == [line.total for line in booked]
    assert fitted.shipping == order.shipping


@given(orders())
def test_no_piece_is_kept_that_nobody_wants(order: OnlineOrder) -> None:
    kept = kept_pieces(order)
    wanted = {line.line_id: line.wanted for line in order.lines}
    assert all(0 < count <= wanted[line_id] for line_id, count in kept.items())
    assert not kept or order.fulfilment not in LEFT | {Fulfilment.CANCELLED, Fulfilment.UNKNOWN}


@given(orders(), st.booleans())
def test_what_the_platform_counts_off_is_what_is_wanted(
    order: OnlineOrder, when_placed: bool
) -> None:
    taken = taken_online(order, when_placed=when_placed)
    paid_for = order.fulfilment is not Fulfilment.PENDING_PAYMENT or when_placed
    alive = order.fulfilment is not Fulfilment.CANCELLED and paid_for
    wanted = {line.line_id: line.wanted for line in order.lines if line.wanted}
    assert taken == (wanted if alive else {})


@given(st.sampled_from(Fulfilment), st.sampled_from(Fulfilment))
def test_goods_that_left_stay_gone(known: Fulfilment, told: Fulfilment) -> None:
    after = next_fulfilment(known, told)
    assert after is not Fulfilment.UNKNOWN or known is Fulfilment.UNKNOWN
    if known in LEFT:
        assert after in LEFT
    assert went_back(known, told) is (
        known in LEFT and told not in LEFT and told is not Fulfilment.UNKNOWN
    )


@given(orders())
def test_only_what_is_newer_and_different_is_news(order: OnlineOrder) -> None:
    known = content_hash(order)
    touched = replace(order, updated_at=NOON + timedelta(hours=1))
    other = replace(order, total=order.total + 1)
    older = replace(other, updated_at=NOON - timedelta(seconds=1))
    assert not is_news(order, known_at=NOON, known_hash=known)
    assert not is_news(touched, known_at=NOON, known_hash=known)
    assert is_news(other, known_at=NOON, known_hash=known)
    assert not is_news(older, known_at=NOON, known_hash=known)


@pytest.mark.parametrize("told", list(Fulfilment))
def test_a_new_order_whose_state_nobody_knows_is_kept(told: Fulfilment) -> None:
    after = next_fulfilment(Fulfilment.TO_SHIP, told)
    assert after is (Fulfilment.TO_SHIP if told is Fulfilment.UNKNOWN else told)
