"""What the customer sees follows the open sale, and nothing else of the shop."""

from dataclasses import fields
from datetime import timedelta

from microshop_desktop.domain.basket import Discount, DiscountKind, Method
from microshop_desktop.domain.collection_code import CollectionCode
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.ui.customer_display.source import Surroundings
from microshop_desktop.ui.customer_display.view_model import (
    THANKS_FOR,
    CustomerSight,
    CustomerViewModel,
    Scene,
)
from tests.ui.customer_display.conftest import CODE
from tests.ui.sell.phones import WECHAT_CODE, PhoneTill
from tests.ui.sell.view import CRISPS, TEA


def test_idle_shows_the_shop(display: CustomerViewModel) -> None:
    sight = display.sight()
    assert (sight.scene, sight.shop, sight.lines) == (Scene.IDLE, "Corner", ())


def test_lines_with_quantity_price_and_total(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(CRISPS)
    till.vm.scanned(TEA)
    sight = display.sight()
    assert sight.scene is Scene.BASKET
    assert [(line.name, line.detail, line.total) for line in sight.lines] == [
        ("Crisps 75g", "2 × ¥8.50", "17.00"),
        ("Green tea", "1 × ¥20.00", "20.00"),
    ]
    assert sight.lines[0].picture == "photo.png"
    assert sight.money.pieces == "3 pieces"
    assert sight.money.due == "¥37.00"
    assert sight.money.saved == ""


def test_what_is_taken_off_is_said(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(TEA)
    till.vm.discount_basket(Discount(DiscountKind.AMOUNT, 500))
    money = display.sight().money
    assert (money.subtotal, money.saved, money.due) == ("Subtotal ¥20.00", "−¥5.00", "¥15.00")


def test_what_is_still_to_be_paid_once_a_part_is_paid(
    till: PhoneTill, display: CustomerViewModel
) -> None:
    till.vm.scanned(TEA)
    assert display.sight().money.received == ""
    till.vm.pay(Method.CASH)
    assert till.vm.payment is not None
    till.vm.payment.choose(500)
    till.vm.take_part()
    money = display.sight().money
    assert (money.subtotal, money.received, money.due) == ("Subtotal ¥20.00", "−¥5.00", "¥15.00")
    till.vm.pay(Method.WECHAT)
    sight = display.sight()
    assert (sight.pane.amount, sight.money.due) == ("¥15.00", "¥15.00")


def test_the_customers_own_name_and_points(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(CRISPS)
    customer = till.vm.desk.make_customer("Summer wind", "13800000001").facts
    till.vm.set_customer(customer)
    assert display.sight().customer == "Summer wind"


def test_a_waiting_qr_in_the_colours_of_its_method(
    till: PhoneTill, display: CustomerViewModel
) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    sight = display.sight()
    assert sight.scene is Scene.CODE
    assert (sight.pane.method, sight.pane.amount) == ("wechat", "¥8.50")
    assert sight.pane.qr == till.record.attempt.qr
    till.vm.pay(Method.ALIPAY)
    assert display.sight().pane.method == "alipay"


def test_a_scanned_code_is_being_paid(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    sight = display.sight()
    assert sight.scene is Scene.PAYING
    assert sight.pane.qr == ""
    assert WECHAT_CODE not in repr(sight)


def test_while_nobody_knows_no_code_is_shown(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.break_network()
    till.pass_time(120)
    sight = display.sight()
    assert sight.scene is Scene.CHECKING
    assert sight.pane.qr == ""
    assert "Please don't pay again" in sight.pane.note


def test_thanks_stay_for_eight_seconds(
    till: PhoneTill, display: CustomerViewModel, clock: FixedClock
) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    display.sight()
    till.customer_pays()
    sight = display.sight()
    assert (sight.scene, sight.pane.amount) == (Scene.THANKS, "¥8.50")
    assert sight.pane.title == "Received by WeChat"
    clock.advance(timedelta(seconds=THANKS_FOR - 1))
    clock.set(clock.now() - timedelta(hours=1))  # a clock put back keeps no thanks
    assert display.sight().scene is Scene.THANKS
    clock.advance(timedelta(seconds=1))
    assert display.sight().scene is Scene.IDLE


def test_the_next_scan_ends_the_thanks(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(CRISPS)
    till.vm.take_exact()
    assert display.sight().scene is Scene.THANKS
    till.vm.scanned(TEA)
    assert display.sight().scene is Scene.BASKET


def test_change_in_cash_is_said(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.CASH)
    assert till.vm.payment is not None
    till.vm.payment.choose(1000)
    display.sight()
    till.vm.take()
    sight = display.sight()
    assert sight.pane.title == "Paid"
    assert sight.pills == ("Change ¥1.50",)


def test_a_collection_code_with_its_amount(
    till: PhoneTill, display: CustomerViewModel, codes: dict[Method, CollectionCode]
) -> None:
    codes[Method.COLLECTION_CODE] = CODE
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.COLLECTION_CODE)
    pane = display.sight().pane
    assert (pane.qr, pane.amount, pane.method) == (CODE.text, "¥8.50", "wechat")
    assert "Lin" in pane.note


def test_without_a_code_the_basket_stays(till: PhoneTill, display: CustomerViewModel) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.COLLECTION_CODE)
    assert display.sight().scene is Scene.BASKET


def test_nothing_of_cost_and_stock_can_be_shown() -> None:
    shown = {field.name for field in (*fields(CustomerSight), *fields(Surroundings))}
    assert not shown & {"cost", "stock", "available", "profit", "customers"}
