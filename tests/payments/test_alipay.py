"""The gateway to Alipay: what is sent, what every answer means, and which answers count."""

from datetime import timedelta
from urllib.parse import urlsplit

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
from tests.payments.alipay_samples import (
    APP,
    TRADE,
    UNKNOWN,
    asked_of,
    changed,
    content,
    done,
    gateway,
    refuses,
    says,
    sent,
    trade,
    unsigned,
)
from tests.payments.platform_fakes import (
    NOW,
    NUMBER,
    Scripted,
    charge,
    rsa_sign,
)

QR = "https://qr.alipay.com/bax03431ljhokirwl38f00a7"
CODE = "281234567890123456"
PAID = Paid(TRADE, 4250, "CNY", APP)
BY_CODE = charge(AttemptKind.CODE)
SHOWN = done("trade.precreate", out_trade_no=NUMBER, qr_code=QR)
PAY_DONE = done("trade.pay", out_trade_no=NUMBER, trade_no=TRADE, total_amount="42.50")


def test_a_request_is_signed_and_in_chinas_time() -> None:
    alipay, http = gateway(SHOWN)
    assert alipay.show_qr(charge()) == Waiting(qr=QR)
    request = http.requests[0]
    parameters = sent(request)
    signature = parameters.pop("sign")
    text = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    assert signature == rsa_sign("app", text.encode())
    assert {name: value for name, value in parameters.items() if name != "biz_content"} == {
        "app_id": APP,
        "method": "alipay.trade.precreate",
        "format": "JSON",
        "charset": "utf-8",
        "sign_type": "RSA2",
        "timestamp": "2026-11-24 12:00:00",
        "version": "1.0",
    }
    assert urlsplit(request.url)[:3] == ("https", "openapi.alipay.com", "/gateway.do")
    assert "biz_content" not in urlsplit(request.url).query
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded;charset=utf-8"


def test_in_certificate_mode_the_certificates_are_named() -> None:
    alipay, http = gateway(done("trade.precreate"), certificates=True)
    alipay.show_qr(charge())
    assert sent(http.requests[0])["app_cert_sn"] == "ours"
    assert sent(http.requests[0])["alipay_root_cert_sn"] == "root_one_root_two"


def test_a_qr_is_asked_for_with_its_life() -> None:
    alipay, http = gateway(SHOWN)
    alipay.show_qr(charge(expires_at=NOW + timedelta(minutes=4, seconds=1)))
    assert content(http.requests[0]) == {
        "out_trade_no": NUMBER,
        "total_amount": "42.50",
        "subject": "小店 A-000123",
        "timeout_express": "5m",
        "terminal_id": "A",
        "product_code": "QR_CODE_OFFLINE",
        "qr_code_timeout_express": "5m",
    }


def test_signs_that_alipay_refuses_become_spaces() -> None:
    alipay, http = gateway(SHOWN)
    alipay.show_qr(charge(subject="a/b=c&d🍎" + "长" * 300))
    assert content(http.requests[0])["subject"] == ("a b c d " + "长" * 300)[:256]


@pytest.mark.parametrize(("fen", "yuan"), [(1, "0.01"), (10, "0.10"), (100000, "1000.00")])
def test_amounts_have_two_decimals(fen: int, yuan: str) -> None:
    alipay, http = gateway(SHOWN)
    alipay.show_qr(charge(amount=fen))
    assert content(http.requests[0])["total_amount"] == yuan


@pytest.mark.parametrize(
    ("code", "scene"), [(CODE, "bar_code"), ("fp" + "0" * 33, "security_code")]
)
def test_a_code_payment_says_which_kind_of_code_it_is(code: str, scene: str) -> None:
    alipay, http = gateway(PAY_DONE, trade("TRADE_SUCCESS"))
    assert alipay.charge_code(BY_CODE, code) == PAID
    assert content(http.requests[0]) == {
        "out_trade_no": NUMBER,
        "total_amount": "42.50",
        "subject": "小店 A-000123",
        "timeout_express": "5m",
        "terminal_id": "A",
        "product_code": "FACE_TO_FACE_PAYMENT",
        "scene": scene,
        "auth_code": code,
    }
    assert http.requests[0].read_seconds == CODE_PAYMENT_SECONDS


