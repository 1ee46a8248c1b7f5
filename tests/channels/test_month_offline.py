"""A month without network: thousands of orders catch up, page by page, at the platform's own pace.

Killed at whatever page, the next sync goes on near where the last one was.
"""

import os
import threading
import tracemalloc
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typing_extensions import override

from microshop_desktop.channels.channel import ChannelError, Differences, OrderChange, Page, Trouble
from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync import AccountSync, Progress, Step, SyncReport
from microshop_desktop.domain.online_order import Fulfilment, OnlineOrder
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import open_shop
from microshop_desktop.services.sync_log import SyncLog
from tests.channels.conftest import Both, make_both
from tests.channels.fake_shop import FakeShop
from tests.channels.killing import Killed, killing
from tests.database_fixtures import NOON
from tests.services.online_shop import line, order

MONTH = timedelta(days=30)
ORDERS = 5_000 if os.environ.get("MICROSHOP_FULL") else 800
PAGE = 40
RATE = 4.0
WINDOWS = [timedelta(days=1), timedelta(minutes=30)]


class Walking(Pace):
    """Waits by letting the clock of the test go on."""

    def __init__(self, clock: FixedClock) -> None:
        super().__init__(clock, threading.Event())
        self._walked = clock

    @override
    def sleep(self, seconds: float) -> None:
        self._walked.advance(timedelta(seconds=seconds))


class MonthShop(FakeShop):
    """Sold something every few minutes for a month; makes each order when it is asked for."""

    begun: datetime
    pace: Pace
    asked: list[datetime]
    is_tired = 0

    def at(self, no: int) -> datetime:
        """Return when an order was placed."""
        return self.begun + MONTH * no / ORDERS

    @override
    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        self.pace.wait()
        self.asked.append(start)
        window = self.differences.window
        assert window is not None
        assert end - start <= window
        self._be_tired()
        first = int(cursor) if cursor else self._first_from(start)
        last = min(self._first_from(end), first + PAGE, ORDERS)
        found = tuple(map(self._order, range(first, last)))
        more = str(last) if last < min(self._first_from(end), ORDERS) else ""
        changes = tuple(OrderChange(each.external_id, each.updated_at, each) for each in found)
        return Page(changes, more)

    @override
    def order(self, external_id: str) -> OnlineOrder:
        return self._order(int(external_id))

    def _be_tired(self) -> None:
        """Want a little rest with every hundredth request."""
        self.is_tired += 1
        if self.is_tired % 100 == 0:
            raise ChannelError(Trouble.LIMITED, wait=timedelta(seconds=9))

    def _first_from(self, moment: datetime) -> int:
        """Return the first order that was placed at a moment or later."""
        no = max(0, int((moment - self.begun) / MONTH * ORDERS) - 1)
        while no < ORDERS and self.at(no) < moment:
            no += 1
        return no

    def _order(self, no: int) -> OnlineOrder:
        at = self.at(no)
        wanted = line(1, "tea", 1, 1000)
        sent = Fulfilment.TO_SHIP if no % 100 == 0 else Fulfilment.SHIPPED
        return order(str(no), wanted, placed_at=at, paid_at=at, updated_at=at, fulfilment=sent)


class Month:
    """A shop that was connected, then offline for a month."""

    def __init__(self, path: Path, window: timedelta) -> None:
        self.path, self.clock = path, FixedClock(NOON)
        how = Differences(StockWay.ABSOLUTE, window=window, lag=timedelta(minutes=1), rate=RATE)
        online = MonthShop(self.clock, differences=how, stock_of={"tea": 0})
        online.begun, online.asked = NOON + timedelta(minutes=30), []
        self.online = online
        shop = found_shop(open_database(path), self.clock, name="Corner", currency_code="CNY")
        self.both: Both = make_both(shop, shop.owner(), self.clock, online)
        self.both.shelf.stock(self.both.skus["tea"], ORDERS * 1000, 0)
        assert self.sync().trouble is None
        self.clock.advance(MONTH + timedelta(hours=1))
        online.asked.clear()

    def sync(self, progress: list[float] | None = None) -> SyncReport:
        """Sync as a program just started does, at the pace of the platform."""
        heard = progress if progress is not None else []

        def tell(at: Progress) -> None:
            if at.step is Step.ORDERS:
                heard.append(at.share)

        both, pace = self.both, Walking(self.clock)
        self.online.pace = pace
        return AccountSync(both.shop, both.actor, both.account, self.online, pace).run(tell=tell)

    def die(self, commits: int) -> bool:
        """Sync and be killed after some commits; False where it came to its end before."""
        with killing(self.both.shop.database, after=commits):
            try:
                self.sync()
            except Killed:
                self.both.shop.database.close()
                self.both.shop = open_shop(open_database(self.path), self.clock)
                self.clock.advance(timedelta(minutes=2))
                return True
        return False

    def known_until(self) -> datetime:
        """Return until when all orders are known."""
        found = SyncLog(self.both.shop).orders_known_until(self.both.actor, self.both.account.id)
        assert found is not None
        return found

    def orders(self) -> int:
        """Return how many orders are here."""
        with self.both.shop.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(OrderRow)) or 0


@pytest.fixture(params=WINDOWS, ids=["a day", "half an hour"])
def month(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Month]:
    made = Month(tmp_path / "shop.sqlite", request.param)
    yield made
    assert Doctor(made.both.shop).check(made.both.actor).ok
    made.both.shop.database.close()


def test_it_catches_up_at_the_pace_of_the_platform_and_says_how_far_it_is(month: Month) -> None:
    begun, heard = month.clock.now(), [0.0]
    report = month.sync(heard)
    assert (report.trouble, report.new, month.orders()) == (None, ORDERS, ORDERS)
    assert heard == sorted(heard)
    assert heard[-1] > 0.99
    assert len(set(heard)) > 29, "it moves on at least each day"
    took = (month.clock.now() - begun).total_seconds()
    assert took >= (len(month.online.asked) - 1) / RATE
    assert month.both.shelf.level(month.both.skus["tea"]).reserved == 1000 * (ORDERS // 100)
    before = len(month.online.asked)
    assert month.sync().new == 0
    assert len(month.online.asked) - before <= 2, "nothing is read again but the overlap"


def test_killed_at_any_page_it_goes_on_near_where_it_was(month: Month) -> None:
    how = month.online.differences
    commits, deaths = 4, 0
    while month.die(commits):
        deaths += 1
        commits = commits * 3 // 2
        known = month.known_until()
        month.online.asked.clear()
        month.die(2)
        assert min(month.online.asked, default=known) >= known - how.overlap
    assert deaths > 5
    assert month.sync().trouble is None
    assert month.orders() == ORDERS
    assert month.both.shelf.level(month.both.skus["tea"]).reserved == 1000 * (ORDERS // 100)


def test_it_holds_no_more_than_a_page_in_memory(tmp_path: Path) -> None:
    """What all orders together weigh is many times that."""
    month = Month(tmp_path / "shop.sqlite", WINDOWS[0])
    tracemalloc.start()
    assert month.sync().new == ORDERS
    left, peak = tracemalloc.get_traced_memory()
    kept = [month.online.order(str(no)) for no in range(ORDERS)]
    weight = tracemalloc.get_traced_memory()[0] - left
    tracemalloc.stop()
    month.both.shop.database.close()
    assert len(kept) == ORDERS
    assert peak - left < weight / 8
