"""A sync of one account: orders first, then numbers; lost answers, late orders, second tries."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from microshop_desktop.channels.channel import Trouble
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.persistence.tables.channels import Listing, OnlineOrderRow
from microshop_desktop.services.channel_accounts import ChannelAccounts
from microshop_desktop.services.leases import Leases
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.sync_log import SyncLog
from tests.channels.conftest import Both
from tests.channels.fake_shop import quick

WAYS = [
    quick(StockWay.ABSOLUTE),
    quick(StockWay.COMPARE),
    quick(StockWay.DELTA),
    quick(StockWay.DELTA, repeatable=True),
]


@pytest.fixture(params=WAYS, ids=["absolute", "compare", "delta", "repeatable"])
def any_way(request: pytest.FixtureRequest, both: Both) -> Both:
    both.online.differences = request.param
    return both


def orders_here(both: Both) -> int:
    with both.shop.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(OnlineOrderRow)) or 0


def test_the_first_sync_links_by_code_and_shows_what_is_there(any_way: Both) -> None:
    report = any_way.sync()
    assert report.trouble is None
    assert (report.linked, report.stock.pushed) == (2, 2)
    assert any_way.online.stock_of == {"tea": 20, "cup": 20}


def test_a_second_sync_writes_nothing(any_way: Both) -> None:
    any_way.sync()
    before = any_way.online.writes
    report = any_way.sync()
    assert (report.stock.pushed, report.stock.unchanged) == (0, 2)
    assert any_way.online.writes == before


def test_a_sale_at_the_counter_lowers_the_number_by_as_much(any_way: Both) -> None:
    any_way.sync()
    any_way.sell("tea", 2)
    any_way.sync()
    assert any_way.online.stock_of == {"tea": 18, "cup": 20}


@pytest.mark.parametrize("fault", ["lost", "undone", "busy"])
def test_a_lost_answer_does_not_lower_it_twice(any_way: Both, fault: str) -> None:
    any_way.sync()
    any_way.sell("tea", 2)
    any_way.online.faults = [fault]
    assert any_way.sync().trouble is not None
    any_way.sync()
    any_way.sync()
    assert any_way.online.stock_of == {"tea": 18, "cup": 20}


def test_an_order_arrives_once_and_keeps_its_goods(any_way: Both) -> None:
    any_way.sync()
    any_way.online.buy("tea", 3)
    report = any_way.sync()
    assert (report.new, report.stock.pushed) == (1, 0)
    assert any_way.sync().new == 0
    assert any_way.available("tea") == 17
    assert any_way.online.stock_of["tea"] == 17


def test_many_orders_of_one_moment_all_arrive(any_way: Both) -> None:
    any_way.sync()
    for _ in range(5):
        any_way.online.buy("tea", 1)
    any_way.sync()
    any_way.sync()
    assert orders_here(any_way) == 5
    assert any_way.available("tea") == 15


def test_an_order_that_is_told_late_is_not_sold_again(any_way: Both) -> None:
    """The number shows it at once, the list of orders a minute later."""
    any_way.sync()
    any_way.online.buy("tea", 3)
    any_way.sell("tea", 1)
    any_way.clock.advance(timedelta(seconds=10))
    any_way.syncing().run()
    assert any_way.online.stock_of["tea"] <= 20 - 3 - 1
    any_way.sync()
    any_way.sync()
    assert any_way.online.stock_of["tea"] == 16


def test_a_number_changed_by_hand_is_put_right(both: Both) -> None:
    both.online.differences = quick(StockWay.ABSOLUTE)
    both.sync()
    both.online.stock_of["tea"] = 7
    both.sell("tea", 1)
    both.sync()
    both.sync()
    assert both.online.stock_of["tea"] == 19


def test_a_cancelled_order_can_be_bought_again(any_way: Both) -> None:
    any_way.sync()
    external = any_way.online.buy("tea", 3)
    assert external is not None
    any_way.sync()
    any_way.online.cancel(external)
    any_way.sync()
    any_way.sync()
    assert any_way.available("tea") == 20
    assert any_way.online.stock_of["tea"] == 20


def test_a_shipped_order_is_sold_and_the_number_stays(any_way: Both) -> None:
    any_way.sync()
    external = any_way.online.buy("tea", 3)
    assert external is not None
    any_way.sync()
    any_way.online.send(external)
    any_way.sync()
    level = any_way.shelf.level(any_way.skus["tea"])
    assert (level.on_hand, level.reserved) == (17_000, 0)
    assert any_way.online.stock_of["tea"] == 17


def test_only_a_share_is_offered(both: Both) -> None:
    ChannelAccounts(both.shop).offer(both.actor, both.account.id, percent=50, buffer=2_000)
    both.sync()
    assert both.online.stock_of == {"tea": 8, "cup": 8}
    ChannelAccounts(both.shop).offer(both.actor, both.account.id, percent=100, buffer=0)
    both.sync()
    assert both.online.stock_of == {"tea": 20, "cup": 20}


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(both: Both) -> None:
    report = both.sync(dry_run=True)
    assert [(each.listing.sku, each.write.pieces) for each in report.planned] == [
        ("cup", 20),
        ("tea", 20),
    ]
    assert (both.online.writes, both.online.stock_of) == (0, {"tea": 3, "cup": 0})


def test_writes_are_as_few_as_the_platform_allows(both: Both) -> None:
    both.online.differences = replace(quick(StockWay.DELTA), stock_batch=100)
    both.sync()
    assert both.online.writes == 1


def test_goods_that_are_linked_later_keep_what_was_ordered(both: Both) -> None:
    both.online.stock_of["loose"] = 5
    both.sync()
    both.online.buy("loose", 2)
    both.sync()
    sku = both.shelf.sku("Loose", "6901234567915", 1000)
    both.shelf.stock(sku, 9_000, 0)
    listings = Listings(both.shop)
    unlinked = listings.unlinked(both.actor, both.account.id)
    assert [view.sku for view, _ in unlinked] == ["loose"]
    assert unlinked[0][1][0].sku == sku
    listings.link(both.actor, unlinked[0][0].id, sku)
    assert both.shelf.level(sku).available == 7_000
    both.sync()
    assert both.online.stock_of["loose"] == 7


def test_goods_gone_online_are_left_alone_and_said(both: Both) -> None:
    both.sync()
    del both.online.stock_of["cup"]
    both.sell("cup", 1)
    report = both.sync()
    assert (report.trouble, report.stock.failed) == (None, 1)
    assert both.sync().stock.failed == 0


def test_one_program_syncs_an_account_at_a_time(both: Both) -> None:
    assert Leases(both.shop).take(both.actor, f"sync:{both.account.id}", "another")
    assert both.syncing().run().busy
    both.clock.advance(timedelta(minutes=2))
    assert not both.syncing().run().busy


def test_more_sold_than_there_is_becomes_a_question(both: Both) -> None:
    from microshop_desktop.services.conflicts import ConflictKind, Conflicts

    both.sync()
    both.online.buy("tea", 15)
    both.sell("tea", 8)
    both.sync()
    found = Conflicts(both.shop).open(both.actor)
    assert [(each.kind, each.subject) for each in found] == [
        (ConflictKind.OVERSOLD, both.skus["tea"])
    ]
    assert found[0].facts == {"on_hand": 12_000, "reserved": 15_000}
    assert both.online.stock_of["tea"] == 0


def test_the_log_tells_of_each_sync(both: Both) -> None:
    both.sync()
    both.sell("tea", 1)
    both.online.faults = ["busy"]
    both.sync()
    lines = SyncLog(both.shop).last(both.actor, both.account.id)
    assert [line.facts["trouble"] for line in lines] == [Trouble.LIMITED.value, None]
    assert lines[1].facts["stock"] == [2, 0, 0]


def test_what_is_listed_is_read_once_a_day(both: Both) -> None:
    both.sync()
    both.online.stock_of["jar"] = 1
    both.sync()
    assert len(Listings(both.shop).every(both.actor, both.account.id)) == 2
    both.sync(minutes=24 * 60)
    assert len(Listings(both.shop).every(both.actor, both.account.id)) == 3


def test_an_unknown_word_is_shown_and_holds(both: Both) -> None:
    both.sync()
    external = both.online.buy("tea", 1)
    assert external is not None
    told = both.online.orders[external]
    both.online.orders[external] = replace(
        told, fulfilment=Fulfilment.UNKNOWN, raw_status="ON_MARS"
    )
    both.sync()
    with both.shop.database.read() as connection:
        row = connection.execute(select(OnlineOrderRow)).one()
        assert connection.scalar(select(func.sum(Listing.target))) == 39
    assert (row.raw_status, row.hold) == ("ON_MARS", "unknown_state")


def test_orders_that_wait_are_read_again_once_a_day(both: Both) -> None:
    """Some platforms change an order without saying that it changed."""
    both.sync()
    external = both.online.buy("tea", 3)
    assert external is not None
    both.sync()
    both.sync(minutes=60)
    told = both.online.orders[external]
    both.online.orders[external] = replace(told, hold="risk")
    assert both.sync().changed == 0
    assert both.sync(minutes=24 * 60).changed == 1
    with both.shop.database.read() as connection:
        assert connection.scalar(select(OnlineOrderRow.hold)) == "risk"


def test_a_second_try_that_is_refused_says_nothing_of_the_first(both: Both) -> None:
    """The first was done, though nobody heard of it."""
    both.online.differences = quick(StockWay.DELTA, repeatable=True)
    both.sync()
    both.sell("tea", 2)
    both.online.faults = ["lost"]
    both.sync()
    both.online.faults = ["busy"]
    both.sync()
    both.sell("tea", 1)
    both.sync()
    both.sync()
    assert both.online.stock_of["tea"] == 17


def test_an_order_between_a_lost_answer_and_its_second_try_is_counted_once(both: Both) -> None:
    both.online.differences = quick(StockWay.DELTA, repeatable=True)
    both.online.stock_of = {"tea": 0, "cup": 0}
    both.online.faults = ["lost"]
    both.sync()
    both.online.buy("cup", 2)
    both.online.faults = ["busy"]
    both.sync()
    both.sync()
    both.sync()
    assert both.online.stock_of == {"tea": 20, "cup": 18}
