"""An exchange books both halves or nothing, and moves only the difference."""

import pytest

from microshop_desktop.domain.basket import Method, Tender, receive
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.refunds import RefundState, Wanted
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.exchanges import Difference, Exchanges
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.reports import Reports
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.services.order_samples import Taken, basket_of, level, put_goods, sell


def test_the_customer_pays_what_the_new_goods_cost_more(shop: Shop, actor: Actor) -> None:
    small = put_goods(shop, actor, "small", price=3000, cost_value=10_000, on_hand=5_000)
    large = put_goods(shop, actor, "large", price=4500, cost_value=10_000, on_hand=5_000)
    order = sell(shop, actor, Taken(small, 2000))
    wish = RefundWish(shop.ids.new(), order.order, (Wanted(1, 1000),))
    done = Exchanges(shop).exchange(
        actor, wish, basket_of(shop, [Taken(large)]), (Tender(Method.CASH, 2000),)
    )
    assert [(way.method, way.amount) for way in done.refund.ways] == [(Method.OTHER, 3000)]
    assert [(paid.method, paid.amount) for paid in done.sale.payments] == [
        (Method.OTHER, 3000),
        (Method.CASH, 1500),
    ]
    assert (done.change, done.sale.exchange_of) == (500, order.number)
    assert (level(shop, small.sku)[0], level(shop, large.sku)[0]) == (4_000, 4_000)


def test_the_customer_gets_back_what_the_new_goods_cost_less(shop: Shop, actor: Actor) -> None:
    dear = put_goods(shop, actor, "dear", price=9000)
    cheap = put_goods(shop, actor, "cheap", price=2000)
    order = sell(shop, actor, Taken(dear), tenders=[Tender(Method.COLLECTION_CODE, 9000)])
    wish = RefundWish(shop.ids.new(), order.order)
    done = Exchanges(shop).exchange(actor, wish, basket_of(shop, [Taken(cheap)]))
    assert [(way.method, way.amount) for way in done.refund.ways] == [
        (Method.OTHER, 2000),
        (Method.COLLECTION_CODE, 7000),
    ]
    assert done.sale.paid == done.sale.total == 2000
    assert Orders(shop).detail(actor, order.order).refund_state is RefundState.WHOLE


def test_the_difference_is_told_beforehand(shop: Shop, actor: Actor) -> None:
    small = put_goods(shop, actor, "small", price=3000)
    large = put_goods(shop, actor, "large", price=4500)
    order = sell(shop, actor, Taken(small))
    wish = RefundWish(shop.ids.new(), order.order)
    found = Exchanges(shop).difference(actor, wish, basket_of(shop, [Taken(large)]))
    assert found == Difference(returned=3000, taken=4500)
    assert (found.to_pay, found.to_give, found.credit) == (1500, 0, 3000)


def test_the_same_key_exchanges_once(shop: Shop, actor: Actor) -> None:
    sock = put_goods(shop, actor, "sock", price=1000, cost_value=300, on_hand=3_000)
    order = sell(shop, actor, Taken(sock))
    wish, basket = RefundWish(shop.ids.new(), order.order), basket_of(shop, [Taken(sock)])
    first = Exchanges(shop).exchange(actor, wish, basket)
    again = Exchanges(shop).exchange(actor, wish, basket)
    assert again == first
    assert level(shop, sock.sku) == (2_000, 200)


def test_nothing_comes_back_when_the_new_goods_cannot_be_paid(shop: Shop, actor: Actor) -> None:
    small = put_goods(shop, actor, "small", price=3000, cost_value=10_000, on_hand=5_000)
    large = put_goods(shop, actor, "large", price=4500)
    order = sell(shop, actor, Taken(small))
    wish = RefundWish(shop.ids.new(), order.order)
    with pytest.raises(ShopError) as caught:
        Exchanges(shop).exchange(
            actor, wish, basket_of(shop, [Taken(large)]), (Tender(Method.CASH, 100),)
        )
    assert caught.value.code is ErrorCode.PAYMENT_SHORT
    assert Orders(shop).detail(actor, order.order) == order
    assert level(shop, small.sku)[0] == 4_000


def test_both_halves_are_in_the_figures_of_the_day(shop: Shop, actor: Actor) -> None:
    small = put_goods(shop, actor, "small", price=3000)
    large = put_goods(shop, actor, "large", price=4500)
    order = sell(shop, actor, Taken(small))
    Exchanges(shop).exchange(
        actor, RefundWish(shop.ids.new(), order.order), basket_of(shop, [Taken(large)])
    )
    report = Reports(shop).day(actor)
    assert (report.sales.figures.orders, report.sales.figures.refunds) == (2, 1)
    assert report.sales.figures.net == 4500
    assert {method.method: method.net for method in report.by_method} == {
        Method.CASH: 4500,
        Method.OTHER: 0,
    }


def test_who_may_not_sell_may_not_exchange(shop: Shop, actor: Actor) -> None:
    sock = put_goods(shop, actor, "sock", price=1000)
    order = sell(shop, actor, Taken(sock))
    clerk = Actor(actor.staff, actor.till, "clerk", frozenset({Right.REFUND}))
    with pytest.raises(ShopError) as caught:
        Exchanges(shop).exchange(
            clerk, RefundWish(shop.ids.new(), order.order), basket_of(shop, [Taken(sock)])
        )
    assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_money_received_before_counts_for_the_difference(shop: Shop, actor: Actor) -> None:
    small = put_goods(shop, actor, "small", price=1000)
    large = put_goods(shop, actor, "large", price=3000)
    order = sell(shop, actor, Taken(small))
    basket = receive(basket_of(shop, [Taken(large)]), Tender(Method.WECHAT, 500))
    done = Exchanges(shop).exchange(actor, RefundWish(shop.ids.new(), order.order), basket)
    paid = [(payment.method, payment.tendered) for payment in done.sale.payments]
    assert paid == [(Method.WECHAT, 500), (Method.OTHER, 1000), (Method.CASH, 1500)]
    assert done.change == 0


def test_a_basket_that_was_sold_takes_nothing_back(shop: Shop, actor: Actor) -> None:
    sock = put_goods(shop, actor, "sock", price=1000)
    order = sell(shop, actor, Taken(sock, 2000))
    basket = basket_of(shop, [Taken(sock)])
    Selling(shop).finish(actor, basket)
    with pytest.raises(ShopError) as caught:
        Exchanges(shop).exchange(actor, RefundWish(shop.ids.new(), order.order), basket)
    assert caught.value.code is ErrorCode.BASKET_FINISHED
    assert Orders(shop).detail(actor, order.order).refunded == 0


def test_what_an_exchange_credited_goes_back_in_cash(shop: Shop, actor: Actor) -> None:
    small = put_goods(shop, actor, "small", price=3000)
    large = put_goods(shop, actor, "large", price=4500)
    order = sell(shop, actor, Taken(small))
    wish = RefundWish(shop.ids.new(), order.order)
    done = Exchanges(shop).exchange(
        actor, wish, basket_of(shop, [Taken(large)]), (Tender(Method.WECHAT, 1500),)
    )
    back = Refunds(shop).refund(actor, RefundWish(shop.ids.new(), done.sale.order))
    assert back.by_method == {Method.WECHAT: 1500, Method.CASH: 3000}