@pytest.mark.parametrize(
    ("confirmed", "outcome"),
    [
        (trade("TRADE_SUCCESS"), PAID),
        (trade("WAIT_BUYER_PAY"), Waiting(paying=True)),
        (UNKNOWN, Waiting(paying=True)),
        (NotReachedError("…"), Unclear(Doubt.NOT_REACHED)),
        (NoAnswerError("…"), Unclear(Doubt.NO_ANSWER)),
        (trade("TRADE_CLOSED"), Ended()),
    ],
)
def test_paid_by_code_is_confirmed_by_a_question(confirmed: Scripted, outcome: Outcome) -> None:
    alipay, http = gateway(PAY_DONE, confirmed)
    assert alipay.charge_code(BY_CODE, CODE) == outcome
    assert asked_of(http) == ["pay", "query"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (says("trade.pay", {"code": "10003", "msg": "order success pay inprocess"}), None),
        (unsigned("trade.pay", "20000", "aop.ACQ.SYSTEM_ERROR"), Doubt.SERVER_ERROR),
        (unsigned("trade.pay", "20000", "isp.unknow-error"), Doubt.SERVER_ERROR),
        (refuses("trade.pay", "ACQ.SYSTEM_ERROR"), Doubt.SERVER_ERROR),
        (unsigned("trade.pay", "40005", "isv.app-call-limited"), Doubt.TOO_FAST),
        (refuses("trade.pay", "ACQ.A_NEW_WORD"), Doubt.BAD_ANSWER),
        (unsigned("trade.pay", "20000", "ACQ.PAYMENT_FAIL"), Doubt.SERVER_ERROR),
        (unsigned("trade.pay", "50000", "ACQ.PAYMENT_FAIL"), Doubt.BAD_ANSWER),
        (unsigned("trade.pay", "40004", "ACQ.PAYMENT_FAIL"), Doubt.BAD_SIGNATURE),
        (unsigned("trade.pay", "10000"), Doubt.BAD_SIGNATURE),
        (HttpAnswer(502, {}, b""), Doubt.SERVER_ERROR),
        (HttpAnswer(429, {}, b""), Doubt.TOO_FAST),
        (HttpAnswer(302, {}, b""), Doubt.BAD_ANSWER),
        (HttpAnswer(200, {}, b"<html>Welcome</html>"), Doubt.BAD_ANSWER),
        (NoAnswerError("…"), Doubt.NO_ANSWER),
    ],
)
def test_what_leaves_a_code_payment_open(answer: Scripted, outcome: Doubt | None) -> None:
    alipay, _ = gateway(answer)
    found = alipay.charge_code(BY_CODE, CODE)
    if outcome is None:
        assert found == Waiting(paying=True)
    else:
        assert isinstance(found, Unclear)
        assert found.doubt is outcome


def test_a_request_that_never_left_charged_nothing() -> None:
    alipay, _ = gateway(NotReachedError("…"))
    assert alipay.charge_code(BY_CODE, CODE) == NotSent()


