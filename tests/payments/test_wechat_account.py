"""Refunds, bills and the check of an account at WeChat Pay."""

import gzip
import hashlib
from datetime import date, timedelta

import pytest

from microshop_desktop.domain.payment import Doubt, Missing, NotSent, Unclear
from microshop_desktop.domain.payment_refund import (
    RefundAccepted,
    RefundDone,
    RefundOutcome,
    RefundRefused,
)
from microshop_desktop.infra.http import HttpAnswer, NoAnswerError, NotReachedError
from microshop_desktop.payments.gateway import (
    BillFile,
    BillKind,
    BillTrouble,
    Checked,
    CheckState,
    NoBill,
)
from microshop_desktop.payments.wechat import Wechat
from tests.payments.platform_fakes import (
    NUMBER,
    REFUND_NUMBER,
    Scripted,
    ScriptedHttp,
    clock,
    money_back,
    wechat_refuses,
    wechat_says,
)
from tests.payments.test_wechat_trust import OLD, OLD_ONE, listed
from tests.payments.wechat_samples import MERCHANT, account, refund

REFERENCE = "50300001234567890123456789012"
YESTERDAY = date(2026, 11, 23)
BILL = "\ufeff交易时间,公众账号ID\r\n`2026-11-23 10:00:00,`wx\r\n".encode()
ADDRESS = "https://api.mch.weixin.qq.com/v3/billdownload/file?token=abc%2B1"


def gateway(*answers: Scripted, certificates: bool = False) -> tuple[Wechat, ScriptedHttp]:
    http = ScriptedHttp(*answers)
    return Wechat(account(certificates=certificates), http, clock()), http


def test_a_refund_names_both_numbers_and_both_amounts() -> None:
    wechat, http = gateway(wechat_says(refund("PROCESSING")))
    assert wechat.refund(money_back(reason="苹果坏了🍎")) == RefundAccepted(REFERENCE)
    assert http.requests[0].url.endswith("/v3/refund/domestic/refunds")
    assert http.bodies[0] == {
        "out_trade_no": NUMBER,
        "out_refund_no": REFUND_NUMBER,
        "amount": {"refund": 1250, "total": 4250, "currency": "CNY"},
        "reason": "苹果坏了",
    }


def test_a_refund_without_a_reason_sends_none() -> None:
    wechat, http = gateway(wechat_says(refund("PROCESSING")))
    wechat.refund(money_back())
    assert "reason" not in http.bodies[0]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (wechat_says(refund("SUCCESS")), RefundDone(REFERENCE)),
        (wechat_says(refund("PROCESSING")), RefundAccepted(REFERENCE)),
        (wechat_says(refund("CLOSED")), RefundRefused("CLOSED")),
        (wechat_says(refund("ABNORMAL")), RefundRefused("ABNORMAL")),
        (wechat_says(refund("NEW")), Unclear(Doubt.BAD_ANSWER, "NEW")),
        (wechat_says({**refund("SUCCESS"), "out_refund_no": "x"}), Unclear(Doubt.BAD_ANSWER)),
        (
            wechat_says({**refund("SUCCESS"), "amount": {"refund": 1, "currency": "CNY"}}),
            Unclear(Doubt.MISMATCH),
        ),
        (wechat_says(refund("SUCCESS"), key="thief"), Unclear(Doubt.BAD_SIGNATURE)),
        (wechat_refuses(500, "SYSTEM_ERROR"), Unclear(Doubt.SERVER_ERROR, "SYSTEM_ERROR")),
        (wechat_refuses(503, "PARAM_ERROR"), Unclear(Doubt.SERVER_ERROR, "PARAM_ERROR")),
        (
            wechat_refuses(429, "FREQUENCY_LIMITED"),
            Unclear(Doubt.TOO_FAST, "FREQUENCY_LIMITED"),
        ),
        (wechat_refuses(400, "A_NEW_WORD"), Unclear(Doubt.BAD_ANSWER, "A_NEW_WORD")),
        (NoAnswerError("…"), Unclear(Doubt.NO_ANSWER)),
    ],
)
def test_what_answers_about_a_refund_mean(answer: Scripted, outcome: RefundOutcome) -> None:
    wechat, _ = gateway(answer, answer)
    assert wechat.refund(money_back()) == outcome
    assert wechat.query_refund(money_back()) == outcome


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "NOT_ENOUGH"),
        (403, "USER_ACCOUNT_ABNORMAL"),
        (404, "RESOURCE_NOT_EXISTS"),
        (404, "MCH_NOT_EXISTS"),
        (400, "INVALID_REQUEST"),
        (400, "PARAM_ERROR"),
        (401, "SIGN_ERROR"),
        (403, "NO_AUTH"),
    ],
)
def test_definite_words_refuse_a_refund(status: int, code: str) -> None:
    wechat, _ = gateway(wechat_refuses(status, code))
    assert wechat.refund(money_back()) == RefundRefused(code)


