"""How the online shops stand, and what a person may decide of them."""

from datetime import timedelta
from uuid import UUID

import pytest

from microshop_desktop.domain.decisions import Choice
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import (
    ConflictKind,
    Conflicts,
    end_conflict,
    raise_conflict,
)
from microshop_desktop.services.decisions import Decisions, Verdict
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.online_overview import Glance, OnlineOverview
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.order_gaps import OrderGaps
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_log import SyncLog
from tests.services.online_shop import OnlineShop, line, open_online_shop, order
from tests.services.shelf import Shelf

CODE = "6900001003199"


@pytest.fixture
def online(shop: Shop, actor: Actor) -> OnlineShop:
    return open_online_shop(shop, actor)


@pytest.fixture
def shelf(shop: Shop, actor: Actor) -> Shelf:
    return Shelf(shop, actor)


@pytest.fixture
def tea(shelf: Shelf) -> UUID:
    sku = shelf.sku("Green tea", CODE, 850)
    shelf.stock(sku, 9_000, 0)
    return sku


def glance(online: OnlineShop) -> Glance:
    account = online.source.account
    return OnlineOverview(online.shop).glance(online.actor, [account])[account]


def note(online: OnlineShop, **facts: object) -> None:
    SyncLog(online.shop).note(online.actor, online.source.account, facts)


def test_it_counts_what_is_linked_and_todays_orders(online: OnlineShop, tea: UUID) -> None:
    online.list_goods("tea", tea)
    online.list_goods("cup", None)
    online.take(order("1", line(1, "tea", 1, 850)))
    seen = glance(online)
    assert (seen.linked, seen.listed, seen.orders_today) == (1, 2, 1)


def test_a_sale_waits_to_be_told_of_since_it_was_made(
    online: OnlineShop, tea: UUID, shelf: Shelf, clock: FixedClock
) -> None:
    listing = online.list_goods("tea", tea)
    stock = OnlineStock(online.shop)
    while stock.retarget(online.actor):
        pass
    stock.saw(online.actor, {listing: 9})
    assert glance(online).waiting.count == 0
    clock.advance(timedelta(minutes=3))
    Selling(online.shop).finish(online.actor, shelf.basket(CODE))
    waiting = glance(online).waiting
    assert (waiting.count, waiting.since) == (1, clock.now())


def test_what_failed_was_stopped_or_only_looked_is_no_sync(
    online: OnlineShop, clock: FixedClock
) -> None:
    assert glance(online).synced_at is None
    note(online, trouble=None, stopped=False, planned=0)
    well = clock.now()
    for facts in ({"trouble": "busy"}, {"stopped": True}, {"planned": 3}):
        clock.advance(timedelta(minutes=5))
        note(online, **facts)
    assert glance(online).synced_at == well
    assert len(OnlineOverview(online.shop).log(online.actor)) == 4


def test_what_is_to_be_settled_names_goods_and_orders(online: OnlineShop, tea: UUID) -> None:
    listing = online.list_goods("tea", tea)
    OnlineStock(online.shop).refused(online.actor, online.source.account, listing, "GONE")
    online.take(order("7", line(1, "tea", 99, 850)))
    OnlineStock(online.shop).retarget(online.actor)
    found = OnlineOverview(online.shop).to_settle(online.actor)
    assert {each.conflict.kind: each.name for each in found} == {
        ConflictKind.STOCK_REFUSED: "Goods tea",
        ConflictKind.OVERSOLD: "Green tea",
    }


@pytest.mark.parametrize(
    ("choice", "comes_back"), [(Choice.LEAVE_ALONE, False), (Choice.AGAIN, True)]
)
def test_the_same_is_told_again_only_where_it_was_tried_again(
    online: OnlineShop, tea: UUID, choice: Choice, comes_back: bool
) -> None:
    listing, stock = online.list_goods("tea", tea), OnlineStock(online.shop)
    conflicts = Conflicts(online.shop)
    stock.refused(online.actor, online.source.account, listing, "GONE")
    question = conflicts.open(online.actor)[0].id
    Decisions(online.shop).settle(online.actor, Verdict(question, choice))
    stock.refused(online.actor, online.source.account, listing, "GONE")
    assert bool(conflicts.open(online.actor)) is comes_back


def test_what_ended_by_itself_is_told_of_when_it_happens_again(
    online: OnlineShop, tea: UUID
) -> None:
    account, kind = online.source.account, ConflictKind.OVERSOLD

    def raised(booking: Booking) -> bool:
        return raise_conflict(booking, account, kind, tea, {"reserved": 1})

    with online.shop.booking(online.actor) as booking:
        assert raised(booking)
        end_conflict(booking, account, kind, tea)
        assert raised(booking)


def test_listings_of_nobody_are_named_and_something_is_suggested(
    online: OnlineShop, shelf: Shelf
) -> None:
    sku = shelf.sku("Goods mug", "6900001003205", 850)
    listing = online.list_goods("mug", None)
    listings = Listings(online.shop)
    found = listings.to_link(online.actor, most=5)
    assert [(each.id, each.account) for each in found] == [(listing, online.source.account)]
    suggested = listings.suggest(online.actor, [listing])[listing]
    assert [each.sku for each in suggested] == [sku]


def test_orders_that_are_not_known_are_named_by_number_and_shop(online: OnlineShop) -> None:
    gaps, account = OrderGaps(online.shop), online.source.account
    now = online.shop.clock.now()
    gaps.senseless(online.actor, account, {"9": order("9", line(1, "tea", -1, 850))})
    gaps.unread(online.actor, account, now - timedelta(days=9), now)
    names = {
        each.conflict.kind: each.name
        for each in OnlineOverview(online.shop).to_settle(online.actor)
    }
    assert names == {
        ConflictKind.ORDER_SENSELESS: "W9",
        ConflictKind.ORDERS_UNREAD: "Web shop",
    }
