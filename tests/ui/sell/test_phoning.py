"""Collecting by phone at the counter: every state, every way out of it, and no money twice."""

import sqlite3
from typing import cast

import pytest
import sqlalchemy as sa

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import (
    AttemptKind,
    Doubt,
    NotSent,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Verb,
    Waiting,
)
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import OrderRow, Payment, PaymentAttempt
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.phone_stage import Stage
from tests.payments.scripted import MERCHANT
from tests.services.shelf import Shelf
from tests.ui.sell.phones import ALIPAY_CODE, UNIONPAY_CODE, WECHAT_CODE, PhoneTill, phone_till
from tests.ui.sell.view import CRISPS, TEA, new_till


@pytest.fixture
def till(shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf) -> PhoneTill:
    return phone_till(shop, actor, clock)


def states(shop: Shop) -> list[tuple[str, str]]:
    with shop.database.read() as connection:
        rows = connection.execute(
            sa.select(OrderRow.state, OrderRow.pay_state).order_by(OrderRow.seq)
        )
        return [(row.state, row.pay_state) for row in rows]


def payments(shop: Shop) -> list[tuple[str, int]]:
    with shop.database.read() as connection:
        rows = connection.execute(sa.select(Payment.method, Payment.amount).order_by(Payment.seq))
        return [(row.method, row.amount) for row in rows]


def attempts(shop: Shop) -> list[tuple[str, str, str]]:
    with shop.database.read() as connection:
        rows = connection.execute(
            sa.select(PaymentAttempt.method, PaymentAttempt.kind, PaymentAttempt.state).order_by(
                PaymentAttempt.made_at, PaymentAttempt.id
            )
        )
        return [(row.method, row.kind, row.state) for row in rows]


