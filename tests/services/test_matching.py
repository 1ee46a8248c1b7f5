"""Listings as a person matches them: pages by state, proposals with a factor, left alone."""

from uuid import UUID

import pytest

from microshop_desktop.persistence.database import Database
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.matching import Asked, Matching, MatchState
from microshop_desktop.services.online_overview import OnlineOverview
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import OnlineShop, open_online_shop
from tests.services.shelf import Shelf


@pytest.fixture
def shelf(shop: Shop) -> Shelf:
    return Shelf(shop, shop.owner())


@pytest.fixture
def online(shop: Shop) -> OnlineShop:
    return open_online_shop(shop, shop.owner())


def see(online: OnlineShop, *names: str, price: int = 850) -> dict[str, UUID]:
    """List goods online; return their listings by name."""
    account = online.source.account
    seen = [Seen(n, n, f"C-{n}", "", n, "", price, "CNY", {}) for n in names]
    Listings(online.shop).see(online.actor, account, seen)
    rows = Listings(online.shop).every(online.actor, account)
    return {row.name: row.id for row in rows}


def names(online: OnlineShop, state: MatchState, asked: Asked | None = None) -> list[str]:
    matching = Matching(online.shop)
    rows = matching.page(online.actor, asked or Asked(), state, first=0, count=50)
    return [row.name for row in rows]


def test_a_listing_goes_from_open_to_linked_to_alone_and_back(
    online: OnlineShop, shelf: Shelf
) -> None:
    tea = shelf.sku("Tea", "", 850)
    listed = see(online, "Tea", "Cup")
    matching, actor = Matching(online.shop), online.actor
    Listings(online.shop).link(actor, listed["Tea"], tea, factor=6)
    assert names(online, MatchState.OPEN) == ["Cup"]
    row = matching.row(actor, listed["Tea"])
    assert row is not None
    assert row.own is not None
    assert (row.state, row.own.sku, row.own.price, row.factor) == (MatchState.LINKED, tea, 850, 6)
    OnlineStock(online.shop).leave_alone(actor, listed["Tea"])
    OnlineStock(online.shop).leave_alone(actor, listed["Cup"])
    assert Listings(online.shop).to_link(actor, most=9) == ()
    glance = OnlineOverview(online.shop).glance(actor, [online.source.account])
    assert (glance[online.source.account].linked, glance[online.source.account].listed) == (1, 1)
    matching.take_up(actor, listed["Cup"])
    assert names(online, MatchState.ALONE) == ["Tea"]
    matching.take_up(actor, listed["Tea"])
    OnlineStock(online.shop).retarget(actor)
    assert names(online, MatchState.LINKED) == ["Tea"]
    assert matching.counts(actor, Asked()) == {
        MatchState.OPEN: 1,
        MatchState.LINKED: 1,
        MatchState.ALONE: 0,
    }


def test_what_was_linked_to_goods_that_are_gone_is_open_again(
    online: OnlineShop, shelf: Shelf
) -> None:
    tea = shelf.sku("Tea", "", 850)
    listed = see(online, "Tea")
    Listings(online.shop).link(online.actor, listed["Tea"], tea)
    catalogue = Catalogue(online.shop)
    catalogue.delete(online.actor, [catalogue.product_of(online.actor, tea)])
    assert names(online, MatchState.OPEN) == ["Tea"]


def test_listings_are_looked_for_by_name_and_code_of_one_account(online: OnlineShop) -> None:
    see(online, "Green tea", "Cup", "100% juice")
    assert names(online, MatchState.OPEN, Asked(text="TEA")) == ["Green tea"]
    assert names(online, MatchState.OPEN, Asked(text="C-Cup")) == ["Cup"]
    assert names(online, MatchState.OPEN, Asked(text="%")) == ["100% juice"]
    other = open_online_shop(online.shop, online.actor).source.account
    assert names(online, MatchState.OPEN, Asked(account=other)) == []


def test_pages_follow_each_other(online: OnlineShop) -> None:
    see(online, *(f"Goods {number:02}" for number in range(7)))
    matching = Matching(online.shop)
    pages = [
        matching.page(online.actor, Asked(), MatchState.OPEN, first=first, count=3)
        for first in (0, 3, 6)
    ]
    assert [row.name for page in pages for row in page] == [f"Goods {n:02}" for n in range(7)]


def test_proposals_come_with_a_number_and_goods_to_show(online: OnlineShop, shelf: Shelf) -> None:
    tea = shelf.sku("Green tea 100g", "6900001003199", 850)
    listed = see(online, "Green tea 100g x6", price=5100)
    matching = Matching(online.shop)
    (proposal,) = matching.propose(online.actor, list(listed.values()))[listed["Green tea 100g x6"]]
    assert (proposal.sku, proposal.factor, proposal.is_likely) == (tea, 6, True)
    assert matching.own(online.actor, [tea])[tea].name == "Green tea 100g"


def test_a_price_in_another_currency_says_nothing(online: OnlineShop, shelf: Shelf) -> None:
    shelf.sku("Green tea 100g", "", 850)
    account = online.source.account
    seen = [Seen("1", "1", "", "", "Green tea 100g", "", 9, "EUR", {})]
    Listings(online.shop).see(online.actor, account, seen)
    (row,) = Listings(online.shop).every(online.actor, account)
    (proposal,) = Matching(online.shop).propose(online.actor, [row.id])[row.id]
    assert proposal.is_likely


def test_a_listing_that_is_gone_is_none(online: OnlineShop, sqlite_database: Database) -> None:
    assert Matching(online.shop).row(online.actor, online.shop.ids.new()) is None
