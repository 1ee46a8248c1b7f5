"""Practice shops side by side: their customers, their faults, and where they answer."""

import random
import urllib.error
import urllib.request

import pytest

from microshop_desktop.sandbox.faults import FaultPlan, FaultRule
from microshop_desktop.sandbox.messages import Answer, NotReached, Request
from microshop_desktop.sandbox.shops.customers import Customers
from microshop_desktop.sandbox.shops.faults import shop_rule
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.practice import PracticeShop, practice_kind
from microshop_desktop.sandbox.shops.practice_shops import PracticeShops
from microshop_desktop.sandbox.shops.shop import Offered

GOODS = [("Cup", [Offered("CUP", 500, 40)])]


@pytest.fixture
def shops() -> PracticeShops:
    return PracticeShops(GOODS, rng=random.Random(3))


def test_customers_never_take_more_than_there_is(shops: PracticeShops) -> None:
    for _ in range(400):
        shops.customers.visit()
    left = [sku.stock for each in shops.shops for sku in each.shop.skus()]
    assert len(left) == len(shops.shops)
    assert min(left) >= 0
    assert any(each.shop.orders for each in shops.shops)


def test_who_was_sent_a_parcel_gets_it() -> None:
    online = PracticeShop(practice_kind("woocommerce"))
    online.shop.offer("Cup", Offered("CUP", 500, 40))
    customers = Customers([online.shop], random.Random(1))
    order = customers.order(online.shop)
    assert order is not None
    online.shop.send(order, "SF", "1", {})
    customers.visit()
    assert order.stage is Stage.DONE


def test_nobody_orders_where_all_is_sold_out() -> None:
    online = PracticeShop(practice_kind("woocommerce"))
    online.shop.offer("Cup", Offered("CUP", 500, 1))
    assert Customers([online.shop], random.Random(1)).order(online.shop) is None


def test_a_fault_strikes_the_shop_it_names() -> None:
    plan = FaultPlan()
    plan.add(shop_rule("not-reached@wechat-shop.*"))
    shops = {each.kind.kind: each for each in PracticeShops(GOODS, faults=plan).shops}
    token = Request("POST", "/cgi-bin/stable_token", {}, b"{}", "http://127.0.0.1")
    with pytest.raises(NotReached):
        shops["wechat_shop"].front.handle(token)
    name = Request("GET", "/wp-json/", {}, b"", "http://127.0.0.1")
    assert shops["woocommerce"].front.handle(name).status == 200


def test_a_fault_of_all_is_counted_over_all_shops() -> None:
    rule = FaultRule(shop_rule("server-error").name, times=1)
    online, other = PracticeShops(GOODS, faults=FaultPlan([rule])).shops[:2]
    answers: list[Answer] = []
    for each in (online, online):
        request = Request("GET", "/wp-json/", {}, b"", "http://127.0.0.1")
        answers.append(each.front.handle(request))
    assert [answer.status for answer in answers] == [502, 200]
    assert other.front.counts.total() == 0


def test_it_answers_between_start_and_stop() -> None:
    online = PracticeShop(practice_kind("woocommerce"))
    online.start()
    address = online.settings["base_url"] + "/wp-json/"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (our own address)
        assert answer.status == 200
    online.stop()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=2)  # noqa: S310 (our own address)
