"""Alipay's rules of refunds."""

import pytest

from microshop_desktop.sandbox.trades import Platform, RefundEnd
from tests.sandbox.alipay_merchant import Merchant
from tests.sandbox.desk_clock import Practice


@pytest.fixture
def paid(alipay: Merchant) -> Merchant:
    alipay.pay()
    return alipay


def test_a_refund_moves_money_once(practice: Practice, paid: Merchant) -> None:
    first = paid.refund("5.00")
    assert (first["fund_change"], first["refund_fee"], first["send_back_fee"]) == (
        "Y",
        "5.00",
        "5.00",
    )
    again = paid.refund("5.00")
    assert (again["fund_change"], again["refund_fee"]) == ("N", "5.00")
    assert practice.world.received("order_001") == 1490
    assert paid.status() == "TRADE_SUCCESS"


def test_the_fee_answered_is_the_sum_of_all_refunds(practice: Practice, paid: Merchant) -> None:
    paid.refund("5.00", "refund_1")
    practice.clock.pass_by(3)
    second = paid.refund("4.00", "refund_2")
    assert (second["refund_fee"], second["send_back_fee"]) == ("9.00", "4.00")
    assert practice.world.complaints == []


def test_two_refunds_at_once_are_complained_about(practice: Practice, paid: Merchant) -> None:
    paid.refund("5.00", "refund_1")
    paid.refund("4.00", "refund_2")
    assert len(practice.world.complaints) == 1


def test_another_amount_under_a_number_is_refused(paid: Merchant) -> None:
    paid.refund("5.00")
    assert paid.refund("5.01")["sub_code"] == "ACQ.DISCORDANT_REPEAT_REQUEST"


def test_a_trade_that_was_given_back_whole_is_closed(practice: Practice, paid: Merchant) -> None:
    paid.refund("19.90")
    assert paid.status() == "TRADE_CLOSED"
    assert paid.query()["send_pay_date"] == "2026-11-24 12:00:00"
    assert paid.refund("0.01", "refund_2")["sub_code"] == "ACQ.TRADE_HAS_CLOSE"
    balance = practice.world.account(Platform.ALIPAY, paid.app.app_id).balance
    assert balance == 0


def test_no_more_goes_back_than_came(paid: Merchant) -> None:
    assert paid.refund("19.91")["sub_code"] == "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"


def test_a_part_needs_a_number(paid: Merchant) -> None:
    content = {"out_trade_no": "order_001", "refund_amount": "5.00"}
    refused = paid.call("alipay.trade.refund", content)
    assert refused["sub_code"] == "ACQ.INVALID_PARAMETER"
    whole = paid.call("alipay.trade.refund", {**content, "refund_amount": "19.90"})
    assert whole["fund_change"] == "Y"
    assert paid.refund_of("order_001")["refund_status"] == "REFUND_SUCCESS"


def test_what_was_not_paid_cannot_go_back(practice: Practice, alipay: Merchant) -> None:
    alipay.precreate()
    assert alipay.refund("1.00")["sub_code"] == "ACQ.TRADE_NOT_EXIST"
    practice.world.scan(practice.sandbox.trade("order_001"))
    assert alipay.refund("1.00")["sub_code"] == "ACQ.TRADE_STATUS_ERROR"


def test_an_empty_account_cannot_pay_back(practice: Practice, paid: Merchant) -> None:
    practice.world.withdraw(Platform.ALIPAY, paid.app.app_id, 1000)
    assert paid.refund("19.90")["sub_code"] == "ACQ.SELLER_BALANCE_NOT_ENOUGH"


def test_a_year_is_the_limit(practice: Practice, paid: Merchant) -> None:
    practice.clock.pass_by(days=365, seconds=1)
    assert paid.status() == "TRADE_FINISHED"
    assert paid.refund("1.00")["sub_code"] == "ACQ.TRADE_HAS_FINISHED"
    assert paid.cancel()["sub_code"] == "ACQ.TRADE_HAS_FINISHED"


def test_a_refund_is_found_by_its_number(paid: Merchant) -> None:
    paid.refund("5.00")
    done = paid.refund_of()
    assert (done["refund_status"], done["refund_amount"]) == ("REFUND_SUCCESS", "5.00")
    unknown = paid.refund_of("never_made")
    assert (unknown["code"], "refund_status" in unknown) == ("10000", False)
    missing = paid.refund_of("refund_1", "never_made")
    assert missing["sub_code"] == "ACQ.TRADE_NOT_EXIST"


def test_the_time_of_a_refund_is_told_when_asked_for(paid: Merchant) -> None:
    paid.refund("5.00")
    content = {
        "out_trade_no": "order_001",
        "out_request_no": "refund_1",
        "query_options": ["gmt_refund_pay"],
    }
    done = paid.call("alipay.trade.fastpay.refund.query", content)
    assert done["gmt_refund_pay"] == "2026-11-24 12:00:00"


def test_a_cancel_after_a_refund_is_refused(paid: Merchant) -> None:
    paid.refund("5.00")
    assert paid.cancel()["sub_code"] == "ACQ.REASON_TRADE_REFUND_FEE_ERR"


def test_a_refund_that_does_not_end_well_has_no_status(practice: Practice, paid: Merchant) -> None:
    practice.rules.refund_ends = RefundEnd.CLOSED
    paid.refund("5.00")
    assert "refund_status" not in paid.refund_of()
