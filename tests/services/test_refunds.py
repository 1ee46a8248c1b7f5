"""Refunds: the right share of money, goods and cost; never more than bought or paid; once."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain.basket import Discount, DiscountKind, Method, SaleUnit, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.refunds import RefundState, Wanted
from microshop_desktop.persistence.tables.orders import Refund, SalesByDay, SalesBySkuDay
from microshop_desktop.persistence.tables.shop import AuditEntry
from microshop_desktop.persistence.tables.stock import StockMovement
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.events import OrderChanged, StockChanged
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from tests.services.order_samples import Taken, level, put_goods, sell

TEN_OFF = Discount(DiscountKind.AMOUNT, 1000)


def wish_for(shop: Shop, order: OrderView, *lines: Wanted) -> RefundWish:
    return RefundWish(shop.ids.new(), order.order, lines or None)


@pytest.fixture
def order(shop: Shop, actor: Actor) -> OrderView:
    """Three masks at 19.90 and two creams at 25.00 with 10.00 off the whole: 99.70 in cash."""
    mask = put_goods(shop, actor, "mask", price=1990, cost_value=7_000_001, on_hand=10_000)
    cream = put_goods(shop, actor, "cream", price=2500, cost_value=9_999_999, on_hand=3_000)
    return sell(shop, actor, Taken(mask, 3000), Taken(cream, 2000), discount=TEN_OFF)


def test_a_part_gives_its_share_of_the_discount_back(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    refund = Refunds(shop).refund(actor, wish_for(shop, order, Wanted(1, 1000)))
    assert (refund.amount, refund.method, refund.state) == (1809, Method.CASH, "done")
    assert refund.number == "A-R000001"
    assert refund.order_number == order.number


def test_parts_add_up_to_the_whole(shop: Shop, actor: Actor, order: OrderView) -> None:
    refunds = Refunds(shop)
    parts = [refunds.refund(actor, wish_for(shop, order, Wanted(1, 1000))) for _ in range(3)]
    rest = refunds.refund(actor, wish_for(shop, order))
    after = Orders(shop).detail(actor, order.order)
    assert sum(part.amount for part in parts) == order.lines[0].total
    assert sum(part.amount for part in [*parts, rest]) == order.total == after.refunded
    assert after.refund_state is RefundState.WHOLE
    assert not after.can_be_refunded


def test_no_more_than_bought_goes_back(shop: Shop, actor: Actor, order: OrderView) -> None:
    refunds = Refunds(shop)
    refunds.refund(actor, wish_for(shop, order, Wanted(2, 1000)))
    with pytest.raises(ShopError) as caught:
        refunds.refund(actor, wish_for(shop, order, Wanted(2, 1001)))
    assert caught.value.code is ErrorCode.REFUND_TOO_HIGH
    assert Orders(shop).detail(actor, order.order).refunded == 2272


def test_nothing_is_half_done_when_one_line_is_too_much(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    before = [level(shop, line.sku) for line in order.lines]
    with pytest.raises(ShopError):
        Refunds(shop).refund(actor, wish_for(shop, order, Wanted(1, 1000), Wanted(2, 9000)))
    assert [level(shop, line.sku) for line in order.lines] == before
    assert Orders(shop).detail(actor, order.order).refunds == ()


def test_a_whole_order_back_leaves_stock_and_value_as_before(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    Refunds(shop).refund(actor, wish_for(shop, order))
    assert [level(shop, line.sku) for line in order.lines] == [
        (10_000, 7_000_001),
        (3_000, 9_999_999),
    ]


def test_written_off_goods_come_in_and_leave_as_a_loss_of_their_cost(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    before = level(shop, order.lines[0].sku)
    refund = Refunds(shop).refund(actor, wish_for(shop, order, Wanted(1, 1000, restock=False)))
    with shop.database.read() as connection:
        moves = connection.execute(
            select(StockMovement.kind, StockMovement.quantity, StockMovement.cost_value)
            .where(StockMovement.cause_id == refund.refund)
            .order_by(StockMovement.seq)
        ).all()
    assert level(shop, order.lines[0].sku) == before
    assert moves == [("refund", 1000, 700_000), ("loss", -1000, -700_000)]


def test_part_of_a_line_may_be_sold_again_and_part_is_spoilt(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    wish = wish_for(shop, order, Wanted(1, 1000), Wanted(1, 2000, restock=False))
    refund = Refunds(shop).refund(actor, wish)
    assert refund.amount == order.lines[0].total
    assert [line.restocked for line in refund.lines] == [True, False]
    assert level(shop, order.lines[0].sku)[0] == 8_000


def test_the_same_key_makes_one_refund(shop: Shop, actor: Actor, order: OrderView) -> None:
    wish = wish_for(shop, order, Wanted(1, 1000))
    first = Refunds(shop).refund(actor, wish)
    again = Refunds(shop).refund(actor, wish)
    assert again == first
    assert Orders(shop).detail(actor, order.order).refunded == first.amount


def test_a_pack_comes_back_in_base_units(shop: Shop, actor: Actor) -> None:
    water = put_goods(shop, actor, "water", price=200, cost_value=2_400_000, on_hand=24_000)
    box = SaleUnit("box", 12, 2000)
    order = sell(shop, actor, Taken(water, 2000, box))
    Refunds(shop).refund(actor, wish_for(shop, order, Wanted(1, 1000)))
    assert level(shop, water.sku) == (12_000, 1_200_000)


def test_money_goes_back_as_it_was_paid_then_in_cash(shop: Shop, actor: Actor) -> None:
    goods = put_goods(shop, actor, "scarf", price=10_000)
    tenders = [Tender(Method.COLLECTION_CODE, 6000), Tender(Method.CASH, 5000)]
    order = sell(shop, actor, Taken(goods), tenders=tenders)
    refund = Refunds(shop).refund(actor, wish_for(shop, order))
    assert [(way.method, way.amount) for way in refund.ways] == [
        (Method.COLLECTION_CODE, 6000),
        (Method.CASH, 4000),
    ]


def test_a_payment_never_gives_back_more_than_it_brought(shop: Shop, actor: Actor) -> None:
    goods = put_goods(shop, actor, "sock", price=1000)
    tenders = [Tender(Method.OTHER, 1500), Tender(Method.CASH, 500)]
    order = sell(shop, actor, Taken(goods, 2000), tenders=tenders)
    refunds = Refunds(shop)
    refunds.refund(actor, wish_for(shop, order, Wanted(1, 1000)))
    second = refunds.refund(actor, wish_for(shop, order, Wanted(1, 1000)))
    assert [(way.method, way.amount) for way in second.ways] == [
        (Method.OTHER, 500),
        (Method.CASH, 500),
    ]


def test_some_of_both_and_all_in_cash(shop: Shop, actor: Actor) -> None:
    goods = put_goods(shop, actor, "hat", price=2000)
    order = sell(shop, actor, Taken(goods, 2000), tenders=[Tender(Method.ALIPAY, 4000)])
    one = wish_for(shop, order, Wanted(1, 1000))
    both = Refunds(shop).refund(actor, replace(one, cash=500))
    cash = Refunds(shop).refund(actor, replace(one, key=shop.ids.new(), all_in_cash=True))
    assert [(w.method, w.amount) for w in both.ways] == [(Method.ALIPAY, 1500), (Method.CASH, 500)]
    assert [(w.method, w.amount) for w in cash.ways] == [(Method.CASH, 2000)]


def test_more_cash_than_the_refund_is_refused(shop: Shop, actor: Actor, order: OrderView) -> None:
    with pytest.raises(ShopError) as caught:
        Refunds(shop).refund(actor, replace(wish_for(shop, order), cash=order.total + 1))
    assert caught.value.code is ErrorCode.BAD_AMOUNT


def test_the_day_of_the_refund_carries_it(shop: Shop, actor: Actor, order: OrderView) -> None:
    refund = Refunds(shop).refund(actor, wish_for(shop, order))
    with shop.database.read() as connection:
        day = connection.execute(select(SalesByDay)).one()
        skus = connection.execute(
            select(
                func.sum(SalesBySkuDay.quantity),
                func.sum(SalesBySkuDay.net),
                func.sum(SalesBySkuDay.cost_value),
            )
        ).one()
    assert (day.orders, day.refunds, day.refunded) == (1, 1, refund.amount)
    assert (day.tax, day.cost_value) == (0, 0)
    assert tuple(skus) == (0, 0, 0)


def test_a_refund_is_a_fact_with_shift_and_audit_link(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    refund = Refunds(shop).refund(actor, wish_for(shop, order))
    with shop.database.read() as connection:
        row = connection.execute(select(Refund).where(Refund.id == refund.refund)).one()
        act = connection.scalar(select(AuditEntry.act).where(AuditEntry.fact_id == refund.refund))
    assert row.shift_id is not None
    assert (row.till_id, row.staff_id, act) == (actor.till, actor.staff, "refund")


def test_whoever_listens_hears_of_order_and_stock(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    heard: list[object] = []
    listener = heard.append
    shop.events.listen(OrderChanged, listener)
    shop.events.listen(StockChanged, listener)
    Refunds(shop).refund(actor, wish_for(shop, order, Wanted(1, 1000)))
    assert OrderChanged(order.order, order.number) in heard
    assert StockChanged(frozenset({order.lines[0].sku})) in heard  # type: ignore[arg-type]


def test_the_history_of_the_order_names_the_refund(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    refund = Refunds(shop).refund(actor, wish_for(shop, order, Wanted(1, 1000)))
    after = Orders(shop).detail(actor, order.order)
    assert [event.kind for event in after.events] == ["sold", "refunded"]
    assert after.events[1].facts["number"] == refund.number
    assert after.refunds == (refund,)


def test_goods_for_nothing_can_come_back(shop: Shop, actor: Actor) -> None:
    gift = put_goods(shop, actor, "gift", price=0, cost_value=500, on_hand=1000)
    order = sell(shop, actor, Taken(gift))
    refund = Refunds(shop).refund(actor, wish_for(shop, order))
    assert (refund.amount, refund.ways, refund.method) == (0, (), Method.CASH)
    assert level(shop, gift.sku) == (1000, 500)


def test_an_unknown_order_and_an_unknown_line_are_not_found(
    shop: Shop, actor: Actor, order: OrderView
) -> None:
    for wish in (
        RefundWish(shop.ids.new(), shop.ids.new()),
        wish_for(shop, order, Wanted(9, 1000)),
    ):
        with pytest.raises(ShopError) as caught:
            Refunds(shop).refund(actor, wish)
        assert caught.value.code is ErrorCode.NOT_FOUND
