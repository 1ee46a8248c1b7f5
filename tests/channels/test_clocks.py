"""Clocks that differ or are set: no order is lost by it, and no piece is sold twice."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from microshop_desktop.channels.channel import ChannelError, Differences, Trouble
from microshop_desktop.channels.pace import Pace, PacedHttp
from microshop_desktop.channels.sync_orders import FIRST_REACH, span_to_read
from microshop_desktop.domain.online_stock import CLOCKS_APART, StockWay
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import HttpAnswer, HttpRequest
from tests.channels.conftest import Both
from tests.channels.fake_shop import quick

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Answering:
    """A network whose other end has a clock of its own."""

    def __init__(self, skew: timedelta | None) -> None:
        self.skew = skew

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Answer with the time there."""
        del request
        return HttpAnswer(200, {}, b"", self.skew)


@pytest.mark.parametrize("skew", [None, CLOCKS_APART, -CLOCKS_APART])
def test_clocks_that_are_near_enough_are_no_trouble(skew: timedelta | None) -> None:
    pace = Pace(FixedClock(NOON), threading.Event())
    PacedHttp(Answering(skew), pace).send(HttpRequest("GET", "https://shop.example/"))
    pace.check_clock()


@pytest.mark.parametrize("skew", [CLOCKS_APART + SECOND, -CLOCKS_APART - SECOND])
def test_nothing_is_read_by_a_clock_that_is_far_off(both: Both, skew: timedelta) -> None:
    both.sync()
    both.online.buy("tea", 3)
    syncing = both.syncing()
    syncing._pace.skew = skew
    both.clock.advance(timedelta(minutes=5))
    trouble = syncing.run().trouble
    assert isinstance(trouble, ChannelError)
    assert trouble.trouble is Trouble.CLOCK_OFF
    assert both.sync().new == 1


def test_a_clock_that_was_set_back_reads_all_again() -> None:
    how = Differences(StockWay.DELTA, overlap=timedelta(minutes=10))
    ahead = NOON + timedelta(minutes=11)
    assert span_to_read(ahead, NOON, how).start == NOON - FIRST_REACH
    assert span_to_read(NOON, NOON, how).start == NOON - timedelta(minutes=10)


def test_orders_placed_while_the_clock_was_ahead_are_not_lost(both: Both) -> None:
    both.sync()
    true = both.clock.now()
    both.clock.set(true + timedelta(hours=5))
    both.sync()
    both.clock.set(true + timedelta(minutes=5))
    both.online.buy("tea", 3)
    assert both.sync().new == 1


def test_an_order_of_a_clock_a_little_ahead_is_not_sold_again(both: Both) -> None:
    """It is known only once we have read until its own time, not until ours."""
    both.online.differences = quick(StockWay.ABSOLUTE)
    both.sync()
    both.online.clock = FixedClock(both.clock.now() + timedelta(seconds=100))
    both.online.buy("tea", 3)
    both.sell("tea", 1)
    both.sync(minutes=0)
    both.clock.advance(timedelta(seconds=90))
    both.online.clock.advance(timedelta(seconds=90))
    both.sync(minutes=0)
    assert both.online.stock_of["tea"] == 16
    both.online.clock.advance(timedelta(minutes=5))
    assert both.sync().new == 1
    assert both.online.stock_of["tea"] == 16
