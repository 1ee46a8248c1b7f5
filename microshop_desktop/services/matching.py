"""Matching online listings with our goods, as a person goes through them: pages and proposals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    update,
)

from microshop_desktop.domain.listing_match import OnlineGoods
from microshop_desktop.domain.listing_proposal import OwnFacts, OwnPack, Proposal, Proposer
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode, SkuUnit
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import mark_dirty


class MatchState(StrEnum):
    """How a listing stands: to be matched, matched, or left alone (its number is not written)."""

    OPEN = "open"
    LINKED = "linked"
    ALONE = "alone"


_HERE = and_(Sku.id == Listing.sku_id, Sku.deleted_at.is_(None))
_stands = case(
    (Listing.pushes.is_(False), MatchState.ALONE.value),
    (Sku.id.is_not(None), MatchState.LINKED.value),
    else_=MatchState.OPEN.value,
)
_OWN_COLUMNS = (
    Sku.id.label("own"),
    Sku.name.label("own_name"),
    Sku.spec.label("own_spec"),
    Sku.price.label("own_price"),
    Sku.unit.label("own_unit"),
)
_GOODS = select(*_OWN_COLUMNS).where(Sku.deleted_at.is_(None))
_ROWS = (
    select(
        Listing.id,
        Listing.account_id,
        Listing.external_sku,
        Listing.merchant_code,
        Listing.barcode,
        Listing.name,
        Listing.spec,
        Listing.price,
        Listing.currency,
        Listing.factor,
        _stands.label("state"),
        *_OWN_COLUMNS,
    )
    .join(ChannelAccount, ChannelAccount.id == Listing.account_id)
    .outerjoin(Sku, _HERE)
    .where(Listing.deleted_at.is_(None), ChannelAccount.deleted_at.is_(None))
)
_COUNTS = (
    select(_stands.label("state"), func.count().label("many"))
    .select_from(Listing)
    .join(ChannelAccount, ChannelAccount.id == Listing.account_id)
    .outerjoin(Sku, _HERE)
    .where(Listing.deleted_at.is_(None), ChannelAccount.deleted_at.is_(None))
    .group_by(_stands)
)
_SOME = select(Listing).where(Listing.id.in_(bindparam("listings", expanding=True)))
_OWN = select(Sku.id, Sku.name, Sku.spec, Sku.price, Sku.unit, Sku.merchant_code).where(
    Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None)
)
_CODES = select(SkuCode.code, SkuCode.sku_id, SkuCode.sku_unit_id)
_PACKS = select(SkuUnit.id, SkuUnit.sku_id, SkuUnit.name, SkuUnit.factor).where(
    SkuUnit.deleted_at.is_(None)
)
_TAKE_UP = update(Listing).where(Listing.id == bindparam("row")).values(pushes=True, ask=True)


@dataclass(frozen=True, slots=True)
class OwnGoodsView:
    """Goods of ours that a listing is; `price` of a base unit, minor units of the shop."""

    sku: UUID
    name: str
    price: int
    unit: str


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A listing with what it is of ours, one piece there `factor` base units here."""

    id: UUID
    account: UUID
    state: MatchState
    name: str
    code: str
    barcode: str
    price: int | None
    currency: str
    factor: int
    own: OwnGoodsView | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which listings are wanted: of one account or of all, with a text in name or code."""

    account: UUID | None = None
    text: str = ""


class Matching:
    """What is matched, what is not, and what it may be."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def counts(self, actor: Actor, asked: Asked) -> Mapping[MatchState, int]:
        """Return how many listings there are of each state."""
        query = _COUNTS.where(_wanted(asked))
        with self._shop.database.read() as connection:
            found = {row.state: row.many for row in connection.execute(query)}
        return {state: found.get(state.value, 0) for state in MatchState}

    @act(Right.SYNC)
    def page(
        self, actor: Actor, asked: Asked, state: MatchState, *, first: int, count: int
    ) -> tuple[MatchRow, ...]:
        """Return some listings of a state, by name."""
        query = (
            _ROWS.where(_wanted(asked), _stands == state.value)
            .order_by(Listing.name, Listing.spec, Listing.id)
            .offset(first)
            .limit(count)
        )
        with self._shop.database.read() as connection:
            return tuple(_row(row) for row in connection.execute(query))

    @act(Right.SYNC)
    def row(self, actor: Actor, listing: UUID) -> MatchRow | None:
        """Return a listing, None where it is gone."""
        with self._shop.database.read() as connection:
            found = connection.execute(_ROWS.where(Listing.id == listing)).one_or_none()
        return None if found is None else _row(found)

    @act(Right.SYNC)
    def propose(
        self, actor: Actor, listings: Sequence[UUID]
    ) -> Mapping[UUID, tuple[Proposal, ...]]:
        """Return what listings may be. Reads all goods: not in the main thread."""
        with self._shop.database.read() as connection:
            proposer = Proposer(_own(connection))
            rows = connection.execute(_SOME, {"listings": list(listings)}).all()
        own = self._shop.profile.currency.code
        return {row.id: proposer.proposals(_online(row, own)) for row in rows}

    @act(Right.SYNC)
    def own(self, actor: Actor, skus: Sequence[UUID]) -> Mapping[UUID, OwnGoodsView]:
        """Return goods of ours as they are shown beside a listing; those that are gone are not."""
        query = _GOODS.where(Sku.id.in_(list(skus)))
        with self._shop.database.read() as connection:
            return {row.own: _goods(row) for row in connection.execute(query)}

    @act(Right.SYNC)
    def take_up(self, actor: Actor, listing: UUID) -> None:
        """Write the number of a listing again that was left alone, once it is linked."""
        with self._shop.booking(actor) as booking:
            booking.connection.execute(_TAKE_UP, {"row": listing})
            sku = booking.connection.scalar(select(Listing.sku_id).where(Listing.id == listing))
            if sku is not None:
                mark_dirty(booking, [sku])