def test_f10_shows_a_code_and_the_paid_sale_closes_by_itself(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    assert till.stage() is Stage.WAITING
    assert till.record.attempt.qr.startswith("weixin://")
    assert till.vm.is_locked
    till.customer_pays()
    assert payments(shop) == [("wechat", 850)]
    assert states(shop) == [("completed", "paid")]
    assert till.vm.payment is None
    assert till.vm.basket.is_empty
    assert till.vm.last_sale is not None
    assert till.vm.last_sale.words == "WeChat ¥8.50 received"
    assert till.seen.sounds[-1] == "paid"
    assert till.seen.said[-1] == "WeChat ¥8.50 received"


def test_what_is_asked_for_before_phones_are_there_is_done_then(
    shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf
) -> None:
    ready = phone_till(shop, actor, clock)
    vm = new_till(shop, actor)
    vm.expect_phones()
    vm.scanned(CRISPS)
    vm.scanned(WECHAT_CODE)
    assert (vm.payment, vm.phone) == (None, None)
    vm.attach_phones(ready.desk)
    assert ready.gateway.codes == [WECHAT_CODE]
    assert vm.phone is not None


def test_cash_chosen_meanwhile_takes_the_place_of_what_waits_for_phones(
    shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf
) -> None:
    ready = phone_till(shop, actor, clock)
    vm = new_till(shop, actor)
    vm.expect_phones()
    vm.scanned(CRISPS)
    vm.pay(Method.WECHAT)
    vm.pay(Method.CASH)
    vm.attach_phones(ready.desk)
    assert ready.gateway.asked == []
    assert vm.payment is not None
    assert vm.payment.method is Method.CASH


def test_pressing_the_same_method_again_changes_nothing(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    for _press in range(20):
        till.vm.pay(Method.WECHAT)
    assert attempts(shop) == [("wechat", "qr", "waiting")]
    assert till.verbs == [Verb.SHOW_QR]


def test_a_bare_scan_of_the_customers_code_charges_it_at_once(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    assert till.gateway.codes == [WECHAT_CODE]
    assert till.stage() is Stage.PAYING
    assert till.vm.code_tail == "6789"
    till.customer_pays()
    assert payments(shop) == [("wechat", 850)]
    assert till.vm.code_tail == ""


def test_whose_code_it_is_follows_its_shape(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(ALIPAY_CODE)
    assert attempts(shop) == [("alipay", "code", "waiting")]


def test_a_scale_label_that_looks_like_alipay_is_goods(
    till: PhoneTill, shop: Shop, shelf: Shelf
) -> None:
    shelf.sku("Odd code", ALIPAY_CODE, 300)
    till.vm.scanned(CRISPS)
    till.vm.scanned(ALIPAY_CODE)
    assert len(till.vm.rows) == 2
    assert attempts(shop) == []


def test_a_code_with_an_empty_basket_says_to_scan_goods_first(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(WECHAT_CODE)
    assert till.seen.texts == ["This is a payment code. Scan the goods first"]
    assert attempts(shop) == []


def test_unionpay_is_refused_with_a_sentence(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(UNIONPAY_CODE)
    assert "UnionPay" in till.seen.texts[-1]
    assert attempts(shop) == []


def test_a_second_code_while_one_is_charged_is_ignored(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    till.vm.scanned(ALIPAY_CODE)
    assert till.seen.texts[-1] == "A payment is running already"
    assert attempts(shop) == [("wechat", "code", "waiting")]


def test_the_same_code_within_a_minute_is_charged_once(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.answer(Refused(Refusal.DECLINED))
    till.vm.scanned(WECHAT_CODE)
    assert till.stage() is Stage.REFUSED
    till.vm.scanned(WECHAT_CODE)
    assert till.gateway.codes == [WECHAT_CODE]
    till.pass_time(61)
    till.vm.scanned(WECHAT_CODE)
    assert len(till.gateway.codes) == 2


def test_no_code_is_written_anywhere(
    till: PhoneTill, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    till.customer_pays()
    with shop.database.read() as connection:
        memory = cast("sqlite3.Connection", connection.connection.dbapi_connection)
        whole_file = memory.serialize()
    assert b"6901234567005" in whole_file
    assert WECHAT_CODE.encode() not in whole_file
    assert WECHAT_CODE not in caplog.text
    assert WECHAT_CODE not in repr(vars(till.vm))


def test_the_customers_code_takes_the_place_of_a_waiting_qr_once_that_is_closed(
    till: PhoneTill, shop: Shop
) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.vm.scanned(ALIPAY_CODE)
    assert till.verbs == [Verb.SHOW_QR, Verb.CLOSE, Verb.CHARGE_CODE]
    assert attempts(shop) == [("wechat", "qr", "closed"), ("alipay", "code", "waiting")]


def test_another_method_comes_only_after_the_first_is_closed(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.answer(Unclear(Doubt.NO_ANSWER), deaf=True)
    till.vm.pay(Method.ALIPAY)
    assert till.stage() is Stage.CLOSING or till.stage() is Stage.UNKNOWN
    assert attempts(shop) == [("wechat", "qr", "unknown")]
    till.mend_network()
    till.pass_time(10)
    assert attempts(shop) == [("wechat", "qr", "closed"), ("alipay", "qr", "waiting")]
    assert till.stage() is Stage.WAITING


def test_paid_while_it_is_switched_means_the_sale_is_paid(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.gateway.customer_pays(till.record.attempt.out_trade_no)
    till.vm.pay(Method.ALIPAY)
    assert payments(shop) == [("wechat", 850)]
    assert attempts(shop) == [("wechat", "qr", "paid")]
    assert till.vm.last_sale is not None


def test_cash_instead_is_taken_after_the_close_with_its_change(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.vm.cash_instead(1000)
    assert payments(shop) == [("cash", 850)]
    assert till.vm.last_sale is not None
    assert (till.vm.last_sale.given, till.vm.last_sale.change) == (1000, 150)
    assert states(shop) == [("completed", "paid")]


def test_without_network_nothing_is_asked_twice_and_cash_works_at_once(
    till: PhoneTill, shop: Shop
) -> None:
    till.break_network()
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    assert till.stage() is Stage.NO_CODE
    sight = till.vm.sight()
    assert sight is not None
    assert sight.title == "WeChat cannot be reached"
    till.vm.cash_instead(850)
    assert payments(shop) == [("cash", 850)]


def test_a_code_without_network_is_refused_and_nothing_was_charged(till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    till.answer(NotSent(), deaf=True)
    till.vm.scanned(WECHAT_CODE)
    assert till.stage() is Stage.REFUSED
    sight = till.vm.sight()
    assert sight is not None
    assert sight.title == "No network, so nothing was charged"


@pytest.mark.parametrize("refusal", list(Refusal))
def test_each_refusal_says_why_and_what_to_do(till: PhoneTill, refusal: Refusal) -> None:
    till.vm.scanned(CRISPS)
    till.answer(Refused(refusal))
    till.vm.scanned(WECHAT_CODE)
    sight = till.vm.sight()
    assert sight is not None
    assert sight.stage is Stage.REFUSED
    assert sight.title
    assert sight.note
    assert sight.renew == "Scan the code again"


def test_a_qr_that_ran_out_is_made_anew_by_one_press(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.pass_time(301)
    assert till.stage() is Stage.ENDED
    sight = till.vm.sight()
    assert sight is not None
    assert sight.renew == "New code"
    till.vm.ask_again()
    assert till.stage() is Stage.WAITING
    assert [state for _method, _kind, state in attempts(shop)] == ["closed", "waiting"]


def test_a_lost_answer_leaves_the_code_on_the_screen_two_are_unknown(till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.answer(Unclear(Doubt.NOT_REACHED), Unclear(Doubt.NOT_REACHED))
    till.pass_time(3)
    assert till.stage() is Stage.WAITING
    till.pass_time(3)
    assert till.stage() is Stage.UNKNOWN
    assert till.seen.sounds[-1] == "attention"


def unknown(till: PhoneTill) -> None:
    """Let a code be charged without an answer."""
    till.vm.scanned(CRISPS)
    till.answer(Unclear(Doubt.NO_ANSWER))
    till.vm.scanned(WECHAT_CODE)
    assert till.stage() is Stage.UNKNOWN


def test_enter_on_an_unknown_payment_asks_and_charges_nothing(till: PhoneTill) -> None:
    unknown(till)
    till.gateway.customer_pays(till.record.attempt.out_trade_no)
    till.vm.ask_platform()
    assert till.verbs == [Verb.CHARGE_CODE, Verb.QUERY]
    assert till.vm.last_sale is not None


def test_an_unknown_payment_is_parked_and_the_next_customer_served(
    till: PhoneTill, shop: Shop
) -> None:
    unknown(till)
    till.vm.scanned(TEA)
    till.vm.park()
    assert till.vm.payment is None
    assert [row.name for row in till.vm.rows] == ["Green tea"]
    assert states(shop) == [("pending_payment", "unknown")]
    till.vm.take_exact()
    assert states(shop)[1] == ("completed", "paid")


def test_goods_leave_to_be_verified_with_a_reference(till: PhoneTill, shop: Shop) -> None:
    unknown(till)
    attempt = till.record.attempt.id
    till.vm.hand_over("0042")
    assert states(shop) == [("completed", "to_verify")]
    assert till.desk.look(attempt).reference == "0042"
    assert till.vm.last_sale is not None
    assert till.vm.last_sale.words == "To verify: ¥8.50"
    assert till.vm.last_sale.to_verify
    assert till.vm.basket.is_empty


def test_the_last_sale_is_shown_as_paid_once_its_money_is_found(till: PhoneTill) -> None:
    unknown(till)
    number = till.record.attempt.out_trade_no
    till.vm.hand_over("0042")
    till.mend_network()
    till.gateway.customer_pays(number)
    till.pass_time(60)
    assert till.vm.last_sale is not None
    assert not till.vm.last_sale.to_verify
    assert till.vm.last_sale.words == "WeChat ¥8.50 received"
    assert till.vm.last_sale.given == 850


def test_other_ways_are_locked_while_it_is_unknown_and_offline(till: PhoneTill, shop: Shop) -> None:
    unknown(till)
    till.break_network()
    till.vm.ask_platform()
    till.vm.pay(Method.CASH)
    assert till.stage() is Stage.UNKNOWN
    assert till.seen.texts[-1] == "First this payment must be closed, which needs the network"
    assert not till.record.attempt.giving_up


def test_esc_brings_the_basket_back_under_a_new_id(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    before = till.vm.basket.id
    till.vm.pay(Method.WECHAT)
    till.vm.back()
    assert till.vm.payment is None
    assert not till.vm.is_locked
    assert till.vm.basket.id != before
    assert [row.name for row in till.vm.rows] == ["Crisps 75g"]
    assert states(shop) == [("cancelled", "unpaid")]
    till.vm.take_exact()
    assert payments(shop) == [("cash", 850)]


def test_the_basket_that_came_back_survives_a_kill(
    till: PhoneTill, shop: Shop, actor: Actor
) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.vm.back()
    assert [row.name for row in new_till(shop, actor).rows] == ["Crisps 75g"]


def test_esc_does_nothing_while_the_customer_pays(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    till.vm.back()
    assert till.stage() is Stage.PAYING
    assert till.verbs == [Verb.CHARGE_CODE]


def test_cancelling_reverses_a_code_and_brings_the_basket_back(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    till.vm.cancel_payment()
    till.pass_time(20)
    assert attempts(shop) == [("wechat", "code", "closed")]
    assert states(shop) == [("cancelled", "unpaid")]
    assert [row.name for row in till.vm.rows] == ["Crisps 75g"]


def test_a_part_by_phone_the_rest_in_cash(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(TEA)
    till.vm.pay(Method.WECHAT)
    till.vm.ask_part(1500)
    assert till.record.attempt.amount == 1500
    till.customer_pays()
    assert till.vm.payment is not None
    assert till.vm.payment.due == 500
    assert till.vm.payment.method is Method.CASH
    till.vm.take()
    assert payments(shop) == [("wechat", 1500), ("cash", 500)]
    assert states(shop) == [("completed", "paid")]


def test_a_part_in_cash_the_rest_by_two_phones(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(TEA)
    till.vm.pay(Method.CASH)
    assert till.vm.payment is not None
    till.vm.payment.choose(500)
    till.vm.take()
    till.vm.pay(Method.WECHAT)
    till.vm.ask_part(1000)
    till.customer_pays()
    till.vm.pay(Method.ALIPAY)
    assert till.record.attempt.amount == 500
    till.customer_pays()
    assert payments(shop) == [("cash", 500), ("wechat", 1000), ("alipay", 500)]
    assert states(shop) == [("completed", "paid")]


def test_money_that_came_is_given_back_before_the_basket_returns(
    till: PhoneTill, shop: Shop, actor: Actor
) -> None:
    till.vm.scanned(TEA)
    till.vm.pay(Method.WECHAT)
    till.vm.ask_part(1500)
    till.customer_pays()
    assert not till.vm.may_go_back
    till.vm.back()
    assert till.vm.phone is not None
    order = till.vm.phone.order
    till.vm.give_back()
    till.pass_time(1)
    view = Orders(shop).detail(actor, order)
    assert view.state == "cancelled"
    assert [(way.method, way.amount, way.state) for way in view.refunds[0].ways] == [
        (Method.WECHAT, 1500, "done")
    ]
    assert till.gateway.refunds
    assert not till.vm.basket.received
    assert [row.name for row in till.vm.rows] == ["Green tea"]


def test_scans_during_a_phone_payment_go_to_the_next_basket(till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.vm.scanned(TEA)
    till.customer_pays()
    assert [row.name for row in till.vm.rows] == ["Green tea"]


def test_another_amount_than_asked_for_is_shown_and_not_booked(till: PhoneTill, shop: Shop) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.answer(Paid("T1", 1, "CNY", MERCHANT))
    till.pass_time(4)
    sight = till.vm.sight()
    assert sight is not None
    assert sight.title == "Money came that does not fit"
    assert payments(shop) == []


def test_paying_is_shown_when_the_platform_says_so(till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.answer(Waiting(paying=True))
    till.pass_time(3)
    assert till.stage() is Stage.PAYING


def test_without_an_account_f10_is_confirmed_by_hand(
    shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf
) -> None:
    till = phone_till(shop, actor, clock, "alipay")
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    assert till.vm.phone is None
    till.vm.take()
    assert payments(shop) == [("wechat", 850)]
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    assert till.seen.texts[-1] == "WeChat is not set up here. Ask for another way to pay"


def test_a_kind_of_attempt_is_what_was_asked_for(till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.ALIPAY)
    assert till.record.attempt.kind is AttemptKind.QR
