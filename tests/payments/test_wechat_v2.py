"""Code payments by the older API: the form, what is sent, and what every answer means."""

import hashlib
import hmac
from collections.abc import Mapping
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
from microshop_desktop.domain.payment_refund import (
    RefundAccepted,
    RefundDone,
    RefundOutcome,
    RefundRefused,
)
from microshop_desktop.infra.http import HttpAnswer, NoAnswerError, NotReachedError
from microshop_desktop.payments.accounts import V2Access
from microshop_desktop.payments.asking import CODE_PAYMENT_SECONDS
from microshop_desktop.payments.wechat import Wechat
from microshop_desktop.payments.wechat_v2 import WechatV2Codes
from microshop_desktop.payments.wechat_v2_form import (
    form_sign,
    is_form_signed,
    read_form,
    write_form,
)
from microshop_desktop.payments.wechat_v2_refunds import WechatV2Refunds
from microshop_desktop.payments.wechat_v2_wire import WechatV2Wire
from tests.payments.platform_fakes import (
    NUMBER,
    REFUND_NUMBER,
    Scripted,
    ScriptedHttp,
    charge,
    clock,
    money_back,
    wechat_refuses,
    wechat_says,
)
from tests.payments.published import vectors
from tests.payments.wechat_samples import APP, MERCHANT, account, order

KEY = "192006250b4c09247ec02edce69f6a2d"
CODE = "134567890123456789"
PAID = Paid("4200001234567890123456789012", 4250, "CNY", MERCHANT)
CHARGE = charge(AttemptKind.CODE)


def says(key: str = KEY, sign_type: str = "HMAC-SHA256", **changed: str) -> HttpAnswer:
    """A signed answer; signed here by plain calls of `hmac`."""
    told = {
        "return_code": "SUCCESS",
        "result_code": "SUCCESS",
        "appid": APP,
        "mch_id": MERCHANT,
        "nonce_str": "n",
        "out_trade_no": NUMBER,
        **changed,
    }
    text = "&".join(f"{name}={told[name]}" for name in sorted(told) if told[name]) + f"&key={key}"
    if sign_type == "MD5":
        told["sign"] = hashlib.md5(text.encode()).hexdigest().upper()  # noqa: S324
    else:
        told["sign"] = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest().upper()
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in told.items())
    return HttpAnswer(200, {}, f"<xml>{inner}</xml>".encode())


def paid(**changed: str) -> HttpAnswer:
    values = {"transaction_id": PAID.transaction_id, "total_fee": "4250", "fee_type": "CNY"}
    return says(**{**values, **changed})


def state(name: str) -> HttpAnswer:
    return paid(trade_state=name)


def fails(code: str, **changed: str) -> HttpAnswer:
    return says(result_code="FAIL", err_code=code, **changed)


def gateway(
    *answers: Scripted, sign_type: str = "HMAC-SHA256"
) -> tuple[Wechat, ScriptedHttp, ScriptedHttp]:
    """The gateway, the ordinary network and the one with the merchant's certificate."""
    http = ScriptedHttp(*answers)
    secure = ScriptedHttp()
    secure.answers = http.answers
    access = V2Access(KEY, sign_type)
    wire = WechatV2Wire(account(), access, http, secure)
    codes, refunds = WechatV2Codes(wire), WechatV2Refunds(wire)
    return Wechat(account(), http, clock(), codes=codes, refunds=refunds), http, secure


def test_published_forms_are_signed_so() -> None:
    for case in vectors("wechat")["v2_sign"]:
        assert form_sign(case["params"], case["key"], case["sign_type"]) == case["sign"]
        signed = {**case["params"], "sign": case["sign"]}
        assert is_form_signed(signed, case["key"], case["sign_type"])


