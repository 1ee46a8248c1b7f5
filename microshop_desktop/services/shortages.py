"""Goods of which online shops sold more than there is: who waits for them, and who gets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from microshop_desktop.domain.online_order import WAITING
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.domain.shortage import Want, allot, checked, lacking
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import Listing, OnlineLineRow, OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderContact, OrderLine, OrderRow
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.order_holds import hold_order
from microshop_desktop.services.shown_name import SHOWN_NAME
from microshop_desktop.services.stock_book import read_levels

SHORT = "short"
"""A step of an order's history: what of it is not there, and what its customer is asked."""
_WANTS = (
    select(
        OrderLine.id,
        OrderLine.order_id,
        OrderLine.factor,
        OrderLine.total,
        OrderRow.number,
        OrderRow.source,
        OrderRow.currency,
        OrderRow.at,
        OnlineOrderRow.paid_at,
        OnlineOrderRow.own_hold,
        OnlineLineRow.pieces,
        OnlineLineRow.shipped,
        SHOWN_NAME.label("customer"),
    )
    .join(OrderRow, OrderRow.id == OrderLine.order_id)
    .join(OnlineLineRow, OnlineLineRow.order_line_id == OrderLine.id)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .outerjoin(OrderContact, OrderContact.order_id == OrderRow.id)
    .where(
        OrderLine.sku_id == bindparam("sku"),
        OrderRow.state.in_(sorted(state.value for state in WAITING)),
        OnlineLineRow.pieces > OnlineLineRow.shipped,
    )
    .order_by(OnlineOrderRow.paid_at.is_(None), OnlineOrderRow.paid_at, OrderRow.at, OrderLine.id)
)
_GOODS = select(Sku.name, Sku.spec, Sku.picture).where(Sku.id == bindparam("sku"))
_STILL_OFFERED = (
    select(func.count())
    .select_from(Listing)
    .where(
        Listing.sku_id == bindparam("sku"),
        Listing.deleted_at.is_(None),
        func.coalesce(Listing.expected, 1) > 0,
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """An order line that waits for the goods: `pieces` of `size` thousandths.

    `paid_at` is None where nobody paid yet. `worth` are the minor units of one piece.
    """

    line: UUID
    order: UUID
    number: str
    source: str
    customer: str
    pieces: int
    size: int
    placed_at: datetime
    paid_at: datetime | None
    worth: int
    currency: str
    own_hold: str

    @property
    def want(self) -> Want:
        """What the rules of sharing see: whoever paid nothing stands behind all who did."""
        return Want(self.line, self.pieces, self.size, self.paid_at or _BEHIND)


_BEHIND = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Goods that are short: `there` thousandths may be given to the `claims`, as they stand first.

    `kept` thousandths on the shelf belong to others. `stopped`: no online shop offers them now.
    """

    sku: UUID
    name: str
    picture: str
    there: int
    kept: int
    claims: tuple[Claim, ...]
    stopped: bool

    @property
    def wants(self) -> tuple[Want, ...]:
        """The claims as the rules of sharing see them."""
        return tuple(claim.want for claim in self.claims)

    @property
    def wanted(self) -> int:
        """All that is wanted, thousandths."""
        return sum(claim.pieces * claim.size for claim in self.claims)

    def first_given(self) -> dict[UUID, int]:
        """Return the pieces of each line by time of payment."""
        return allot(self.there, self.wants)


def read_shortage(connection: Connection, place: UUID, sku: UUID) -> Shortage | None:
    """Return who waits for goods; None where they are gone."""
    goods = connection.execute(_GOODS, {"sku": sku}).one_or_none()
    level = read_levels(connection, place, [sku]).get(sku)
    if goods is None or level is None:
        return None
    rows = connection.execute(_WANTS, {"sku": sku}).all()
    waiting = sum(row.pieces * row.factor * ONE for row in rows)
    sent = sum(row.shipped * row.factor * ONE for row in rows)
    kept = max(0, level.reserved - waiting)
    return Shortage(
        sku=sku,
        name=f"{goods.name} {goods.spec}".strip(),
        picture=goods.picture or "",
        there=max(0, level.on_hand - kept - sent),
        kept=kept,
        claims=tuple(map(_claim, rows)),
        stopped=not connection.scalar(_STILL_OFFERED, {"sku": sku}),
    )


def share_out(
    booking: Booking, shortage: Shortage, given: Mapping[UUID, int], *, answer: str, reason: str
) -> dict[UUID, str]:
    """Let the orders wait that do not get all they want, inside an open act.

    No goods and no money move. `reason` is what people read at the order, `answer` the name of
    what its customer is asked. Return the numbers of the orders by id; `bad_quantity` for more than
    there is.
    """
    whole = checked(shortage.there, shortage.wants, given)
    short = lacking(shortage.wants, whole)
    marked: dict[UUID, str] = {}
    for claim in shortage.claims:
        missing = short.get(claim.line, 0)
        if not missing:
            continue
        hold_order(booking, claim.order, reason, known=claim.own_hold)
        facts: dict[str, object] = {"sku": str(shortage.sku), "pieces": missing, "answer": answer}
        write_event(booking, claim.order, SHORT, facts)
        marked[claim.order] = claim.number
    return marked


def _claim(row: AnyRow) -> Claim:
    pieces = row.pieces - row.shipped
    return Claim(
        line=row.id,
        order=row.order_id,
        number=row.number,
        source=row.source,
        customer=row.customer or "",
        pieces=pieces,
        size=row.factor * ONE,
        placed_at=row.at,
        paid_at=row.paid_at,
        worth=row.total // row.pieces,
        currency=row.currency,
        own_hold=row.own_hold,
    )
