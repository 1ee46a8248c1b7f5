"""What each listing is to show, and what came of telling its platform.

An act that moves goods marks their SKU; `retarget` turns marks into targets, whose difference from
what a listing is expected to show is the work that remains. A write is noted before it is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, delete, func, or_, select, update

from microshop_desktop.domain.online_stock import Offer, Write, target
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing, StockDirty
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import ConflictKind, end_conflict, raise_conflict
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Level, read_levels

_DIRTY = select(StockDirty.sku_id).order_by(StockDirty.since).limit(bindparam("most"))
_LISTED = (
    select(
        Listing.id,
        Listing.account_id,
        Listing.sku_id,
        Listing.factor,
        Listing.pushes,
        ChannelAccount.settings,
        Sku.deleted_at.is_(None).label("is_here"),
    )
    .join(ChannelAccount, ChannelAccount.id == Listing.account_id)
    .join(Sku, Sku.id == Listing.sku_id)
    .where(Listing.deleted_at.is_(None), ChannelAccount.deleted_at.is_(None))
    .order_by(Listing.account_id, Listing.id)
)
_IS_DUE = and_(
    Listing.sku_id.is_not(None),
    Listing.target.is_not(None),
    or_(
        Listing.expected.is_(None),
        Listing.expected != Listing.target,
        Listing.sent_key.is_not(None),
        Listing.ask,
        Listing.missing_since.is_not(None),
    ),
)
_WORK = (
    select(Listing)
    .where(Listing.account_id == bindparam("account"), Listing.deleted_at.is_(None), _IS_DUE)
    .order_by(Listing.external_product, Listing.id)
)
_WAITING = (
    select(Listing.account_id, func.count().label("many"), func.min(StockDirty.since).label("at"))
    .outerjoin(StockDirty, and_(StockDirty.sku_id == Listing.sku_id, Listing.pushes))
    .where(Listing.deleted_at.is_(None), or_(_IS_DUE, StockDirty.sku_id.is_not(None)))
    .group_by(Listing.account_id)
)
_UPDATE = update(Listing).where(Listing.id == bindparam("row"))
_CLEAR = {"sent_pieces": None, "sent_before": None, "sent_key": None, "sent_delta": False}
_ADD = _UPDATE.values(
    expected=Listing.expected + bindparam("pieces"), **{name: bindparam(name) for name in _CLEAR}
)
_SET_LESS = _UPDATE.values(
    expected=bindparam("pieces"), **{name: bindparam(name) for name in _CLEAR}
)
_SET = _SET_LESS.values(confirmed_at=bindparam("now"))
_RETARGET_AT_ONCE = 25
"""So few that a cashier does not feel the wait."""


@dataclass(frozen=True, slots=True)
class DueListing:
    """A listing that may have to be written; `sent` is a write nobody heard of, with its key."""

    id: UUID
    product: str
    sku: str
    extra: Mapping[str, str]
    name: str
    target: int
    expected: int | None
    ask: bool
    missing_since: datetime | None
    sent: Write | None
    sent_key: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many listings are to be told of; `since` goods moved, None where none did."""

    count: int
    since: datetime | None


