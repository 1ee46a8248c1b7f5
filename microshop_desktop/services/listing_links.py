"""Linking listings to our goods inside an open act, and what follows for orders and stock.

Orders that wait move their reservation along. What had left before the link took nothing from our
stock, and nobody knows whether somebody counted meanwhile: a person says whether it is taken off.
"""

from uuid import UUID

from sqlalchemy import bindparam, distinct, exists, func, or_, select, update

from microshop_desktop.domain.decisions import BY_RULE, ConflictKind
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import LEFT, WAITING
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.persistence.columns import InstantType
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import Conflict, Listing, OnlineLineRow
from microshop_desktop.persistence.tables.orders import OrderEvent, OrderLine, OrderRow
from microshop_desktop.services.baskets import release, reserve
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import SETTLED, end_conflict, raise_conflict
from microshop_desktop.services.stock_book import mark_dirty
from microshop_desktop.services.sync_cursors import first_read_at

_ROW = select(Listing.id, Listing.account_id, Listing.sku_id, Listing.factor).where(
    Listing.id == bindparam("listing"), Listing.deleted_at.is_(None)
)
_IS_THERE = select(Sku.id).where(Sku.id == bindparam("sku"), Sku.deleted_at.is_(None))
_LINK = (
    update(Listing)
    .where(Listing.id == bindparam("row"))
    .values(sku_id=bindparam("own"), factor=bindparam("pieces"), ask=True)
)
_UNLINK = (
    update(Listing).where(Listing.id == bindparam("row")).values(sku_id=None, factor=1, target=None)
)
_WAITING = (
    select(OrderRow.id)
    .join(OrderLine, OrderLine.order_id == OrderRow.id)
    .join(OnlineLineRow, OnlineLineRow.order_line_id == OrderLine.id)
    .where(
        OnlineLineRow.listing_id == bindparam("listing"),
        OrderRow.state.in_(sorted(state.value for state in WAITING)),
    )
    .distinct()
)
_LINES_OF = (
    select(OrderLine.sku_id, OrderLine.factor, OnlineLineRow.pieces)
    .join(OnlineLineRow, OnlineLineRow.order_line_id == OrderLine.id)
    .where(OrderLine.order_id == bindparam("order"))
)
_LATER_SENT = exists().where(
    OrderEvent.order_id == OrderRow.id, OrderEvent.kind == "changed_online"
)
_SOLD_UNLINKED = (
    select(
        func.coalesce(func.sum(OnlineLineRow.pieces), 0).label("pieces"),
        func.count(distinct(OrderRow.id)).label("orders"),
    )
    .join(OrderLine, OrderLine.id == OnlineLineRow.order_line_id)
    .join(OrderRow, OrderRow.id == OrderLine.order_id)
    .where(
        OnlineLineRow.listing_id == bindparam("listing"),
        OrderLine.sku_id.is_(None),
        OrderRow.state.in_(sorted(state.value for state in LEFT)),
        # What had left before the shop was connected was on no shelf of ours any more.
        or_(OrderRow.at >= bindparam("since", type_=InstantType()), _LATER_SENT),
    )
)
_DECIDED = select(Conflict.facts, Conflict.decision).where(
    Conflict.kind == ConflictKind.SOLD_UNLINKED.value,
    Conflict.subject_id == bindparam("listing"),
    Conflict.state == SETTLED,
)


def link_listing(booking: Booking, listing: UUID, sku: UUID, factor: int) -> frozenset[UUID]:
    """Say that one piece of a listing is `factor` base units of a SKU; return the SKUs it touches.

    `not_found` for a listing or goods that are not there.
    """
    row = _found(booking, listing)
    if booking.connection.scalar(_IS_THERE, {"sku": sku}) is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="sku", key=str(sku))
    booking.connection.execute(_LINK, {"row": listing, "own": sku, "pieces": factor})
    _move_waiting(booking, listing, sku, factor)
    _judge_sold(booking, row.account_id, listing, sku, factor)
    if row.sku_id is not None and row.sku_id != sku:
        _let_go(booking, row)
    mark_dirty(booking, [sku])
    return frozenset({sku} if row.sku_id is None else {sku, row.sku_id})


def unlink_listing(booking: Booking, listing: UUID) -> frozenset[UUID]:
    """Say that a listing is none of our goods any more; return the SKUs that this touches.

    Its number is written no more and stays there as it was. Orders that wait keep none of our
    goods.
    """
    row = _found(booking, listing)
    if row.sku_id is None:
        return frozenset()
    booking.connection.execute(_UNLINK, {"row": listing})
    _move_waiting(booking, listing, None, 1)
    end_conflict(booking, row.account_id, ConflictKind.SOLD_UNLINKED, listing)
    _let_go(booking, row)
    return frozenset({row.sku_id})


def _found(booking: Booking, listing: UUID) -> AnyRow:
    row = booking.connection.execute(_ROW, {"listing": listing}).one_or_none()
    if row is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="listing", key=str(listing))
    return row


def _let_go(booking: Booking, row: AnyRow) -> None:
    """Look anew at the goods that a listing was linked to; who else lists them hears of it."""
    end_conflict(booking, row.account_id, ConflictKind.OVERSOLD, row.sku_id)
    mark_dirty(booking, [row.sku_id])


def _move_waiting(booking: Booking, listing: UUID, sku: UUID | None, factor: int) -> None:
    """Let the orders that wait for the goods of a listing keep these of ours from now on."""
    orders = booking.connection.scalars(_WAITING, {"listing": listing}).all()
    booking.connection.execute(
        update(OrderLine)
        .where(
            OrderLine.order_id.in_(orders),
            OrderLine.id.in_(
                select(OnlineLineRow.order_line_id).where(OnlineLineRow.listing_id == listing)
            ),
        )
        .values(sku_id=sku, factor=factor)
    )
    for order in orders:
        release(booking, order)
        reserve(booking, order, _wanted(booking, order), kind="order")


def _wanted(booking: Booking, order: UUID) -> dict[UUID, int]:
    """Return what an order keeps of each SKU, thousandths."""
    wanted: dict[UUID, int] = {}
    for line in booking.connection.execute(_LINES_OF, {"order": order}):
        if line.sku_id is not None and line.pieces:
            kept = wanted.get(line.sku_id, 0)
            wanted[line.sku_id] = kept + line.pieces * line.factor * ONE
    return wanted


def _judge_sold(booking: Booking, account: UUID, listing: UUID, sku: UUID, factor: int) -> None:
    """Ask once about the pieces that left before a listing was linked, less those asked about."""
    since = first_read_at(booking.connection, account)
    sold = booking.connection.execute(_SOLD_UNLINKED, {"listing": listing, "since": since}).one()
    settled = booking.connection.execute(_DECIDED, {"listing": listing}).all()
    decided = sum(row.facts["pieces"] for row in settled if row.decision != BY_RULE)
    pieces = int(sold.pieces) - decided
    if pieces <= 0:
        end_conflict(booking, account, ConflictKind.SOLD_UNLINKED, listing)
        return
    facts = {
        "pieces": pieces,
        "orders": sold.orders,
        "sku": str(sku),
        "quantity": pieces * factor * ONE,
    }
    raise_conflict(booking, account, ConflictKind.SOLD_UNLINKED, listing, facts)
