"""Alipay's rules of trades."""

import pytest

from microshop_desktop.sandbox.messages import Request
from tests.sandbox.alipay_merchant import CODE, Merchant
from tests.sandbox.desk_clock import Practice


def _scan(practice: Practice, number: str = "order_001") -> None:
    practice.world.scan(practice.sandbox.trade(number))


def test_nobody_knows_a_trade_before_the_scan(practice: Practice, alipay: Merchant) -> None:
    made = alipay.precreate()
    assert made["code"] == "10000"
    assert alipay.status() == "ACQ.TRADE_NOT_EXIST"
    path = "/" + made["qr_code"].split("/", 3)[3]
    assert practice.sandbox.phone.handle(Request("GET", path)).status == 200
    assert alipay.status() == "WAIT_BUYER_PAY"
    practice.sandbox.pay("order_001")
    paid = alipay.query()
    assert (paid["trade_status"], paid["total_amount"]) == ("TRADE_SUCCESS", "19.90")


def test_a_second_qr_under_a_number_is_refused(alipay: Merchant) -> None:
    alipay.precreate()
    assert alipay.precreate()["sub_code"] == "ACQ.APPLY_PC_MERCHANT_CODE_ERROR"
    assert alipay.precreate(amount="19.91")["sub_code"] == "ACQ.CONTEXT_INCONSISTENT"


def test_a_cancel_without_a_trade_does_nothing_but_the_qr_is_dead(
    practice: Practice, alipay: Merchant
) -> None:
    alipay.precreate()
    answer = alipay.cancel()
    assert (answer["code"], answer["retry_flag"], "action" in answer) == ("10000", "N", False)
    assert not practice.sandbox.pay("order_001")


def test_a_cancel_may_leave_the_qr_alive(practice: Practice, alipay: Merchant) -> None:
    practice.rules.cancel_kills_qr = False
    alipay.precreate()
    assert "action" not in alipay.cancel()
    assert practice.sandbox.pay("order_001")
    assert alipay.status() == "TRADE_SUCCESS"


def test_a_cancel_closes_what_waits_and_refunds_what_is_paid(
    practice: Practice, alipay: Merchant
) -> None:
    alipay.precreate("order_001")
    _scan(practice)
    assert alipay.cancel()["action"] == "close"
    alipay.pay("order_002")
    assert alipay.cancel("order_002")["action"] == "refund"
    assert alipay.cancel("order_002")["action"] == "refund"
    assert [alipay.status(n) for n in ("order_001", "order_002")] == ["TRADE_CLOSED"] * 2
    assert practice.world.received("order_002") == 0


def test_a_cancel_of_an_unknown_number_succeeds(alipay: Merchant) -> None:
    answer = alipay.cancel("never_made")
    assert (answer["code"], "action" in answer) == ("10000", False)


def test_a_cancel_comes_too_late_after_a_day(practice: Practice, alipay: Merchant) -> None:
    alipay.pay()
    practice.clock.pass_by(hours=24, seconds=1)
    assert alipay.cancel()["sub_code"] == "ACQ.TRADE_CANCEL_TIME_OUT"


def test_a_close_needs_a_trade_that_waits(practice: Practice, alipay: Merchant) -> None:
    alipay.precreate()
    close = {"out_trade_no": "order_001"}
    assert alipay.call("alipay.trade.close", close)["sub_code"] == "ACQ.TRADE_NOT_EXIST"
    _scan(practice)
    assert alipay.call("alipay.trade.close", close)["code"] == "10000"
    assert alipay.call("alipay.trade.close", close)["sub_code"] == "ACQ.TRADE_STATUS_ERROR"
    assert alipay.status() == "TRADE_CLOSED"


def test_a_trade_closes_itself_at_its_end(practice: Practice, alipay: Merchant) -> None:
    alipay.precreate(timeout_express="5m")
    _scan(practice)
    practice.clock.pass_by(minutes=5)
    assert alipay.status() == "TRADE_CLOSED"


def test_a_qr_runs_out_before_its_trade(practice: Practice, alipay: Merchant) -> None:
    made = alipay.precreate(qr_code_timeout_express="1m")
    practice.clock.pass_by(60)
    path = "/" + made["qr_code"].split("/", 3)[3]
    practice.sandbox.phone.handle(Request("POST", path, body=b"do=pay"))
    assert practice.world.received("order_001") == 0


def test_a_code_pays_at_once_and_only_once(practice: Practice, alipay: Merchant) -> None:
    paid = alipay.pay()
    assert (paid["code"], paid["total_amount"]) == ("10000", "19.90")
    assert paid["fund_bill_list"] == [{"fund_channel": "ALIPAYACCOUNT", "amount": "19.90"}]
    assert alipay.pay("order_002")["sub_code"] == "ACQ.PAYMENT_AUTH_CODE_INVALID"
    assert alipay.pay(code="283456789012348888")["sub_code"] == "ACQ.TRADE_HAS_SUCCESS"
    assert practice.world.received("order_001") == 1990


def test_a_password_is_waited_for(practice: Practice, alipay: Merchant) -> None:
    assert alipay.pay(amount="1000.01")["code"] == "10003"
    assert alipay.pay(amount="1000.01")["code"] == "10003"
    assert alipay.status() == "WAIT_BUYER_PAY"
    practice.sandbox.pay("order_001")
    assert alipay.status() == "TRADE_SUCCESS"


def test_a_customer_who_refuses_leaves_the_trade_waiting(
    practice: Practice, alipay: Merchant
) -> None:
    alipay.pay(code="283456789012340005")
    practice.clock.pass_by(7)
    assert alipay.status() == "WAIT_BUYER_PAY"
    assert practice.sandbox.trade("order_001").declined


def test_a_customer_with_too_little_is_told(alipay: Merchant) -> None:
    answer = alipay.pay(code="283456789012340001")
    assert answer["sub_code"] == "ACQ.BUYER_BALANCE_NOT_ENOUGH"
    assert alipay.status() == "TRADE_CLOSED"


@pytest.mark.parametrize(
    ("scene", "code"),
    [("security_code", CODE), ("bar_code", "fp" + "x" * 33), ("bar_code", "134567890123459999")],
)
def test_a_scene_belongs_to_its_code(alipay: Merchant, scene: str, code: str) -> None:
    content = alipay.order(auth_code=code, scene=scene)
    answer = alipay.call("alipay.trade.pay", content)
    assert answer["code"] == "40004"


def test_both_modes_sign_their_answers(alipay_certified: Merchant) -> None:
    assert alipay_certified.pay()["code"] == "10000"
    assert alipay_certified.status() == "TRADE_SUCCESS"
