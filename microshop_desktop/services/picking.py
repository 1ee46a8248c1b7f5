"""Picking, packing and shipping several orders in one round.

Every tick is written at once, into a note of its order: neither a crash nor another till loses one.
Shipping goes through `pack_parcel`, so that nothing leaves that must wait.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from microshop_desktop.domain.codes import clean_code, read_scale_label
from microshop_desktop.domain.couriers import KnownCourier, known_courier
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.picking import Tick, Want, Wrong, give
from microshop_desktop.domain.tracking import Checked, Fault, check_round
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.persistence.tables.shipping import Shipment
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.courier_list import CourierBook, courier_book, remember_courier
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.goods_by_code import Goods, goods_by_code
from microshop_desktop.services.parcel_lines import REFUSED, left_lines
from microshop_desktop.services.picking_notes import (
    Note,
    drop_notes,
    keep_notes,
    new_note,
    read_note,
    read_round,
    write_note,
)
from microshop_desktop.services.picking_values import (
    Parcel,
    ParcelChange,
    Round,
    Scan,
    Sent,
    Stayed,
    Stays,
)
from microshop_desktop.services.shipping import NOT_ASKED_BACK, SHIPPABLE, Packing, pack_parcel
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings

MOST_PARCELS = 60
"""Crates of one round: more do not find room on a table, nor their rows on a screen."""
_MAY_GO = (
    select(OrderRow.id, OnlineOrderRow.account_id)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(
        OrderRow.state.in_(SHIPPABLE),
        OrderRow.refund_state.in_(NOT_ASKED_BACK),
        OrderRow.held.is_(False),
    )
    .order_by(OnlineOrderRow.ship_until.is_(None), OnlineOrderRow.ship_until, OrderRow.at)
)

_BEGUN = (
    select(Shipment.order_id)
    .join(OrderRow, OrderRow.id == Shipment.order_id)
    .where(OrderRow.state.in_(SHIPPABLE), Shipment.state != REFUSED)
)
"""Orders with a parcel: of these something may be left, or nothing."""


class Picking:
    """The round of a shop: there is one, and all tills see it."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    # ------------------------------------------------------------------ the round

    @act(Right.SYNC)
    def waiting(self, actor: Actor) -> tuple[UUID, ...]:
        """Return the orders that may be sent now, the most urgent first."""
        with self._shop.database.read() as connection:
            return tuple(row.id for row in _may_go(connection))

    @act(Right.SYNC)
    def round(self, actor: Actor) -> Round:
        """Return the round as it is."""
        with self._shop.database.read() as connection:
            return read_round(connection)

    @act(Right.SYNC)
    def books(self, actor: Actor, accounts: Collection[UUID]) -> dict[UUID, CourierBook]:
        """Return what couriers the shops of the round take."""
        with self._shop.database.read() as connection:
            return {account: self._book(connection, account) for account in accounts}

    @act(Right.SYNC)
    def begin(self, actor: Actor, orders: Collection[UUID]) -> Round:
        """Take orders into the round; one in which nothing was done yet begins anew.

        Orders that must wait are left out, and so are those beyond `MOST_PARCELS`. Crates keep
        their numbers.
        """
        with self._shop.booking(actor) as booking:
            now = read_round(booking.connection)
            if now.is_untouched:
                now = Round()
            keep_notes(booking, {parcel.order for parcel in now.parcels})
            inside = {parcel.order for parcel in now.parcels}
            last = max((parcel.crate for parcel in now.parcels), default=0)
            new = [
                row
                for row in _may_go(booking.connection)
                if row.id in orders and row.id not in inside
            ][: MOST_PARCELS - len(inside)]
            for crate, row in enumerate(new, start=last + 1):
                usual = self._book(booking.connection, row.account_id).usual
                write_note(booking, row.id, new_note(crate, usual.code if usual else ""))
            return read_round(booking.connection)

    @act(Right.SYNC)
    def drop(self, actor: Actor, *orders: UUID) -> None:
        """Take orders out of the round; their goods go back to the shelf."""
        with self._shop.booking(actor) as booking:
            drop_notes(booking, *orders)

    @act(Right.SYNC)
    def change(self, actor: Actor, order: UUID, change: ParcelChange) -> None:
        """Note courier, number, or that a parcel leaves in part; `not_found` outside the round."""
        with self._shop.booking(actor) as booking:
            note = _note_of(booking, order)
            for name in ("courier", "tracking", "trusted", "in_part"):
                value = getattr(change, name)
                if value is not None:
                    note[name] = value
            write_note(booking, order, note)

    # ------------------------------------------------------------------ taking goods

    @act(Right.SYNC)
    def scan(self, actor: Actor, code: str) -> Scan:
        """Tick a scanned piece for the order that is to get it, or say why it is wrong."""
        cleaned = clean_code(code)
        with self._shop.booking(actor) as booking:
            wants = read_round(booking.connection).wants
            goods = self._goods(booking.connection, cleaned)
            scan = _best([_given(wants, one) for one in goods])
            if scan is None or scan.wrong is Wrong.NOT_WANTED:
                scan = _unlinked(wants, cleaned) or scan
            scan = scan or Scan(wrong=Wrong.UNKNOWN)
            _write_ticks(booking, scan.ticks)
            if scan.wrong is None or not goods:
                return scan
            return Scan((), scan.wrong, scan.name, _shelf_of(booking.connection, goods[0].sku))

    @act(Right.SYNC)
    def tick(self, actor: Actor, ticks: Sequence[Tick]) -> None:
        """Tick pieces by hand; negative ones are put back."""
        with self._shop.booking(actor) as booking:
            _write_ticks(booking, ticks)

    @act(Right.SYNC)
    def pick_all(self, actor: Actor, order: UUID) -> tuple[Tick, ...]:
        """Note that all of an order is in its crate; return what that ticked."""
        with self._shop.booking(actor) as booking:
            parcel = read_round(booking.connection).parcel(order)
            if parcel is None:
                raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
            ticks = tuple(Tick(order, want.line, want.open) for want in parcel.wants if want.open)
            _write_ticks(booking, ticks)
        return ticks

    # ------------------------------------------------------------------ sending

    @act(Right.SYNC)
    def ship(self, actor: Actor, orders: Collection[UUID]) -> Sent:
        """Send the parcels that are good; say of the others what is wrong."""
        now = self.round(actor)
        books = self.books(actor, {parcel.account for parcel in now.parcels})
        checked = check_parcels(now.parcels, books)
        shipped, stayed = [], []
        for parcel in now.parcels:
            if parcel.order not in orders:
                continue
            why = stays(parcel, books[parcel.account], checked[parcel.order])
            outcome = self._send(actor, parcel, checked[parcel.order]) if why is None else why
            if outcome is None:
                shipped.append(parcel.order)
            elif isinstance(outcome, Stays):
                stayed.append(Stayed(parcel.order, parcel.number, outcome))
            else:
                stayed.append(Stayed(parcel.order, parcel.number, Stays.REFUSED, outcome))
        return Sent(tuple(shipped), tuple(stayed))

    def _send(self, actor: Actor, parcel: Parcel, number: Checked) -> ShopError | None:
        """Pack a parcel and let what is left of it stay in the round, in one transaction."""
        try:
            with self._shop.booking(actor) as booking:
                _pack(booking, parcel, number)
        except ShopError as refused:
            return refused
        self._shop.events.send(OrderChanged(parcel.order, parcel.number))
        return None

    def _book(self, connection: Connection, account: UUID) -> CourierBook:
        return courier_book(connection, account, self._shop.profile.currency)

    def _goods(self, connection: Connection, code: str) -> tuple[Goods, ...]:
        """Return the goods of a code; a label of the shop's scale means them by their number."""
        found = goods_by_code(connection, code)
        label = None if found else read_scale_label(code, read_settings(connection).scale_rule)
        return found if label is None else goods_by_code(connection, label.plu)


