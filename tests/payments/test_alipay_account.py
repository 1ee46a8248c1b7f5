"""Refunds, bills and the check of an account at Alipay."""

from datetime import date, timedelta

import pytest

from microshop_desktop.domain.payment import (
    Doubt,
    Missing,
    NotSent,
    Refusal,
    Refused,
    Unclear,
)
from microshop_desktop.domain.payment_refund import (
    RefundAccepted,
    RefundDone,
    RefundOutcome,
    RefundRefused,
)
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import HttpAnswer, NoAnswerError, NotReachedError
from microshop_desktop.payments.alipay import Alipay
from microshop_desktop.payments.gateway import (
    CLOCK_OFF,
    BillFile,
    BillKind,
    BillTrouble,
    Checked,
    CheckState,
    NoBill,
)
from tests.payments.alipay_samples import (
    TRADE,
    UNKNOWN,
    account,
    asked_of,
    changed,
    content,
    done,
    gateway,
    refuses,
    says,
    unsigned,
)
from tests.payments.platform_fakes import (
    NOW,
    NUMBER,
    REFUND_NUMBER,
    Scripted,
    ScriptedHttp,
    charge,
    money_back,
)


def refunded(**values: str) -> HttpAnswer:
    return done("trade.refund", out_trade_no=NUMBER, trade_no=TRADE, **values)


def found(**values: str) -> HttpAnswer:
    return done("trade.fastpay.refund.query", out_request_no=REFUND_NUMBER, **values)


def test_a_refund_always_has_a_number_of_its_own() -> None:
    alipay, http = gateway(refunded(fund_change="Y", refund_fee="30.00"))
    assert alipay.refund(money_back(reason="苹果/坏了")) == RefundDone(REFUND_NUMBER)
    assert content(http.requests[0]) == {
        "out_trade_no": NUMBER,
        "out_request_no": REFUND_NUMBER,
        "refund_amount": "12.50",
        "refund_reason": "苹果 坏了",
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refunded(fund_change="N", refund_fee="12.50"), RefundAccepted()),
        (refunded(refund_fee="12.50"), RefundAccepted()),
        (
            refuses("trade.refund", "ACQ.SYSTEM_ERROR"),
            Unclear(Doubt.SERVER_ERROR, "ACQ.SYSTEM_ERROR"),
        ),
        (refuses("trade.refund", "ACQ.NEW"), Unclear(Doubt.BAD_ANSWER, "ACQ.NEW")),
        (unsigned("trade.refund", "40005"), Unclear(Doubt.TOO_FAST, "40005")),
        (
            unsigned("trade.refund", "20000", "ACQ.REFUND_FEE_ERROR"),
            Unclear(Doubt.SERVER_ERROR, "ACQ.REFUND_FEE_ERROR"),
        ),
        (
            unsigned("trade.refund", "40006", "isv.insufficient-isv-permissions"),
            RefundRefused("isv.insufficient-isv-permissions"),
        ),
        (says("trade.refund", {"code": "10000"}, key="thief"), Unclear(Doubt.BAD_SIGNATURE)),
        (NotReachedError("…"), NotSent()),
        (NoAnswerError("…"), Unclear(Doubt.NO_ANSWER)),
    ],
)
def test_what_answers_to_a_refund_mean(answer: Scripted, outcome: RefundOutcome) -> None:
    alipay, _ = gateway(answer)
    assert alipay.refund(money_back()) == outcome


@pytest.mark.parametrize(
    "word",
    [
        "SELLER_BALANCE_NOT_ENOUGH",
        "REFUND_AMT_NOT_EQUAL_TOTAL",
        "REASON_TRADE_BEEN_FREEZEN",
        "TRADE_NOT_EXIST",
        "TRADE_STATUS_ERROR",
        "TRADE_NOT_ALLOW_REFUND",
        "TRADE_HAS_FINISHED",
        "DISCORDANT_REPEAT_REQUEST",
        "REASON_TRADE_REFUND_FEE_ERR",
        "REFUND_FEE_ERROR",
        "NOT_ALLOW_PARTIAL_REFUND",
        "ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
        "BUYER_NOT_EXIST",
        "BUYER_ERROR",
        "BUYER_ENABLE_STATUS_FORBID",
        "ENTERPRISE_PAY_BIZ_ERROR",
    ],
)
def test_definite_words_refuse_a_refund(word: str) -> None:
    alipay, _ = gateway(refuses("trade.refund", f"ACQ.{word}"))
    assert alipay.refund(money_back()) == RefundRefused(f"ACQ.{word}")


