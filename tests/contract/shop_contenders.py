"""The channels that must keep the contract, each before a practice shop of its platform.

A platform joins with an `Entry` in a file of its own and a line in `shop_entries.py`. All practice
shops have the same ground (`sandbox/shops`), so that a test lets a customer buy, pay or cancel by
`contender.shop`, whatever the platform.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import requests

from microshop_desktop.channels.channel import (
    OnlineSku,
    OrderChange,
    ParcelToShip,
    ShipLine,
    ShopChannel,
    StockChange,
    StockResult,
)
from microshop_desktop.channels.registry import make_channel
from microshop_desktop.channels.tokens import KeptInMemory
from microshop_desktop.domain.online_order import Fulfilment, OnlineOrder
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import Http, HttpClient
from microshop_desktop.sandbox.shops.faults import shop_rule
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Order, Stage
from microshop_desktop.sandbox.shops.shop import Offered, Shop, ShopRules, Wish
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.relayed import relayed
from tests.contract.wsgi_adapter import WsgiAdapter

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Noon in China."""
COURIER, NUMBER = "SF", "SF1234567890123"
Values = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """A platform, and in what it differs for the contract.

    `front` makes its practice shop; `wrong_secrets` are well formed, but nobody's. `states`: what
    a stage must be read as; `wears_out`: whether its keys are changed for tokens that expire;
    `tells_wish`: whether it says that a customer waits for money; `holds`: whether it can say that
    a paid order must wait; `tells_pieces`: whether it says how many pieces of a line that was not
    sent are wanted no more; `tells_part`: whether it tells of money that went back for a part of
    them, `tells_amount` how much; `tells_unpaid`: whether it tells of orders before they are paid;
    `tells_changes_alone`: whether nothing else comes than orders that changed. `address` is the
    scheme and host its requests go to; `relayed`: they go through a relay, over real sockets.
    `tells_prices`: whether lists of goods tell prices; `tells_line_discounts`: whether it says what
    was taken off a line.
    """

    name: str
    kind: str
    front: Callable[[Shop, Wait], Front]
    settings: Values
    secrets: Values
    wrong_secrets: Values
    states: Mapping[Stage, Fulfilment]
    takes_when_placed: bool = False
    gives_back: bool = True
    wears_out: bool = False
    tells_wish: bool = True
    tells_pieces: bool = True
    tells_part: bool = True
    tells_amount: bool = True
    tells_unpaid: bool = True
    holds: bool = True
    tells_changes_alone: bool = True
    first_id: int = 1001
    courier: str = COURIER
    address: str = "http://"
    relayed: bool = False
    tells_prices: bool = True
    tells_line_discounts: bool = True


