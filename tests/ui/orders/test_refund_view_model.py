"""The refund page without a widget: limits, shares, ways of the money, exchange."""

import pytest
from sqlalchemy import insert

from microshop_desktop.domain.basket import Method
from microshop_desktop.persistence.tables.catalogue import SkuCode, SkuUnit
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.refund.sentences import after_text, summary_rows
from microshop_desktop.ui.orders.refund.view_model import MoneyWay, RefundViewModel, ScanOutcome
from tests.services.order_samples import Taken, put_goods, sell
from tests.ui.orders.conftest import CREAM_CODE, LIPSTICK_CODE, MASK_CODE


@pytest.fixture
def refund(desk: OrdersDesk) -> RefundViewModel:
    return RefundViewModel(desk, desk.by_number("1"))


@pytest.fixture
def exchange(desk: OrdersDesk) -> RefundViewModel:
    return RefundViewModel(desk, desk.by_number("1"), exchange=True)


def test_nothing_goes_back_at_first(refund: RefundViewModel) -> None:
    assert (refund.amount, refund.pieces, refund.is_ready) == (0, 0, False)
    assert refund.still_refundable == 18970


def test_each_scan_gives_one_more_back_up_to_what_was_bought(refund: RefundViewModel) -> None:
    outcomes = [refund.scan(CREAM_CODE) for _ in range(3)]
    assert outcomes == [ScanOutcome.COUNTED, ScanOutcome.COUNTED, ScanOutcome.ALL_COUNTED]
    assert refund.rows()[1].now == 2000
    assert refund.scan(LIPSTICK_CODE) is ScanOutcome.UNKNOWN
    assert refund.scan("nothing") is ScanOutcome.UNKNOWN


def test_the_code_of_a_box_gives_its_pieces_back(
    desk: OrdersDesk, shop: Shop, refund: RefundViewModel
) -> None:
    mask = refund.order.lines[0].sku
    pair = shop.ids.new()
    with shop.database.write() as connection:
        changed = {"changed_at": shop.clock.now()}
        connection.execute(
            insert(SkuUnit), {"id": pair, "sku_id": mask, "name": "pair", "factor": 2, **changed}
        )
        connection.execute(
            insert(SkuCode),
            {"id": shop.ids.new(), "code": "6900001000042", "sku_id": mask, "sku_unit_id": pair},
        )
    assert refund.scan("6900001000042") is ScanOutcome.COUNTED
    assert refund.rows()[0].now == 2000
    refund.scan("6900001000042")
    assert refund.rows()[0].now == 3000


def test_steps_stay_between_nothing_and_what_is_left(refund: RefundViewModel) -> None:
    refund.set_now(1, 99_000)
    assert refund.rows()[0].now == 3000
    refund.step(1, -9)
    assert refund.rows()[0].now == 0


def test_the_share_of_discounts_is_taken_off(refund: RefundViewModel) -> None:
    refund.step(1, 1)
    assert (refund.gross, refund.amount) == (4990, 4740)
    assert summary_rows(refund)[1] == ("Share of discounts", "−2.50", False)
    refund.take_all()
    assert (refund.gross, refund.amount, refund.pieces) == (19970, 18970, 5)


def test_the_money_goes_back_as_it_was_paid_in_cash_or_both(refund: RefundViewModel) -> None:
    refund.take_all()
    assert _ways(refund) == [(Method.COLLECTION_CODE, 10_000), (Method.CASH, 8970)]
    refund.choose_way(MoneyWay.CASH)
    assert {method for method, _ in _ways(refund)} == {Method.CASH}
    refund.choose_way(MoneyWay.BOTH)
    refund.set_cash_part(12_000)
    assert sum(amount for method, amount in _ways(refund) if method is Method.CASH) == 12_000
    refund.set_cash_part(99_999_999)
    assert refund.cash_part == 18970


def test_what_will_be_booked_is_said(refund: RefundViewModel) -> None:
    refund.step(1, 1)
    refund.step(2, 1)
    refund.set_restock(2, restock=False)
    assert after_text(refund) == (
        "To the shelf: mask +1. Written off: cream × 1, cost ¥5.00. "
        "Send Collection code ¥71.15 to the customer yourself; it is noted as done by hand."
    )


def test_booking_twice_makes_one_refund(refund: RefundViewModel, desk: OrdersDesk) -> None:
    refund.step(1, 1)
    refund.reason = "Damaged"
    assert refund.book() == refund.book()
    after = desk.by_number("1")
    assert (after.refunded, len(after.refunds), after.refunds[0].reason) == (4740, 1, "Damaged")


def test_the_current_line_moves_over_those_that_can_go_back(refund: RefundViewModel) -> None:
    assert refund.current_no == 1
    refund.move(1)
    refund.move(1)
    assert refund.current_no == 2
    refund.move(-5)
    assert refund.current_no == 1


def test_an_exchange_needs_goods_both_ways(exchange: RefundViewModel) -> None:
    assert exchange.scan(MASK_CODE) is ScanOutcome.COUNTED
    alone = exchange.is_ready
    assert exchange.scan(LIPSTICK_CODE) is ScanOutcome.TAKEN
    assert (alone, exchange.is_ready) == (False, True)
    assert (exchange.difference.to_pay, exchange.difference.to_give) == (8900 - 4740, 0)


def test_an_exchange_is_booked_as_refund_and_sale(
    exchange: RefundViewModel, desk: OrdersDesk
) -> None:
    exchange.scan(MASK_CODE)
    exchange.scan(LIPSTICK_CODE)
    done = exchange.book()
    sale = desk.by_number(done.sale_number)
    assert (sale.total, sale.exchange_of) == (8900, "A-000001")
    assert [(paid.method, paid.amount) for paid in sale.payments] == [
        (Method.OTHER, 4740),
        (Method.CASH, 4160),
    ]


def test_an_exchange_is_with_the_customer_who_bought(
    desk: OrdersDesk, shop: Shop, actor: Actor
) -> None:
    mei = Customers(shop).create(actor, "Mei", phone="13900001111").facts
    tea = put_goods(shop, actor, "tea", price=500)
    order = sell(shop, actor, Taken(tea), customer=mei)
    assert RefundViewModel(desk, order, exchange=True).basket.customer == mei


def test_what_an_exchange_credited_is_no_way_to_give_money_back(
    exchange: RefundViewModel, desk: OrdersDesk
) -> None:
    exchange.scan(MASK_CODE)
    exchange.scan(LIPSTICK_CODE)
    again = RefundViewModel(desk, desk.by_number(exchange.book().sale_number))
    again.take_all()
    assert again.paid_methods == []
    assert {method for method, _ in _ways(again)} == {Method.CASH}


def test_goods_taken_can_be_fewer_or_none(exchange: RefundViewModel) -> None:
    exchange.scan(LIPSTICK_CODE)
    exchange.scan(LIPSTICK_CODE)
    assert exchange.priced is not None
    no = exchange.priced.lines[0].line.no
    exchange.set_taken(no, 1000)
    assert exchange.difference.taken == 8900
    exchange.set_taken(no, 0)
    assert exchange.priced is None


def _ways(refund: RefundViewModel) -> list[tuple[Method, int]]:
    assert refund.plan is not None
    return [(way.method, way.amount) for way in refund.plan.ways]
