"""WeChat Pay's rules of refunds."""

import pytest

from microshop_desktop.sandbox.trades import Platform, RefundEnd
from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import Merchant, code_of


@pytest.fixture
def paid(wechat: Merchant) -> Merchant:
    wechat.codepay()
    return wechat


def test_a_refund_is_accepted_and_then_done(practice: Practice, paid: Merchant) -> None:
    accepted = paid.good(paid.refund(500))
    assert (accepted["status"], accepted["amount"]["refund"]) == ("PROCESSING", 500)
    assert paid.state() == "REFUND"
    practice.clock.pass_by(3)
    assert paid.refund_state() == "SUCCESS"
    assert practice.world.received("order_001") == 1490


def test_the_same_number_is_the_same_refund(practice: Practice, paid: Merchant) -> None:
    first = paid.good(paid.refund(500))
    assert paid.good(paid.refund(500))["refund_id"] == first["refund_id"]
    assert practice.world.received("order_001") == 1490


def test_the_same_number_with_another_amount_is_refused(paid: Merchant) -> None:
    paid.refund(500)
    assert code_of(paid.refund(501)) == "INVALID_REQUEST"


def test_a_number_belongs_to_one_order(paid: Merchant) -> None:
    paid.codepay("order_002", code="134567890123458888")
    paid.refund(500)
    assert code_of(paid.refund(500, order="order_002")) == "INVALID_REQUEST"


def test_no_more_goes_back_than_came(practice: Practice, paid: Merchant) -> None:
    paid.good(paid.refund(1500, "refund_1"))
    practice.clock.pass_by(60)
    assert code_of(paid.refund(491, "refund_2")) == "INVALID_REQUEST"
    paid.good(paid.refund(490, "refund_3"))
    assert practice.world.received("order_001") == 0
    assert practice.world.account(Platform.WECHAT, paid.account.mch_id).balance == 0


def test_refunds_of_one_order_are_a_minute_apart(practice: Practice, paid: Merchant) -> None:
    paid.good(paid.refund(100, "refund_1"))
    practice.clock.pass_by(59)
    answer = paid.refund(100, "refund_2")
    assert (answer.status, code_of(answer)) == (429, "FREQUENCY_LIMITED")


def test_fifty_refunds_are_enough(practice: Practice, paid: Merchant) -> None:
    for number in range(50):
        paid.good(paid.refund(1, f"refund_{number}"))
        practice.clock.pass_by(60)
    assert code_of(paid.refund(1, "refund_50")) == "RULE_LIMIT"


def test_a_year_is_the_limit(practice: Practice, paid: Merchant) -> None:
    practice.clock.pass_by(days=365, seconds=1)
    assert code_of(paid.refund(1)) == "INVALID_REQUEST"


def test_the_total_must_be_the_orders(paid: Merchant) -> None:
    assert code_of(paid.refund(1, total=1991)) == "PARAM_ERROR"


def test_an_unpaid_order_has_nothing_to_give_back(wechat: Merchant) -> None:
    wechat.native()
    assert code_of(wechat.refund(1)) == "INVALID_REQUEST"


def test_an_empty_account_cannot_pay_back(practice: Practice, paid: Merchant) -> None:
    account = practice.world.account(Platform.WECHAT, paid.account.mch_id)
    assert account.balance == 1990 - 12
    practice.world.withdraw(Platform.WECHAT, paid.account.mch_id, 1000)
    answer = paid.refund(1990)
    assert (answer.status, code_of(answer)) == (403, "NOT_ENOUGH")
    assert practice.world.received("order_001") == 1990


def test_unknown_refunds_and_orders_do_not_exist(wechat: Merchant) -> None:
    answer = wechat.send("GET", "/v3/refund/domestic/refunds/never_made")
    assert (answer.status, code_of(answer)) == (404, "RESOURCE_NOT_EXISTS")
    assert code_of(wechat.refund(1, order="never_made")) == "RESOURCE_NOT_EXISTS"


@pytest.mark.parametrize(
    ("end", "status", "kept"),
    [(RefundEnd.ABNORMAL, "ABNORMAL", 1490), (RefundEnd.CLOSED, "CLOSED", 1990)],
)
def test_a_refund_may_end_otherwise(
    practice: Practice, paid: Merchant, end: RefundEnd, status: str, kept: int
) -> None:
    practice.rules.refund_ends = end
    paid.refund(500)
    practice.clock.pass_by(3)
    assert paid.refund_state() == status
    assert practice.world.received("order_001") == kept
    account = practice.world.account(Platform.WECHAT, paid.account.mch_id)
    assert account.balance == kept - (9 if kept == 1490 else 12)