@pytest.mark.parametrize("name", ["appid", "total_fee", "sign"])
@pytest.mark.parametrize("sign_type", ["MD5", "HMAC-SHA256"])
def test_a_change_of_any_field_is_seen(name: str, sign_type: str) -> None:
    fields = {"appid": "wx1", "total_fee": "1", "empty": ""}
    signed = {**fields, "sign": form_sign(fields, KEY, sign_type)}
    assert is_form_signed(signed, KEY, sign_type)
    assert not is_form_signed({**signed, name: "2"}, KEY, sign_type)
    assert not is_form_signed(signed, "0" * 32, sign_type)
    assert not is_form_signed(fields, KEY, sign_type)


def test_a_form_is_read_as_it_was_written() -> None:
    fields = {"body": '苹果 <1> & ]]> "x"', "empty": ""}
    assert read_form(write_form(fields)) == fields
    assert read_form(b"<xml><a><![CDATA[x<y]]></a>\n <b>1</b></xml>") == {"a": "x<y", "b": "1"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml><a>1</a>",
        b"<xml><a>1</a><a>2</a></xml>",
        b"<xml><a><b>1</b></a></xml>",
        b'<!DOCTYPE xml [<!ENTITY x "y">]><xml><a>&x;</a></xml>',
        b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><a>1</a></xml>',
        b"<xml><a>&x;</a></xml>",
        b"not XML",
    ],
)
def test_what_is_no_plain_form_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="not a plain form"):
        read_form(body)


@pytest.mark.parametrize("sign_type", ["MD5", "HMAC-SHA256"])
def test_a_code_payment_is_a_signed_form(sign_type: str) -> None:
    answer = says(
        sign_type=sign_type, transaction_id=PAID.transaction_id, total_fee="4250", fee_type="CNY"
    )
    wechat, http, _ = gateway(answer, sign_type=sign_type)
    assert wechat.charge_code(CHARGE, CODE) == PAID
    sent = http.requests[0]
    assert sent.url == "https://api.mch.weixin.qq.com/pay/micropay"
    assert sent.read_seconds == CODE_PAYMENT_SECONDS
    assert sent.body is not None
    fields = read_form(sent.body)
    nonce, sign = fields.pop("nonce_str"), fields.pop("sign")
    assert fields == {
        "appid": APP,
        "mch_id": MERCHANT,
        "sign_type": sign_type,
        "body": "小店 A-000123",
        "out_trade_no": NUMBER,
        "total_fee": "4250",
        "fee_type": "CNY",
        "spbill_create_ip": "127.0.0.1",
        "device_info": "A",
        "auth_code": CODE,
    }
    assert sign == form_sign({**fields, "nonce_str": nonce}, KEY, sign_type)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (paid(), PAID),
        (paid(fee_type=""), PAID),
        (paid(total_fee="1"), Paid(PAID.transaction_id, 1, "CNY", MERCHANT)),
        (paid(total_fee="-1"), Unclear(Doubt.BAD_ANSWER, "SUCCESS")),
        (paid(transaction_id=""), Unclear(Doubt.BAD_ANSWER, "SUCCESS")),
        (paid(out_trade_no="other1"), Unclear(Doubt.BAD_ANSWER)),
        (paid(mch_id="1"), Paid(PAID.transaction_id, 4250, "CNY", "1")),
        (paid(appid="wx9"), Paid(PAID.transaction_id, 4250, "CNY", f"{MERCHANT} wx9")),
        (paid(key="0" * 32), Unclear(Doubt.BAD_SIGNATURE)),
        (says(return_code="FAIL", return_msg="签名错误"), Unclear(Doubt.NOT_ACCEPTED, "签名错误")),
        (says(return_code=""), Unclear(Doubt.BAD_ANSWER)),
        (HttpAnswer(200, {}, b"<html>"), Unclear(Doubt.BAD_ANSWER)),
        (HttpAnswer(502, {}, b""), Unclear(Doubt.SERVER_ERROR, "502")),
        (HttpAnswer(403, {}, b""), Unclear(Doubt.BAD_ANSWER, "403")),
        (fails("USERPAYING"), Waiting(paying=True)),
        (fails("SYSTEMERROR"), Unclear(Doubt.SERVER_ERROR, "SYSTEMERROR")),
        (fails("BANKERROR"), Unclear(Doubt.SERVER_ERROR, "BANKERROR")),
        (fails("A_NEW_WORD"), Unclear(Doubt.BAD_ANSWER, "A_NEW_WORD")),
        (fails(""), Unclear(Doubt.BAD_ANSWER, "FAIL")),
        (fails("NOTENOUGH"), Refused(Refusal.NOT_ENOUGH_MONEY, "NOTENOUGH")),
        (fails("AUTHCODEEXPIRE"), Refused(Refusal.CODE_EXPIRED, "AUTHCODEEXPIRE")),
        (fails("SIGNERROR"), Refused(Refusal.ACCOUNT_NOT_READY, "SIGNERROR")),
        (NotReachedError("…"), NotSent()),
        (NoAnswerError("…"), Unclear(Doubt.NO_ANSWER)),
    ],
)
def test_what_answers_to_a_payment_code_mean(answer: Scripted, outcome: Outcome) -> None:
    wechat, _, _ = gateway(answer)
    assert wechat.charge_code(CHARGE, CODE) == outcome