def test_a_closed_trade_may_be_one_that_was_refunded() -> None:
    closed = refuses("trade.refund", "ACQ.TRADE_HAS_CLOSE")
    alipay, _ = gateway(closed, found(refund_status="REFUND_SUCCESS", refund_amount="12.50"))
    assert alipay.refund(money_back()) == RefundDone(REFUND_NUMBER)
    alipay, _ = gateway(closed, NotReachedError("…"))
    assert alipay.refund(money_back()) == Unclear(Doubt.NOT_REACHED)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (found(refund_status="REFUND_SUCCESS"), RefundDone(REFUND_NUMBER)),
        (
            found(refund_status="REFUND_SUCCESS", refund_amount="12.50"),
            RefundDone(REFUND_NUMBER),
        ),
        (
            found(refund_status="REFUND_SUCCESS", refund_amount="1.00"),
            Unclear(Doubt.MISMATCH),
        ),
        (found(), Missing()),
        (found(refund_status="REFUND_PROCESSING"), Missing()),
        (refuses("trade.fastpay.refund.query", "ACQ.TRADE_NOT_EXIST"), Missing()),
        (refuses("trade.fastpay.refund.query", "TRADE_NOT_EXIST"), Missing()),
        (
            refuses("trade.fastpay.refund.query", "ACQ.SYSTEM_ERROR"),
            Unclear(Doubt.SERVER_ERROR, "ACQ.SYSTEM_ERROR"),
        ),
        (NotReachedError("…"), Unclear(Doubt.NOT_REACHED)),
    ],
)
def test_a_refund_is_done_only_when_it_says_so(answer: Scripted, outcome: RefundOutcome) -> None:
    alipay, http = gateway(answer)
    assert alipay.query_refund(money_back()) == outcome
    assert content(http.requests[0]) == {"out_trade_no": NUMBER, "out_request_no": REFUND_NUMBER}


BILL_CALL = "data.dataservice.bill.downloadurl.query"
BILL_AT = "https://dwbillcenter.alipay.com/downloadBillFile.resource?token=1"
YESTERDAY = date(2026, 11, 23)
WHERE = done(BILL_CALL, bill_download_url=BILL_AT)


@pytest.mark.parametrize(
    ("kind", "asked", "name"),
    [
        (BillKind.TRADE, "trade", "alipay-trade-2026-11-23.zip"),
        (BillKind.FUNDS, "signcustomer", "alipay-funds-2026-11-23.zip"),
    ],
)
def test_a_bill_is_given_as_it_was_packed(kind: BillKind, asked: str, name: str) -> None:
    alipay, http = gateway(WHERE, HttpAnswer(200, {}, b"PK\x03\x04zip"))
    assert alipay.bill(YESTERDAY, kind) == BillFile(name, b"PK\x03\x04zip")
    assert content(http.requests[0]) == {"bill_type": asked, "bill_date": "2026-11-23"}
    assert (http.requests[1].method, http.requests[1].url) == ("GET", BILL_AT)
    assert http.requests[1].headers == {}


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ([WHERE, HttpAnswer(200, {}, b"<html>expired")], NoBill(BillTrouble.DAMAGED)),
        ([WHERE, HttpAnswer(404, {}, b"")], NoBill(BillTrouble.NO_ANSWER)),
        ([done(BILL_CALL, bill_download_url="file:///x")], NoBill(BillTrouble.NO_ANSWER)),
        ([refuses(BILL_CALL, "NO_BILL_DATA")], NoBill(BillTrouble.NO_TRADE, "NO_BILL_DATA")),
        (
            [refuses(BILL_CALL, "isp.bill_not_exist")],
            NoBill(BillTrouble.NO_TRADE, "isp.bill_not_exist"),
        ),
        (
            [refuses(BILL_CALL, "INVAILID_ARGUMENTS")],
            NoBill(BillTrouble.NOT_READY, "INVAILID_ARGUMENTS"),
        ),
        (
            [refuses(BILL_CALL, "TYPE_NOT_SUPPORTED")],
            NoBill(BillTrouble.NOT_ALLOWED, "TYPE_NOT_SUPPORTED"),
        ),
        ([unsigned(BILL_CALL, "40006", "isv.x")], NoBill(BillTrouble.NOT_ALLOWED, "isv.x")),
        (
            [refuses(BILL_CALL, "SYSTEM_RATE_LIMIT")],
            NoBill(BillTrouble.NO_ANSWER, "SYSTEM_RATE_LIMIT"),
        ),
        ([NotReachedError("…")], NoBill(BillTrouble.NO_ANSWER)),
    ],
)
def test_why_there_is_no_bill(answers: list[Scripted], trouble: NoBill) -> None:
    alipay, _ = gateway(*answers)
    assert alipay.bill(YESTERDAY) == trouble


