"""Taking money: exact, with change, in parts, by hand; finished once whatever is pressed."""

import sqlalchemy as sa

from microshop_desktop.domain.basket import Discount, DiscountKind, Method
from microshop_desktop.persistence.tables.orders import OrderRow, Payment
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.ui.sell.view import CRISPS, TEA, Seen, new_till


def type_amount(till: SellViewModel, text: str) -> None:
    assert till.payment is not None
    for sign in text:
        till.payment.type(sign)


def payments(shop: Shop) -> list[tuple[str, int, int, str]]:
    with shop.database.read() as connection:
        rows = connection.execute(
            sa.select(Payment.method, Payment.amount, Payment.tendered, Payment.state).order_by(
                Payment.seq
            )
        )
        return [(row.method, row.amount, row.tendered, row.state) for row in rows]


def orders(shop: Shop) -> int:
    with shop.database.read() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(OrderRow)) or 0)


def test_ctrl_enter_after_the_last_scan_is_exact_cash_and_done(
    till: SellViewModel, shop: Shop
) -> None:
    till.scanned(CRISPS)
    till.take_exact()
    assert payments(shop) == [("cash", 850, 850, "received")]
    assert till.basket.is_empty
    assert till.last_sale is not None
    assert till.last_sale.change == 0


def test_cash_and_enter_take_exactly_what_is_due(till: SellViewModel, shop: Shop) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.take()
    assert payments(shop) == [("cash", 850, 850, "received")]


def test_typed_cash_gives_change(till: SellViewModel, shop: Shop, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    type_amount(till, "10")
    assert till.payment is not None
    assert till.payment.change == 150
    till.take()
    assert payments(shop) == [("cash", 850, 1000, "received")]
    assert till.last_sale is not None
    assert (till.last_sale.given, till.last_sale.change) == (1000, 150)
    assert seen.sounds[-1] == "paid"


def test_fifty_enters_make_one_sale(till: SellViewModel, shop: Shop) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    for _press in range(50):
        till.take()
        till.take_exact()
    assert orders(shop) == 1
    assert till.payment is None


def test_a_second_finish_of_the_same_basket_gives_the_first_order_back(
    till: SellViewModel, shop: Shop
) -> None:
    till.scanned(CRISPS)
    basket, total = till.basket, till.priced.total
    till.take_exact()
    again = till.desk.finish(basket, (), total)
    assert again.again
    assert orders(shop) == 1


def test_a_basket_being_paid_is_locked(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.step(1)
    till.remove()
    till.set_quantity("5")
    till.undo()
    assert [row.quantity for row in till.rows] == ["1"]


def test_going_back_unlocks_it(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.back()
    till.step(1)
    assert [row.quantity for row in till.rows] == ["2"]


def test_scans_during_a_payment_go_to_the_next_basket(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.scanned(TEA)
    assert [row.name for row in till.rows] == ["Crisps 75g"]
    assert seen.texts[-1] == "Green tea goes to the next basket"
    till.take()
    assert [row.name for row in till.rows] == ["Green tea"]


def test_the_next_basket_survives_a_kill_during_the_payment(
    till: SellViewModel, shop: Shop, actor: Actor
) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.scanned(TEA)
    till.scanned(TEA)
    again = new_till(shop, actor)
    assert [row.name for row in again.rows] == ["Crisps 75g"]
    assert [(held.name, held.total) for held in again.held()] == [("Next customer", 4000)]


def test_the_next_basket_can_be_recalled_after_going_back(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.scanned(TEA)
    till.back()
    till.recall(till.held()[0].basket)
    assert [row.name for row in till.rows] == ["Green tea"]
    till.take_exact()
    assert till.basket.is_empty
    assert [held.total for held in till.held()] == [850]


def test_a_payment_in_parts_books_each_way(till: SellViewModel, shop: Shop) -> None:
    till.scanned(TEA, "3*")
    till.pay(Method.CASH)
    type_amount(till, "50")
    till.take_part()
    assert till.payment is not None
    assert till.payment.due == 1000
    till.pay(Method.WECHAT)
    till.take()
    assert payments(shop) == [
        ("cash", 5000, 5000, "received"),
        ("wechat", 1000, 1000, "confirmed_by_cashier"),
    ]


def test_received_money_is_there_again_after_a_kill(
    till: SellViewModel, shop: Shop, actor: Actor
) -> None:
    till.scanned(TEA, "3*")
    till.pay(Method.CASH)
    type_amount(till, "50")
    till.take()
    again = new_till(shop, actor)
    assert again.payment is not None
    assert again.payment.due == 1000
    again.back()
    assert again.is_locked
    again.take()
    assert [payment[1] for payment in payments(shop)] == [5000, 1000]


def test_received_money_can_be_given_back(till: SellViewModel, shop: Shop) -> None:
    till.scanned(TEA, "3*")
    till.pay(Method.CASH)
    type_amount(till, "50")
    till.take_part()
    till.give_back()
    assert not till.is_locked
    till.take_exact()
    assert payments(shop) == [("cash", 6000, 6000, "received")]


def test_by_hand_takes_never_more_than_is_due(till: SellViewModel, shop: Shop) -> None:
    till.scanned(CRISPS)
    till.pay(Method.ALIPAY)
    type_amount(till, "20")
    till.take()
    assert orders(shop) == 0
    assert till.problem


def test_an_empty_basket_cannot_be_paid(till: SellViewModel, seen: Seen) -> None:
    till.pay(Method.CASH)
    till.take_exact()
    assert till.payment is None
    assert seen.texts == ["Scan the first item, then take the money"]


def test_a_rule_changed_meanwhile_is_said_and_shown(
    till: SellViewModel, shop: Shop, actor: Actor
) -> None:
    till.scanned(CRISPS)
    Settings(shop).change(actor, rounding="whole")
    till.take_exact()
    assert orders(shop) == 0
    assert till.priced.total == 800
    till.take()
    assert payments(shop)[0][1] == 800


def test_the_next_scan_takes_the_last_sale_away(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.take_exact()
    assert till.last_sale is not None
    till.scanned(TEA)
    assert till.last_sale is None


def test_the_payment_page_for_phone_codes_takes_nothing(till: SellViewModel, shop: Shop) -> None:
    till.scanned(CRISPS)
    till.pay(Method.WECHAT, by_code=True)
    till.take()
    assert orders(shop) == 0


def test_a_gift_is_finished_without_money(till: SellViewModel, shop: Shop) -> None:
    till.scanned(CRISPS)
    till.discount_line(Discount(DiscountKind.PERCENT, 10_000, "gift"))
    till.pay(Method.CASH)
    till.take()
    assert orders(shop) == 1
    assert payments(shop) == []
