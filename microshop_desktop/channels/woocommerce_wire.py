"""Asking a WooCommerce shop: https with the key itself, plain http with a signature (OAuth 1.0a).

Over http the key's secret never travels: it signs method, address and every parameter, with a time
and a number used once. The shop allows its clock to differ by 15 minutes.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import quote, urlencode

from microshop_desktop.channels.answers import Told, ask, bad_answer, told, told_rows
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.woocommerce_account import WooAccount
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

_API = "/wp-json/wc/v3/"
_READ_SECONDS = 20.0
_MOST_BYTES = 30_000_000
"""A hundred orders with what plugins add to them."""
_KEY_WRONG = "woocommerce_rest_authentication_error"
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of a page, and how many pages there are in all."""

    rows: tuple[Told, ...]
    pages: int


class WooWire:
    """Sends requests to one shop, each once."""

    def __init__(self, account: WooAccount, http: Http, clock: Clock) -> None:
        self._account, self._http, self._clock = account, http, clock

    def page(self, path: str, query: Query) -> Listed:
        """Read one page of a list."""
        answer = self._ask("GET", path, query)
        pages = answer.headers.get("x-wp-totalpages", "")
        return Listed(told_rows(answer.body), int(pages) if pages.isdecimal() else 1)

    def one(self, path: str) -> Told:
        """Read one object."""
        return told(self._ask("GET", path, {}).body)

    def write(self, method: str, path: str, values: Mapping[str, object]) -> Told:
        """Write an object and return what the shop made of it."""
        return told(self._ask(method, path, {}, values).body)

    def shop_name(self) -> str:
        """Return what the shop calls itself in public; empty where it does not tell."""
        answer = ask(self._http, HttpRequest("GET", f"{self._account.base_url}/wp-json/"))
        return told(answer.body).text("name") if answer.status == 200 else ""

    def _ask(
        self, method: str, path: str, query: Query, values: Mapping[str, object] | None = None
    ) -> HttpAnswer:
        body = None if values is None else json.dumps(values, ensure_ascii=False).encode()
        address = f"{self._account.base_url}{_API}{path}"
        request = HttpRequest(
            method,
            self._with_key(method, address, query),
            self._headers(has_body=body is not None),
            body,
            _READ_SECONDS,
            _MOST_BYTES,
        )
        answer = ask(self._http, request)
        if not 200 <= answer.status < 300:
            _refuse(answer)
        return answer

    def _headers(self, *, has_body: bool) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if has_body:
            headers["Content-Type"] = "application/json; charset=utf-8"
        if not self._account.signs and not self._account.in_query:
            pair = f"{self._account.key}:{self._account.secret}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        return headers

    def _with_key(self, method: str, address: str, query: Query) -> str:
        given = dict(query)
        if self._account.signs:
            timestamp = int(self._clock.now().timestamp())
            given |= oauth_fields(self._account.key, timestamp, secrets.token_hex(16))
            given["oauth_signature"] = oauth_sign(method, address, given, self._account.secret)
        elif self._account.in_query:
            given |= {
                "consumer_key": self._account.key,
                "consumer_secret": self._account.secret,
            }
        return f"{address}?{_encoded(given)}" if given else address


def oauth_fields(key: str, timestamp: int, nonce: str) -> dict[str, str]:
    """Return the fields that a signed request has besides its own."""
    return {
        "oauth_consumer_key": key,
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": str(timestamp),
        "oauth_version": "1.0",
    }


def oauth_sign(method: str, address: str, fields: Query, secret: str) -> str:
    """Return the OAuth 1.0a signature (RFC 5849, HMAC-SHA256, no token) of a request."""
    pairs = "&".join(sorted(f"{_quoted(name)}={_quoted(value)}" for name, value in fields.items()))
    text = "&".join((method.upper(), _quoted(address), _quoted(pairs)))
    digest = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _encoded(query: Query) -> str:
    return urlencode(query, quote_via=quote, safe="~")


def _quoted(text: str) -> str:
    return quote(text, safe="~")


def _refuse(answer: HttpAnswer) -> NoReturn:
    """Say why a shop refused, by its words where it has any."""
    try:
        said = told(answer.body)
    except ChannelError:
        said = Told({})
    code = said.text("code")
    if answer.status == 403 and not code:
        raise ChannelError(Trouble.IP_BLOCKED, "http_403")
    if not code:
        raise bad_answer(f"http_{answer.status}")
    message = said.text("message")
    raise ChannelError(_trouble(answer, code, message), code, detail=message)


def _trouble(answer: HttpAnswer, code: str, message: str) -> Trouble:
    if answer.status == 401 and code == _KEY_WRONG:
        if "timestamp" in message.lower() or answer.clock_is_off:
            return Trouble.CLOCK_OFF
        if "permission" in message.lower():
            return Trouble.NOT_ALLOWED
    if answer.status == 401:
        return Trouble.LOGIN
    return Trouble.NOT_ALLOWED if answer.status == 403 else Trouble.REFUSED
