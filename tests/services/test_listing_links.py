"""Links between what is listed online and our goods: nothing moves silently or stays behind."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.decisions import Choice, ConflictKind
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import Listing
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.conflicts import Conflicts, ConflictView
from microshop_desktop.services.decisions import Decisions, Verdict
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import write_cursor
from tests.services.online_shop import PLACED, OnlineShop, later, line, open_online_shop, order
from tests.services.shelf import Shelf


@pytest.fixture
def shelf(shop: Shop, actor: Actor) -> Shelf:
    return Shelf(shop, actor)


@pytest.fixture
def tea(shelf: Shelf) -> UUID:
    sku = shelf.sku("Tea", "6901234567892", 1200)
    shelf.stock(sku, 20_000, 10_000_000)
    return sku


@pytest.fixture
def web(shop: Shop, actor: Actor) -> Iterator[OnlineShop]:
    yield open_online_shop(shop, actor)
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


def link(web: OnlineShop, listing: UUID, sku: UUID, factor: int = 1) -> None:
    Listings(web.shop).link(web.actor, listing, sku, factor=factor)


def questions(web: OnlineShop, kind: ConflictKind) -> list[ConflictView]:
    return [each for each in Conflicts(web.shop).open(web.actor) if each.kind is kind]


def take_off(web: OnlineShop, asked: ConflictView) -> None:
    Decisions(web.shop).settle(web.actor, Verdict(asked.id, Choice.TAKE_OFF))


def target(web: OnlineShop, listing: UUID) -> int | None:
    while OnlineStock(web.shop).retarget(web.actor):
        pass
    with web.shop.database.read() as connection:
        found: int | None = connection.scalar(select(Listing.target).where(Listing.id == listing))
    return found


def delete(web: OnlineShop, sku: UUID) -> UUID:
    with web.shop.database.read() as connection:
        product: UUID = connection.scalars(select(Sku.product_id).where(Sku.id == sku)).one()
    Catalogue(web.shop).delete(web.actor, [product])
    return product


def sell_unlinked(web: OnlineShop) -> UUID:
    """Five pieces leave in two orders, one more waits."""
    listing = web.list_goods("tea", None)
    first = order("1", line(1, "tea", 2, 2400))
    web.take(first, order("2", line(1, "tea", 3, 3600), fulfilment=Fulfilment.COMPLETED))
    web.take(later(first, 1, fulfilment=Fulfilment.SHIPPED), order("3", line(1, "tea", 1, 1200)))
    return listing


def test_what_left_before_the_link_is_one_question(
    web: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    listing = sell_unlinked(web)
    link(web, listing, tea, factor=2)
    level = shelf.level(tea)
    assert (level.on_hand, level.reserved) == (20_000, 2_000)
    asked = questions(web, ConflictKind.SOLD_UNLINKED)
    assert [(each.subject, each.facts) for each in asked] == [
        (listing, {"pieces": 5, "orders": 2, "sku": str(tea), "quantity": 10_000})
    ]


def test_it_is_taken_off_once_where_a_person_says_so(
    web: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    listing = sell_unlinked(web)
    link(web, listing, tea)
    asked = questions(web, ConflictKind.SOLD_UNLINKED)[0]
    take_off(web, asked)
    take_off(web, asked)
    assert (shelf.level(tea).on_hand, shelf.level(tea).cost_value) == (15_000, 7_500_000)
    Listings(web.shop).unlink(web.actor, listing)
    link(web, listing, tea)
    assert questions(web, ConflictKind.SOLD_UNLINKED) == []
    assert shelf.level(tea).on_hand == 15_000


def test_what_leaves_while_it_is_unlinked_again_is_asked_about_alone(
    web: OnlineShop, tea: UUID
) -> None:
    listing = sell_unlinked(web)
    link(web, listing, tea)
    take_off(web, questions(web, ConflictKind.SOLD_UNLINKED)[0])
    Listings(web.shop).unlink(web.actor, listing)
    web.take(order("4", line(1, "tea", 4, 4800), fulfilment=Fulfilment.SHIPPED))
    link(web, listing, tea)
    assert [each.facts["pieces"] for each in questions(web, ConflictKind.SOLD_UNLINKED)] == [4]


def test_what_left_before_the_shop_was_connected_is_no_question(web: OnlineShop, tea: UUID) -> None:
    listing = web.list_goods("tea", None)
    since = PLACED + timedelta(days=1)
    with web.shop.booking(web.actor) as booking:
        write_cursor(booking, web.source.account, "orders", {"since": since.isoformat()})
    web.take(order("1", line(1, "tea", 2, 2400), fulfilment=Fulfilment.SHIPPED))
    waited = order("2", line(1, "tea", 3, 3600))
    web.take(waited)
    web.take(later(waited, 1, fulfilment=Fulfilment.SHIPPED))
    link(web, listing, tea)
    assert [each.facts["pieces"] for each in questions(web, ConflictKind.SOLD_UNLINKED)] == [3]


def test_a_new_link_takes_the_question_of_the_old_goods_along(
    web: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    cup = shelf.sku("Cup", "6901234567908", 800)
    shelf.stock(cup, 90_000, 0)
    listing = web.list_goods("tea", tea)
    web.take(order("1", line(1, "tea", 25, 2400)))
    assert target(web, listing) == 0
    assert [each.subject for each in questions(web, ConflictKind.OVERSOLD)] == [tea]
    link(web, listing, cup)
    assert target(web, listing) == 65
    assert questions(web, ConflictKind.OVERSOLD) == []
    assert (shelf.level(tea).reserved, shelf.level(cup).reserved) == (0, 25_000)


def test_goods_that_another_listing_promises_too_stay_a_question(
    web: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    cup = shelf.sku("Cup", "6901234567908", 800)
    listing, other = web.list_goods("tea", tea), web.list_goods("tea2", tea)
    web.take(order("1", line(1, "tea2", 25, 2400)))
    assert target(web, other) == 0
    link(web, listing, cup)
    assert target(web, other) == 0
    assert [each.subject for each in questions(web, ConflictKind.OVERSOLD)] == [tea]


def test_two_shops_with_the_same_goods_ask_once(web: OnlineShop, tea: UUID) -> None:
    second = open_online_shop(web.shop, web.actor)
    web.list_goods("tea", tea)
    second.list_goods("tea", tea)
    second.take(order("1", line(1, "tea", 25, 2400)))
    while OnlineStock(web.shop).retarget(web.actor):
        pass
    assert len(questions(web, ConflictKind.OVERSOLD)) == 1


def test_an_unlinked_listing_keeps_its_number_there_and_none_of_our_goods(
    web: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    listing = web.list_goods("tea", tea)
    web.take(order("1", line(1, "tea", 2, 2400)))
    assert target(web, listing) == 18
    Listings(web.shop).unlink(web.actor, listing)
    assert target(web, listing) is None
    assert shelf.level(tea).reserved == 0
    assert OnlineStock(web.shop).work(web.actor, web.source.account) == ()


def test_a_listing_or_goods_that_are_not_there_are_said(web: OnlineShop, tea: UUID) -> None:
    listing = web.list_goods("tea", None)
    for wrong, sku in ((web.shop.ids.new(), tea), (listing, web.shop.ids.new())):
        with pytest.raises(ShopError) as refused:
            link(web, wrong, sku)
        assert refused.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(ShopError):
        Listings(web.shop).unlink(web.actor, web.shop.ids.new())


def test_deleted_goods_are_offered_no_more_and_their_listing_can_be_linked_anew(
    web: OnlineShop, tea: UUID
) -> None:
    listing = web.list_goods("tea", None)
    link(web, listing, tea)
    assert target(web, listing) == 20
    product = delete(web, tea)
    assert target(web, listing) == 0
    listings = Listings(web.shop)
    assert [view.id for view in listings.to_link(web.actor, most=9)] == [listing]
    assert listings.counts(web.actor, web.source.account) == (0, 1)
    with pytest.raises(ShopError):
        link(web, listing, tea)
    Catalogue(web.shop).restore(web.actor, [product])
    assert target(web, listing) == 20
    assert listings.to_link(web.actor, most=9) == ()


def test_goods_that_came_back_under_the_same_code_are_linked_by_it(
    web: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    listing = web.list_goods("tea", tea)
    delete(web, tea)
    again = shelf.sku("Tea", "6901234567915", 1200, merchant_code="TEA")
    shelf.stock(again, 7_000, 0)
    assert Listings(web.shop).match(web.actor, web.source.account) == 1
    assert target(web, listing) == 7
