"""What is listed online and which of our SKUs it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.listing_match import (
    OnlineGoods,
    OwnGoods,
    Suggestion,
    suggestions,
    sure_matches,
)
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing, OnlineLineRow
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.baskets import release, reserve
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import StockChanged
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import mark_dirty

_KNOWN = select(Listing.id, Listing.external_sku).where(
    Listing.account_id == bindparam("account"), Listing.deleted_at.is_(None)
)
_UNLINKED = select(Listing).where(
    Listing.account_id == bindparam("account"),
    Listing.sku_id.is_(None),
    Listing.deleted_at.is_(None),
)
_TO_LINK = (
    select(Listing)
    .join(ChannelAccount, ChannelAccount.id == Listing.account_id)
    .where(
        Listing.sku_id.is_(None), Listing.deleted_at.is_(None), ChannelAccount.deleted_at.is_(None)
    )
    .order_by(Listing.account_id, Listing.id)
)
_SOME = select(Listing).where(Listing.id.in_(bindparam("listings", expanding=True)))
_EVERY = select(Listing).where(
    Listing.account_id == bindparam("account"), Listing.deleted_at.is_(None)
)
_INSERT = insert(Listing)
_UPDATE = update(Listing).where(Listing.id == bindparam("row"))
_CODES = (
    select(Sku.id, Sku.name, Sku.spec, Sku.price, Sku.merchant_code, SkuCode.code)
    # Not those of packs: one piece there would be several here.
    .outerjoin(SkuCode, and_(SkuCode.sku_id == Sku.id, SkuCode.sku_unit_id.is_(None)))
    .where(Sku.deleted_at.is_(None))
)
_WAITING = (
    select(OrderRow.id)
    .join(OrderLine, OrderLine.order_id == OrderRow.id)
    .join(OnlineLineRow, OnlineLineRow.order_line_id == OrderLine.id)
    .where(
        OnlineLineRow.listing_id == bindparam("listing"),
        OrderRow.state.in_(("pending_payment", "to_ship", "part_shipped")),
    )
    .distinct()
)
_LINES_OF = (
    select(OrderLine.sku_id, OrderLine.factor, OnlineLineRow.pieces)
    .join(OnlineLineRow, OnlineLineRow.order_line_id == OrderLine.id)
    .where(OrderLine.order_id == bindparam("order"))
)


@dataclass(frozen=True, slots=True)
class Seen:
    """An online SKU as the platform lists it; `price` in minor units."""

    sku: str
    product: str
    code: str
    barcode: str
    name: str
    spec: str
    price: int | None
    currency: str
    extra: Mapping[str, str]
    on_sale: bool = True


@dataclass(frozen=True, slots=True)
class ListingView:
    """A listing; `own` is our SKU where it is linked, one piece there `factor` base units here."""

    id: UUID
    sku: str
    code: str
    name: str
    spec: str
    price: int | None
    own: UUID | None
    factor: int
    pushes: bool
    account: UUID
    currency: str


class Listings:
    """What is listed, and the links to our goods."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def see(self, actor: Actor, account: UUID, seen: Sequence[Seen]) -> int:
        """Take up a page of what is listed; return how many of it are new."""
        with self._shop.booking(actor) as booking:
            known = {
                row.external_sku: row.id
                for row in booking.connection.execute(_KNOWN, {"account": account})
            }
            told = {goods.sku: goods for goods in seen if goods.sku}
            for goods in told.values():
                _write(booking, account, goods, known.get(goods.sku))
        return len(told.keys() - known.keys())

    @act(Right.SYNC)
    def match(self, actor: Actor, account: UUID) -> int:
        """Link what a code decides beyond doubt; return how many were linked."""
        with self._shop.booking(actor) as booking:
            rows = booking.connection.execute(_EVERY, {"account": account}).all()
            sure = sure_matches(map(_online, rows), _own_goods(booking.connection))
            links = {
                row.id: sure[row.external_sku]
                for row in rows
                if row.sku_id is None and row.external_sku in sure
            }
            for listing, sku in links.items():
                _link(booking, listing, sku, 1)
        self._tell(links.values())
        return len(links)

    @act(Right.SYNC)
    def every(self, actor: Actor, account: UUID) -> tuple[ListingView, ...]:
        """Return all listings of an account."""
        with self._shop.database.read() as connection:
            return tuple(_view(row) for row in connection.execute(_EVERY, {"account": account}))

    @act(Right.SYNC)
    def unlinked(
        self, actor: Actor, account: UUID
    ) -> tuple[tuple[ListingView, tuple[Suggestion, ...]], ...]:
        """Return what is not linked, each with what it may be."""
        with self._shop.database.read() as connection:
            own = list(_own_goods(connection))
            rows = connection.execute(_UNLINKED, {"account": account}).all()
        return tuple((_view(row), suggestions(_online(row), own)) for row in rows)

    @act(Right.SYNC)
    def to_link(self, actor: Actor, *, most: int) -> tuple[ListingView, ...]:
        """Return listings of all accounts that are not linked, without what they may be."""
        with self._shop.database.read() as connection:
            return tuple(_view(row) for row in connection.execute(_TO_LINK.limit(most)))

    @act(Right.SYNC)
    def suggest(
        self, actor: Actor, listings: Sequence[UUID]
    ) -> Mapping[UUID, tuple[Suggestion, ...]]:
        """Return what listings may be. Takes long in a large shop: call it off the main thread."""
        with self._shop.database.read() as connection:
            own = list(_own_goods(connection))
            rows = connection.execute(_SOME, {"listings": list(listings)}).all()
        return {row.id: suggestions(_online(row), own) for row in rows}

    @act(Right.SYNC)
    def link(self, actor: Actor, listing: UUID, sku: UUID, *, factor: int = 1) -> None:
        """Say that one piece of a listing is `factor` base units of a SKU; `not_found`."""
        if factor < 1:
            raise ShopError(ErrorCode.BAD_QUANTITY, text=str(factor))
        with self._shop.booking(actor) as booking:
            if booking.connection.scalar(select(Sku.id).where(Sku.id == sku)) is None:
                raise ShopError(ErrorCode.NOT_FOUND, what="sku", key=str(sku))
            _link(booking, listing, sku, factor)
        self._tell([sku])

    @act(Right.SYNC)
    def counts(self, actor: Actor, account: UUID) -> tuple[int, int]:
        """Return how many listings of an account are linked, and how many there are."""
        query = select(func.count(Listing.sku_id), func.count()).where(
            Listing.account_id == account, Listing.deleted_at.is_(None)
        )
        with self._shop.database.read() as connection:
            row = connection.execute(query).one()
        return row[0], row[1]

    def _tell(self, skus: Iterable[UUID]) -> None:
        changed = frozenset(skus)
        if changed:
            self._shop.events.send(StockChanged(changed))


