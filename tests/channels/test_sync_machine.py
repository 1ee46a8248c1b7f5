"""Whatever is sold, ordered, cancelled, lost and killed in whatever order, it ends well.

Once it is quiet, the online shop shows what is there, every order is here once, and the books are
right.
"""

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.conflicts import ConflictKind, Conflicts
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import open_shop
from tests.channels.conftest import make_both
from tests.channels.fake_shop import FakeShop, quick
from tests.channels.killing import Killed, killing
from tests.database_fixtures import NOON

GOODS = ("tea", "cup")
IS_FULL = bool(os.environ.get("MICROSHOP_FULL"))


class Shops(RuleBasedStateMachine):
    """Our shop and an online one, until chance is done with them."""

    way = StockWay.ABSOLUTE
    repeatable = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        clock = FixedClock(NOON)
        database = open_database(self.folder / "shop.sqlite")
        shop = found_shop(database, clock, name="Corner", currency_code="CNY", owner="Lin")
        online = FakeShop(
            clock,
            differences=quick(self.way, repeatable=self.repeatable),
            stock_of=dict.fromkeys(GOODS, 0),
        )
        self.both = make_both(shop, shop.owner(), clock, online)
        self.counter = dict.fromkeys(GOODS, 0)

    @rule(name=st.sampled_from(GOODS), pieces=st.integers(1, 4))
    def sell_at_the_counter(self, name: str, pieces: int) -> None:
        self.both.sell(name, pieces)
        self.counter[name] += pieces

    @rule(name=st.sampled_from(GOODS), pieces=st.integers(1, 5))
    def order_online(self, name: str, pieces: int) -> None:
        self.both.online.buy(name, pieces)

    @precondition(lambda self: self.both.online.orders)
    @rule(data=st.data())
    def cancel_online(self, data: st.DataObject) -> None:
        self.both.online.cancel(data.draw(st.sampled_from(sorted(self.both.online.orders))))

    @precondition(lambda self: self.both.online.orders)
    @rule(data=st.data())
    def ship_online(self, data: st.DataObject) -> None:
        self.both.online.send(data.draw(st.sampled_from(sorted(self.both.online.orders))))

    @rule(seconds=st.integers(1, 300))
    def wait(self, seconds: int) -> None:
        self.both.clock.advance(timedelta(seconds=seconds))

    @rule(faults=st.lists(st.sampled_from(["", "lost", "undone", "busy"]), max_size=2))
    def sync(self, faults: list[str]) -> None:
        self.both.online.faults = faults
        self.both.syncing().run()
        self.both.online.faults = []

    @rule(commits=st.integers(0, 12))
    def die_while_syncing(self, commits: int) -> None:
        with killing(self.both.shop.database, after=commits):
            try:
                self.both.syncing().run()
            except Killed:
                self._start_anew()

    @invariant()
    def nothing_is_offered_that_is_not_there(self) -> None:
        """Not more than what our shelf had before any sale: a number is never made up."""
        assert all(0 <= shown <= 20 for shown in self.both.online.stock_of.values())

    @override
    def teardown(self) -> None:
        try:
            self._settle()
        finally:
            self.both.shop.database.close()
            shutil.rmtree(self.folder)

    def _start_anew(self) -> None:
        """Open the shop as the next program does; the lease of the dead one runs out."""
        self.both.shop.database.close()
        database = open_database(self.folder / "shop.sqlite")
        self.both.shop = open_shop(database, self.both.clock)
        self.both.shelf = type(self.both.shelf)(self.both.shop, self.both.actor)
        self.both.clock.advance(timedelta(minutes=2))

    def _settle(self) -> None:
        for _ in range(3):
            assert self.both.sync().trouble is None
        report = self.both.sync()
        assert (report.stock.pushed, report.stock.failed) == (0, 0)
        online = self.both.online
        for name in GOODS:
            waiting = shipped = 0
            for order in online.orders.values():
                line = order.lines[0]
                if line.sku == name and order.fulfilment is Fulfilment.TO_SHIP:
                    waiting += line.quantity
                if line.sku == name and order.fulfilment is Fulfilment.SHIPPED:
                    shipped += line.quantity
            level = self.both.shelf.level(self.both.skus[name])
            assert level.on_hand == 1000 * (20 - self.counter[name] - shipped)
            assert level.reserved == 1000 * waiting
            assert online.stock_of[name] == max(0, level.available // 1000)
        self._check_oversold()
        findings = Doctor(self.both.shop).check(self.both.actor)
        assert findings.ok, [check for check in findings.checks if not check.ok]

    def _check_oversold(self) -> None:
        """What was promised twice, and only that, is a question."""
        short = {
            sku
            for sku in self.both.skus.values()
            if (level := self.both.shelf.level(sku)).available < 0 and level.reserved > 0
        }
        found = Conflicts(self.both.shop).open(self.both.actor)
        assert {each.subject for each in found if each.kind is ConflictKind.OVERSOLD} == short


class Delta(Shops):
    way = StockWay.DELTA


class Repeatable(Shops):
    way = StockWay.DELTA
    repeatable = True


class Compare(Shops):
    way = StockWay.COMPARE


# What fails is told step by step; making it small takes minutes, which the full run has.
_PHASES = tuple(phase for phase in Phase if IS_FULL or phase is not Phase.shrink)
_SETTINGS = settings(
    phases=_PHASES, max_examples=300 if IS_FULL else 10, stateful_step_count=25, deadline=None
)
for _machine in (Shops, Delta, Repeatable, Compare):
    _machine.TestCase.settings = _SETTINGS
TestAbsolute = Shops.TestCase
TestDelta = Delta.TestCase
TestRepeatable = Repeatable.TestCase
TestCompare = Compare.TestCase