@pytest.mark.parametrize(
    ("word", "refusal"),
    [
        ("PAYMENT_AUTH_CODE_INVALID", Refusal.CODE_EXPIRED),
        ("BUYER_BALANCE_NOT_ENOUGH", Refusal.NOT_ENOUGH_MONEY),
        ("BUYER_BANKCARD_BALANCE_NOT_ENOUGH", Refusal.NOT_ENOUGH_MONEY),
        ("ERROR_BALANCE_PAYMENT_DISABLE", Refusal.CUSTOMER_MUST_ACT),
        ("BUYER_SELLER_EQUAL", Refusal.CUSTOMER_MUST_ACT),
        ("TRADE_BUYER_NOT_MATCH", Refusal.CUSTOMER_MUST_ACT),
        ("BUYER_ENABLE_STATUS_FORBID", Refusal.CUSTOMER_MUST_ACT),
        ("PULL_MOBILE_CASHIER_FAIL", Refusal.CUSTOMER_MUST_ACT),
        ("MOBILE_PAYMENT_SWITCH_OFF", Refusal.CUSTOMER_MUST_ACT),
        ("USER_FACE_PAYMENT_SWITCH_OFF", Refusal.CUSTOMER_MUST_ACT),
        ("NO_PAYMENT_INSTRUMENTS_AVAILABLE", Refusal.CUSTOMER_MUST_ACT),
        ("ERROR_BUYER_CERTIFY_LEVEL_LIMIT", Refusal.CUSTOMER_MUST_ACT),
        ("PAYMENT_FAIL", Refusal.DECLINED),
        ("PAYMENT_REQUEST_HAS_RISK", Refusal.DECLINED),
        ("BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", Refusal.LIMIT_REACHED),
        ("BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR", Refusal.LIMIT_REACHED),
        ("BEYOND_PAY_RESTRICTION", Refusal.LIMIT_REACHED),
        ("BEYOND_PER_RECEIPT_SINGLE_RESTRICTION", Refusal.LIMIT_REACHED),
        ("TOTAL_FEE_EXCEED", Refusal.LIMIT_REACHED),
        ("MERCHANT_PERM_RECEIPT_DAY_LIMIT", Refusal.LIMIT_REACHED),
        ("MERCHANT_STATUS_NOT_NORMAL", Refusal.ACCOUNT_NOT_READY),
        ("AGREEMENT_NOT_EXIST", Refusal.ACCOUNT_NOT_READY),
        ("SELLER_BEEN_BLOCKED", Refusal.ACCOUNT_NOT_READY),
        ("ACCESS_FORBIDDEN", Refusal.ACCOUNT_NOT_READY),
        ("PARTNER_ERROR", Refusal.ACCOUNT_NOT_READY),
        ("INVALID_STORE_ID", Refusal.ACCOUNT_NOT_READY),
        ("EXIST_FORBIDDEN_WORD", Refusal.OTHER),
        ("INVALID_PARAMETER", Refusal.OTHER),
        ("NOW_TIME_AFTER_EXPIRE_TIME_ERROR", Refusal.OTHER),
        ("CONTEXT_INCONSISTENT", Refusal.NUMBER_USED),
    ],
)
def test_definite_words_refuse_a_payment(word: str, refusal: Refusal) -> None:
    alipay, _ = gateway(refuses("trade.pay", f"ACQ.{word}"))
    assert alipay.charge_code(BY_CODE, CODE) == Refused(refusal, f"ACQ.{word}")
    alipay, _ = gateway(refuses("trade.precreate", f"ACQ.{word}"))
    assert alipay.show_qr(charge()) == Refused(refusal, f"ACQ.{word}")


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("20001", "aop.invalid-auth-token"),
        ("40001", "isv.missing-signature"),
        ("40002", "isv.invalid-signature"),
        ("40003", "isv.insufficient-conditions"),
        ("40006", "isv.insufficient-isv-permissions"),
    ],
)
def test_an_account_that_is_not_ready_charges_nothing(code: str, word: str) -> None:
    for answer in (unsigned("trade.pay", code, word), unsigned("", code, word)):
        alipay, _ = gateway(answer)
        refused = Refused(Refusal.ACCOUNT_NOT_READY, word)
        assert alipay.charge_code(BY_CODE, CODE) == refused
        alipay, _ = gateway(answer if b"error" in answer.body else unsigned("trade.query", code))
        found = alipay.query(BY_CODE)
        assert isinstance(found, Unclear)
        assert found.doubt is Doubt.NOT_ACCEPTED


def test_a_qr_for_another_number_is_not_shown() -> None:
    alipay, _ = gateway(done("trade.precreate", out_trade_no="another1", qr_code=QR))
    assert alipay.show_qr(charge()) == Unclear(Doubt.BAD_ANSWER)


def test_a_success_in_the_place_of_an_error_is_none() -> None:
    told = trade("TRADE_SUCCESS").body.replace(b"alipay_trade_query_response", b"error_response")
    alipay, _ = gateway(HttpAnswer(200, {}, told))
    assert alipay.query(charge()) == Unclear(Doubt.BAD_ANSWER)


def test_a_second_qr_under_the_same_number_is_no_clear_answer() -> None:
    word = "ACQ.APPLY_PC_MERCHANT_CODE_ERROR"
    alipay, _ = gateway(refuses("trade.precreate", word))
    assert alipay.show_qr(charge()) == Unclear(Doubt.BAD_ANSWER, word)