def _pack(booking: Booking, parcel: Parcel, number: Checked) -> None:
    """Pack a parcel inside an open act; one that changed since it was looked at stays.

    Another till may have sent these very pieces meanwhile.
    """
    if read_round(booking.connection).parcel(parcel.order) != parcel:
        raise ShopError(ErrorCode.ORDER_NOT_SHIPPABLE, number=parcel.number)
    lines = left_lines(booking.connection, [parcel.order])[parcel.order]
    nos = {line.row: line.no for line in lines}
    pieces = {nos[want.line]: want.whole_pieces for want in parcel.wants if want.whole_pieces}
    pack_parcel(booking, Packing(parcel.order, parcel.courier, number.number, pieces))
    drop_notes(booking, parcel.order)
    if not parcel.is_picked:
        write_note(booking, parcel.order, new_note(parcel.crate, parcel.courier))
    remember_courier(booking, parcel.account, parcel.courier)


def _may_go(connection: Connection) -> list[AnyRow]:
    """Return the orders that may be sent and of which something is left, the most urgent first."""
    rows = connection.execute(_MAY_GO).all()
    begun = set(connection.execute(_BEGUN).scalars()) if rows else set()
    left = left_lines(connection, begun)
    over = {order for order in begun if not any(line.left for line in left.get(order, []))}
    return [row for row in rows if row.id not in over]


