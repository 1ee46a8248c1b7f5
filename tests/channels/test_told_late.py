"""Orders that their platform tells of late: what they took stays sold through all syncs."""

from datetime import timedelta
from functools import partial

import pytest

from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.services.channel_accounts import ChannelAccounts
from tests.channels.conftest import Both
from tests.channels.fake_shop import quick


@pytest.mark.parametrize("fault", ["", "lost", "undone", "busy"])
@pytest.mark.parametrize(
    "how",
    [
        quick(StockWay.ABSOLUTE),
        quick(StockWay.COMPARE),
        quick(StockWay.DELTA),
        quick(StockWay.DELTA, repeatable=True),
    ],
    ids=["absolute", "compare", "delta", "repeatable"],
)
def test_what_it_took_stays_sold_however_often_is_synced(
    both: Both, how: object, fault: str
) -> None:
    both.online.differences = how  # type: ignore[assignment]
    both.sync()
    both.online.buy("tea", 3)
    both.sell("tea", 1)
    both.online.faults = [fault]
    for _ in range(4):
        both.sync(minutes=0)
        assert both.online.stock_of["tea"] <= 17
    assert both.online.stock_of["tea"] in {15, 16}, "in doubt less is shown"
    assert both.sync().new == 1
    both.sync()
    assert both.online.stock_of["tea"] == 16
    assert both.available("tea") == 16


@pytest.mark.parametrize("touches", [1, 4])
def test_an_order_that_changes_again_and_again_is_not_taken_for_none(
    both: Both, touches: int
) -> None:
    """Each change moves it out of the time that is surely told; it is read all the same."""
    both.online.differences, both.online.tells_at_once = quick(StockWay.ABSOLUTE), True
    both.sync()
    external = both.online.buy("tea", 3)
    assert external is not None
    both.online.send(external)
    both.sell("tea", 1)
    for amount in range(touches):
        both.sync(minutes=0)
        both.clock.advance(timedelta(minutes=4))
        both.online.give_back(external, amount + 1)
    both.sync(minutes=0)
    both.sync(minutes=0)
    assert both.online.stock_of["tea"] == 16
    assert both.available("tea") == 16


@pytest.mark.parametrize("repeatable", [False, True])
@pytest.mark.parametrize("fault", ["", "lost"])
def test_a_step_that_ends_at_nothing_does_not_forget_what_was_sold(
    both: Both, repeatable: bool, fault: str
) -> None:
    """Nine are sold and not told of yet; all are taken off, and put back while that is so."""
    both.online.differences = quick(StockWay.DELTA, repeatable=repeatable)
    both.sync()
    both.online.buy("tea", 9)
    offer = partial(ChannelAccounts(both.shop).offer, both.actor, both.account.id, buffer=0)
    offer(percent=0)
    both.online.faults = [fault]
    both.sync(minutes=0)
    offer(percent=100)
    for _ in range(3):
        both.sync(minutes=0)
        assert both.online.stock_of["tea"] <= 11
    both.sync()
    both.sync()
    assert (both.online.stock_of["tea"], both.available("tea")) == (11, 11)
