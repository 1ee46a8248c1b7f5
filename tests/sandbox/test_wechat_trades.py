"""WeChat Pay's rules of trades."""

from datetime import timedelta

import pytest

from microshop_desktop.sandbox.clock import rfc3339
from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import PAY, Merchant, code_of


def test_a_native_order_waits_until_the_customer_pays(practice: Practice, wechat: Merchant) -> None:
    wechat.native()
    assert wechat.state() == "NOTPAY"
    assert practice.sandbox.pay("order_001")
    paid = wechat.query()
    assert (paid["trade_state"], paid["trade_type"]) == ("SUCCESS", "NATIVE")
    assert paid["amount"]["total"] == paid["amount"]["payer_total"] == 1990
    assert paid["mchid"] == wechat.account.mch_id
    assert practice.world.received("order_001") == 1990


def test_an_order_is_found_by_the_platforms_number(practice: Practice, wechat: Merchant) -> None:
    wechat.native()
    practice.sandbox.pay("order_001")
    number = wechat.query()["transaction_id"]
    assert wechat.get(f"{PAY}/id/{number}?mchid={wechat.account.mch_id}") == wechat.query()


def test_an_unknown_order_does_not_exist(wechat: Merchant) -> None:
    target = f"{PAY}/out-trade-no/never_made?mchid={wechat.account.mch_id}"
    answer = wechat.send("GET", target)
    assert (answer.status, code_of(answer)) == (404, "ORDER_NOT_EXIST")


def test_the_same_order_gets_a_new_qr_and_the_old_one_leads_nowhere(
    practice: Practice, wechat: Merchant
) -> None:
    first = wechat.native()
    second = wechat.native()
    assert first != second
    assert practice.world.by_code(first.rpartition("/")[2]) is None
    assert practice.world.by_code(second.rpartition("/")[2]) is not None


def test_a_new_qr_does_not_give_the_order_more_time(practice: Practice, wechat: Merchant) -> None:
    wechat.native()
    practice.clock.pass_by(days=6)
    wechat.native()
    practice.clock.pass_by(days=1)
    assert wechat.state() == "CLOSED"


def test_changed_fields_under_the_same_number_are_refused(wechat: Merchant) -> None:
    wechat.native()
    answer = wechat.send("POST", f"{PAY}/native", wechat.order(total=1991))
    assert (answer.status, code_of(answer)) == (403, "OUT_TRADE_NO_USED")


def test_a_closed_order_cannot_be_paid(practice: Practice, wechat: Merchant) -> None:
    wechat.native()
    assert wechat.close().status == 204
    assert wechat.close().status == 204
    assert not practice.sandbox.pay("order_001")
    assert wechat.state() == "CLOSED"
    again = wechat.send("POST", f"{PAY}/native", wechat.order())
    assert code_of(again) == "ORDER_CLOSED"


def test_a_204_is_signed(wechat: Merchant) -> None:
    wechat.native()
    answer = wechat.close()
    assert (answer.body, wechat.is_signed(answer)) == (b"", True)


def test_a_paid_order_cannot_be_closed(practice: Practice, wechat: Merchant) -> None:
    wechat.native()
    practice.sandbox.pay("order_001")
    assert code_of(wechat.close()) == "ORDER_PAID"
    practice.rules.underscores = False
    assert code_of(wechat.close()) == "ORDERPAID"


def test_an_order_closes_itself_at_its_end(practice: Practice, wechat: Merchant) -> None:
    end = practice.clock() + timedelta(minutes=5)
    wechat.native(time_expire=rfc3339(end))
    practice.clock.pass_by(minutes=4, seconds=59)
    assert wechat.state() == "NOTPAY"
    practice.clock.pass_by(1)
    assert wechat.state() == "CLOSED"


@pytest.mark.parametrize("ahead", [timedelta(seconds=59), timedelta(days=15, seconds=1)])
def test_an_end_too_near_or_too_far_is_refused(
    practice: Practice, wechat: Merchant, ahead: timedelta
) -> None:
    order = wechat.order(time_expire=rfc3339(practice.clock() + ahead))
    assert code_of(wechat.send("POST", f"{PAY}/native", order)) == "PARAM_ERROR"


def test_the_same_end_may_be_sent_again_when_it_is_near(
    practice: Practice, wechat: Merchant
) -> None:
    end = rfc3339(practice.clock() + timedelta(minutes=5))
    wechat.native(time_expire=end)
    practice.clock.pass_by(270)
    assert wechat.native(time_expire=end)


def test_a_code_pays_at_once_and_only_once(wechat: Merchant) -> None:
    paid = wechat.codepay()
    assert (paid["trade_state"], paid["trade_type"]) == ("SUCCESS", "MICROPAY")
    second = wechat.send("POST", f"{PAY}/codepay", wechat.code_order("order_002"))
    assert code_of(second) == "AUTH_CODE_EXPIRE"


