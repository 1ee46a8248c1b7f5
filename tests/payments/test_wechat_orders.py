"""Native orders and code payments by API v3: what is sent, and what every answer means."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from microshop_desktop.domain.payment import (
    AttemptKind,
    Doubt,
    Ended,
    Missing,
    NotSent,
    Outcome,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Waiting,
)
from microshop_desktop.infra.http import HttpAnswer, NoAnswerError, NotReachedError
from microshop_desktop.payments.asking import CODE_PAYMENT_SECONDS
from microshop_desktop.payments.wechat import Wechat
from tests.payments.platform_fakes import (
    NOW,
    NUMBER,
    Scripted,
    ScriptedHttp,
    charge,
    clock,
    wechat_refuses,
    wechat_says,
)
from tests.payments.wechat_samples import APP, MERCHANT, account, order

QR = "weixin://wxpay/bizpayurl?pr=JyC91EIz1"
CODE = "134567890123456789"
PAID = Paid("4200001234567890123456789012", 4250, "CNY", MERCHANT)


def gateway(*answers: Scripted) -> tuple[Wechat, ScriptedHttp]:
    http = ScriptedHttp(*answers)
    return Wechat(account(), http, clock()), http


def test_a_qr_is_asked_for_with_all_that_wechat_wants_and_nothing_empty() -> None:
    wechat, http = gateway(wechat_says({"code_url": QR}))
    assert wechat.show_qr(charge()) == Waiting(qr=QR)
    assert http.requests[0].url == "https://api.mch.weixin.qq.com/v3/pay/transactions/native"
    assert http.bodies[0] == {
        "appid": APP,
        "mchid": MERCHANT,
        "description": "小店 A-000123",
        "out_trade_no": NUMBER,
        "amount": {"total": 4250, "currency": "CNY"},
        "time_expire": "2026-11-24T12:05:00+08:00",
        "notify_url": "https://example.com/",
    }


def test_a_qr_lives_a_minute_at_least() -> None:
    wechat, http = gateway(wechat_says({"code_url": QR}))
    wechat.show_qr(charge(expires_at=NOW + timedelta(seconds=5)))
    assert http.bodies[0]["time_expire"] == "2026-11-24T12:01:00+08:00"


def test_the_same_charge_is_always_the_same_request() -> None:
    wechat, http = gateway(NoAnswerError("…"), wechat_says({"code_url": QR}))
    wechat.show_qr(charge())
    wechat.show_qr(charge())
    assert http.requests[0].body == http.requests[1].body


def test_what_the_customer_reads_has_no_signs_that_wechat_refuses() -> None:
    wechat, http = gateway(wechat_says({"code_url": QR}))
    wechat.show_qr(charge(subject="小店🍎\n\u200b苹果" + "长" * 200))
    assert http.bodies[0]["description"] == ("小店 苹果" + "长" * 200)[:127]


@pytest.mark.parametrize("number", ["short", "with|bar", "中文数字号码", "a" * 33])
def test_a_number_that_wechat_could_not_take_is_never_sent(number: str) -> None:
    wechat, http = gateway()
    with pytest.raises(ValueError, match="number of a payment"):
        wechat.query(charge(out_trade_no=number))
    assert http.requests == []


def test_a_code_payment_names_the_shop_and_the_till() -> None:
    wechat, http = gateway(wechat_says(order("SUCCESS")))
    assert wechat.charge_code(charge(AttemptKind.CODE), CODE) == PAID
    assert http.requests[0].url.endswith("/v3/pay/transactions/codepay")
    assert http.requests[0].read_seconds == CODE_PAYMENT_SECONDS
    assert http.bodies[0] == {
        "appid": APP,
        "mchid": MERCHANT,
        "description": "小店 A-000123",
        "out_trade_no": NUMBER,
        "payer": {"auth_code": CODE},
        "amount": {"total": 4250, "currency": "CNY"},
        "scene_info": {"device_id": "A", "store_info": {"out_id": "1"}},
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (wechat_says(order("USERPAYING"), status=202), Waiting(paying=True)),
        (wechat_says(order("SUCCESS"), status=202), Unclear(Doubt.NO_ANSWER, "SUCCESS")),
        (wechat_says(order("USERPAYING")), Waiting(paying=True)),
        (wechat_says(order("PAYERROR")), Refused(Refusal.DECLINED, "PAYERROR", ended=False)),
        (wechat_says({**order("SUCCESS"), "out_trade_no": "other1"}), Unclear(Doubt.BAD_ANSWER)),
        (NotReachedError("…"), NotSent()),
        (NoAnswerError("…"), Unclear(Doubt.NO_ANSWER)),
    ],
)
def test_what_answers_to_a_payment_code_mean(answer: Scripted, outcome: Outcome) -> None:
    wechat, _ = gateway(answer)
    assert wechat.charge_code(charge(AttemptKind.CODE), CODE) == outcome


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("AUTHCODEEXPIRE", Refusal.CODE_EXPIRED),
        ("AUTH_CODE_ERROR", Refusal.CODE_EXPIRED),
        ("AUTH_CODE_INVALID", Refusal.CODE_EXPIRED),
        ("NOTENOUGH", Refusal.NOT_ENOUGH_MONEY),
        ("NOT_ENOUGH", Refusal.NOT_ENOUGH_MONEY),
        ("NOTSUPORTCARD", Refusal.CUSTOMER_MUST_ACT),
        ("BUYER_MISMATCH", Refusal.CUSTOMER_MUST_ACT),
        ("RULE_LIMIT", Refusal.LIMIT_REACHED),
        ("TRADE_ERROR", Refusal.DECLINED),
        ("ORDERCLOSED", Refusal.NUMBER_USED),
        ("ORDERREVERSED", Refusal.NUMBER_USED),
        ("OUT_TRADE_NO_USED", Refusal.NUMBER_USED),
        ("NO_AUTH", Refusal.ACCOUNT_NOT_READY),
        ("NOAUTH", Refusal.ACCOUNT_NOT_READY),
        ("SIGN_ERROR", Refusal.ACCOUNT_NOT_READY),
        ("APPID_MCHID_NOT_MATCH", Refusal.ACCOUNT_NOT_READY),
        ("MCH_NOT_EXISTS", Refusal.ACCOUNT_NOT_READY),
        ("RESOURCE_NOT_EXISTS", Refusal.ACCOUNT_NOT_READY),
        ("PARAM_ERROR", Refusal.OTHER),
        ("LACK_PARAMS", Refusal.OTHER),
        ("INVALID_REQUEST", Refusal.OTHER),
        ("XML_FORMAT_ERROR", Refusal.OTHER),
        ("REQUIRE_POST_METHOD", Refusal.OTHER),
        ("NOT_UTF8", Refusal.OTHER),
    ],
)
@pytest.mark.parametrize("kind", list(AttemptKind))
def test_definite_words_refuse_a_payment(code: str, refusal: Refusal, kind: AttemptKind) -> None:
    wechat, _ = gateway(wechat_refuses(403, code))
    assert _begin(wechat, kind) == Refused(refusal, code)


@pytest.mark.parametrize(
    ("status", "code", "doubt"),
    [
        (500, "SYSTEM_ERROR", Doubt.SERVER_ERROR),
        (400, "SYSTEMERROR", Doubt.SERVER_ERROR),
        (403, "BANK_ERROR", Doubt.SERVER_ERROR),
        (403, "BANKERROR", Doubt.SERVER_ERROR),
        (429, "FREQUENCY_LIMITED", Doubt.TOO_FAST),
        (429, "RATELIMIT_EXCEEDED", Doubt.TOO_FAST),
        (429, "SOMETHING", Doubt.TOO_FAST),
        (502, "PARAM_ERROR", Doubt.SERVER_ERROR),
        (400, "A_NEW_WORD", Doubt.BAD_ANSWER),
        (401, "A_NEW_WORD", Doubt.NOT_ACCEPTED),
    ],
)
@pytest.mark.parametrize("kind", list(AttemptKind))
def test_other_words_leave_a_payment_open(
    status: int, code: str, doubt: Doubt, kind: AttemptKind
) -> None:
    wechat, _ = gateway(wechat_refuses(status, code))
    assert _begin(wechat, kind) == Unclear(doubt, code)


@pytest.mark.parametrize("kind", list(AttemptKind))
def test_already_paid_is_believed_of_a_signed_question_only(kind: AttemptKind) -> None:
    wechat, _ = gateway(wechat_refuses(403, "ORDERPAID"), wechat_says(order("SUCCESS")))
    assert _begin(wechat, kind) == PAID
    wechat, _ = gateway(wechat_refuses(403, "ORDER_PAID"), NotReachedError("…"))
    assert _begin(wechat, kind) == Unclear(Doubt.NOT_REACHED)


def test_a_customer_at_the_password_is_waited_for() -> None:
    wechat, _ = gateway(wechat_refuses(403, "USERPAYING"))
    assert wechat.charge_code(charge(AttemptKind.CODE), CODE) == Waiting(paying=True)


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("SUCCESS", PAID),
        ("REFUND", PAID),
        ("NOTPAY", Waiting()),
        ("USERPAYING", Waiting(paying=True)),
        ("ACCEPT", Waiting(paying=True)),
        ("CLOSED", Ended()),
        ("REVOKED", Ended(reversed=True)),
        ("PAYERROR", Refused(Refusal.DECLINED, "PAYERROR", ended=False)),
        ("A_NEW_STATE", Unclear(Doubt.BAD_ANSWER, "A_NEW_STATE")),
    ],
)
def test_every_state_of_an_order_means_something(state: str, outcome: Outcome) -> None:
    wechat, http = gateway(wechat_says(order(state)))
    assert wechat.query(charge()) == outcome
    assert http.requests[0].url == (
        f"https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/{NUMBER}?mchid={MERCHANT}"
    )


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (404, "ORDER_NOT_EXIST", Missing()),
        (404, "ORDERNOTEXIST", Missing()),
        (403, "RULE_LIMIT", Unclear(Doubt.TOO_FAST, "RULE_LIMIT")),
        (403, "TRADE_ERROR", Unclear(Doubt.SERVER_ERROR, "TRADE_ERROR")),
        (429, "FREQUENCY_LIMITED", Unclear(Doubt.TOO_FAST, "FREQUENCY_LIMITED")),
        (500, "SYSTEM_ERROR", Unclear(Doubt.SERVER_ERROR, "SYSTEM_ERROR")),
        (401, "SIGN_ERROR", Unclear(Doubt.NOT_ACCEPTED, "SIGN_ERROR")),
        (403, "NO_AUTH", Unclear(Doubt.NOT_ACCEPTED, "NO_AUTH")),
        (404, "RESOURCE_NOT_EXISTS", Unclear(Doubt.BAD_ANSWER, "RESOURCE_NOT_EXISTS")),
    ],
)
def test_what_trouble_means_for_a_question(status: int, code: str, outcome: Outcome) -> None:
    wechat, _ = gateway(wechat_refuses(status, code))
    assert wechat.query(charge()) == outcome


@pytest.mark.parametrize(
    "changed",
    [
        {"transaction_id": ""},
        {"amount": {"total": "4250", "currency": "CNY"}},
        {"amount": {"total": True, "currency": "CNY"}},
        {"amount": 4250},
    ],
)
def test_paid_without_all_that_belongs_to_it_is_not_believed(changed: Mapping[str, Any]) -> None:
    wechat, _ = gateway(wechat_says({**order("SUCCESS"), **changed}))
    assert wechat.query(charge()) == Unclear(Doubt.BAD_ANSWER, "SUCCESS")


def test_paid_tells_the_amount_and_the_receiver_as_they_are() -> None:
    other = {**order("SUCCESS"), "mchid": "1900000999", "amount": {"total": 1, "currency": "HKD"}}
    wechat, _ = gateway(wechat_says(other))
    assert wechat.query(charge()) == Paid(PAID.transaction_id, 1, "HKD", "1900000999")
    wechat, _ = gateway(wechat_says({**order("SUCCESS"), "appid": "wx0other"}))
    assert wechat.query(charge()) == Paid(PAID.transaction_id, 4250, "CNY", f"{MERCHANT} wx0other")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([wechat_says(status=204)], Ended()),
        ([wechat_refuses(400, "ORDERPAID"), wechat_says(order("SUCCESS"))], PAID),
        ([wechat_refuses(403, "ORDER_PAID"), wechat_says(order("SUCCESS"))], PAID),
        ([wechat_refuses(400, "A_NEW_WORD"), wechat_says(order("CLOSED"))], Ended()),
        (
            [wechat_refuses(400, "A_NEW_WORD"), wechat_says(order("NOTPAY"))],
            Unclear(Doubt.CLOSE_REFUSED, "A_NEW_WORD"),
        ),
        ([wechat_refuses(404, "ORDER_NOT_EXIST")], Missing()),
        ([wechat_refuses(500, "SYSTEM_ERROR")], Unclear(Doubt.SERVER_ERROR, "SYSTEM_ERROR")),
        ([wechat_refuses(401, "SIGN_ERROR")], Unclear(Doubt.NOT_ACCEPTED, "SIGN_ERROR")),
        ([wechat_refuses(429, "FREQUENCY_LIMITED")], Unclear(Doubt.TOO_FAST, "FREQUENCY_LIMITED")),
        ([NotReachedError("…")], Unclear(Doubt.NOT_REACHED)),
        ([NoAnswerError("…")], Unclear(Doubt.NO_ANSWER)),
        ([HttpAnswer(204, {}, b"")], Unclear(Doubt.BAD_SIGNATURE)),
        ([wechat_says(status=202)], Unclear(Doubt.CLOSE_REFUSED)),
    ],
)
def test_what_closing_a_qr_comes_to(answers: list[Scripted], outcome: Outcome) -> None:
    wechat, http = gateway(*answers)
    assert wechat.close(charge()) == outcome
    assert http.requests[0].url.endswith(f"/out-trade-no/{NUMBER}/close")
    assert http.bodies[0] == {"mchid": MERCHANT}


BUSY, NOT_NOW = wechat_refuses(403, "USERPAYING"), wechat_refuses(400, "INVALID_REQUEST")
DONE = wechat_says({"appid": APP, "mchid": MERCHANT, "out_trade_no": NUMBER})


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([DONE, wechat_says(order("REVOKED"))], Ended(reversed=True)),
        ([DONE, wechat_says(order("CLOSED"))], Ended()),
        ([DONE, wechat_says(order("PAYERROR"))], Ended()),
        ([DONE, wechat_says(order("SUCCESS"))], Unclear(Doubt.CLOSE_REFUSED, "SUCCESS")),
        ([DONE, wechat_says(order("USERPAYING"))], Waiting(paying=True)),
        ([DONE, NoAnswerError("…")], Unclear(Doubt.NO_ANSWER)),
        (
            [wechat_refuses(403, "USERPAYING"), wechat_says(order("USERPAYING"))],
            Waiting(paying=True),
        ),
        (
            [wechat_refuses(400, "INVALID_REQUEST"), wechat_says(order("REVOKED"))],
            Ended(reversed=True),
        ),
        ([NOT_NOW, wechat_says(order("USERPAYING"))], Waiting(paying=True)),
        ([wechat_refuses(404, "ORDER_NOT_EXIST")], Missing()),
        ([wechat_refuses(500, "SYSTEM_ERROR")], Unclear(Doubt.SERVER_ERROR, "SYSTEM_ERROR")),
        ([NotReachedError("…")], Unclear(Doubt.NOT_REACHED)),
    ],
)
def test_what_reversing_a_code_payment_comes_to(answers: list[Scripted], outcome: Outcome) -> None:
    wechat, http = gateway(*answers)
    assert wechat.close(charge(AttemptKind.CODE)) == outcome
    assert http.requests[0].url.endswith(f"/out-trade-no/{NUMBER}/reverse")
    assert http.bodies[0] == {"appid": APP, "mchid": MERCHANT}


def _begin(wechat: Wechat, kind: AttemptKind) -> Outcome:
    if kind is AttemptKind.QR:
        return wechat.show_qr(charge(kind))
    return wechat.charge_code(charge(kind), CODE)
