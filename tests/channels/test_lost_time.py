"""A platform that tells no more of the orders of some time: it is said, and nothing is made up."""

from dataclasses import replace
from datetime import timedelta

from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.services.conflicts import Conflicts, ConflictView
from microshop_desktop.services.sync_log import SyncLog
from tests.channels.conftest import Both, settle
from tests.channels.fake_shop import quick

DAY = 24 * 60
HISTORY = timedelta(days=10)


def unread(both: Both) -> list[ConflictView]:
    found = Conflicts(both.shop).open(both.actor)
    return [each for each in found if each.kind is ConflictKind.ORDERS_UNREAD]


def forgetful(both: Both) -> None:
    both.online.differences = replace(quick(StockWay.ABSOLUTE), history=HISTORY)
    both.sync()


def test_a_stay_within_what_is_told_loses_nothing(both: Both) -> None:
    forgetful(both)
    both.online.buy("tea", 3)
    report = both.sync(minutes=9 * DAY)
    assert (report.new, report.unread, unread(both)) == (1, None, [])


def test_orders_older_than_is_told_are_a_question_with_their_time(both: Both) -> None:
    forgetful(both)
    known = SyncLog(both.shop).orders_known_until(both.actor, both.account.id)
    both.online.buy("tea", 3)
    report = both.sync(minutes=15 * DAY)
    assert known is not None
    lost = {"from": known.isoformat(), "until": (both.clock.now() - HISTORY).isoformat()}
    assert [(each.subject, each.facts) for each in unread(both)] == [(both.account.id, lost)]
    assert report.new == 0
    line = SyncLog(both.shop).last(both.actor, both.account.id, most=1)[0]
    assert line.facts["unread"] == list(lost.values())


def test_until_it_is_seen_nothing_is_offered_in_larger_numbers(both: Both) -> None:
    """Three pieces that nobody here knows of are not sold a second time."""
    forgetful(both)
    both.online.buy("tea", 3)
    both.sell("cup", 4)
    both.sync(minutes=15 * DAY)
    both.sync()
    both.sync()
    assert both.online.stock_of == {"tea": 17, "cup": 16}
    settle(both, unread(both)[0])
    both.sell("tea", 3)
    both.shelf.stock(both.skus["cup"], 1_000, 0)
    both.sync()
    both.sync()
    assert both.online.stock_of == {"tea": 17, "cup": 17}
    assert unread(both) == []


def test_a_second_time_that_is_lost_joins_the_question(both: Both) -> None:
    forgetful(both)
    both.sync(minutes=15 * DAY)
    first = unread(both)[0].facts
    both.sync(minutes=20 * DAY)
    assert [each.facts for each in unread(both)] == [
        {"from": first["from"], "until": (both.clock.now() - HISTORY).isoformat()}
    ]