def _write(booking: Booking, account: UUID, goods: Seen, known: UUID | None) -> None:
    values = {
        "external_product": goods.product,
        "merchant_code": goods.code,
        "barcode": goods.barcode,
        "name": goods.name,
        "spec": goods.spec,
        "price": goods.price,
        "currency": goods.currency,
        "extra": dict(goods.extra),
        "on_sale": goods.on_sale,
        "seen_at": booking.at,
        "changed_at": booking.at,
        "changed_by_till": booking.till,
    }
    if known is not None:
        booking.connection.execute(_UPDATE, {"row": known, **values})
        return
    key = {"id": booking.ids.new(), "account_id": account, "external_sku": goods.sku}
    booking.connection.execute(_INSERT, {**key, **values})


def _link(booking: Booking, listing: UUID, sku: UUID, factor: int) -> None:
    """Link a listing; orders that wait for its goods keep ours from now on."""
    booking.connection.execute(_UPDATE, {"row": listing, "sku_id": sku, "factor": factor})
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
        wanted: dict[UUID, int] = {}
        for row in booking.connection.execute(_LINES_OF, {"order": order}):
            if row.sku_id is not None and row.pieces:
                kept = wanted.get(row.sku_id, 0)
                wanted[row.sku_id] = kept + row.pieces * row.factor * ONE
        reserve(booking, order, wanted, kind="order")
    mark_dirty(booking, [sku])


def _own_goods(connection: Connection) -> Iterable[OwnGoods]:
    found: dict[UUID, OwnGoods] = {}
    for row in connection.execute(_CODES):
        before = found.get(row.id)
        codes = before.codes if before else frozenset({row.merchant_code or ""})
        name = f"{row.name} {row.spec}".strip()
        found[row.id] = OwnGoods(row.id, codes | {row.code or ""}, name, row.price)
    return found.values()


def _online(row: AnyRow) -> OnlineGoods:
    name = f"{row.name} {row.spec}".strip()
    return OnlineGoods(row.external_sku, row.merchant_code, row.barcode, name, row.price)


def _view(row: AnyRow) -> ListingView:
    return ListingView(
        id=row.id,
        sku=row.external_sku,
        code=row.merchant_code,
        name=row.name,
        spec=row.spec,
        price=row.price,
        own=row.sku_id,
        factor=row.factor,
        pushes=row.pushes,
        account=row.account_id,
        currency=row.currency,
    )
