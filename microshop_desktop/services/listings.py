"""What is listed online and which of our SKUs it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, case, func, insert, or_, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.listing_match import (
    OnlineGoods,
    OwnGoods,
    Suggestion,
    suggestions,
    sure_matches,
)
from microshop_desktop.infra.chunks import chunks
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import StockChanged
from microshop_desktop.services.listing_links import link_listing, unlink_listing
from microshop_desktop.services.shop import Shop

_LINKED_AT_ONCE = 4
_HERE = select(Sku.id).where(Sku.deleted_at.is_(None))
_IS_FREE = or_(Listing.sku_id.is_(None), Listing.sku_id.not_in(_HERE))
"""Not linked, or to goods that were deleted here since: they can be linked anew."""
_KNOWN = select(Listing.id, Listing.external_sku).where(
    Listing.account_id == bindparam("account"),
    Listing.external_sku.in_(bindparam("skus", expanding=True)),
    Listing.deleted_at.is_(None),
)
_FREE = select(Listing.id).where(
    Listing.id.in_(bindparam("listings", expanding=True)),
    _IS_FREE,
    Listing.deleted_at.is_(None),
)
_UNLINKED = select(Listing).where(
    Listing.account_id == bindparam("account"),
    _IS_FREE,
    Listing.deleted_at.is_(None),
)
_TO_LINK = (
    select(Listing)
    .join(ChannelAccount, ChannelAccount.id == Listing.account_id)
    .where(
        _IS_FREE,
        Listing.pushes,
        Listing.deleted_at.is_(None),
        ChannelAccount.deleted_at.is_(None),
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
            told = {goods.sku: goods for goods in seen if goods.sku}
            asked = {"account": account, "skus": list(told)}
            known = {row.external_sku: row.id for row in booking.connection.execute(_KNOWN, asked)}
            for goods in told.values():
                _write(booking, account, goods, known.get(goods.sku))
        return len(told.keys() - known.keys())

    @act(Right.SYNC)
    def match(
        self, actor: Actor, account: UUID, *, between: Callable[[], None] = lambda: None
    ) -> int:
        """Link what a code decides beyond doubt; return how many were linked.

        A few at a time, so that a cashier waits for none of it, with `between` after each; what is
        broken off there goes on with the next call.
        """
        links, linked = self._sure(account), 0
        for some in chunks(list(links.items()), _LINKED_AT_ONCE):
            with self._shop.booking(actor) as booking:
                free = set(
                    booking.connection.scalars(_FREE, {"listings": [key for key, _ in some]})
                )
                new = {listing: sku for listing, sku in some if listing in free}
                for listing, sku in new.items():
                    link_listing(booking, listing, sku, 1)
            self._tell(new.values())
            linked += len(new)
            between()
        return linked

    def _sure(self, account: UUID) -> Mapping[UUID, UUID]:
        """Return our SKU of each listing that a code decides and nobody linked yet."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_EVERY, {"account": account}).all()
            here = set(connection.scalars(_HERE))
            sure = sure_matches(map(_online, rows), _own_goods(connection))
        return {
            row.id: sure[row.external_sku]
            for row in rows
            if row.sku_id not in here and row.external_sku in sure
        }

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
        """Return listings of all accounts that are not linked, but for those left alone."""
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
        """Say that one piece of a listing is `factor` base units of a SKU; `not_found`.

        What left before is asked about once (`sold_unlinked`).
        """
        if factor < 1:
            raise ShopError(ErrorCode.BAD_QUANTITY, text=str(factor))
        with self._shop.booking(actor) as booking:
            touched = link_listing(booking, listing, sku, factor)
        self._tell(touched)

    @act(Right.SYNC)
    def unlink(self, actor: Actor, listing: UUID) -> None:
        """Say that a listing is none of our goods; its number there stays as it is; `not_found`."""
        with self._shop.booking(actor) as booking:
            touched = unlink_listing(booking, listing)
        self._tell(touched)

    @act(Right.SYNC)
    def counts(self, actor: Actor, account: UUID) -> tuple[int, int]:
        """Return how many listings of an account are linked, and how many there are."""
        query = select(func.count(case((~_IS_FREE, 1))), func.count()).where(
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