def test_already_paid_is_looked_up() -> None:
    wechat, http, _ = gateway(fails("ORDERPAID"), state("SUCCESS"))
    assert wechat.charge_code(CHARGE, CODE) == PAID
    assert http.requests[1].url.endswith("/pay/orderquery")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (state("SUCCESS"), PAID),
        (state("REFUND"), PAID),
        (state("USERPAYING"), Waiting(paying=True)),
        (state("ACCEPT"), Waiting(paying=True)),
        (state("NOTPAY"), Waiting()),
        (state("CLOSED"), Ended()),
        (state("REVOKED"), Ended(reversed=True)),
        (state("PAYERROR"), Refused(Refusal.DECLINED, "PAYERROR", ended=False)),
        (fails("ORDERNOTEXIST"), Missing()),
        (fails("SYSTEMERROR"), Unclear(Doubt.SERVER_ERROR, "SYSTEMERROR")),
        (NotReachedError("…"), Unclear(Doubt.NOT_REACHED)),
    ],
)
def test_every_state_of_a_code_payment_means_something(answer: Scripted, outcome: Outcome) -> None:
    wechat, http, _ = gateway(answer)
    assert wechat.query(CHARGE) == outcome
    assert http.requests[0].url.endswith("/pay/orderquery")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([says(recall="N"), state("REVOKED")], Ended(reversed=True)),
        ([says(recall="N"), state("CLOSED")], Ended()),
        ([says(recall="N"), state("SUCCESS")], Unclear(Doubt.CLOSE_REFUSED, "SUCCESS")),
        ([says(recall="Y")], Unclear(Doubt.CLOSE_REFUSED, "RECALL")),
        ([fails("USERPAYING", recall="Y"), state("USERPAYING")], Waiting(paying=True)),
        ([fails("TRADE_ERROR"), state("SUCCESS")], PAID),
        ([fails("SYSTEMERROR", recall="Y")], Unclear(Doubt.SERVER_ERROR, "SYSTEMERROR")),
        ([says(key="0" * 32)], Unclear(Doubt.BAD_SIGNATURE)),
        ([NotReachedError("…")], Unclear(Doubt.NOT_REACHED)),
    ],
)
def test_what_reversing_comes_to(answers: list[Scripted], outcome: Outcome) -> None:
    wechat, http, secure = gateway(*answers)
    assert wechat.close(CHARGE) == outcome
    assert [request.url for request in secure.requests] == [
        "https://api.mch.weixin.qq.com/secapi/pay/reverse"
    ]
    assert all(request.url.endswith("/pay/orderquery") for request in http.requests)


