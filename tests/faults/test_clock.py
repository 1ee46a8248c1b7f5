"""A clock set back, or a change of zone, harms neither numbers nor the order of facts."""

from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services import search_index
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.clock_check import later_than_now
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf


def sell_twice(shop: Shop, actor: Actor, clock: FixedClock) -> list[str]:
    """Sell, set the clock back by two days, and sell again."""
    shelf = Shelf(shop, actor)
    sku = shelf.sku("soap", "6901", 500)
    with shop.database.write() as connection:
        search_index.refresh(connection, [sku])
    first = Selling(shop).finish(actor, shelf.basket("6901"))
    clock.set(clock.now() - timedelta(days=2))
    second = Selling(shop).finish(actor, shelf.basket("6901"))
    return [first.number, second.number]


def test_numbers_go_on(shop: Shop, actor: Actor, clock: FixedClock) -> None:
    assert sell_twice(shop, actor, clock) == ["A-000001", "A-000002"]
    assert Doctor(shop).check(actor).ok


def test_ids_and_the_order_of_facts_still_rise(shop: Shop, actor: Actor, clock: FixedClock) -> None:
    sell_twice(shop, actor, clock)
    with shop.database.read() as connection:
        rows = connection.execute(select(OrderRow.id, OrderRow.number).order_by(OrderRow.seq)).all()
    assert [row.number for row in rows] == ["A-000001", "A-000002"]
    assert all(earlier.id < later.id for earlier, later in pairwise(rows))


def test_it_is_noticed(shop: Shop, actor: Actor, clock: FixedClock) -> None:
    assert later_than_now(shop) is None
    before = clock.now()
    sell_twice(shop, actor, clock)
    assert later_than_now(shop) == before


def test_a_clock_that_is_right_raises_no_alarm(shop: Shop, actor: Actor, clock: FixedClock) -> None:
    sell_twice(shop, actor, clock)
    clock.advance(timedelta(days=3))
    assert later_than_now(shop) is None
