"""A merchant of Alipay written from the platform's pages alone: it signs and it verifies."""

import base64
import json
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.messages import Answer, Request
from tests.sandbox.desk_clock import Practice

CODE = "283456789012349999"


@dataclass
class Merchant:
    """Sends signed requests to a practice world."""

    practice: Practice
    mode: Mode = Mode.PUBLIC_KEY
    changes: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app = self.practice.sandbox.merchants.alipay_in(self.mode)
        self.platform = self.app.platform_key.public_key()

    def request(self, method: str, content: Any) -> Request:
        """Return a signed request; `changes` are made before, those of `sign` after signing."""
        now = self.practice.clock().astimezone(timezone(timedelta(hours=8)))
        given: dict[str, str | None] = {
            "app_id": self.app.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": f"{now:%Y-%m-%d %H:%M:%S}",
            "version": "1.0",
            "biz_content": json.dumps(content, ensure_ascii=False),
        }
        if self.mode is Mode.CERTIFICATES:
            given["app_cert_sn"] = self.app.app_serial
            given["alipay_root_cert_sn"] = self.app.root_serial
        given |= {name: value for name, value in self.changes.items() if name != "sign"}
        sent = {name: value for name, value in given.items() if value is not None}
        text = "&".join(f"{name}={sent[name]}" for name in sorted(sent))
        made = self.app.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        sent["sign"] = base64.b64encode(made).decode()
        spoilt = self.changes.get("sign", sent["sign"])
        sent = (
            {**sent, "sign": spoilt} if spoilt else {k: v for k, v in sent.items() if k != "sign"}
        )
        body = urlencode({"biz_content": sent.pop("biz_content", "")}).encode()
        kind = "application/x-www-form-urlencoded;charset=utf-8"
        return Request("POST", f"/gateway.do?{urlencode(sent)}", {"content-type": kind}, body)

    def send(self, method: str, content: Any) -> Answer:
        return self.practice.sandbox.application.fetch(self.request(method, content))

    def call(self, method: str, content: Any) -> Any:
        """Send and return the object of a signed answer."""
        return self.good(method, self.send(method, content))

    def good(self, method: str, answer: Answer) -> Any:
        assert answer.status == 200
        raw, document = self.object_of(method, answer), json.loads(answer.body)
        signature = base64.b64decode(document["sign"])
        self.platform.verify(signature, raw, padding.PKCS1v15(), hashes.SHA256())
        if self.mode is Mode.CERTIFICATES:
            assert document["alipay_cert_sn"] == self.app.platform_serial
        return json.loads(raw)

    @staticmethod
    def object_of(method: str, answer: Answer) -> bytes:
        """Return the characters of the answer's object; `sign` comes right after it."""
        head = f'{{"{method.replace(".", "_")}_response":'.encode()
        assert answer.body.startswith(head)
        ends = [answer.body.rfind(mark) for mark in (b',"alipay_cert_sn"', b',"sign"')]
        return answer.body[len(head) : next(end for end in ends if end > 0)]

    # ------------------------------------------------------------------------------ usual requests

    def order(
        self, number: str = "order_001", amount: str = "19.90", **more: Any
    ) -> dict[str, Any]:
        return {"out_trade_no": number, "total_amount": amount, "subject": "Tea 茶", **more}

    def precreate(self, number: str = "order_001", amount: str = "19.90", **more: Any) -> Any:
        return self.call("alipay.trade.precreate", self.order(number, amount, **more))

    def pay(self, number: str = "order_001", amount: str = "19.90", code: str = CODE) -> Any:
        more = {"auth_code": code, "scene": "bar_code"}
        return self.call("alipay.trade.pay", self.order(number, amount, **more))

    def query(self, number: str = "order_001") -> Any:
        return self.call("alipay.trade.query", {"out_trade_no": number})

    def status(self, number: str = "order_001") -> str:
        document = self.query(number)
        status: str = document.get("trade_status") or document["sub_code"]
        return status

    def cancel(self, number: str = "order_001") -> Any:
        return self.call("alipay.trade.cancel", {"out_trade_no": number})

    def refund(self, amount: str, request: str = "refund_1", number: str = "order_001") -> Any:
        content = {"out_trade_no": number, "refund_amount": amount, "out_request_no": request}
        return self.call("alipay.trade.refund", content)

    def refund_of(self, request: str = "refund_1", number: str = "order_001") -> Any:
        content = {"out_trade_no": number, "out_request_no": request}
        return self.call("alipay.trade.fastpay.refund.query", content)


def gateway_error(answer: Answer) -> str:
    """Return the sub code of a refusal at the gateway, which must not be signed."""
    document = json.loads(answer.body)
    assert "sign" not in document
    (inner,) = document.values()
    sub_code: str = inner["sub_code"]
    return sub_code
