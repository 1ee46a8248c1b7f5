"""Our shop with two tills and an online one, moved by chance; and what must hold at every moment.

What is shown online can always be delivered, but for what the counter sold since that number was
last known to be told. What the counter sells it has by its own book, but for what was bought online
and not read yet. So more is promised than there is only by what both sides sold in the same window,
and by no more than the smaller of both.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from microshop_desktop.channels.sync import SyncReport
from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.online_order import LEFT, WAITING, Fulfilment
from microshop_desktop.domain.online_stock import Offer, target
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.channel_accounts import ChannelAccounts
from microshop_desktop.services.conflicts import Conflicts
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.services.shop import open_shop
from microshop_desktop.services.tills import add_till
from tests.channels.conftest import CODES, make_both
from tests.channels.fake_shop import FakeShop
from tests.channels.killing import Killed, killing
from tests.database_fixtures import NOON
from tests.services.shelf import Shelf

GOODS = ("tea", "cup")
ON_SHELF = 20
_TO_SHIP = frozenset({"to_ship"})


class TwoShops:
    """Both shops. Pieces are pieces of ours; one piece there is `factor` of them."""

    def __init__(self, online: FakeShop, *, factor: int, offer: Offer) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.factor, self.offer = factor, offer
        database = open_database(self.folder / "shop.sqlite")
        shop = found_shop(database, online.clock, name="Corner", currency_code="CNY", owner="Lin")
        self.both = make_both(shop, shop.owner(), online.clock, online)
        self.second = add_till(database, shop.ids)
        self.counter = dict.fromkeys(GOODS, 0)
        self.since_told = dict.fromkeys(GOODS, 0)
        self.sales: list[tuple[UUID, str, int]] = []
        self.packed: dict[str, str] = {}
        self._link()
        self.change_offer(offer)
        assert self.both.sync().trouble is None

    @property
    def online(self) -> FakeShop:
        """The shop there."""
        return self.both.online

    def _link(self) -> None:
        """Say before the first number is written how many of ours one piece there is."""
        both, listings = self.both, Listings(self.both.shop)
        seen = [Seen(name, f"p-{name}", "", "", name, "", 1, "CNY", {}) for name in GOODS]
        listings.see(both.actor, both.account.id, seen)
        for view in listings.every(both.actor, both.account.id):
            listings.link(both.actor, view.id, both.skus[view.sku], factor=self.factor)

    # ---------------------------------------------------------------- what is done here

    def sell(self, name: str, pieces: int, *, second_till: bool) -> None:
        """Sell at a till what is there by our book; it cannot know what was not read yet."""
        pieces = min(pieces, self.available(name))
        if pieces < 1:
            return
        till = self.second if second_till else self.both.actor.till
        shop = open_shop(self.both.shop.database, self.both.clock, till=till)
        actor = shop.owner()
        basket = Shelf(shop, actor).basket(*[CODES[name]] * pieces)
        sale = Selling(shop).finish(actor, basket)
        self.sales.append((sale.order, name, pieces))
        self.counter[name] += pieces
        self.since_told[name] += pieces
        assert self.short(name) <= max(0, self.unread(name))

    def buy(self, name: str, pieces: int, *, paid: bool) -> None:
        """Buy there what is shown; it cannot know what the counter sold since it was told."""
        if self.online.buy(name, pieces, paid=paid) is not None:
            assert self.short(name) <= self.since_told[name]

    def pay(self, external: str) -> None:
        """Pay an order that waits for its money; it takes its goods then, where it had not yet."""
        before = self.online.taken(external)
        self.online.pay(external)
        name = self.online.orders[external].lines[0].sku
        if self.online.taken(external) > before:
            assert self.short(name) <= self.since_told[name]

    def take_back(self, no: int) -> None:
        """Take the goods of a sale back, for money."""
        order, name, pieces = self.sales.pop(no % len(self.sales))
        wish = RefundWish(self.both.shop.ids.new(), order, (Wanted(1, pieces * 1000),))
        Refunds(self.both.shop).refund(self.both.actor, wish)
        self.counter[name] -= pieces

    def change_offer(self, offer: Offer) -> None:
        """Offer another share, and keep other pieces back."""
        self.offer = offer
        ChannelAccounts(self.both.shop).offer(
            self.both.actor, self.both.account.id, percent=offer.percent, buffer=offer.buffer
        )

    def pack(self) -> None:
        """Pack a parcel of the first order that waits for one."""
        with self.both.shop.database.read() as connection:
            waiting = connection.execute(
                select(OrderRow.id, OrderRow.external_id)
                .where(OrderRow.external_id.is_not(None), OrderRow.state.in_(_TO_SHIP))
                .order_by(OrderRow.id)
            ).all()
        for order, external in waiting:
            if external is None or external in self.packed:
                continue
            tracking = f"SF{external}"
            try:
                Shipping(self.both.shop).pack(self.both.actor, Packing(order, "SF", tracking))
            except ShopError:
                continue
            self.packed[external] = tracking
            return

    # ---------------------------------------------------------------- syncs

    def sync(self, faults: list[str], ship_faults: list[str]) -> None:
        """Sync; where all went well, what the counter sold until now is told."""
        self.online.faults, self.online.ship_faults = faults, ship_faults
        report = self.both.syncing().run()
        self.online.faults, self.online.ship_faults = [], []
        self._hear(report)

    def die_while_syncing(self, commits: int) -> None:
        """Sync, killed after so many commits."""
        with killing(self.both.shop.database, after=commits):
            try:
                report = self.both.syncing().run()
            except Killed:
                self._start_anew()
                return
        self._hear(report)

    def _hear(self, report: SyncReport) -> None:
        """Where all went well, what the counter sold until now is told."""
        if report.trouble is None and not report.busy:
            self.since_told = dict.fromkeys(GOODS, 0)
            self.check_questions()

    def _start_anew(self) -> None:
        """Open the shop as the next program does; the lease of the dead one runs out."""
        self.both.shop.database.close()
        database = open_database(self.folder / "shop.sqlite")
        self.both.shop = open_shop(database, self.both.clock, till=self.both.actor.till)
        self.both.shelf = Shelf(self.both.shop, self.both.actor)
        self.both.clock.advance(timedelta(minutes=2))

    # ---------------------------------------------------------------- what must hold

    def available(self, name: str) -> int:
        """Return the pieces that our book can still promise."""
        return self.both.available(name)

    def unread(self, name: str) -> int:
        """Return the pieces that were bought there and that our book does not know of."""
        known = ON_SHELF - self.counter[name] - self.available(name)
        return self.taken_there(name) - known

    def taken_there(self, name: str) -> int:
        """Return the pieces of ours that orders there hold off sale or took for good."""
        return self.factor * sum(
            self.online.taken(external)
            for external, order in self.online.orders.items()
            if order.lines[0].sku == name
        )

    def short(self, name: str) -> int:
        """Return the pieces that both sides promised beyond what there is, known or not."""
        return max(0, self.taken_there(name) + self.counter[name] - ON_SHELF)

    def check_shown(self) -> None:
        """What is shown can be delivered, but for what the counter sold since it was told."""
        for name in GOODS:
            shown = self.factor * self.online.stock_of[name]
            there = self.available(name) + self.since_told[name] - self.unread(name)
            assert 0 <= shown <= max(0, there), name

    def check_questions(self) -> None:
        """What was promised twice, and only that, is a question."""
        short = set()
        for sku in self.both.skus.values():
            level = self.both.shelf.level(sku)
            if level.available < 0 < level.reserved:
                short.add(sku)
        found = Conflicts(self.both.shop).open(self.both.actor)
        assert {each.subject for each in found if each.kind is ConflictKind.OVERSOLD} == short

    def check_parcels(self) -> None:
        """No parcel is told of twice."""
        told = self.online.parcels_told
        assert len(told) == len(set(told))

    def check_end(self) -> None:
        """Once it is quiet, numbers are right, all is here once, and so are the books."""
        self.online.is_untidy = False
        for minutes in (5, 5, 130, 5):
            assert self.both.sync(minutes=minutes).trouble is None
        report = self.both.sync()
        assert (report.stock.pushed, report.stock.failed) == (0, 0)
        self.since_told = dict.fromkeys(GOODS, 0)
        self.check_shown()
        self.check_questions()
        for name in GOODS:
            self._check_goods(name)
        self._check_parcels_told()
        findings = Doctor(self.both.shop).check(self.both.actor)
        assert findings.ok, [check for check in findings.checks if not check.ok]

    def close(self) -> None:
        """Let go of the shop."""
        self.both.shop.database.close()
        shutil.rmtree(self.folder)

    def _check_goods(self, name: str) -> None:
        waiting = self._pieces_in(name, WAITING)
        left = self._pieces_in(name, LEFT)
        level = self.both.shelf.level(self.both.skus[name])
        assert level.on_hand == 1000 * (ON_SHELF - self.counter[name] - left)
        assert level.reserved == 1000 * waiting
        assert self.online.stock_of[name] == target(level.available, self.factor, self.offer)

    def _check_parcels_told(self) -> None:
        """What was packed is told of, unless the order may not go any more."""
        for external, tracking in self.packed.items():
            order = self.online.orders[external]
            if tracking in self.online.parcels_told or order.fulfilment in WAITING:
                assert order.fulfilment is Fulfilment.SHIPPED

    def _pieces_in(self, name: str, states: frozenset[Fulfilment]) -> int:
        return self.factor * sum(
            order.lines[0].quantity
            for order in self.online.orders.values()
            if order.lines[0].sku == name and order.fulfilment in states
        )


def fake_shop(**more: object) -> FakeShop:
    """Return an online shop that lists our goods and shows none of them yet."""
    return FakeShop(FixedClock(NOON), stock_of=dict.fromkeys(GOODS, 0), **more)  # type: ignore[arg-type]