def check_parcels(
    parcels: Iterable[Parcel], books: Mapping[UUID, CourierBook]
) -> dict[UUID, Checked]:
    """Check the numbers of parcels against their couriers and each other."""
    chosen = tuple(parcels)
    numbers = {
        parcel.order: (parcel.tracking, courier_of(parcel, books[parcel.account]))
        for parcel in chosen
    }
    return check_round(numbers, {parcel.order: parcel.trusted for parcel in chosen})


def courier_of(parcel: Parcel, book: CourierBook) -> KnownCourier | None:
    """Return the courier of a parcel where this program knows it, by its name or code there."""
    return known_courier(book.name_of(parcel.courier), parcel.courier)


def stays(parcel: Parcel, book: CourierBook, number: Checked) -> Stays | None:
    """Return why a parcel must stay, None where it may leave."""
    if parcel.is_held:
        return Stays.HELD
    if not parcel.is_ready:
        return Stays.NOT_PICKED
    if not parcel.is_picked and not book.parts:
        return Stays.PARTS
    known = not book.platform or any(one.code == parcel.courier for one in book.platform)
    if not parcel.courier or not known:
        return Stays.COURIER
    if number.is_good:
        return None
    return Stays.NO_NUMBER if number.fault is Fault.EMPTY else Stays.NUMBER


def _given(wants: Sequence[Want], goods: Goods) -> Scan:
    name = f"{goods.name} {goods.spec}".strip()
    outcome = give(wants, goods.sku, goods.factor)
    if isinstance(outcome, Wrong):
        return Scan((), outcome, name)
    return Scan(outcome, None, name)


def _best(scans: Sequence[Scan]) -> Scan | None:
    """Return what counts where several goods share a code: the one that is wanted."""
    order = [None, Wrong.TOO_BIG, Wrong.ENOUGH, Wrong.NOT_WANTED, Wrong.UNKNOWN]
    return min(scans, key=lambda scan: order.index(scan.wrong), default=None)


def _unlinked(wants: Sequence[Want], code: str) -> Scan | None:
    """Tick goods that no listing links by the merchant code that the platform told of them."""
    mine = [want for want in wants if want.sku is None and code and want.code == code]
    for want in mine:
        if want.open:
            return Scan((Tick(want.order, want.line, 1),), None, want.name)
    return Scan((), Wrong.ENOUGH, mine[0].name) if mine else None


def _shelf_of(connection: Connection, sku: UUID) -> str:
    shelf: str | None = connection.scalar(select(Sku.shelf).where(Sku.id == sku))
    return shelf or ""


def _write_ticks(booking: Booking, ticks: Sequence[Tick]) -> None:
    for tick in ticks:
        note = _note_of(booking, tick.order)
        line = str(tick.line)
        note["picked"][line] = max(0, note["picked"].get(line, 0) + tick.units)
        write_note(booking, tick.order, note)


def _note_of(booking: Booking, order: UUID) -> Note:
    note = read_note(booking.connection, order)
    if note is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
    return note
