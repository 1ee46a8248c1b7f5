"""A receipt says what the order stored, to the cent."""

from datetime import timedelta

import pytest

from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.receipt import (
    PAPER_58,
    PAPER_80,
    NamedAmount,
    Receipt,
    ReceiptKind,
    ReceiptLine,
)
from microshop_desktop.domain.receipt_layout import Pair, lay_out
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.receipt_words import percent_off, receipt_words
from microshop_desktop.services.receipts import Receipts
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from tests.services.order_samples import Taken, pieces, put_customer, put_goods, sell

TENTH_OFF = Discount(DiscountKind.PERCENT, 1000)


def design_order(shop: Shop, actor: Actor) -> OrderView:
    """The order of the design's receipt: 103.02 − 5.00 − 0.02 = 98.00, cash 50 and WeChat 48."""
    Settings(shop).change(actor, rounding=RoundingRule.TENTH)
    crisps = put_goods(shop, actor, "海盐薯片 75g", price=850)
    berries = put_goods(shop, actor, "冻干草莓脆 50g", price=1980)
    oranges = put_goods(shop, actor, "赣南脐橙", price=1160)
    balm = put_goods(shop, actor, "玫瑰润唇膏 3.5g", price=3900)
    water = put_goods(shop, actor, "白桃气泡水 330ml", price=550)
    return sell(
        shop,
        actor,
        Taken(crisps, pieces(2)),
        Taken(berries),
        Taken(oranges, 1260),
        Taken(balm, discount=TENTH_OFF),
        Taken(water, pieces(3)),
        discount=Discount(DiscountKind.AMOUNT, 500, "满 50 减 5"),
        customer=put_customer(shop, "夏天的风", "13900000000"),
        tenders=(
            Tender(Method.CASH, 5000),
            Tender(Method.WECHAT, 4800, "4200001234567731"),
        ),
    )


@pytest.fixture
def order(shop: Shop, actor: Actor) -> OrderView:
    return design_order(shop, actor)


@pytest.fixture
def receipt(shop: Shop, actor: Actor, order: OrderView) -> Receipt:
    return Receipts(shop).of_order(actor, order.order)


def test_the_money_is_the_order_s(receipt: Receipt, order: OrderView) -> None:
    money = receipt.money
    assert (money.subtotal, money.total, money.change) == (10302, 9800, 0)
    assert money.total == order.total
    assert [given.amount for given in money.adjustments] == [-500, -2]
    assert money.subtotal + sum(given.amount for given in money.adjustments) == money.total
    assert sum(line.total for line in receipt.lines) == money.subtotal


def test_payments_show_the_tail_of_their_reference(receipt: Receipt) -> None:
    assert receipt.money.payments == (
        NamedAmount("Cash", 5000),
        NamedAmount("WeChat Pay, ending 7731", 4800),
    )


def test_a_line_discount_shows_old_and_new_price(receipt: Receipt) -> None:
    assert receipt.lines[3] == ReceiptLine(
        "玫瑰润唇膏 3.5g", 1000, 3510, 3900, 3510, discount_name="10% off"
    )


def test_what_is_weighed_counts_as_one_piece(receipt: Receipt) -> None:
    assert receipt.lines[2].by_weight
    assert receipt.pieces == 8


def test_head_and_people(receipt: Receipt, order: OrderView) -> None:
    assert receipt.head.name == "Corner shop"
    assert (receipt.date, receipt.time) == ("2026-03-02", "12:00")
    assert (receipt.cashier, receipt.customer) == ("Lin", "夏天的风")
    assert receipt.footer.qr_text == receipt.number == order.number


def test_address_and_footer_are_the_shop_s(shop: Shop, actor: Actor, order: OrderView) -> None:
    Settings(shop).change(actor, address="示例路 18 号", receipt_footer="谢谢光临", receipt_qr="x")
    changed = Receipts(shop).of_order(actor, order.order)
    assert changed.head.details == ("示例路 18 号",)
    assert (changed.footer.thanks, changed.footer.qr_text) == ("谢谢光临", "x")


def test_cash_shows_what_was_handed_over_and_the_change(shop: Shop, actor: Actor) -> None:
    goods = put_goods(shop, actor, "Tea", price=850)
    order = sell(shop, actor, Taken(goods), tenders=(Tender(Method.CASH, 1000),))
    money = Receipts(shop).of_order(actor, order.order).money
    assert money.payments == (NamedAmount("Cash", 1000),)
    assert money.change == 150


def test_a_copy_says_so_and_says_what_went_back_since(
    shop: Shop, actor: Actor, clock: FixedClock, order: OrderView
) -> None:
    refunds = Refunds(shop)
    refunds.refund(actor, RefundWish(refunds.new_key(), order.order, (Wanted(1, pieces(1)),)))
    clock.advance(timedelta(days=1))
    copy = Receipts(shop).of_order(actor, order.order, copy=True)
    assert copy.copy_at == "2026-03-03 12:00"
    assert copy.money.total == 9800
    assert copy.extras == (("Refunded since", "-8.09"),)


def test_a_refund_has_its_own_receipt(shop: Shop, actor: Actor, order: OrderView) -> None:
    refunds = Refunds(shop)
    wish = RefundWish(refunds.new_key(), order.order, (Wanted(1, pieces(1), False),))
    refund = refunds.refund(actor, wish)
    receipt = Receipts(shop).of_refund(actor, refund.refund)
    assert receipt.kind is ReceiptKind.REFUND
    assert (receipt.number, receipt.of_order) == (refund.number, order.number)
    assert receipt.money.total == refund.amount == sum(way.amount for way in receipt.money.payments)
    assert receipt.lines[0].note == "written off"


def test_rows_carry_the_design_s_words(receipt: Receipt) -> None:
    rows = lay_out(receipt, receipt_words(), PAPER_80)
    assert Pair("10% off, was 39.00", indent=True) in rows
    assert Pair("Subtotal (8 items)", "103.02") in rows
    narrow = lay_out(receipt, receipt_words(), PAPER_58)
    assert Pair("玫瑰润唇膏 3.5g (10% off)") in narrow


def test_an_order_that_is_not_there(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError) as refused:
        Receipts(shop).of_order(actor, shop.ids.new())
    assert refused.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize(
    ("value", "text"), [(1000, "10% off"), (1250, "12.5% off"), (10000, "100% off")]
)
def test_percent_off(value: int, text: str) -> None:
    assert percent_off(value) == text