def test_a_refund_that_never_left_is_not_sent_and_a_question_is_open() -> None:
    wechat, _ = gateway(NotReachedError("…"), NotReachedError("…"))
    assert wechat.refund(money_back()) == NotSent()
    assert wechat.query_refund(money_back()) == Unclear(Doubt.NOT_REACHED)


def test_a_refund_that_wechat_never_saw_is_missing() -> None:
    wechat, http = gateway(wechat_refuses(404, "RESOURCE_NOT_EXISTS"))
    assert wechat.query_refund(money_back()) == Missing()
    assert http.requests[0].url.endswith(f"/v3/refund/domestic/refunds/{REFUND_NUMBER}")


def test_keys_that_are_refused_leave_a_refund_open() -> None:
    wechat, _ = gateway(wechat_refuses(401, "SIGN_ERROR"))
    assert wechat.query_refund(money_back()) == Unclear(Doubt.NOT_ACCEPTED, "SIGN_ERROR")


def where(content: bytes) -> HttpAnswer:
    digest = hashlib.sha1(content).hexdigest()  # noqa: S324 (the platform's choice)
    return wechat_says({"hash_type": "SHA1", "hash_value": digest, "download_url": ADDRESS})


@pytest.mark.parametrize("hashed", [BILL, gzip.compress(BILL, mtime=0)])
def test_a_bill_is_checked_packed_or_unpacked_and_given_unpacked(hashed: bytes) -> None:
    packed = gzip.compress(BILL, mtime=0)
    wechat, http = gateway(where(hashed), HttpAnswer(200, {}, packed))
    assert wechat.bill(YESTERDAY) == BillFile("wechat-trade-2026-11-23.csv", BILL)
    first, second = http.requests
    assert first.url.endswith("/v3/bill/tradebill?bill_date=2026-11-23&bill_type=ALL&tar_type=GZIP")
    assert second.url == ADDRESS
    assert second.headers["Authorization"].startswith("WECHATPAY2-SHA256-RSA2048 ")


def test_how_the_account_moved_is_another_bill() -> None:
    wechat, http = gateway(where(BILL), HttpAnswer(200, {}, BILL))
    assert wechat.bill(YESTERDAY, BillKind.FUNDS) == BillFile("wechat-funds-2026-11-23.csv", BILL)
    assert "/v3/bill/fundflowbill?bill_date=2026-11-23&account_type=BASIC" in http.requests[0].url


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ([where(BILL), HttpAnswer(200, {}, BILL + b"!")], NoBill(BillTrouble.DAMAGED)),
        (
            [where(BILL), HttpAnswer(200, {}, gzip.compress(BILL)[:-4])],
            NoBill(BillTrouble.DAMAGED),
        ),
        ([where(BILL), HttpAnswer(200, {}, b"\x1f\x8bjunk")], NoBill(BillTrouble.DAMAGED)),
        ([where(BILL), HttpAnswer(404, {}, b"")], NoBill(BillTrouble.NO_ANSWER)),
        ([where(BILL), NoAnswerError("…")], NoBill(BillTrouble.NO_ANSWER)),
        (
            [wechat_says({"hash_value": "", "download_url": "http://x/y"})],
            NoBill(BillTrouble.NO_ANSWER),
        ),
        (
            [wechat_refuses(400, "NO_STATEMENT_EXIST")],
            NoBill(BillTrouble.NO_TRADE, "NO_STATEMENT_EXIST"),
        ),
        (
            [wechat_refuses(400, "STATEMENT_CREATING")],
            NoBill(BillTrouble.NOT_READY, "STATEMENT_CREATING"),
        ),
        ([wechat_refuses(403, "NO_AUTH")], NoBill(BillTrouble.NOT_ALLOWED, "NO_AUTH")),
        ([wechat_refuses(429, "FREQUENCY")], NoBill(BillTrouble.NO_ANSWER, "FREQUENCY")),
        ([NotReachedError("…")], NoBill(BillTrouble.NO_ANSWER)),
    ],
)
def test_why_there_is_no_bill(answers: list[Scripted], trouble: NoBill) -> None:
    wechat, _ = gateway(*answers)
    assert wechat.bill(YESTERDAY) == trouble


