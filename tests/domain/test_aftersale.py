"""What customers ask back: what can be kept, what makes an order wait, how its refund stands."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from microshop_desktop.domain.aftersale import (
    ABOUT_MONEY,
    UNDECIDED,
    Aftersale,
    AftersaleKind,
    AftersaleState,
    holds_order,
    makes_sense,
    refund_axis,
    wants_money,
)
from microshop_desktop.domain.online_order import WAITING, Fulfilment
from microshop_desktop.domain.refunds import RefundState

ONE = Aftersale(
    external_id="a1",
    external_order="o1",
    kind=AftersaleKind.REFUND_ONLY,
    state=AftersaleState.OPEN,
    raw_status="WAIT",
    amount=4990,
    updated_at=datetime(2026, 3, 2, tzinfo=UTC),
    pieces=1,
)


def test_a_usual_one_makes_sense() -> None:
    assert makes_sense(ONE)
    assert makes_sense(replace(ONE, amount=0, pieces=None))


@pytest.mark.parametrize(
    "wrong",
    [
        {"external_id": ""},
        {"external_order": ""},
        {"amount": -1},
        {"pieces": -1},
        {"amount": 10**18},
    ],
)
def test_what_cannot_be_kept_makes_none(wrong: dict[str, object]) -> None:
    assert not makes_sense(replace(ONE, **wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("fulfilment", list(Fulfilment))
@pytest.mark.parametrize("state", list(AftersaleState))
def test_only_what_is_undecided_holds_only_what_is_here(
    state: AftersaleState, fulfilment: Fulfilment
) -> None:
    expected = state in UNDECIDED and fulfilment in WAITING
    assert holds_order(state, fulfilment) is expected


@pytest.mark.parametrize("kind", list(AftersaleKind))
def test_an_exchange_wants_no_money(kind: AftersaleKind) -> None:
    assert wants_money(kind, AftersaleState.OPEN) is (kind in ABOUT_MONEY)
    assert not wants_money(kind, AftersaleState.REFUNDED)


def axis(current: RefundState, **facts: object) -> RefundState:
    usual: dict[str, object] = {
        "asked": False,
        "was_asked": False,
        "given": False,
        "refunded": 0,
        "paid": 100,
    }
    return refund_axis(current, **{**usual, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize("current", list(RefundState))
def test_whoever_asks_is_seen(current: RefundState) -> None:
    assert axis(current, asked=True) is RefundState.REQUESTED


@pytest.mark.parametrize("current", list(RefundState))
def test_without_after_sales_the_order_has_the_word(current: RefundState) -> None:
    assert axis(current) is current


def test_what_was_asked_and_is_over_goes_by_the_sums() -> None:
    over = {"was_asked": True}
    assert axis(RefundState.REQUESTED, **over) is RefundState.NONE
    part = axis(RefundState.REQUESTED, **over, given=True, refunded=40)
    assert part is RefundState.PART
    whole = axis(RefundState.REQUESTED, **over, given=True, refunded=100)
    assert whole is RefundState.WHOLE


def test_money_that_the_order_does_not_tell_of_is_a_part() -> None:
    assert axis(RefundState.NONE, given=True) is RefundState.PART
    assert axis(RefundState.WHOLE, given=True, refunded=40) is RefundState.WHOLE
