"""Which ways out there are of a question about an online shop, as things stand now."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from microshop_desktop.domain.decisions import Choice, ConflictKind, Option, ways_out
from microshop_desktop.domain.online_refund import money_left, pieces_for
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import Listing
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.conflicts import ConflictView
from microshop_desktop.services.order_records import read_order
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.shortages import read_shortage

RIGHTS: Mapping[tuple[ConflictKind, Choice], Right] = {
    (ConflictKind.REFUNDED_ONLINE, Choice.GOODS_BACK): Right.REFUND,
    (ConflictKind.REFUNDED_ONLINE, Choice.GOODS_GONE): Right.REFUND,
    (ConflictKind.WENT_BACK, Choice.GOODS_BACK): Right.REFUND,
    (ConflictKind.CHANGED_AFTER_SALE, Choice.BOOK_DIFFERENCE): Right.REFUND,
    (ConflictKind.PRICE_DIFFERS, Choice.OURS_THERE): Right.EDIT_PRODUCTS,
    (ConflictKind.PRICE_DIFFERS, Choice.THEIRS_HERE): Right.EDIT_PRODUCTS,
    (ConflictKind.SOLD_UNLINKED, Choice.TAKE_OFF): Right.ADJUST_STOCK,
}
"""What a way out needs besides the right to sync."""
_PRICED = (
    select(Listing.id, Listing.factor, Listing.currency, Sku.id.label("sku"), Sku.price)
    .join(Sku, Sku.id == Listing.sku_id)
    .where(Listing.id == bindparam("listing"), Sku.deleted_at.is_(None))
)
Find = Callable[[Connection, ConflictView], tuple[Option, ...]]


def options_of(
    connection: Connection, place: UUID, actor: Actor, conflict: ConflictView, *, currency: str
) -> tuple[Option, ...]:
    """Return the ways out that this person may take; `currency` is the shop's own."""
    kind = conflict.kind
    if kind is ConflictKind.OVERSOLD:
        found = _oversold(connection, place, conflict)
    elif kind is ConflictKind.PRICE_DIFFERS:
        found = _priced(connection, conflict, currency)
    else:
        find = _FINDERS.get(kind, _all)
        found = find(connection, conflict)
    return tuple(each for each in found if _may(actor, kind, each.choice))


def not_booked(order: OrderView, refunded: int) -> int:
    """Return what a platform gave back that may still be booked here, minor units."""
    booked = sum(
        way.amount
        for refund in order.refunds
        for way in refund.ways
        if way.method.value == "channel"
    )
    lines = [line.sold for line in order.lines]
    left = min(order.paid - order.refunded, money_left(lines))
    return max(0, min(refunded - booked, left))


def listed_price(connection: Connection, listing: UUID) -> AnyRow | None:
    """Return a listing with the price of our goods; None where it is linked to none."""
    return connection.execute(_PRICED, {"listing": listing}).one_or_none()


def price_here(row: AnyRow, there: int) -> int | None:
    """Return our own price for a price there; None where a piece there cannot be divided so."""
    return there // row.factor if there % row.factor == 0 else None


def _may(actor: Actor, kind: ConflictKind, choice: Choice) -> bool:
    needed = RIGHTS.get((kind, choice))
    return needed is None or needed in actor.rights


def _all(_connection: Connection, conflict: ConflictView) -> tuple[Option, ...]:
    return tuple(Option(choice) for choice in ways_out(conflict.kind))


def _oversold(connection: Connection, place: UUID, conflict: ConflictView) -> tuple[Option, ...]:
    """Whoever waits is asked; where no online order waits there is nobody to ask."""
    shortage = read_shortage(connection, place, conflict.subject)
    if shortage is None or not shortage.claims:
        return (Option(Choice.LEAVE),)
    return tuple(Option(choice) for choice in ways_out(conflict.kind))


def _refunded(connection: Connection, conflict: ConflictView) -> tuple[Option, ...]:
    order = read_order(connection, conflict.subject)
    amount = 0
    if order is not None and order.is_refundable:
        amount = not_booked(order, int(conflict.facts.get("refunded", 0)))
    if not amount or order is None:
        return (Option(Choice.LEAVE),)
    options = [Option(Choice.GOODS_GONE, amount), Option(Choice.LEAVE)]
    if pieces_for(amount, [line.sold for line in order.lines]):
        options.insert(0, Option(Choice.GOODS_BACK, amount))
    return tuple(options)


def _went_back(connection: Connection, conflict: ConflictView) -> tuple[Option, ...]:
    order = read_order(connection, conflict.subject)
    if order is None or not order.can_be_refunded:
        return (Option(Choice.LEAVE),)
    amount = min(order.paid - order.refunded, money_left([line.sold for line in order.lines]))
    return (Option(Choice.GOODS_BACK, amount), Option(Choice.LEAVE))


def _changed(connection: Connection, conflict: ConflictView) -> tuple[Option, ...]:
    order = read_order(connection, conflict.subject)
    less = 0
    if order is not None and order.is_refundable:
        less = not_booked(order, order.total - int(conflict.facts.get("total", order.total)))
    if not less:
        return (Option(Choice.LEAVE),)
    return (Option(Choice.BOOK_DIFFERENCE, less), Option(Choice.LEAVE))


def _priced(connection: Connection, conflict: ConflictView, currency: str) -> tuple[Option, ...]:
    row, there = listed_price(connection, conflict.subject), int(conflict.facts["there"])
    options = []
    same = row is not None and row.currency in {"", currency}
    if row is not None and same and conflict.facts.get("settable"):
        options.append(Option(Choice.OURS_THERE, row.price * row.factor))
    if row is not None and same and price_here(row, there) is not None:
        options.append(Option(Choice.THEIRS_HERE, there))
    return (*options, Option(Choice.OWN_PRICE))


_FINDERS: Mapping[ConflictKind, Find] = {
    ConflictKind.REFUNDED_ONLINE: _refunded,
    ConflictKind.WENT_BACK: _went_back,
    ConflictKind.CHANGED_AFTER_SALE: _changed,
}
