"""A practice WooCommerce lets nobody in whose key or signature is not right."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from microshop_desktop.sandbox.messages import Request
from microshop_desktop.sandbox.shops.woocommerce_keys import KeyPair, KeyRefusedError, let_in

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
PATH = "/wp-json/wc/v3/orders"


def pair() -> KeyPair:
    return KeyPair("ck_1", "cs_1")


def signed(by: str = "cs_1", *, at: datetime = NOW, nonce: str = "n1") -> Request:
    """A request signed by hand, with a parameter that must be encoded twice."""
    stamp = int(at.timestamp())
    parameters = (
        f"oauth_consumer_key=ck_1&oauth_nonce={nonce}&oauth_signature_method=HMAC-SHA256"
        f"&oauth_timestamp={stamp}&search=a%20b"
    )
    text = f"GET&{quote('http://127.0.0.1' + PATH, safe='')}&{quote(parameters, safe='')}"
    digest = hmac.new(f"{by}&".encode(), text.encode(), hashlib.sha256).digest()
    signature = quote(base64.b64encode(digest).decode(), safe="")
    return Request("GET", f"{PATH}?{parameters}&oauth_signature={signature}")


def basic(key: str, secret: str, base: str = "https://shop.example") -> Request:
    coded = base64.b64encode(f"{key}:{secret}".encode()).decode()
    return Request("GET", PATH, {"authorization": f"Basic {coded}"}, base=base)


def test_who_is_right_is_let_in() -> None:
    let_in(pair(), signed(), NOW)
    let_in(pair(), basic("ck_1", "cs_1"), NOW)
    query = f"{PATH}?consumer_key=ck_1&consumer_secret=cs_1"
    let_in(pair(), Request("GET", query, base="https://shop.example"), NOW)


@pytest.mark.parametrize(
    "request_",
    [
        signed("cs_2"),
        signed(at=NOW - timedelta(minutes=16)),
        basic("ck_1", "cs_2"),
        basic("ck_2", "cs_1"),
        basic("ck_1", "cs_1", "http://127.0.0.1"),
        Request("GET", PATH),
        Request("GET", f"{PATH}?oauth_consumer_key=ck_1"),
    ],
)
def test_who_is_wrong_is_not(request_: Request) -> None:
    with pytest.raises(KeyRefusedError):
        let_in(pair(), request_, NOW)


def test_a_number_is_used_once() -> None:
    keys = pair()
    let_in(keys, signed(), NOW)
    let_in(keys, signed(nonce="n2"), NOW)
    with pytest.raises(KeyRefusedError, match="nonce"):
        let_in(keys, signed(), NOW)