def test_a_shown_qr_goes_through_the_newer_api_all_the_same() -> None:
    wechat, http, _ = gateway(wechat_says({"code_url": "weixin://x"}), wechat_says(order("CLOSED")))
    assert wechat.show_qr(charge()) == Waiting(qr="weixin://x")
    assert wechat.query(charge()) == Ended()
    assert all("/v3/pay/transactions" in request.url for request in http.requests)
    wechat, _, _ = gateway(wechat_refuses(404, "ORDER_NOT_EXIST"))
    assert wechat.close(charge()) == Missing()


def refunded(state: str, **changed: str) -> HttpAnswer:
    """An answer about refunds: it numbers them, and ours is the second one."""
    told = {
        "out_refund_no_0": "another",
        "refund_status_0": "SUCCESS",
        "out_refund_no_1": REFUND_NUMBER,
        "refund_id_1": "503",
        "refund_fee_1": "1250",
        "refund_status_1": state,
    }
    return says(**{**told, **changed})


def test_a_refund_is_sent_with_the_certificate() -> None:
    wechat, _, secure = gateway(says(refund_id="503", out_refund_no=REFUND_NUMBER))
    assert wechat.refund(money_back(reason="苹果坏了")) == RefundAccepted("503")
    sent = secure.requests[0]
    assert sent.url.endswith("/secapi/pay/refund")
    assert sent.body is not None
    fields = read_form(sent.body)
    assert {name: fields[name] for name in fields if "refund" in name or "total" in name} == {
        "out_refund_no": REFUND_NUMBER,
        "total_fee": "4250",
        "refund_fee": "1250",
        "refund_fee_type": "CNY",
        "refund_desc": "苹果坏了",
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (fails("NOTENOUGH"), RefundRefused("NOTENOUGH")),
        (fails("TRADE_OVERDUE"), RefundRefused("TRADE_OVERDUE")),
        (fails("ORDERNOTEXIST"), RefundRefused("ORDERNOTEXIST")),
        (fails("BIZERR_NEED_RETRY"), Unclear(Doubt.BAD_ANSWER, "BIZERR_NEED_RETRY")),
        (fails("SYSTEMERROR"), Unclear(Doubt.SERVER_ERROR, "SYSTEMERROR")),
        (fails("FREQUENCY_LIMITED"), Unclear(Doubt.TOO_FAST, "FREQUENCY_LIMITED")),
        (says(key="0" * 32), Unclear(Doubt.BAD_SIGNATURE)),
        (NotReachedError("…"), NotSent()),
    ],
)
def test_what_answers_to_a_refund_mean(answer: Scripted, outcome: RefundOutcome) -> None:
    wechat, _, _ = gateway(answer)
    assert wechat.refund(money_back()) == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refunded("SUCCESS"), RefundDone("503")),
        (refunded("PROCESSING"), RefundAccepted("503")),
        (refunded("REFUNDCLOSE"), RefundRefused("CLOSED")),
        (refunded("CHANGE"), RefundRefused("ABNORMAL")),
        (refunded("SUCCESS", refund_fee_1="1"), Unclear(Doubt.MISMATCH)),
        (refunded("SUCCESS", out_refund_no_1="yet another"), Missing()),
        (fails("REFUNDNOTEXIST"), Missing()),
        (fails("SYSTEMERROR"), Unclear(Doubt.SERVER_ERROR, "SYSTEMERROR")),
        (NotReachedError("…"), Unclear(Doubt.NOT_REACHED)),
    ],
)
def test_every_state_of_a_refund_means_something(answer: Scripted, outcome: RefundOutcome) -> None:
    wechat, http, _ = gateway(answer)
    assert wechat.query_refund(money_back()) == outcome
    assert http.requests[0].url.endswith("/pay/refundquery")


def test_nothing_secret_shows() -> None:
    shown: Mapping[str, Any] = {"access": V2Access(KEY, "MD5", "PEM")}
    assert KEY not in repr(shown)
    assert "PEM" not in repr(shown)
