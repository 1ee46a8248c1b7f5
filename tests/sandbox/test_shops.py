"""The ground of all practice shops: stock that falls by itself, and what customers may do."""

from datetime import UTC, datetime, timedelta

import pytest

from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Offered, Shop, ShopRefusalError, ShopRules, Wish

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def shop(rules: ShopRules | None = None) -> tuple[Shop, str]:
    made = Shop(lambda: NOON, rules)
    return made, made.offer("Cup", Offered("CUP", 500, 5)).skus[0].sku_id


@pytest.mark.parametrize(("when_placed", "left"), [(True, 3), (False, 5)])
def test_stock_falls_when_the_platform_says(when_placed: bool, left: int) -> None:
    made, cup = shop(ShopRules(takes_when_placed=when_placed))
    order = made.place(Wish(cup, 2))
    sku = order.lines[0].sku
    assert (sku.stock, made.locked(sku)) == (left, 5 - left)
    made.pay(order)
    assert (sku.stock, made.locked(sku)) == (3, 2)


@pytest.mark.parametrize(("gives_back", "left"), [(True, 5), (False, 3)])
def test_what_was_cancelled_comes_back_where_it_does(gives_back: bool, left: int) -> None:
    made, cup = shop(ShopRules(gives_back=gives_back))
    order = made.buy(Wish(cup, 2))
    made.cancel(order)
    assert (order.stage, order.lines[0].sku.stock) == (Stage.CANCELLED, left)


def test_nobody_buys_what_is_not_there() -> None:
    made, cup = shop()
    with pytest.raises(ShopRefusalError, match="sold_out"):
        made.buy(Wish(cup, 3), Wish(cup, 3))
    assert made.skus().__iter__().__next__().stock == 5


def test_parcels_add_up_to_the_order() -> None:
    made, cup = shop()
    order = made.buy(Wish(cup, 3))
    line = order.lines[0].line_id
    made.send(order, "SF", "1", {line: 1})
    stages = [order.stage]
    with pytest.raises(ShopRefusalError, match="too_many"):
        made.send(order, "SF", "2", {line: 3})
    made.send(order, "SF", "2", {})
    assert [*stages, order.stage] == [Stage.PART_SHIPPED, Stage.SHIPPED]
    with pytest.raises(ShopRefusalError, match="already_shipped"):
        made.send(order, "SF", "3", {})


def test_money_back_for_what_was_not_sent_takes_it_off_the_order() -> None:
    made, cup = shop()
    order = made.buy(Wish(cup, 3))
    back = made.ask_refund(order, 500, {order.lines[0].line_id: 1})
    assert (order.asks_refund, order.refunded, order.lines[0].unshipped) == (True, 0, 3)
    made.give_back(order, back)
    assert (order.asks_refund, order.refunded, order.lines[0].unshipped) == (False, 500, 2)


def test_what_is_due_happens_in_turn() -> None:
    now = [NOON]
    made, seen = Shop(lambda: now[0]), list[int]()
    made.later(20, lambda: seen.append(2))
    made.later(10, lambda: seen.append(1))
    now[0] += timedelta(seconds=15)
    made.settle()
    assert seen == [1]
    now[0] += timedelta(seconds=15)
    made.settle()
    assert seen == [1, 2]
