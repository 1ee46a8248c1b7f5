"""Two sales by collection code never ask for the same amount, and no other way to pay changes."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.collection_code import CodeScheme, CollectionCode
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import OrderAdjustment, Payment
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.hand_money import HandMoney
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from microshop_desktop.ui.sell.goods_reading import read_goods
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.ui.sell.view import CRISPS

CODE = CollectionCode("wxp://f2f0AbCd", CodeScheme.WECHAT, "Lin")


@pytest.fixture
def vm(till: SellViewModel, shop: Shop, actor: Actor) -> SellViewModel:
    Settings(shop).change(actor, unique_fen=True)
    till.code_for = lambda method: CODE if method is Method.WECHAT else None
    till.open_amounts = lambda: HandMoney(shop).open_amounts(actor)
    return till


def sell(vm: SellViewModel, method: Method = Method.WECHAT) -> None:
    vm.scanned(CRISPS)
    vm.pay(method)
    vm.take()


def amounts(shop: Shop) -> list[int]:
    with shop.database.read() as connection:
        return list(connection.scalars(sa.select(Payment.amount).order_by(Payment.seq)))


def test_equal_sales_differ_by_a_fen_and_say_why(vm: SellViewModel, shop: Shop) -> None:
    for _sale in range(3):
        sell(vm)
    assert amounts(shop) == [850, 849, 848]
    with shop.database.read() as connection:
        rows = connection.execute(sa.select(OrderAdjustment.amount, OrderAdjustment.reason)).all()
    assert sorted(tuple(row) for row in rows) == [
        (1, "Amount that names its sale"),
        (2, "Amount that names its sale"),
    ]


def test_after_ten_minutes_the_price_is_whole_again(
    vm: SellViewModel, shop: Shop, clock: FixedClock
) -> None:
    sell(vm)
    clock.advance(timedelta(minutes=10))
    sell(vm)
    assert amounts(shop) == [850, 850]


def test_another_way_to_pay_costs_the_plain_price(vm: SellViewModel, shop: Shop) -> None:
    sell(vm)
    vm.scanned(CRISPS)
    vm.pay(Method.WECHAT)
    assert vm.priced.total == 849
    vm.pay(Method.CASH)
    assert vm.priced.total == 850
    vm.pay(Method.WECHAT)
    vm.back()
    assert (vm.priced.total, vm.basket.discount) == (850, None)
    vm.take_exact()
    assert amounts(shop) == [850, 850]


def test_it_is_off_unless_the_shop_wants_it(vm: SellViewModel, shop: Shop, actor: Actor) -> None:
    Settings(shop).change(actor, unique_fen=False)
    sell(vm)
    sell(vm)
    assert amounts(shop) == [850, 850]


def test_where_small_change_is_dropped_nothing_differs(
    vm: SellViewModel, shop: Shop, actor: Actor
) -> None:
    Settings(shop).change(actor, rounding=RoundingRule.TENTH)
    vm.show_goods(read_goods(vm.desk, None))
    sell(vm)
    sell(vm)
    assert amounts(shop) == [850, 850]
