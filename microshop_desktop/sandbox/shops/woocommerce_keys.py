"""Who asks a practice WooCommerce: the key itself over https, a signature of it over plain http.

Written from RFC 5849 and the shop's own pages; shares nothing with the client that it checks.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, quote, urlsplit

from microshop_desktop.sandbox.messages import Request

_WINDOW = 15 * 60
_NEEDED = (
    "oauth_consumer_key",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
)
_HASHES = {"HMAC-SHA1": hashlib.sha1, "HMAC-SHA256": hashlib.sha256}
_Pairs = Sequence[tuple[str, str]]


class KeyRefusedError(Exception):
    """Why a request is not let in: the shop's code and what it says."""

    def __init__(self, text: str, code: str = "woocommerce_rest_authentication_error") -> None:
        super().__init__(text)
        self.text, self.code = text, code


@dataclass(slots=True)
class KeyPair:
    """A REST key. `strips`: the host in front takes the header away that the key comes in."""

    key: str
    secret: str
    can_write: bool = True
    strips: bool = False
    nonces: set[str] = field(default_factory=set)


def let_in(pair: KeyPair, request: Request, now: datetime) -> None:
    """Check a request as the shop does; `KeyRefusedError`."""
    pairs = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    if request.base.startswith("https://"):
        _check_pair(pair, *_given_pair(pair, request, dict(pairs)))
    else:
        _check_signature(pair, request, pairs, now)
    if request.method != "GET" and not pair.can_write:
        raise KeyRefusedError("The API key provided does not have write permissions.")


def _given_pair(pair: KeyPair, request: Request, query: dict[str, str]) -> tuple[str, str]:
    if query.get("consumer_key") and query.get("consumer_secret"):
        return query["consumer_key"], query["consumer_secret"]
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic" or pair.strips:
        raise KeyRefusedError("Sorry, you cannot list resources.", "woocommerce_rest_cannot_view")
    key, _, secret = base64.b64decode(coded).decode().partition(":")
    return key, secret


def _check_pair(pair: KeyPair, key: str, secret: str) -> None:
    if key != pair.key:
        raise KeyRefusedError("Sorry, you cannot list resources.", "woocommerce_rest_cannot_view")
    if not hmac.compare_digest(secret, pair.secret):
        raise KeyRefusedError("Consumer secret is invalid.")


def _check_signature(pair: KeyPair, request: Request, pairs: _Pairs, now: datetime) -> None:
    given = dict(pairs)
    if not any(name in given for name in _NEEDED):
        raise KeyRefusedError("Sorry, you cannot list resources.", "woocommerce_rest_cannot_view")
    missing = [name for name in _NEEDED if not given.get(name)]
    if missing:
        code = "woocommerce_rest_authentication_missing_parameter"
        raise KeyRefusedError(f"Missing OAuth parameters {', '.join(missing)}", code)
    if given["oauth_consumer_key"] != pair.key:
        raise KeyRefusedError("Consumer key is invalid.")
    if given["oauth_signature_method"] not in _HASHES:
        raise KeyRefusedError("Invalid signature - signature method is invalid.")
    if not hmac.compare_digest(_signature(pair, request, pairs), given["oauth_signature"]):
        raise KeyRefusedError("Invalid signature - provided signature does not match.")
    if abs(now.timestamp() - float(given["oauth_timestamp"])) > _WINDOW:
        raise KeyRefusedError("Invalid timestamp.")
    if given["oauth_nonce"] in pair.nonces:
        raise KeyRefusedError("Invalid nonce - nonce has already been used.")
    pair.nonces.add(given["oauth_nonce"])


def _signature(pair: KeyPair, request: Request, pairs: _Pairs) -> str:
    """Sign method, address and parameters: encoded, sorted by name and value, encoded again."""
    coded = sorted((_code(n), _code(v)) for n, v in pairs if n != "oauth_signature")
    parameters = _code("&".join(f"{name}={value}" for name, value in coded))
    base = f"{request.method}&{_code(request.base + request.path)}&{parameters}"
    kind = _HASHES[dict(pairs)["oauth_signature_method"]]
    key = _code(pair.secret) + "&"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), kind).digest()).decode()


def _code(text: str) -> str:
    return quote(text, safe="-._~")