@dataclass
class ShopContender:
    """A channel, the practice shop it speaks to, and the clock of both."""

    entry: Entry
    channel: ShopChannel
    front: Front
    clock: FixedClock
    tokens: KeptInMemory
    plain: Product = field(init=False)
    shirt: Product = field(init=False)

    def __post_init__(self) -> None:
        """Put three SKUs into the shop: a plain one, and one in two kinds."""
        self.plain = self.shop.offer(
            "苹果 🍎", Offered("APPLE-1", 1999, 40, barcode="6901234567892")
        )
        self.shirt = self.shop.offer(
            "T-Shirt", Offered("TS-S", 4990, 7, "S"), Offered("TS-M", 5001, 5, "M")
        )

    @property
    def shop(self) -> Shop:
        return self.front.shop

    @property
    def apple(self) -> Sku:
        return self.plain.skus[0]

    # ------------------------------------------------------------------------------ what goes wrong

    def fault(self, text: str) -> None:
        self.front.faults.add(shop_rule(text))

    def heal(self) -> None:
        self.front.faults.clear()

    def wait(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    # -------------------------------------------------------------------------------- the customers

    def bought(self, *wishes: Wish, shipping: int = 0, discount: int = 0) -> Order:
        """An order that is paid; one apple where nothing is said."""
        wanted = wishes or (Wish(self.apple.sku_id),)
        return self.shop.buy(*wanted, shipping=shipping, discount=discount)

    # --------------------------------------------------------------------------------- the channel

    def listed(self) -> list[OnlineSku]:
        """All that is listed, in the order of the pages."""
        page = self.channel.listings()
        found = list(page.values)
        while page.cursor:
            page = self.channel.listings(page.cursor)
            found += page.values
        return found

    def online(self, code: str = "APPLE-1") -> OnlineSku:
        return next(sku for sku in self.listed() if sku.code == code)

    def bring(self, wanted: Mapping[str, int], key: str = "write-1") -> list[StockResult]:
        """Bring SKUs, by code, to a number of pieces, in the way of the platform."""
        skus = {sku.code: sku for sku in self.listed()}
        changes = [self.change(skus[code], pieces) for code, pieces in wanted.items()]
        return list(self.channel.set_stock(changes, key))

    def change(self, sku: OnlineSku, pieces: int) -> StockChange:
        """The write that brings a SKU from what it shows to a number of pieces."""
        if self.channel.differences.way is StockWay.DELTA:
            return StockChange(sku.ref, pieces - (sku.shown or 0), True, sku.shown)
        return StockChange(sku.ref, pieces, False, sku.shown)

    def changes(self, start: datetime, end: datetime) -> list[OrderChange]:
        """All orders of a window, page by page."""
        page = self.channel.order_changes(start, end)
        found = list(page.values)
        while page.cursor:
            page = self.channel.order_changes(start, end, page.cursor)
            found += page.values
        return found

    def since(self, start: datetime) -> set[str]:
        """The orders that changed from a moment until now, this second included."""
        end = self.clock.now() + timedelta(seconds=1)
        return {found.external_id for found in self.changes(start, end)}

    def told(self, order: Order) -> OnlineOrder:
        """The order as the channel reads it, which lists it under the same id."""
        end = self.clock.now() + timedelta(seconds=1)
        (listed,) = (
            found
            for found in self.changes(order.changed_at, end)
            if found.external_id.endswith(order.order_id)
        )
        whole = self.channel.order(listed.external_id)
        assert listed.order is None or listed.order == whole
        return whole

    def parcel(
        self, order: Order, pieces: Mapping[str, int] | None = None, number: str = NUMBER
    ) -> ParcelToShip:
        """A parcel; its pieces by the code of the SKU, all of the order where none are named."""
        lines: Iterable[ShipLine] = ()
        told = self.told(order)
        if pieces is not None:
            lines = (ShipLine(x.line_id, pieces[x.code]) for x in told.lines if x.code in pieces)
        return ParcelToShip(told.external_id, self.entry.courier, number, tuple(lines))

    def unseen(self, order: Order) -> ParcelToShip:
        """A parcel with all of an order that the platform does not tell of."""
        return ParcelToShip(order.order_id, self.entry.courier, NUMBER, ())


def shop_contender(entry: Entry, secrets: Values | None = None) -> ShopContender:
    """Make a channel before a new practice shop; `secrets` in place of the right ones."""
    clock = FixedClock(START)
    rules = ShopRules(takes_when_placed=entry.takes_when_placed, gives_back=entry.gives_back)
    shop = Shop(clock.now, rules, entry.first_id)
    front = entry.front(shop, lambda seconds: clock.advance(timedelta(seconds=seconds)))
    http = relayed(front, clock) if entry.relayed else _straight(entry, front, clock)
    tokens = KeptInMemory()
    channel = make_channel(
        entry.kind,
        entry.settings,
        secrets or entry.secrets,
        http=http,
        clock=clock,
        tokens=tokens,
    )
    return ShopContender(entry, channel, front, clock, tokens)


def _straight(entry: Entry, front: Front, clock: FixedClock) -> Http:
    def prepare(session: requests.Session) -> None:
        session.mount(entry.address, WsgiAdapter(front.application))

    return HttpClient(clock, prepare=prepare)
