"""WeChat Pay v2: XML with a shared key, the same rules."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from microshop_desktop.sandbox.messages import Answer, Request
from microshop_desktop.sandbox.wechat_xml import signature
from tests.sandbox.desk_clock import Practice

CODE = "134567890123459999"


class Merchant:
    """Sends signed XML, and checks what is answered."""

    def __init__(self, practice: Practice, kind: str) -> None:
        self.practice, self.kind = practice, kind
        (self.account, _) = practice.sandbox.merchants.wechat.values()

    def sign(self, values: Mapping[str, str]) -> str:
        pairs = [f"{name}={values[name]}" for name in sorted(values) if values[name]]
        key = self.account.apiv2_key
        text = f"{'&'.join(pairs)}&key={key}".encode()
        if self.kind == "MD5":
            return hashlib.md5(text).hexdigest().upper()  # noqa: S324
        return hmac.new(key.encode(), text, "sha256").hexdigest().upper()

    def raw(self, path: str, body: bytes) -> Answer:
        return self.practice.sandbox.application.fetch(Request("POST", path, {}, body))

    def send(self, path: str, **more: str) -> dict[str, str]:
        values = {
            "appid": self.account.app_id,
            "mch_id": self.account.mch_id,
            "nonce_str": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
            "sign_type": self.kind,
            **more,
        }
        signed = {**values, "sign": self.sign(values)}
        cells = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in signed.items())
        said = _read(self.raw(path, f"<xml>{cells}</xml>".encode()))
        if said["return_code"] == "SUCCESS":
            made = said.pop("sign")
            assert made == self.sign(said)
        return said

    def micropay(self, number: str = "order_001", fee: str = "1990", code: str = CODE) -> Any:
        return self.send(
            "/pay/micropay",
            body="Tea 茶",
            out_trade_no=number,
            total_fee=fee,
            spbill_create_ip="127.0.0.1",
            auth_code=code,
        )

    def query(self, number: str = "order_001") -> dict[str, str]:
        return self.send("/pay/orderquery", out_trade_no=number)

    def reverse(self, number: str = "order_001") -> dict[str, str]:
        return self.send("/secapi/pay/reverse", out_trade_no=number)

    def refund(self, fee: str, number: str = "refund_1") -> dict[str, str]:
        return self.send(
            "/secapi/pay/refund",
            out_trade_no="order_001",
            out_refund_no=number,
            total_fee="1990",
            refund_fee=fee,
        )


def _read(answer: Answer) -> dict[str, str]:
    return {child.tag: child.text or "" for child in Tree.fromstring(answer.body)}  # noqa: S314


@pytest.fixture(params=["MD5", "HMAC-SHA256"])
def merchant(practice: Practice, request: pytest.FixtureRequest) -> Merchant:
    return Merchant(practice, request.param)


def test_published_signatures_come_out(shared_data: Path) -> None:
    vectors: Any = json.loads((shared_data / "payments" / "wechat_vectors.json").read_text("utf-8"))
    for vector in vectors["v2_sign"]:
        made = signature(vector["params"], vector["key"], vector["sign_type"])
        assert made == vector["sign"]


def test_a_code_pays(practice: Practice, merchant: Merchant) -> None:
    paid = merchant.micropay()
    assert (paid["result_code"], paid["total_fee"], paid["cash_fee"]) == ("SUCCESS", "1990", "1990")
    assert merchant.query()["trade_state"] == "SUCCESS"
    assert merchant.query()["transaction_id"] == paid["transaction_id"]
    assert practice.world.received("order_001") == 1990


def test_a_password_is_waited_for_and_not_reversed_at_once(
    practice: Practice, merchant: Merchant
) -> None:
    assert merchant.micropay(code="134567890123450006")["err_code"] == "USERPAYING"
    assert merchant.query()["trade_state"] == "USERPAYING"
    refused = merchant.reverse()
    assert (refused["err_code"], refused["recall"]) == ("USERPAYING", "Y")
    practice.clock.pass_by(15)
    assert merchant.reverse()["recall"] == "N"
    assert merchant.query()["trade_state"] == "CLOSED"


def test_a_reversal_gives_the_money_back(practice: Practice, merchant: Merchant) -> None:
    merchant.micropay()
    assert merchant.reverse()["result_code"] == "SUCCESS"
    assert merchant.query()["trade_state"] == "REVOKED"
    assert practice.world.received("order_001") == 0


def test_a_refund_is_done_after_a_while(practice: Practice, merchant: Merchant) -> None:
    merchant.micropay()
    assert merchant.refund("500")["refund_fee"] == "500"
    assert merchant.refund("500")["result_code"] == "SUCCESS"
    asked = {"out_refund_no": "refund_1"}
    assert merchant.send("/pay/refundquery", **asked)["refund_status_0"] == "PROCESSING"
    practice.clock.pass_by(3)
    done = merchant.send("/pay/refundquery", **asked)
    assert (done["refund_count"], done["refund_status_0"]) == ("1", "SUCCESS")
    by_id = merchant.send("/pay/refundquery", refund_id=done["refund_id_0"])
    assert by_id["out_refund_no_0"] == "refund_1"
    assert practice.world.received("order_001") == 1490


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("134567890123450001", "NOTENOUGH"),
        ("134567890123450002", "AUTHCODEEXPIRE"),
        ("6901234567892", "AUTH_CODE_INVALID"),
    ],
)
def test_codes_that_do_not_pay(merchant: Merchant, code: str, error: str) -> None:
    assert merchant.micropay(code=code)["err_code"] == error


def test_unknown_orders_and_refunds(merchant: Merchant) -> None:
    assert merchant.query("never_made")["err_code"] == "ORDERNOTEXIST"
    assert merchant.reverse("never_made")["recall"] == "N"
    answer = merchant.send("/pay/refundquery", out_refund_no="never_made")
    assert answer["err_code"] == "REFUNDNOTEXIST"


def test_unknown_and_empty_fields_are_refused(merchant: Merchant) -> None:
    more = {"out_trade_no": "order_001", "unheard_of": "1"}
    assert merchant.send("/pay/orderquery", **more)["err_code"] == "PARAM_ERROR"
    assert merchant.micropay(fee="19.90")["err_code"] == "PARAM_ERROR"


def test_a_wrong_signature_is_refused_without_one(merchant: Merchant) -> None:
    body = f"<xml><mch_id>{merchant.account.mch_id}</mch_id><sign>0</sign></xml>"
    said = _read(merchant.raw("/pay/orderquery", body.encode()))
    assert (said["return_code"], "sign" in said) == ("FAIL", False)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml>",
        b"<xml><a><b/></a></xml>",
        b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><mch_id>&a;</mch_id></xml>',
    ],
)
def test_what_is_no_flat_xml_is_refused(merchant: Merchant, body: bytes) -> None:
    said = _read(merchant.raw("/pay/orderquery", body))
    assert (said["return_code"], said["return_msg"]) == ("FAIL", "XML格式错误")


def test_faults_reach_this_interface_too(practice: Practice, merchant: Merchant) -> None:
    merchant.micropay()
    practice.fault("wrong-amount:1@wechat_v2.query")
    practice.fault("system-error:1@wechat_v2.query")
    assert merchant.query()["err_code"] == "SYSTEMERROR"
    assert merchant.query()["total_fee"] == "1991"
    practice.fault("wrong-currency:1")
    assert merchant.query()["fee_type"] == "USD"
    practice.fault("unsigned:1")
    with pytest.raises(KeyError, match="sign"):
        merchant.query()
    practice.fault("bad-signature:1")
    with pytest.raises(AssertionError):
        merchant.query()