@pytest.mark.parametrize("word", ["ACQ.TRADE_HAS_SUCCESS", "ACQ.TRADE_HAS_CLOSE"])
def test_a_trade_that_has_ended_is_looked_up(word: str) -> None:
    alipay, _ = gateway(refuses("trade.pay", word), trade("TRADE_SUCCESS"))
    assert alipay.charge_code(BY_CODE, CODE) == PAID
    alipay, _ = gateway(refuses("trade.precreate", word), trade("TRADE_CLOSED"))
    assert alipay.show_qr(charge()) == Ended()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (trade("TRADE_SUCCESS"), PAID),
        (trade("TRADE_FINISHED"), PAID),
        (trade("WAIT_BUYER_PAY"), Waiting(paying=True)),
        (trade("TRADE_CLOSED"), Ended()),
        (trade("TRADE_CLOSED", send_pay_date="2026-11-24 12:00:05"), Ended(reversed=True)),
        (trade("A_NEW_STATE"), Unclear(Doubt.BAD_ANSWER, "A_NEW_STATE")),
        (trade("TRADE_SUCCESS", out_trade_no="other1"), Unclear(Doubt.BAD_ANSWER)),
        (trade("TRADE_SUCCESS", total_amount="1.00"), Paid(TRADE, 100, "CNY", APP)),
        (trade("TRADE_SUCCESS", total_amount="-42.50"), Unclear(Doubt.BAD_ANSWER, "TRADE_SUCCESS")),
        (trade("TRADE_SUCCESS", total_amount=42.5), Unclear(Doubt.BAD_ANSWER, "TRADE_SUCCESS")),
        (trade("TRADE_SUCCESS", trade_no=""), Unclear(Doubt.BAD_ANSWER, "TRADE_SUCCESS")),
        (
            refuses("trade.query", "ACQ.SYSTEM_ERROR"),
            Unclear(Doubt.SERVER_ERROR, "ACQ.SYSTEM_ERROR"),
        ),
        (
            refuses("trade.query", "ACQ.INVALID_PARAMETER"),
            Unclear(Doubt.BAD_ANSWER, "ACQ.INVALID_PARAMETER"),
        ),
        (
            unsigned("trade.query", "20000", "ACQ.TRADE_NOT_EXIST"),
            Unclear(Doubt.SERVER_ERROR, "ACQ.TRADE_NOT_EXIST"),
        ),
        (NotReachedError("…"), Unclear(Doubt.NOT_REACHED)),
        (NoAnswerError("…"), Unclear(Doubt.NO_ANSWER)),
    ],
)
@pytest.mark.parametrize("kind", list(AttemptKind))
def test_every_state_of_a_trade_means_something(
    answer: Scripted, outcome: Outcome, kind: AttemptKind
) -> None:
    alipay, http = gateway(answer)
    assert alipay.query(charge(kind)) == outcome
    assert content(http.requests[0]) == {"out_trade_no": NUMBER}


def test_a_qr_that_nobody_scanned_is_no_trade_yet_and_a_code_payment_is_missing() -> None:
    alipay, _ = gateway(UNKNOWN, UNKNOWN)
    assert alipay.query(charge()) == Waiting()
    assert alipay.query(BY_CODE) == Missing()


# Which answers count


def test_names_with_braces_and_escapes_do_not_disturb_the_signature() -> None:
    alipay, _ = gateway(trade("TRADE_SUCCESS", store_name='a}"}{\\', url="http://x"))
    assert alipay.query(charge()) == PAID


@pytest.mark.parametrize(
    "answer",
    [
        changed(trade("TRADE_SUCCESS"), b"42.50", b"42.51"),
        changed(trade("WAIT_BUYER_PAY"), b"WAIT_BUYER_PAY", b"TRADE_SUCCESS"),
        changed(trade("TRADE_SUCCESS"), b'"sign"', b'"sigm"'),
        changed(UNKNOWN, b"TRADE_NOT_EXIST", b"TRADE_NOT_EXISTS"),
        says("trade.query", {"code": "10000"}, key="thief"),
        says("trade.query", {"code": "10000"}, signature=""),
        says("trade.query", {"code": "10000"}, signature="no base64"),
    ],
)
def test_what_alipay_did_not_sign_so_counts_for_nothing(answer: HttpAnswer) -> None:
    alipay, _ = gateway(answer)
    assert alipay.query(charge()) == Unclear(Doubt.BAD_SIGNATURE)


@pytest.mark.parametrize(
    "answer",
    [
        says("trade.pay", {"code": "10000", "trade_status": "TRADE_SUCCESS"}),
        unsigned("", "10000"),
        HttpAnswer(200, {}, b'{"alipay_trade_query_response":"10000"}'),
        HttpAnswer(200, {}, b'{"alipay_trade_query_response":{"code":10000}}'),
        HttpAnswer(200, {}, b"\xff\xfe"),
        HttpAnswer(200, {}, b'{"alipay_trade_query_response":' + b"[" * 100_000),
    ],
)
def test_an_answer_to_something_else_or_in_another_shape_is_none(answer: HttpAnswer) -> None:
    alipay, _ = gateway(answer)
    found = alipay.query(charge())
    assert isinstance(found, Unclear)
    assert found.doubt in {Doubt.BAD_ANSWER, Doubt.BAD_SIGNATURE}


# Ending a trade

CLOSED = done("trade.close", out_trade_no=NUMBER, trade_no=TRADE)
NOT_SCANNED = refuses("trade.close", "ACQ.TRADE_NOT_EXIST")