def test_a_bill_that_is_not_there_in_the_morning_may_still_come() -> None:
    http = ScriptedHttp(refuses(BILL_CALL, "BILL_NOT_EXIST"))
    early = FixedClock(NOW - timedelta(hours=4))
    trouble = Alipay(account(), http, early).bill(YESTERDAY)
    assert trouble == NoBill(BillTrouble.NOT_READY, "BILL_NOT_EXIST")


def test_today_in_china_has_no_bill_yet() -> None:
    alipay, http = gateway()
    assert alipay.bill(date(2026, 11, 24)) == NoBill(BillTrouble.NOT_READY)
    assert http.requests == []


@pytest.mark.parametrize(
    ("answer", "checked"),
    [
        (UNKNOWN, Checked(CheckState.GOOD, "ACQ.TRADE_NOT_EXIST", proves_answers=True)),
        (
            changed(UNKNOWN, b"TRADE_NOT", b"TRADE_NO"),
            Checked(CheckState.ANSWER_NOT_TRUSTED),
        ),
        (
            unsigned("trade.query", "40002", "isv.invalid-signature"),
            Checked(CheckState.KEY_REFUSED, "isv.invalid-signature"),
        ),
        (
            unsigned("", "40002", "isv.invalid-app-id"),
            Checked(CheckState.ACCOUNT_UNKNOWN, "isv.invalid-app-id"),
        ),
        (
            unsigned("", "40002", "isv.invalid-timestamp", skew=timedelta(days=1)),
            Checked(CheckState.CLOCK_OFF, "isv.invalid-timestamp", skew=timedelta(days=1)),
        ),
        (
            unsigned("", "40006", "isv.insufficient-isv-permissions"),
            Checked(CheckState.NOT_ALLOWED, "isv.insufficient-isv-permissions"),
        ),
        (
            unsigned("", "20000", "isp.unknow-error"),
            Checked(CheckState.NO_ANSWER, "isp.unknow-error"),
        ),
        (
            unsigned("trade.query", "40001", "ACQ.TRADE_NOT_EXIST"),
            Checked(CheckState.NO_ANSWER, "ACQ.TRADE_NOT_EXIST"),
        ),
        (NotReachedError("…"), Checked(CheckState.NOT_REACHED)),
        (NoAnswerError("…"), Checked(CheckState.NO_ANSWER)),
    ],
)
def test_what_a_check_finds(answer: Scripted, checked: Checked) -> None:
    alipay, http = gateway(answer)
    assert alipay.check() == checked
    assert asked_of(http) == ["query"]


@pytest.mark.parametrize("word", ["isv.invalid-timestamp", "isv.invalid-signature"])
def test_a_wrong_clock_here_is_named_as_the_trouble(word: str) -> None:
    hour = timedelta(hours=1)
    refused = unsigned("", "40002", word, skew=hour)
    alipay, _ = gateway(refused, refused, refused, unsigned("", "40002", word))
    assert alipay.show_qr(charge()) == Refused(Refusal.ACCOUNT_NOT_READY, CLOCK_OFF)
    assert alipay.query(charge()) == Unclear(Doubt.NOT_ACCEPTED, CLOCK_OFF)
    assert alipay.refund(money_back()) == RefundRefused(CLOCK_OFF)
    assert alipay.query(charge()) == Unclear(Doubt.NOT_ACCEPTED, word)
