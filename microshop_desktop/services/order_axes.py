"""Whether an order of an online shop must wait, and how its refund stands: one place decides.

An order is held by its platform, by a person here, or by the rule that nothing leaves while
somebody asks it back. Each writes its own reason; this puts them together, inside an open act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select, update

from microshop_desktop.domain.aftersale import (
    ABOUT_MONEY,
    UNDECIDED,
    AftersaleKind,
    AftersaleState,
    holds_order,
    refund_axis,
    wants_money,
)
from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.online_order import LEFT, WAITING, Fulfilment
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import AftersaleRow, OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import end_conflict, open_facts, raise_conflict
from microshop_desktop.services.given_back import given_back, refund_facts
from microshop_desktop.services.order_booking import write_event

REFUND_ASKED = "refund_asked"
"""The rule that holds an order while somebody asks goods or money of it back."""
HELD_BY_RULE, RELEASED_BY_RULE = "held_by_rule", "released_by_rule"
"""Steps of an order's history."""
_ORDER = Prepared(
    select(
        OrderRow.id,
        OrderRow.number,
        OrderRow.state,
        OrderRow.held,
        OrderRow.refund_state,
        OnlineOrderRow.account_id,
        OnlineOrderRow.hold,
        OnlineOrderRow.own_hold,
        OnlineOrderRow.paid,
        OnlineOrderRow.refunded,
    )
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(OrderRow.id == bindparam("order"))
)
_AFTERSALES = Prepared(
    select(AftersaleRow.kind, AftersaleRow.state, AftersaleRow.amount).where(
        AftersaleRow.order_id == bindparam("order"), AftersaleRow.deleted_at.is_(None)
    )
)
_UPDATE = Prepared(
    update(OrderRow)
    .where(OrderRow.id == bindparam("row"))
    .values(held=bindparam("is_held"), refund_state=bindparam("refund"))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked back of an order: `given` went back of it; `gave` whether any did.

    `pending` is what nobody has decided on yet. Amounts in minor units.
    """

    undecided: bool = False
    wants_money: bool = False
    gave: bool = False
    given: int = 0
    pending: int = 0


def asked_back(booking: Booking, order: UUID) -> Asked:
    """Return what is asked back of an order, by the after-sales that are known."""
    rows = _AFTERSALES.rows(booking.connection, order=order)
    return _asked([(AftersaleKind(r.kind), AftersaleState(r.state), r.amount) for r in rows])


def settle_axes(
    booking: Booking, order: UUID, before: Asked | None = None, *, untold: bool = False
) -> bool:
    """Write whether an order is held and how its refund stands; True where that is a new question.

    `before`: what was asked back until now, None where nothing of that changed. `untold`: its
    platform says that money went back, but not how much.
    """
    row = _ORDER.first(booking.connection, order=order)
    if row is None:
        return False
    asked = asked_back(booking, order)
    was = asked if before is None else before
    fulfilment = Fulfilment(row.state)
    refunded = max(row.refunded, asked.given)
    refund = refund_axis(
        RefundState(row.refund_state),
        asked=asked.wants_money,
        was_asked=before is not None and before.wants_money,
        given=asked.gave,
        refunded=refunded,
        paid=row.paid,
    )
    _UPDATE.run(booking.connection, row=order, is_held=_is_held(row, asked), refund=refund.value)
    if fulfilment in WAITING:
        _note_rule(booking, order, was, asked)
    untold = untold or (asked.gave and not refunded)
    return fulfilment in LEFT and _judge_refund(booking, row, refunded, untold=untold)


def refunded_there(booking: Booking, order: UUID) -> int:
    """Return what a platform gave back of an order by all it says, minor units; 0 for any other."""
    row = _ORDER.first(booking.connection, order=order)
    return 0 if row is None else max(row.refunded, asked_back(booking, order).given)


def judge_refund(booking: Booking, order: UUID) -> None:
    """Ask or ask no more about money that a platform gave back, once our books changed."""
    row = _ORDER.first(booking.connection, order=order)
    if row is not None and Fulfilment(row.state) in LEFT:
        _judge_refund(booking, row, max(row.refunded, asked_back(booking, order).given))


def is_refund_untold(booking: Booking, order: UUID) -> bool:
    """Tell whether a platform gave money of an order back and nobody said how much."""
    row = _ORDER.first(booking.connection, order=order)
    return row is not None and _asks_how_much(booking, row)


def _judge_refund(booking: Booking, row: AnyRow, refunded: int, *, untold: bool = False) -> bool:
    """Let a person see what went back there and is not in our books; True for a new question.

    What is not told is asked until a person books it as given back there, or leaves it.
    """
    back = given_back(booking.connection, row.id, row.paid, refunded)
    facts = refund_facts(back)
    known = refunded or back.by_platform
    if not facts and not known and (untold or _asks_how_much(booking, row)):
        facts = {"untold": True}
    if facts:
        kind = ConflictKind.REFUNDED_ONLINE
        return raise_conflict(booking, row.account_id, kind, row.id, facts)
    end_conflict(booking, row.account_id, ConflictKind.REFUNDED_ONLINE, row.id)
    return False


def _asks_how_much(booking: Booking, row: AnyRow) -> bool:
    kind = ConflictKind.REFUNDED_ONLINE
    return bool((open_facts(booking, row.account_id, kind, row.id) or {}).get("untold"))


def _is_held(row: AnyRow, asked: Asked) -> bool:
    """Tell whether an order must wait; only the platform's word counts once goods have left."""
    here = Fulfilment(row.state) in WAITING
    return bool(row.hold or (here and (row.own_hold or asked.undecided)))


def _note_rule(booking: Booking, order: UUID, was: Asked, now: Asked) -> None:
    """Write into the history that the rule holds an order, or does no more."""
    if was.undecided != now.undecided:
        kind = HELD_BY_RULE if now.undecided else RELEASED_BY_RULE
        write_event(booking, order, kind, {"rule": REFUND_ASKED})


def _asked(rows: Sequence[tuple[AftersaleKind, AftersaleState, int]]) -> Asked:
    back = [
        amount
        for kind, state, amount in rows
        if state is AftersaleState.REFUNDED and kind in ABOUT_MONEY
    ]
    return Asked(
        undecided=any(holds_order(state, Fulfilment.TO_SHIP) for _kind, state, _amount in rows),
        wants_money=any(wants_money(kind, state) for kind, state, _amount in rows),
        gave=bool(back),
        given=sum(back),
        pending=sum(a for kind, state, a in rows if kind in ABOUT_MONEY and state in UNDECIDED),
    )