def test_a_number_is_not_charged_twice(practice: Practice, wechat: Merchant) -> None:
    wechat.codepay()
    again = wechat.send("POST", f"{PAY}/codepay", wechat.code_order(code="134567890123458888"))
    assert code_of(again) == "ORDER_PAID"
    assert practice.world.received("order_001") == 1990


@pytest.mark.parametrize("code", ["284567890123459999", "1634", "174567890123459999"])
def test_what_is_no_payment_code_is_refused(wechat: Merchant, code: str) -> None:
    answer = wechat.send("POST", f"{PAY}/codepay", wechat.code_order(code=code))
    assert code_of(answer) == "AUTH_CODE_INVALID"


def test_a_large_amount_asks_for_a_password(practice: Practice, wechat: Merchant) -> None:
    order = wechat.code_order(total=100_001)
    answer = wechat.send("POST", f"{PAY}/codepay", order)
    assert (answer.status, wechat.good(answer)["trade_state"]) == (202, "USERPAYING")
    assert wechat.state() == "USERPAYING"
    practice.sandbox.pay("order_001")
    assert wechat.state() == "SUCCESS"


@pytest.mark.parametrize(
    ("ending", "after"), [("0003", "USERPAYING"), ("0004", "SUCCESS"), ("0005", "PAYERROR")]
)
def test_endings_of_a_code_ask_for_a_behaviour(
    practice: Practice, wechat: Merchant, ending: str, after: str
) -> None:
    assert wechat.codepay(code=f"13456789012345{ending}")["trade_state"] == "USERPAYING"
    practice.clock.pass_by(7)
    assert wechat.state() == after


def test_a_customer_with_too_little_fails_the_order(wechat: Merchant) -> None:
    order = wechat.code_order(code="134567890123450001")
    answer = wechat.send("POST", f"{PAY}/codepay", order)
    assert (answer.status, code_of(answer)) == (403, "NOT_ENOUGH")
    assert wechat.state() == "PAYERROR"


def test_a_code_order_cannot_be_closed_but_reversed(practice: Practice, wechat: Merchant) -> None:
    wechat.codepay()
    assert code_of(wechat.close()) == "INVALID_REQUEST"
    wechat.good(wechat.reverse())
    wechat.good(wechat.reverse())
    assert wechat.state() == "REVOKED"
    assert practice.world.received("order_001") == 0
    assert practice.world.complaints == ["order_001 was reversed 0 s after it was sent"]


def test_a_reverse_after_fifteen_seconds_is_nothing_to_complain_about(
    practice: Practice, wechat: Merchant
) -> None:
    wechat.codepay()
    practice.clock.pass_by(15)
    wechat.good(wechat.reverse())
    assert practice.world.complaints == []


def test_a_reverse_of_an_unpaid_order_closes_it(practice: Practice, wechat: Merchant) -> None:
    wechat.codepay(code="134567890123450006")
    practice.clock.pass_by(16)
    wechat.good(wechat.reverse())
    assert wechat.state() == "CLOSED"
    assert not practice.sandbox.pay("order_001")


def test_a_reverse_while_the_customer_types_is_refused_and_complained_about(
    practice: Practice, wechat: Merchant
) -> None:
    wechat.codepay(code="134567890123450006")
    practice.clock.pass_by(5)
    assert code_of(wechat.reverse()) == "INVALID_REQUEST"
    assert practice.world.complaints == ["order_001 was reversed 5 s after it was sent"]


def test_a_qr_order_cannot_be_reversed(wechat: Merchant) -> None:
    wechat.native()
    assert code_of(wechat.reverse()) == "INVALID_REQUEST"


def test_a_reverse_comes_too_late_after_seven_days(practice: Practice, wechat: Merchant) -> None:
    wechat.codepay()
    practice.clock.pass_by(days=7, seconds=1)
    assert code_of(wechat.reverse()) == "INVALID_REQUEST"


def test_a_merchant_without_codepay_is_told_so(practice: Practice, wechat: Merchant) -> None:
    practice.rules.codepay_v3 = False
    answer = wechat.send("POST", f"{PAY}/codepay", wechat.code_order())
    assert (answer.status, code_of(answer)) == (403, "NO_AUTH")


def test_one_merchant_does_not_see_the_orders_of_another(
    wechat: Merchant, wechat_certified: Merchant
) -> None:
    wechat.native()
    target = f"{PAY}/out-trade-no/order_001?mchid={wechat_certified.account.mch_id}"
    assert code_of(wechat_certified.send("GET", target)) == "ORDER_NOT_EXIST"
