"""Shifts: every payment and refund carries one; the first sale opens one by itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.shop import Shift, Staff
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.shop import Shop

_OPEN_SHIFT = Prepared(
    select(Shift.id).where(Shift.till_id == bindparam("till"), Shift.closed_at.is_(None))
)
_INSERT_SHIFT = insert(Shift)


@dataclass(frozen=True, slots=True)
class ShiftView:
    """The open shift as the top bar shows it."""

    shift: UUID
    staff: str
    opened_at: datetime


def current_shift(booking: Booking) -> UUID:
    """Return the till's open shift; opens one, with no float, when there is none."""
    row = _OPEN_SHIFT.first(booking.connection, till=booking.till)
    if row is not None:
        found: UUID = row.id
        return found
    head = booking.fact()
    booking.connection.execute(
        _INSERT_SHIFT,
        {
            **head.values(),
            "float_amount": 0,
            "closed_at": None,
            "counted": None,
            "note": "",
        },
    )
    booking.audit("shift.open", head, {"float": 0})
    return head.id


class Shifts:
    """Who works at the drawer and since when."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def open_one(self, actor: Actor) -> ShiftView | None:
        """Return the open shift of the actor's till, or None before the first sale."""
        with self._shop.database.read() as connection:
            row = connection.execute(
                select(Shift.id, Shift.at, Staff.name)
                .outerjoin(Staff, Staff.id == Shift.staff_id)
                .where(Shift.till_id == actor.till, Shift.closed_at.is_(None))
            ).one_or_none()
        return None if row is None else ShiftView(row.id, row.name or "", row.at)