class OnlineStock:
    """The numbers of pieces that online shops show."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def retarget(self, actor: Actor) -> int:
        """Work off some marks; return how many SKUs, 0 where none is marked."""
        with self._shop.booking(actor) as booking:
            skus = list(booking.connection.scalars(_DIRTY, {"most": _RETARGET_AT_ONCE}))
            if skus:
                booking.connection.execute(delete(StockDirty).where(StockDirty.sku_id.in_(skus)))
                _set_targets(booking, skus)
        return len(skus)

    @act(Right.SYNC)
    def work(self, actor: Actor, account: UUID) -> tuple[DueListing, ...]:
        """Return the listings of an account that may have to be written, product by product."""
        with self._shop.database.reading_session() as session:
            return tuple(_due(row) for row in session.scalars(_WORK, {"account": account}))

    @act(Right.SYNC)
    def unchanged(self, actor: Actor, account: UUID) -> int:
        """Return how many listings of an account show what they are to show."""
        query: Select[Any] = (
            select(func.count())
            .select_from(Listing)
            .where(
                Listing.account_id == account,
                Listing.target.is_not(None),
                Listing.expected == Listing.target,
                Listing.sent_key.is_(None),
                Listing.missing_since.is_(None),
                ~Listing.ask,
            )
        )
        with self._shop.database.read() as connection:
            found: int = connection.scalar(query)
        return found

    @act(Right.SYNC)
    def waiting(self, actor: Actor) -> Mapping[UUID, Waiting]:
        """Return how many listings of each account are to be told of, and since when goods move."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_WAITING).all()
        return {row.account_id: Waiting(row.many, row.at) for row in rows}

    @act(Right.SYNC)
    def leave_alone(self, actor: Actor, listing: UUID) -> None:
        """Write the number of a listing no more; its orders are taken up as before."""
        self._update({listing: {"pushes": False, "target": None, **_CLEAR}})

    @act(Right.SYNC)
    def begin(self, actor: Actor, writes: Mapping[UUID, Write], key: str) -> None:
        """Note writes before they are sent, so that nobody sends them twice."""
        self._update(
            {
                listing: {
                    "sent_pieces": write.pieces,
                    "sent_delta": write.is_delta,
                    "sent_before": write.expected,
                    "sent_key": key,
                }
                for listing, write in writes.items()
            }
        )

    @act(Right.SYNC)
    def saw(self, actor: Actor, shown: Mapping[UUID, int]) -> None:
        """Note what platforms show; whatever was sent before is answered by it."""
        now = self._shop.clock.now()
        self._update(
            {
                listing: {"expected": pieces, "confirmed_at": now, "ask": False, **_CLEAR}
                for listing, pieces in shown.items()
            }
        )

    @act(Right.SYNC)
    def wrote(
        self, actor: Actor, writes: Mapping[UUID, Write], missing: Mapping[UUID, int]
    ) -> None:
        """Note writes that a platform confirmed.

        What was set is known from now on; what was added says nothing of orders not read yet, nor
        does what was set in spite of pieces `missing`: those are expected on top.
        """
        now = self._shop.clock.now()
        with self._shop.database.write() as connection:
            for listing, write in writes.items():
                values = {"row": listing, "pieces": write.pieces, **_CLEAR}
                lacking = missing.get(listing, 0)
                if write.is_delta:
                    connection.execute(_ADD, values)
                elif lacking:
                    connection.execute(_SET_LESS, {**values, "pieces": write.pieces + lacking})
                else:
                    connection.execute(_SET, {**values, "now": now})

    @act(Right.SYNC)
    def missing(self, actor: Actor, listings: Sequence[UUID]) -> None:
        """Note that listings show too little, since now where that is new."""
        now = self._shop.clock.now()
        with self._shop.database.write() as connection:
            for listing in listings:
                connection.execute(
                    _UPDATE.where(Listing.missing_since.is_(None)),
                    {"row": listing, "missing_since": now},
                )

    @act(Right.SYNC)
    def lowered(self, actor: Actor, listings: Sequence[UUID]) -> None:
        """Note that pieces were taken off listings just now, by a step that may have ended at 0.

        What an order not read yet took is lost from sight then, until all orders of now are read.
        """
        now = self._shop.clock.now()
        self._update({listing: {"missing_since": now} for listing in listings})

    @act(Right.SYNC)
    def not_sent(self, actor: Actor, listings: Sequence[UUID]) -> None:
        """Take back writes that surely were not done."""
        self._update({listing: dict(_CLEAR) for listing in listings})

    @act(Right.SYNC)
    def ask(self, actor: Actor, listings: Sequence[UUID]) -> None:
        """Let the platform be asked what listings show before anything is written to them."""
        self._update({listing: {"ask": True} for listing in listings})

    @act(Right.SYNC)
    def explained(self, actor: Actor, listings: Sequence[UUID]) -> None:
        """Note that no order explains what listings show too little."""
        self._update({listing: {"missing_since": None} for listing in listings})

    @act(Right.SYNC)
    def refused(self, actor: Actor, account: UUID, listing: UUID, code: str) -> None:
        """Leave a listing alone that its platform refuses to write, and let a person see it."""
        with self._shop.booking(actor) as booking:
            booking.connection.execute(_UPDATE, {"row": listing, "target": None, **_CLEAR})
            raise_conflict(booking, account, ConflictKind.STOCK_REFUSED, listing, {"code": code})

    def _update(self, changes: Mapping[UUID, Mapping[str, object]]) -> None:
        with self._shop.database.write() as connection:
            for listing, values in changes.items():
                connection.execute(_UPDATE, {"row": listing, **values})


def _set_targets(booking: Booking, skus: Sequence[UUID]) -> None:
    """Say what each listing is to show: of goods that were deleted here, none.

    Too much that is promised is one question, however many shops list the goods.
    """
    levels = read_levels(booking.connection, booking.place, skus)
    accounts: dict[UUID, list[UUID]] = {}
    for row in booking.connection.execute(_LISTED.where(Listing.sku_id.in_(skus))).all():
        available = levels[row.sku_id].available if row.is_here else 0
        pieces = target(available, row.factor, offer_of(row.settings)) if row.pushes else None
        booking.connection.execute(_UPDATE, {"row": row.id, "target": pieces})
        accounts.setdefault(row.sku_id, []).append(row.account_id)
    for sku, (first, *others) in accounts.items():
        _judge_oversold(booking, first, sku, levels[sku])
        for account in set(others) - {first}:
            end_conflict(booking, account, ConflictKind.OVERSOLD, sku)


def _judge_oversold(booking: Booking, account: UUID, sku: UUID, level: Level) -> None:
    """Let a person decide when more is kept for customers than is there."""
    if level.reserved > 0 and level.available < 0:
        facts = {"on_hand": level.on_hand, "reserved": level.reserved}
        raise_conflict(booking, account, ConflictKind.OVERSOLD, sku, facts)
    else:
        end_conflict(booking, account, ConflictKind.OVERSOLD, sku)


def offer_of(settings: Mapping[str, Any]) -> Offer:
    """Return how much an account may offer, as its settings say."""
    return Offer(int(settings.get("percent", 100)), int(settings.get("buffer", 0)))


def _due(row: Listing) -> DueListing:
    sent = None
    if row.sent_key is not None and row.sent_pieces is not None:
        sent = Write(row.sent_pieces, is_delta=row.sent_delta, expected=row.sent_before)
    return DueListing(
        id=row.id,
        product=row.external_product,
        sku=row.external_sku,
        extra=row.extra,
        name=row.name,
        target=row.target or 0,
        expected=row.expected,
        ask=row.ask,
        missing_since=row.missing_since,
        sent=sent,
        sent_key=row.sent_key or "",
    )
