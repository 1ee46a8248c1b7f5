"""A signed request to WeChat Pay API v3, and whether an answer really came from there."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import READ_SECONDS, HttpAnswer, HttpRequest
from microshop_desktop.payments.accounts import WechatAccount
from microshop_desktop.payments.wechat_signing import (
    answer_text,
    authorization,
    is_fresh,
    is_from_wechat,
    request_text,
)

_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_LEGAL = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class WechatRequests:
    """Makes the signed requests of an account."""

    account: WechatAccount
    clock: Clock
    nonce: Callable[[], str] = lambda: secrets.token_hex(16)

    def to(
        self, method: str, path: str, body: bytes = b"", *, seconds: float = READ_SECONDS
    ) -> HttpRequest:
        """Return a request to a path (with its query) of the account's base address."""
        return self.to_url(method, self.account.base_url + path, body, seconds=seconds)

    def to_url(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        *,
        seconds: float,
        most_bytes: int = 4_000_000,
    ) -> HttpRequest:
        """Return a request to an address that WeChat Pay itself named."""
        account = self.account
        timestamp, nonce = str(int(self.clock.now().timestamp())), self.nonce()
        text = request_text(method, wire_path(url), timestamp, nonce=nonce, body=body)
        headers = {
            "Accept": "application/json",
            "Authorization": authorization(
                account.private_key,
                text,
                mch_id=account.mch_id,
                serial=account.serial,
                timestamp=timestamp,
                nonce=nonce,
            ),
        }
        if body:
            headers["Content-Type"] = "application/json"
        if account.public_key_id:
            headers["Wechatpay-Serial"] = account.public_key_id
        return HttpRequest(
            method, url, headers, body or None, read_seconds=seconds, most_bytes=most_bytes
        )


def wire_path(url: str) -> str:
    """Return path and query as the HTTP library will send them, for these bytes are signed.

    It undoes needless escapes and escapes what may not stand in an address.
    """
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return quote(_ESCAPE.sub(_unescaped, path), safe=_LEGAL)


def _unescaped(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if _UNRESERVED.fullmatch(letter) else "%" + found[1].upper()


def is_signed(
    answer: HttpAnswer, key_of: Callable[[str], RSAPublicKey | None], clock: Clock
) -> bool:
    """Whether WeChat Pay signed an answer lately; `key_of` gives the key of a serial."""
    serial, timestamp, nonce, signature = (
        answer.headers.get(f"wechatpay-{part}", "")
        for part in ("serial", "timestamp", "nonce", "signature")
    )
    key = key_of(serial) if is_fresh(timestamp, clock.now()) else None
    text = answer_text(timestamp, nonce, answer.body)
    return key is not None and is_from_wechat(key, text, signature)
