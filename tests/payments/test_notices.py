"""Notices count only as they were sent: published ones, and altered ones."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from microshop_desktop.payments import alipay_notices, wechat_notices
from tests.payments.platform_fakes import NOW, rsa_key, rsa_sign
from tests.payments.published import vectors
from tests.payments.wechat_samples import APIV3_KEY, order

SERIAL = "PUB_KEY_ID_1"


def notice(resource: object) -> bytes:
    """A notice around an encrypted object."""
    sealed = AESGCM(APIV3_KEY).encrypt(
        b"wCq51qZv4Yfg", json.dumps(resource).encode(), b"transaction"
    )
    told = {
        "id": "EV-1",
        "event_type": "TRANSACTION.SUCCESS",
        "resource": {
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": "wCq51qZv4Yfg",
            "associated_data": "transaction",
            "ciphertext": base64.b64encode(sealed).decode(),
        },
    }
    return json.dumps(told).encode()


def signed(body: bytes, **changed: str) -> dict[str, str]:
    timestamp = str(int(NOW.timestamp()))
    signature = rsa_sign("wechat", f"{timestamp}\nn\n".encode() + body + b"\n")
    told = {"Serial": SERIAL, "Timestamp": timestamp, "Nonce": "n", "Signature": signature}
    return {f"Wechatpay-{name}": value for name, value in {**told, **changed}.items()}


def opened(headers: dict[str, str], body: bytes, now: datetime = NOW) -> Any:
    keys = {SERIAL: rsa_key("wechat").public_key()}
    return wechat_notices.open_notice(headers, body, key_of=keys.get, apiv3_key=APIV3_KEY, now=now)


def test_a_published_notice_opens() -> None:
    data = vectors("wechat")
    case = data["callback"][0]
    key = x509.load_pem_x509_certificate(data["keys"][case["key"]].encode()).public_key()
    assert isinstance(key, RSAPublicKey)
    found = wechat_notices.open_notice(
        case["headers"],
        case["body"].encode(),
        key_of={case["headers"]["Wechatpay-Serial"]: key}.get,
        apiv3_key=case["apiv3_key"].encode(),
        now=datetime.fromtimestamp(case["clock"], UTC),
    )
    assert found.event == "PAYSCORE.USER_OPEN_SERVICE"
    assert found.resource == json.loads(case["plaintext"])


def test_a_notice_says_what_a_question_would() -> None:
    body = notice(order("SUCCESS"))
    found = opened(signed(body), body)
    assert (found.id, found.event) == ("EV-1", "TRANSACTION.SUCCESS")
    assert found.resource == order("SUCCESS")


@pytest.mark.parametrize(
    "changed",
    [
        {"Serial": "another"},
        {"Timestamp": str(int(NOW.timestamp()) + 1)},
        {"Nonce": ""},
        {"Nonce": "m"},
        {"Signature": "WECHATPAY/SIGNTEST/AAAA"},
        {"Signature": ""},
    ],
)
def test_an_altered_notice_counts_for_nothing(changed: dict[str, str]) -> None:
    body = notice(order("SUCCESS"))
    with pytest.raises(ValueError, match="not a notice"):
        opened(signed(body, **changed), body)
    with pytest.raises(ValueError, match="not a notice"):
        opened(signed(body), body + b" ")


def test_an_old_notice_counts_for_nothing() -> None:
    body = notice(order("SUCCESS"))
    with pytest.raises(ValueError, match="not a notice"):
        opened(signed(body), body, NOW + timedelta(minutes=6))


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b'{"resource":1}', b'{"resource":{}}', notice(["no object"])]
)
def test_a_notice_in_another_shape_counts_for_nothing(body: bytes) -> None:
    with pytest.raises(ValueError, match="not a notice"):
        opened(signed(body), body)


def test_published_notices_of_alipay_open_or_do_not() -> None:
    data = vectors("alipay")
    for case in data["notify"]:
        key = load_pem_public_key(data["keys"][case["key"]].encode())
        assert isinstance(key, RSAPublicKey)
        form = urlencode(case["params"]).encode()
        if case["valid"]:
            assert alipay_notices.open_notice(form, key) == case["params"], case["name"]
        else:
            with pytest.raises(ValueError, match="not a notice that Alipay signed"):
                alipay_notices.open_notice(form, key)


FIELDS = {"app_id": "2021", "empty": "", "out_trade_no": "abc123", "total_amount": "42.50"}


@pytest.mark.parametrize("texts", [FIELDS, {name: FIELDS[name] for name in FIELDS if FIELDS[name]}])
def test_empty_values_may_be_signed_or_not(texts: dict[str, str]) -> None:
    text = "&".join(f"{name}={texts[name]}" for name in sorted(texts))
    signature = rsa_sign("alipay", text.encode())
    form = {**FIELDS, "sign": signature, "sign_type": "RSA2"}
    key = rsa_key("alipay").public_key()
    assert alipay_notices.open_notice(urlencode(form).encode(), key) == form
    for name in ("app_id", "total_amount"):
        with pytest.raises(ValueError, match="not a notice"):
            alipay_notices.open_notice(urlencode({**form, name: "1"}).encode(), key)
    with pytest.raises(ValueError, match="not a notice"):
        alipay_notices.open_notice(urlencode(form).encode() + b"&app_id=2021", key)


@pytest.mark.parametrize("form", [b"", b"\xff", b"a", b"&".join([b"a=1"] * 201)])
def test_what_is_no_form_counts_for_nothing(form: bytes) -> None:
    with pytest.raises(ValueError, match=r"not a notice|utf-8|field|bad query"):
        alipay_notices.open_notice(form, rsa_key("alipay").public_key())
