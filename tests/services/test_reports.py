"""Figures of days: exact, each currency apart, and the same as adding up the orders."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import SalesByDay
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.report_json import day_json, products_json, sales_json
from microshop_desktop.services.reports import Reports
from microshop_desktop.services.shop import Shop
from tests.services.order_samples import Taken, put_goods, sell

MONDAY = date(2026, 3, 2)


@pytest.fixture
def week(shop: Shop, actor: Actor, clock: FixedClock) -> Shop:
    """Monday noon: 3 teas less 1.00; Monday 15:00: a cup by Alipay; Tuesday: 1 tea goes back."""
    tea = put_goods(shop, actor, "tea", price=1200, cost_value=50_000_000, on_hand=100_000)
    cup = put_goods(shop, actor, "cup", price=2500, cost_value=9_999_500, on_hand=10_000)
    off = Discount(DiscountKind.AMOUNT, 100)
    order = sell(shop, actor, Taken(tea, 3000), discount=off)
    clock.advance(timedelta(hours=3))
    sell(shop, actor, Taken(cup), tenders=[Tender(Method.ALIPAY, 2500)])
    clock.advance(timedelta(days=1))
    wish = RefundWish(shop.ids.new(), order.order, (Wanted(1, 1000),))
    Refunds(shop).refund(actor, wish)
    return shop


def test_a_span_adds_its_days(week: Shop, actor: Actor) -> None:
    assert sales_json(Reports(week).sales(actor, MONDAY, MONDAY + timedelta(days=1))) == {
        "from": "2026-03-02",
        "to": "2026-03-03",
        "currency": "CNY",
        "orders": 2,
        "refunds": 1,
        "gross": 6100,
        "discount": 100,
        "refunded": 1167,
        "net": 4833,
        "tax": 0,
        "cost": 2000,
        "profit": 2833,
        "other": [],
    }


def test_without_days_the_shop_day_is_meant(week: Shop, actor: Actor) -> None:
    report = Reports(week).sales(actor)
    assert (report.first_day, report.last_day) == (date(2026, 3, 3), date(2026, 3, 3))
    assert (report.figures.orders, report.figures.refunds, report.figures.net) == (0, 1, -1167)


def test_a_day_without_sales_is_all_zero(week: Shop, actor: Actor) -> None:
    report = Reports(week).day(actor, date(2020, 1, 1), date(2020, 1, 1))
    assert report.sales.figures.net == report.sales.figures.cost == 0
    assert (report.by_method, report.by_source, report.top) == ((), (), ())


def test_a_day_in_detail(week: Shop, actor: Actor) -> None:
    day = day_json(Reports(week).day(actor, MONDAY, MONDAY))
    hours = day["by_hour"]
    assert isinstance(hours, list)
    assert [hour for hour in hours if hour["orders"]] == [
        {"hour": 12, "orders": 1, "net": 3500},
        {"hour": 15, "orders": 1, "net": 2500},
    ]
    assert len(hours) == 24
    assert day["by_method"] == [
        {"method": "cash", "payments": 1, "amount": 3500, "refunded": 0, "net": 3500},
        {"method": "alipay", "payments": 1, "amount": 2500, "refunded": 0, "net": 2500},
    ]
    sources = day["by_source"]
    assert isinstance(sources, list)
    assert [(source["source"], source["net"]) for source in sources] == [("counter", 6000)]


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Shanghai", 12), ("Asia/Kolkata", 9), ("Asia/Kathmandu", 9)]
)
def test_hours_are_those_of_the_shop_wherever_it_is(
    shop: Shop, actor: Actor, zone: str, hour: int
) -> None:
    shop.profile = replace(shop.profile, zone=zone)
    sell(shop, actor, Taken(put_goods(shop, actor, "tea", price=1200)))
    hours = Reports(shop).day(actor).by_hour
    assert [figures.hour for figures in hours if figures.orders] == [hour]


def test_products_sold_the_most_money_first(week: Shop, actor: Actor) -> None:
    found = products_json(Reports(week).products(actor, MONDAY, MONDAY + timedelta(days=1)))
    assert [(line["code"], line["quantity"], line["net"]) for line in found] == [
        ("cup", 1000, 2500),
        ("tea", 2000, 2333),
    ]
    assert [(line["cost"], line["profit"]) for line in found] == [(1000, 1500), (1000, 1333)]


def test_products_may_be_limited(week: Shop, actor: Actor) -> None:
    assert len(Reports(week).products(actor, MONDAY, MONDAY, limit=1)) == 1


def test_costs_are_added_before_they_are_rounded(shop: Shop, actor: Actor) -> None:
    pin = put_goods(shop, actor, "pin", price=10, cost_value=400 * 3, on_hand=3_000)
    for _ in range(3):
        sell(shop, actor, Taken(pin))
    assert Reports(shop).sales(actor).figures.cost == 1


def test_another_currency_stands_apart(week: Shop, actor: Actor) -> None:
    row = {"shop_day": MONDAY, "currency": "USD", "source": "shopify", "orders": 1, "gross": 999}
    with week.database.write() as connection:
        connection.execute(insert(SalesByDay), row)
    report = Reports(week).day(actor, MONDAY, MONDAY)
    assert report.sales.figures.gross == 6100
    assert [(other.currency, other.net) for other in report.sales.other] == [("USD", 999)]
    assert [source.source for source in report.by_source] == ["counter"]


def test_days_one_by_one(week: Shop, actor: Actor) -> None:
    days = Reports(week).by_day(actor, MONDAY, MONDAY + timedelta(days=6))
    assert [(day.day.day, day.figures.net) for day in days] == [(2, 6000), (3, -1167)]
