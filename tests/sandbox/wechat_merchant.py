"""A merchant of WeChat Pay written from the platform's pages alone: it signs and it verifies."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.keys import public_pem
from microshop_desktop.sandbox.messages import Answer, Request
from tests.sandbox.desk_clock import Practice

CODE = "134567890123459999"
PAY = "/v3/pay/transactions"
SHOP = {"store_info": {"out_id": "A"}}


@dataclass
class Merchant:
    """Sends signed requests to a practice world; `said` is what the last answer held."""

    practice: Practice
    mode: Mode = Mode.PUBLIC_KEY
    changes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.account = self.practice.sandbox.merchants.wechat_in(self.mode)
        public = load_pem_public_key(public_pem(self.account.platform_key))
        assert isinstance(public, RSAPublicKey)
        self.platform: RSAPublicKey = public

    def request(
        self, method: str, target: str, body: bytes = b"", **headers: str | None
    ) -> Request:
        """Return a signed request; `changes` spoil parts of the authorization."""
        stamp = self.changes.get("timestamp", str(int(self.practice.clock().timestamp())))
        nonce = self.changes.get("nonce_str", "593BEC0C930BF1AFEB40B4A08C8FB242")
        text = f"{method}\n{target}\n{stamp}\n{nonce}\n".encode() + body + b"\n"
        made = self.account.key.sign(text, padding.PKCS1v15(), hashes.SHA256())
        parts = {
            "mchid": self.account.mch_id,
            "nonce_str": nonce,
            "signature": base64.b64encode(made).decode(),
            "timestamp": stamp,
            "serial_no": self.account.serial,
            **self.changes,
        }
        said = ",".join(f'{name}="{value}"' for name, value in parts.items())
        given: dict[str, str | None] = {
            "authorization": f"WECHATPAY2-SHA256-RSA2048 {said}",
            "accept": "application/json",
            "user-agent": "a test",
            "content-type": "application/json" if body else None,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        kept = {name: value for name, value in given.items() if value is not None}
        return Request(method, target, kept, body)

    def send(self, method: str, target: str, document: Any = None, **headers: str | None) -> Answer:
        body = b"" if document is None else json.dumps(document, ensure_ascii=False).encode()
        request = self.request(method, target, body, **headers)
        return self.practice.sandbox.application.fetch(request)

    def post(self, target: str, document: Any) -> Any:
        """Send a document and return what a good answer holds."""
        return self.good(self.send("POST", target, document))

    def get(self, target: str) -> Any:
        return self.good(self.send("GET", target))

    def good(self, answer: Answer) -> Any:
        """Return the content of an answer that is signed by the platform and fresh."""
        assert answer.status in {200, 202, 204}, answer.body.decode()
        assert self.is_signed(answer)
        return json.loads(answer.body) if answer.body else None

    def is_signed(self, answer: Answer) -> bool:
        headers = answer.headers
        text = f"{headers['Wechatpay-Timestamp']}\n{headers['Wechatpay-Nonce']}\n".encode()
        signature = base64.b64decode(headers["Wechatpay-Signature"])
        try:
            self.platform.verify(
                signature, text + answer.body + b"\n", padding.PKCS1v15(), hashes.SHA256()
            )
        except Exception:  # noqa: BLE001 (whatever it is, it is not signed)
            return False
        return True

    def age(self, answer: Answer) -> float:
        """How many seconds ago an answer says it was signed."""
        made = int(answer.headers["Wechatpay-Timestamp"])
        return self.practice.clock().timestamp() - made

    # ------------------------------------------------------------------------------ usual requests

    def order(self, number: str = "order_001", total: int = 1990, **more: Any) -> dict[str, Any]:
        return {
            "appid": self.account.app_id,
            "mchid": self.account.mch_id,
            "description": "Tea 茶",
            "out_trade_no": number,
            "notify_url": "https://shop.invalid/notify",
            "amount": {"total": total, "currency": "CNY"},
            **more,
        }

    def code_order(
        self, number: str = "order_001", total: int = 1990, code: str = CODE
    ) -> dict[str, Any]:
        order = self.order(number, total)
        del order["notify_url"]
        return {**order, "payer": {"auth_code": code}, "scene_info": SHOP}

    def native(self, number: str = "order_001", total: int = 1990, **more: Any) -> str:
        url: str = self.post(f"{PAY}/native", self.order(number, total, **more))["code_url"]
        return url

    def codepay(self, number: str = "order_001", total: int = 1990, code: str = CODE) -> Any:
        return self.post(f"{PAY}/codepay", self.code_order(number, total, code))

    def query(self, number: str = "order_001") -> Any:
        return self.get(f"{PAY}/out-trade-no/{number}?mchid={self.account.mch_id}")

    def state(self, number: str = "order_001") -> str:
        state: str = self.query(number)["trade_state"]
        return state

    def close(self, number: str = "order_001") -> Answer:
        target = f"{PAY}/out-trade-no/{number}/close"
        return self.send("POST", target, {"mchid": self.account.mch_id})

    def reverse(self, number: str = "order_001") -> Answer:
        target = f"{PAY}/out-trade-no/{number}/reverse"
        names = {"appid": self.account.app_id, "mchid": self.account.mch_id}
        return self.send("POST", target, names)

    def refund(
        self, refund: int, number: str = "refund_1", order: str = "order_001", total: int = 1990
    ) -> Answer:
        amount = {"refund": refund, "total": total, "currency": "CNY"}
        document = {"out_trade_no": order, "out_refund_no": number, "amount": amount}
        return self.send("POST", "/v3/refund/domestic/refunds", document)

    def refund_state(self, number: str = "refund_1") -> str:
        state: str = self.get(f"/v3/refund/domestic/refunds/{number}")["status"]
        return state


def code_of(answer: Answer) -> str:
    """Return the code of an error, which must not be signed."""
    assert answer.status >= 400
    assert "Wechatpay-Signature" not in answer.headers
    code: str = json.loads(answer.body)["code"]
    return code


def moment(text: str) -> datetime:
    """Read a time with zone."""
    return datetime.fromisoformat(text)
