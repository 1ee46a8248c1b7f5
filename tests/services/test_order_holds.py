"""Orders that a person lets wait: kept through syncs, seen in the history, lifted by hand."""

from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.order_holds import OrderHolds
from microshop_desktop.services.order_search import OrderFilters, OrderTab
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import OnlineShop, later, line, open_online_shop, order
from tests.services.shelf import Shelf


@pytest.fixture
def web(shop: Shop, actor: Actor) -> OnlineShop:
    shelf = Shelf(shop, actor)
    tea = shelf.sku("Tea", "6901234567892", 1200)
    shelf.stock(tea, 20_000, 0)
    made = open_online_shop(shop, actor)
    made.list_goods("tea", tea)
    made.take(order("1", line(1, "tea", 2, 2400)))
    return made


@pytest.fixture
def found(web: OnlineShop) -> UUID:
    with web.shop.database.read() as connection:
        row: UUID = connection.scalars(select(OrderRow.id)).one()
    return row


def test_a_held_order_is_not_packed_until_it_is_lifted(web: OnlineShop, found: UUID) -> None:
    holds, parcel = OrderHolds(web.shop), Packing(found, "SF", "SF1")
    holds.hold(web.actor, found, "  address unclear ")
    with pytest.raises(ShopError) as caught:
        Shipping(web.shop).pack(web.actor, parcel)
    assert caught.value.code is ErrorCode.ORDER_NOT_SHIPPABLE
    holds.release(web.actor, found)
    Shipping(web.shop).pack(web.actor, parcel)
    kinds = [event.kind for event in Orders(web.shop).detail(web.actor, found).events]
    assert kinds[1:3] == ["held", "released"]


def test_what_was_packed_before_is_not_told_while_it_is_held(web: OnlineShop, found: UUID) -> None:
    shipping, account = Shipping(web.shop), web.source.account
    shipping.pack(web.actor, Packing(found, "SF", "SF1"))
    holds = OrderHolds(web.shop)
    holds.hold(web.actor, found, "the customer called")
    assert shipping.due(web.actor, account) == ()
    holds.release(web.actor, found)
    assert [parcel.order for parcel in shipping.due(web.actor, account)] == [found]


def test_why_and_by_whom_is_kept(web: OnlineShop, found: UUID) -> None:
    OrderHolds(web.shop).hold(web.actor, found, "  address unclear ")
    seen = Orders(web.shop).detail(web.actor, found)
    assert seen.online is not None
    assert (seen.held, seen.online.own_hold, seen.online.held_by) == (
        True,
        "address unclear",
        web.actor.name,
    )
    held = Orders(web.shop).page(web.actor, OrderFilters(tab=OrderTab.HELD)).rows
    assert [row.order for row in held] == [found]


def test_a_sync_leaves_it_held(web: OnlineShop, found: UUID) -> None:
    OrderHolds(web.shop).hold(web.actor, found, "address unclear")
    told = order("1", line(1, "tea", 2, 2400))
    web.take(later(told, 5, note="hurry"))
    assert Orders(web.shop).detail(web.actor, found).held


def test_the_platforms_hold_is_not_lifted_here(web: OnlineShop, found: UUID) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    web.take(later(told, 5, hold="locked"))
    holds = OrderHolds(web.shop)
    holds.hold(web.actor, found, "address unclear")
    holds.release(web.actor, found)
    assert Orders(web.shop).detail(web.actor, found).held


def test_what_has_left_cannot_wait(web: OnlineShop, found: UUID) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    OrderHolds(web.shop).hold(web.actor, found, "address unclear")
    web.take(later(told, 5, fulfilment=Fulfilment.SHIPPED))
    assert not Orders(web.shop).detail(web.actor, found).held
    with pytest.raises(ShopError) as caught:
        OrderHolds(web.shop).hold(web.actor, found, "too late")
    assert caught.value.code is ErrorCode.ORDER_NOT_SHIPPABLE


@pytest.mark.parametrize("why", ["", "   "])
def test_a_reason_is_asked_for(web: OnlineShop, found: UUID, why: str) -> None:
    with pytest.raises(ShopError) as caught:
        OrderHolds(web.shop).hold(web.actor, found, why)
    assert caught.value.code is ErrorCode.REASON_MISSING


def test_lifting_what_is_not_held_is_no_step(web: OnlineShop, found: UUID) -> None:
    OrderHolds(web.shop).release(web.actor, found)
    assert len(Orders(web.shop).detail(web.actor, found).events) == 1


def test_an_order_of_the_counter_has_left_with_its_customer(shop: Shop, actor: Actor) -> None:
    shelf = Shelf(shop, actor)
    shelf.stock(shelf.sku("Tea", "6901234567892", 1200), 20_000, 0)
    sold = Selling(shop).finish(actor, shelf.basket("6901234567892"))
    with pytest.raises(ShopError) as caught:
        OrderHolds(shop).hold(actor, sold.order, "why not")
    assert caught.value.code is ErrorCode.NOT_FOUND
