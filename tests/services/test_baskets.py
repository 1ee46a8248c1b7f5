"""Baskets before they are orders: kept, held with their goods reserved, found again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.shop import Place, Till
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop, open_shop
from tests.services.shelf import Shelf

CRISPS = "6900001003199"


@pytest.fixture
def crisps(shelf: Shelf) -> UUID:
    sku = shelf.sku("海盐薯片 75g", CRISPS, 850)
    shelf.stock(sku, 10_000, 4_200_000)
    return sku


@pytest.mark.usefixtures("crisps")
def test_a_saved_basket_is_back_after_a_restart(
    shop: Shop, actor: Actor, shelf: Shelf, clock: FixedClock
) -> None:
    basket = baskets.receive(shelf.basket(CRISPS, CRISPS), Tender(Method.CASH, 500))
    Baskets(shop).save(actor, basket)
    again = open_shop(shop.database, clock)
    assert Baskets(again).open_one(actor) == basket


@pytest.mark.usefixtures("crisps")
def test_saving_again_keeps_the_newest(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    basket = shelf.basket(CRISPS)
    Baskets(shop).save(actor, basket)
    more = baskets.set_quantity(basket, 1, 5000)
    Baskets(shop).save(actor, more)
    assert Baskets(shop).open_one(actor) == more


@pytest.mark.usefixtures("crisps")
def test_an_emptied_basket_leaves_nothing(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    basket = shelf.basket(CRISPS)
    Baskets(shop).save(actor, basket)
    Baskets(shop).save(actor, baskets.remove(basket, 1))
    assert Baskets(shop).open_one(actor).is_empty


@pytest.mark.usefixtures("crisps")
def test_a_finished_basket_is_not_open_any_more(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    basket = shelf.basket(CRISPS)
    Baskets(shop).save(actor, basket)
    Selling(shop).finish(actor, basket)
    assert Baskets(shop).open_one(actor).id != basket.id


def test_holding_reserves_and_recalling_frees(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    basket = shelf.basket(CRISPS, CRISPS)
    Baskets(shop).hold(actor, basket, "王阿姨")
    assert (shelf.level(crisps).reserved, shelf.level(crisps).available) == (2000, 8000)
    assert Baskets(shop).recall(actor, basket.id) == basket
    assert shelf.level(crisps).reserved == 0
    assert Baskets(shop).open_one(actor) == basket


@pytest.mark.usefixtures("crisps")
def test_thirty_held_baskets_are_found_by_name_newest_first(
    shop: Shop, actor: Actor, shelf: Shelf, clock: FixedClock
) -> None:
    for number in range(30):
        clock.advance(timedelta(seconds=1))
        Baskets(shop).hold(actor, shelf.basket(CRISPS), f"guest {number}")
    held = Baskets(shop).held(actor)
    assert [view.name for view in held[:2]] == ["guest 29", "guest 28"]
    assert (len(held), held[0].total, held[0].lines) == (30, 850, 1)


@pytest.mark.usefixtures("crisps")
def test_an_empty_basket_is_not_held(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError) as caught:
        Baskets(shop).hold(actor, Baskets(shop).new())
    assert caught.value.code is ErrorCode.BASKET_EMPTY


@pytest.mark.usefixtures("crisps")
def test_a_recall_never_pushes_an_open_basket_aside(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    held, open_one = shelf.basket(CRISPS), shelf.basket(CRISPS)
    Baskets(shop).hold(actor, held)
    Baskets(shop).save(actor, open_one)
    with pytest.raises(ShopError) as caught:
        Baskets(shop).recall(actor, held.id)
    assert caught.value.code is ErrorCode.BASKET_CHANGED
    assert Baskets(shop).open_one(actor) == open_one


def test_a_dropped_basket_frees_its_goods(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    basket = shelf.basket(CRISPS)
    Baskets(shop).hold(actor, basket)
    Baskets(shop).drop_held(actor, basket.id)
    assert shelf.level(crisps).reserved == 0
    assert Baskets(shop).held(actor) == ()


@pytest.mark.usefixtures("crisps")
def test_a_kept_basket_knows_its_customer_of_today(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    fan = Customers(shop).create(actor, "夏天的风", phone="138 0013 8000")
    basket = baskets.set_customer(shelf.basket(CRISPS), fan.facts)
    Baskets(shop).save(actor, basket)
    assert Baskets(shop).open_one(actor).customer == replace(fan.facts, name="夏天的风")


@pytest.mark.usefixtures("crisps")
def test_a_second_basket_never_pushes_the_open_one_aside(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    open_one, other = shelf.basket(CRISPS), shelf.basket(CRISPS)
    Baskets(shop).save(actor, open_one)
    with pytest.raises(ShopError) as caught:
        Baskets(shop).save(actor, other)
    assert caught.value.code is ErrorCode.BASKET_CHANGED
    Baskets(shop).hold(actor, other)
    assert Baskets(shop).open_one(actor) == open_one


def test_a_basket_put_aside_is_not_put_aside_again(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    basket = shelf.basket(CRISPS, CRISPS)
    Baskets(shop).hold(actor, basket)
    for late in (Baskets(shop).hold, Baskets(shop).save):
        with pytest.raises(ShopError) as caught:
            late(actor, basket)
        assert caught.value.code is ErrorCode.BASKET_CHANGED
    assert shelf.level(crisps).reserved == 2000
    Baskets(shop).recall(actor, basket.id)
    assert shelf.level(crisps).reserved == 0


def test_a_sold_basket_never_comes_back(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    basket = shelf.basket(CRISPS)
    Selling(shop).finish(actor, basket)
    for late in (Baskets(shop).save, Baskets(shop).hold):
        with pytest.raises(ShopError) as caught:
            late(actor, basket)
        assert caught.value.code is ErrorCode.BASKET_FINISHED
    assert Baskets(shop).open_one(actor).is_empty
    assert (Baskets(shop).held(actor), shelf.level(crisps).reserved) == ((), 0)


def test_a_held_basket_that_is_sold_takes_what_was_kept_for_it(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    sku = shelf.sku("one left", "6901", 100, below_zero="block")
    shelf.stock(sku, 1000, 0)
    basket = shelf.basket("6901")
    Baskets(shop).hold(actor, basket)
    Selling(shop).finish(actor, basket)
    assert Baskets(shop).held(actor) == ()
    assert (shelf.level(sku).on_hand, shelf.level(sku).reserved) == (0, 0)


def test_goods_kept_at_another_place_are_freed_there(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    basket = shelf.basket(CRISPS)
    Baskets(shop).hold(actor, basket)
    with shop.database.session() as session:
        stall = Place(
            id=shop.ids.new(),
            shop_id=shop.profile.shop,
            name="stall",
            changed_at=shop.clock.now(),
        )
        session.add(stall)
        session.flush()
        session.execute(update(Till).values(place_id=stall.id))
    Baskets(shop).recall(actor, basket.id)
    assert shelf.level(crisps).reserved == 0
