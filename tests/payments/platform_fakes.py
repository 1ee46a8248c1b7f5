"""Platforms as these tests imagine them: scripted answers, signed by plain calls of `cryptography`.

Nothing here uses the code under test, so that an error in it cannot hide itself.
"""

import base64
import json
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import HttpAnswer, HttpRequest
from microshop_desktop.payments.gateway import Charge, MoneyBackOrder

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
NUMBER = "0192f1c07a5b7c3d8e9f001122334455"
REFUND_NUMBER = "0192f1c07a5b7c3d8e9f0011223344aa"


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key of the test run; the same name gives the same key."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(name: str) -> str:
    form = PrivateFormat.PKCS8
    return rsa_key(name).private_bytes(Encoding.PEM, form, NoEncryption()).decode()


def public_pem(name: str) -> str:
    form = PublicFormat.SubjectPublicKeyInfo
    return rsa_key(name).public_key().public_bytes(Encoding.PEM, form).decode()


def rsa_sign(name: str, text: bytes) -> str:
    return base64.b64encode(rsa_key(name).sign(text, padding.PKCS1v15(), SHA256())).decode()


Scripted = HttpAnswer | Exception | Callable[[HttpRequest], HttpAnswer]


class ScriptedHttp:
    """Gives the answers it was told, in order, and keeps the requests."""

    def __init__(self, *answers: Scripted) -> None:
        self.answers = deque(answers)
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpAnswer:
        self.requests.append(request)
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, HttpAnswer) else answer(request)

    @property
    def bodies(self) -> list[Any]:
        """What was sent, as values; None where there was no body."""
        return [json.loads(request.body) if request.body else None for request in self.requests]


def clock() -> FixedClock:
    return FixedClock(NOW)


def wechat_says(
    body: Mapping[str, object] | bytes = b"",
    *,
    status: int = 200,
    serial: str = "PUB_KEY_ID_0119000000012026010100000000000001",
    key: str = "wechat",
    at: datetime = NOW,
    skew: timedelta | None = None,
    changed: Mapping[str, str] | None = None,
) -> HttpAnswer:
    """A signed answer; `changed` replaces headers after the signing."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    timestamp, nonce = str(int(at.timestamp())), "d824f2e086d3c1df967785d13fcd22ef"
    headers = {
        "wechatpay-serial": serial,
        "wechatpay-timestamp": timestamp,
        "wechatpay-nonce": nonce,
        "wechatpay-signature": rsa_sign(key, f"{timestamp}\n{nonce}\n".encode() + raw + b"\n"),
        **{f"wechatpay-{name}": value for name, value in (changed or {}).items()},
    }
    return HttpAnswer(status, headers, raw, skew)


def wechat_refuses(status: int, code: str, *, skew: timedelta | None = None) -> HttpAnswer:
    """Trouble as WeChat Pay tells it: unsigned."""
    body = json.dumps({"code": code, "message": "…"}, ensure_ascii=False).encode()
    return HttpAnswer(status, {}, body, skew)


def charge(kind: AttemptKind = AttemptKind.QR, **changed: Any) -> Charge:
    values: dict[str, Any] = {
        "out_trade_no": NUMBER,
        "kind": kind,
        "amount": 4250,
        "currency": "CNY",
        "subject": "小店 A-000123",
        "made_at": NOW,
        "expires_at": NOW + timedelta(minutes=5),
        "till": "A",
    }
    return Charge(**{**values, **changed})


def money_back(**changed: Any) -> MoneyBackOrder:
    values: dict[str, Any] = {
        "out_trade_no": NUMBER,
        "out_refund_no": REFUND_NUMBER,
        "transaction_id": "4200001234567890123456789012",
        "amount": 1250,
        "paid": 4250,
        "currency": "CNY",
    }
    return MoneyBackOrder(**{**values, **changed})