def _wanted(asked: Asked) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if asked.account is not None:
        conditions.append(Listing.account_id == asked.account)
    if asked.text.strip():
        text = asked.text.strip()
        columns = (Listing.name, Listing.spec, Listing.merchant_code, Listing.barcode)
        conditions.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return and_(*conditions)


def _own(connection: Connection) -> list[OwnFacts]:
    """Read all goods with their codes and packs."""
    codes: dict[UUID, set[str]] = defaultdict(set)
    of_packs: dict[UUID, set[str]] = defaultdict(set)
    for code, sku, pack in connection.execute(_CODES):
        if pack is None:
            codes[sku].add(code)
        else:
            of_packs[pack].add(code)
    packs: dict[UUID, list[OwnPack]] = defaultdict(list)
    for row in connection.execute(_PACKS):
        packs[row.sku_id].append(OwnPack(row.name, row.factor, frozenset(of_packs[row.id])))
    return [
        OwnFacts(
            row.id,
            f"{row.name} {row.spec}".strip(),
            row.price,
            row.unit,
            frozenset(codes[row.id] | {row.merchant_code}),
            tuple(packs.get(row.id, ())),
        )
        for row in connection.execute(_OWN)
    ]


def _online(row: AnyRow, own_currency: str) -> OnlineGoods:
    """Return a listing as it is compared; a price in another currency says nothing."""
    name = f"{row.name} {row.spec}".strip()
    price = row.price if row.currency == own_currency else None
    return OnlineGoods(row.external_sku, row.merchant_code, row.barcode, name, price)


def _row(row: AnyRow) -> MatchRow:
    return MatchRow(
        id=row.id,
        account=row.account_id,
        state=MatchState(row.state),
        name=f"{row.name} {row.spec}".strip() or row.external_sku,
        code=row.merchant_code,
        barcode=row.barcode,
        price=row.price,
        currency=row.currency,
        factor=row.factor,
        own=None if row.own is None else _goods(row),
    )


def _goods(row: AnyRow) -> OwnGoodsView:
    name = f"{row.own_name} {row.own_spec}".strip()
    return OwnGoodsView(row.own, name, row.own_price, row.own_unit)