def test_today_in_china_has_no_bill_yet() -> None:
    wechat, http = gateway()
    assert wechat.bill(date(2026, 11, 24)) == NoBill(BillTrouble.NOT_READY)
    assert http.requests == []


MINUTE, NONE = timedelta(minutes=1), timedelta(0)


@pytest.mark.parametrize(
    ("answer", "checked"),
    [
        (wechat_refuses(404, "ORDER_NOT_EXIST"), Checked(CheckState.GOOD, "ORDER_NOT_EXIST")),
        (
            wechat_refuses(404, "ORDER_NOT_EXIST", skew=MINUTE),
            Checked(CheckState.GOOD, "ORDER_NOT_EXIST", skew=MINUTE),
        ),
        (wechat_refuses(401, "SIGN_ERROR"), Checked(CheckState.KEY_REFUSED, "SIGN_ERROR")),
        (
            wechat_refuses(401, "SIGN_ERROR", skew=10 * MINUTE),
            Checked(CheckState.CLOCK_OFF, "SIGN_ERROR", skew=10 * MINUTE),
        ),
        (wechat_refuses(403, "NO_AUTH"), Checked(CheckState.NOT_ALLOWED, "NO_AUTH")),
        (
            wechat_refuses(404, "MCH_NOT_EXISTS"),
            Checked(CheckState.ACCOUNT_UNKNOWN, "MCH_NOT_EXISTS"),
        ),
        (wechat_refuses(500, "SYSTEM_ERROR"), Checked(CheckState.NO_ANSWER, "SYSTEM_ERROR")),
        (wechat_says({}, key="thief"), Checked(CheckState.ANSWER_NOT_TRUSTED)),
        (NotReachedError("…"), Checked(CheckState.NOT_REACHED)),
        (NoAnswerError("…"), Checked(CheckState.NO_ANSWER)),
    ],
)
def test_what_a_check_finds(answer: Scripted, checked: Checked) -> None:
    wechat, http = gateway(answer)
    assert wechat.check() == checked
    assert http.requests[0].url.endswith(f"?mchid={MERCHANT}")


def test_in_certificate_mode_a_check_proves_the_answers_too() -> None:
    told = wechat_says(listed((OLD, OLD_ONE)), serial=OLD, key="old")
    unknown = wechat_refuses(404, "ORDER_NOT_EXIST")
    wechat, _ = gateway(told, unknown, certificates=True)
    assert wechat.check() == Checked(CheckState.GOOD, "ORDER_NOT_EXIST", proves_answers=True)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (wechat_says(listed((OLD, OLD_ONE), key=b"1" * 32)), CheckState.ANSWER_NOT_TRUSTED),
        (wechat_refuses(401, "SIGN_ERROR"), CheckState.KEY_REFUSED),
        (wechat_refuses(404, "RESOURCE_NOT_EXISTS"), CheckState.ANSWER_NOT_TRUSTED),
        (NotReachedError("…"), CheckState.NOT_REACHED),
    ],
)
def test_without_certificates_a_check_fails(answer: Scripted, state: CheckState) -> None:
    wechat, _ = gateway(answer, certificates=True)
    assert wechat.check().state is state
