"""What an online shop can be asked, and in which few values it answers.

An adapter turns a platform's own words into the records of `domain/online_order.py`. It keeps no
state but its session, raises `ChannelError` alone, and never repeats a write by itself: the engine
(`channels/sync.py`) decides, from the platform's differences as data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, Protocol, TypeVar, runtime_checkable

from microshop_desktop.domain.aftersale import Aftersale
from microshop_desktop.domain.online_order import Contact, OnlineOrder
from microshop_desktop.domain.online_stock import StockWay

T = TypeVar("T")


class Trouble(StrEnum):
    """Why a platform did not do what it was asked, by what can be done about it.

    `not_reached`: surely nothing was sent. `no_answer`: it may have been done. `busy` and
    `limited`: again later. `login`, `ip_blocked`, `not_allowed`, `clock_off`: a person must act.
    `refused`: it will never do this. `bad_answer`: nobody here understands what it said.
    `relay`: the seller's own relay carries nothing, so nothing was sent; a person must act there.
    """

    NOT_REACHED = "not_reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    LIMITED = "limited"
    LOGIN = "login"
    IP_BLOCKED = "ip_blocked"
    NOT_ALLOWED = "not_allowed"
    CLOCK_OFF = "clock_off"
    REFUSED = "refused"
    BAD_ANSWER = "bad_answer"
    RELAY = "relay"


PASSING = frozenset({Trouble.NOT_REACHED, Trouble.NO_ANSWER, Trouble.BUSY, Trouble.LIMITED})
"""What a later try may cure by itself."""
DOUBTFUL = frozenset({Trouble.NO_ANSWER, Trouble.BUSY, Trouble.BAD_ANSWER})
"""After these a write may have been done all the same."""


class ChannelError(Exception):
    """A platform did not do what it was asked.

    `code` is its own word, `detail` what a person needs (such as the address to enter in a list of
    allowed ones), `wait` how long it wants to be left alone.
    """

    def __init__(
        self, trouble: Trouble, code: str = "", *, detail: str = "", wait: timedelta | None = None
    ) -> None:
        super().__init__(f"{trouble.value} {code}".strip())
        self.trouble, self.code, self.detail, self.wait = trouble, code, detail, wait


@dataclass(frozen=True, slots=True)
class Differences:
    """How a platform differs, for the one engine.

    `window`: the longest stretch of changes it tells at once, None without limit. `lag`: how long
    a change takes until it is told; `overlap`: how far back each reading begins again; `history`:
    what is older it tells no more. `stock_batch`: SKUs in one write, of one
    product where `by_product`; `repeatable`: a write with the
    same key is done once. `takes_when_placed`: its own number falls when an order is placed, else
    when it is paid; `gives_back`: it rises again when a paid order is cancelled. `rate`: requests a
    second. `ascending`: changes come by rising time, so a page read is a page done.
    """

    way: StockWay
    window: timedelta | None = None
    lag: timedelta = timedelta(0)
    overlap: timedelta = timedelta(minutes=10)
    history: timedelta | None = None
    stock_batch: int = 1
    by_product: bool = False
    read_batch: int = 100
    repeatable: bool = False
    takes_when_placed: bool = False
    gives_back: bool = True
    ships: bool = True
    parts: bool = True
    ascending: bool = False
    rate: float = 5.0


class Stretches(Protocol):
    """How changes are told: see `Differences`."""

    @property
    def window(self) -> timedelta | None:
        """The longest stretch that is told at once, None without limit."""
        ...

    @property
    def lag(self) -> timedelta:
        """How long a change takes until it is told."""
        ...

    @property
    def overlap(self) -> timedelta:
        """How far back each reading begins again."""
        ...

    @property
    def history(self) -> timedelta | None:
        """What is older is told no more, None where all is."""
        ...


@dataclass(frozen=True, slots=True)
class AftersaleWays:
    """How after-sales are told (`Stretches`).

    `by_refunds`: only money that goes back is told; that somebody asks for it is not. `asks_again`:
    not every change is listed, so what is undecided is read again each time.
    """

    window: timedelta | None = None
    lag: timedelta = timedelta(0)
    overlap: timedelta = timedelta(minutes=10)
    history: timedelta | None = None
    by_refunds: bool = False
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some values, and where the next ones begin; an empty cursor ends the list."""

    values: tuple[T, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class SkuRef:
    """An online SKU as a write names it; `extra` is what the platform needs besides."""

    product: str
    sku: str
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnlineSku:
    """An online SKU. `price` in minor units; `shown` pieces, None where it counts none."""

    ref: SkuRef
    code: str
    barcode: str
    title: str
    spec: str
    price: int | None
    currency: str
    shown: int | None
    on_sale: bool = True


@dataclass(frozen=True, slots=True)
class StockChange:
    """A write of one SKU: `pieces` to set, or to add where `is_delta`; `expected` there before."""

    ref: SkuRef
    pieces: int
    is_delta: bool = False
    expected: int | None = None


class Written(StrEnum):
    """What became of the write of one SKU. `stale`: another number than expected was there."""

    DONE = "done"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StockResult:
    """The answer for one SKU; `shown` is what the platform shows now, where it says."""

    sku: str
    written: Written
    shown: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class OrderChange:
    """An order that changed, whole where the platform tells it whole."""

    external_id: str
    updated_at: datetime
    order: OnlineOrder | None = None


@dataclass(frozen=True, slots=True)
class Courier:
    """A courier as the platform names it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ShipLine:
    """Pieces of an order line that are in a parcel."""

    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ParcelToShip:
    """A parcel to tell the platform of. `courier` is its code there."""

    external_id: str
    courier: str
    tracking: str
    lines: tuple[ShipLine, ...]


class Shipped(StrEnum):
    """What became of telling of a parcel; `already`: the same parcel is known there."""

    DONE = "done"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Checked:
    """The account answers; `shop_name` is what the platform calls it."""

    shop_name: str
    currency: str = ""


class ShopChannel(Protocol):
    """One shop on one platform. Every call may raise `ChannelError`."""

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        ...

    def check(self) -> Checked:
        """Ask something harmless that proves the keys."""
        ...

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is listed, page by page."""
        ...

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the pieces shown of each SKU, by its `sku`; SKUs that are gone are left out."""
        ...

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        """Write at most `stock_batch` SKUs; `key` names this write for good."""
        ...

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return orders that changed from `start` until before `end`, no longer than `window`."""
        ...

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order as it is now; `refused` where there is none."""
        ...

    def couriers(self) -> tuple[Courier, ...]:
        """Return the couriers that parcels may go with; empty where any name will do."""
        ...

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:
        """Tell of a parcel; `key` names it for good. `refused` says why in `detail`."""
        ...


@runtime_checkable
class TellsAftersales(Protocol):
    """A channel that tells what customers ask back. Every call may raise `ChannelError`."""

    @property
    def aftersale_ways(self) -> AftersaleWays:
        """How it tells them."""
        ...

    def aftersale_changes(
        self, start: datetime, end: datetime, cursor: str = ""
    ) -> Page[Aftersale]:
        """Return those that changed from `start` until before `end`, no longer than `window`."""
        ...

    def aftersale(self, external_id: str) -> Aftersale:
        """Return one as it is now; `refused` where there is none."""
        ...


class Priced(StrEnum):
    """What became of a price. `pending`: the platform looks at it first and may refuse it."""

    DONE = "done"
    PENDING = "pending"


@runtime_checkable
class SetsPrices(Protocol):
    """A channel that takes prices of what is listed. Every call may raise `ChannelError`."""

    def price(self, ref: SkuRef) -> int | None:
        """Return the price that is shown, minor units; None where there is none any more."""
        ...

    def set_price(self, ref: SkuRef, price: int, currency: str) -> Priced:
        """Show a price; setting the same twice does no harm. `refused` says why."""
        ...


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """Money that is to go back to a customer, minor units, and the pieces that it is for.

    `transaction` names the payment by which it went back already, where the platform moves none.
    """

    external_id: str
    amount: int
    lines: tuple[ShipLine, ...] = ()
    reason: str = ""
    transaction: str = ""


class GivenBack(StrEnum):
    """What became of it; `already`: it was done before, under the same key."""

    DONE = "done"
    ALREADY = "already"


@runtime_checkable
class AnswersAftersales(Protocol):
    """A channel that gives money and goods back. A person has decided each of them before.

    `refused` is for good, with the platform's own word and sentence. After a lost answer the same
    call with the same key finds out what became of it, and does nothing twice.
    """

    def give_back(self, back: MoneyBack, key: str) -> GivenBack:
        """Give money of an order back."""
        ...

    def take_out(self, external_id: str, lines: Sequence[ShipLine], key: str) -> GivenBack:
        """Take pieces out of an order, which puts them on the platform's stock again."""
        ...


@dataclass(frozen=True, slots=True)
class Revealed:
    """Whom an order goes to, in plain text; `left`: how often more may be asked, None unknown."""

    contact: Contact
    left: int | None = None


@runtime_checkable
class RevealsAddress(Protocol):
    """A channel that shows customers masked, and reveals one when a person asks: each counts."""

    def reveal_address(self, external_id: str) -> Revealed:
        """Ask whom an order goes to; `refused` or `limited` where that is not told."""
        ...