def cancelled(**values: str) -> HttpAnswer:
    return done("trade.cancel", out_trade_no=NUMBER, **{"retry_flag": "N", **values})


@pytest.mark.parametrize(
    ("answers", "outcome", "asked"),
    [
        ([CLOSED], Ended(), ["close"]),
        ([NOT_SCANNED, cancelled()], Ended(), ["close", "cancel"]),
        ([NOT_SCANNED, cancelled(action="close")], Ended(), ["close", "cancel"]),
        ([NOT_SCANNED, cancelled(action="refund")], Ended(reversed=True), ["close", "cancel"]),
        (
            [NOT_SCANNED, refuses("trade.cancel", "ACQ.TRADE_NOT_EXIST")],
            Ended(),
            ["close", "cancel"],
        ),
        (
            [refuses("trade.close", "ACQ.TRADE_STATUS_ERROR"), trade("TRADE_SUCCESS")],
            PAID,
            ["close", "query"],
        ),
        (
            [refuses("trade.close", "ACQ.REASON_TRADE_STATUS_INVALID"), trade("TRADE_CLOSED")],
            Ended(),
            ["close", "query"],
        ),
        (
            [refuses("trade.close", "ACQ.REASON_ILLEGAL_STATUS"), trade("WAIT_BUYER_PAY")],
            Unclear(Doubt.CLOSE_REFUSED, "ACQ.REASON_ILLEGAL_STATUS"),
            ["close", "query"],
        ),
        (
            [refuses("trade.close", "ACQ.SYSTEM_ERROR")],
            Unclear(Doubt.SERVER_ERROR, "ACQ.SYSTEM_ERROR"),
            ["close"],
        ),
        ([NotReachedError("…")], Unclear(Doubt.NOT_REACHED), ["close"]),
        ([NOT_SCANNED, NoAnswerError("…")], Unclear(Doubt.NO_ANSWER), ["close", "cancel"]),
    ],
)
def test_what_ending_a_qr_comes_to(
    answers: list[Scripted], outcome: Outcome, asked: list[str]
) -> None:
    alipay, http = gateway(*answers)
    assert alipay.close(charge()) == outcome
    assert asked_of(http) == asked


def _cannot(word: str) -> HttpAnswer:
    return refuses("trade.cancel", f"ACQ.{word}")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([cancelled(action="close")], Ended()),
        ([cancelled(action="refund")], Ended(reversed=True)),
        ([cancelled()], Missing()),
        ([_cannot("TRADE_NOT_EXIST")], Missing()),
        ([cancelled(retry_flag="Y", action="close")], Unclear(Doubt.CLOSE_REFUSED, "RETRY")),
        ([_cannot("SYSTEM_ERROR")], Unclear(Doubt.SERVER_ERROR, "ACQ.SYSTEM_ERROR")),
        (
            [refuses("trade.cancel", "AQC.SYSTEM_ERROR")],
            Unclear(Doubt.SERVER_ERROR, "AQC.SYSTEM_ERROR"),
        ),
        ([_cannot("SELLER_BALANCE_NOT_ENOUGH"), trade("TRADE_SUCCESS")], PAID),
        ([_cannot("REASON_TRADE_BEEN_FREEZEN"), trade("TRADE_SUCCESS")], PAID),
        ([_cannot("TRADE_HAS_FINISHED"), trade("TRADE_FINISHED")], PAID),
        ([_cannot("TRADE_CANCEL_TIME_OUT"), trade("TRADE_SUCCESS")], PAID),
        ([_cannot("REASON_TRADE_REFUND_FEE_ERR"), trade("TRADE_SUCCESS")], PAID),
        ([_cannot("CANCEL_NOT_ALLOWED"), trade("TRADE_CLOSED")], Ended()),
        (
            [_cannot("INVALID_PARAMETER"), UNKNOWN],
            Unclear(Doubt.CLOSE_REFUSED, "ACQ.INVALID_PARAMETER"),
        ),
        (
            [unsigned("trade.cancel", "40002", "isv.invalid-signature")],
            Unclear(Doubt.NOT_ACCEPTED, "isv.invalid-signature"),
        ),
        ([says("trade.cancel", {"code": "10000"}, key="thief")], Unclear(Doubt.BAD_SIGNATURE)),
    ],
)
def test_what_cancelling_a_code_payment_comes_to(answers: list[Scripted], outcome: Outcome) -> None:
    alipay, http = gateway(*answers)
    assert alipay.close(BY_CODE) == outcome
    assert asked_of(http)[0] == "cancel"
