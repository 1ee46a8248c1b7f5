import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from microshop_desktop.payments.wechat_signing import (
    answer_text,
    authorization,
    decrypt,
    is_fresh,
    is_from_wechat,
    request_text,
)
from tests.payments.platform_fakes import NOW, rsa_key, rsa_sign
from tests.payments.published import named, vectors

BODY = b'{"code_url":"weixin://wxpay/bizpayurl?pr=JyC91EIz1"}'
SEALED_WITH = b"0123456789abcdef0123456789abcdef"


def _key(pem: str) -> RSAPublicKey:
    data = pem.encode()
    certificate = b"BEGIN CERTIFICATE" in data
    key = (
        x509.load_pem_x509_certificate(data).public_key()
        if certificate
        else load_pem_public_key(data)
    )
    assert isinstance(key, RSAPublicKey)
    return key


@pytest.mark.parametrize(
    "name", ["POST /v3/pay/transactions/jsapi", "GET refund query, empty body"]
)
def test_published_requests_were_signed_over_our_text(name: str) -> None:
    data = vectors("wechat")
    case = named(data["sign"], name)
    text = request_text(
        case["method"],
        case["path"],
        case["timestamp"],
        nonce=case["nonce"],
        body=case["body"].encode(),
    )
    key = _key(data["keys"][case["private_key"]])
    key.verify(base64.b64decode(case["signature"]), text, padding.PKCS1v15(), SHA256())


def test_published_answers_verify_or_do_not() -> None:
    data = vectors("wechat")
    for case in data["verify"]:
        text = (
            case["message"].encode()
            if "message" in case
            else answer_text(case["timestamp"], case["nonce"], case["body"].encode())
        )
        key = _key(data["keys"][case["key"]])
        assert is_from_wechat(key, text, case["signature"]) is case["valid"], case["name"]


def test_published_secrets_open() -> None:
    for case in vectors("wechat")["aes_gcm"]:
        opened = decrypt(
            case["key"].encode(),
            case["ciphertext"],
            nonce=case["nonce"],
            associated_data=case["aad"],
        )
        assert opened.decode() == case["plaintext"], case["name"]


def test_a_published_notification_verifies_and_opens() -> None:
    data = vectors("wechat")
    case = data["callback"][0]
    told = {name.lower(): value for name, value in case["headers"].items()}
    text = answer_text(told["wechatpay-timestamp"], told["wechatpay-nonce"], case["body"].encode())
    assert is_from_wechat(_key(data["keys"][case["key"]]), text, told["wechatpay-signature"])
    sealed = json.loads(case["body"])["resource"]
    opened = decrypt(
        case["apiv3_key"].encode(),
        sealed["ciphertext"],
        nonce=sealed["nonce"],
        associated_data=sealed["associated_data"],
    )
    assert opened.decode() == case["plaintext"]


def test_a_request_ends_in_an_empty_line_when_it_has_no_body() -> None:
    assert request_text("GET", "/v3/x?a=1", "1554208460", nonce="N", body=b"") == (
        b"GET\n/v3/x?a=1\n1554208460\nN\n\n"
    )


def test_the_authorization_names_who_signed_what() -> None:
    header = authorization(
        rsa_key("merchant"), b"text", mch_id="1900007291", serial="AB12", timestamp="1", nonce="N"
    )
    assert header == (
        'WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="N",'
        f'signature="{rsa_sign("merchant", b"text")}",timestamp="1",serial_no="AB12"'
    )


@pytest.mark.parametrize(
    ("timestamp", "nonce", "body"),
    [("1722850422", "n", BODY), ("1722850421", "m", BODY), ("1722850421", "n", BODY + b" ")],
)
def test_a_change_in_any_part_of_an_answer_is_seen(timestamp: str, nonce: str, body: bytes) -> None:
    signature = rsa_sign("wechat", answer_text("1722850421", "n", BODY))
    key = rsa_key("wechat").public_key()
    assert is_from_wechat(key, answer_text("1722850421", "n", BODY), signature)
    assert not is_from_wechat(key, answer_text(timestamp, nonce, body), signature)


@pytest.mark.parametrize("signature", ["", "kein base64!", "AAAA", "WECHATPAY/SIGNTEST/AAAA"])
def test_what_is_no_signature_verifies_nothing(signature: str) -> None:
    assert not is_from_wechat(rsa_key("wechat").public_key(), b"text", signature)


def test_a_probe_fails_even_if_the_rest_of_it_were_right() -> None:
    probe = "WECHATPAY/SIGNTEST/" + rsa_sign("wechat", b"text")
    assert not is_from_wechat(rsa_key("wechat").public_key(), b"text", probe)


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)]
)
def test_a_signature_counts_for_five_minutes(seconds: int, fresh: bool) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert is_fresh(str(int(at.timestamp())), NOW) is fresh


@pytest.mark.parametrize("timestamp", ["", "-1", "1e9", "１７", "9" * 13, "soon"])
def test_what_is_no_time_is_not_fresh(timestamp: str) -> None:
    assert not is_fresh(timestamp, datetime(1970, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("part", ["key", "nonce", "aad", "ciphertext"])
def test_a_secret_opens_only_unaltered(part: str) -> None:
    sealed = AESGCM(SEALED_WITH).encrypt(b"wCq51qZv4Yfg", b"certificate", b"aad")
    right = {
        "key": SEALED_WITH,
        "ciphertext": base64.b64encode(sealed).decode(),
        "nonce": "wCq51qZv4Yfg",
        "aad": "aad",
    }
    wrong = {
        "key": b"1" * 32,
        "ciphertext": base64.b64encode(sealed[:-1] + b"\0").decode(),
        "nonce": "wCq51qZv4YfG",
        "aad": "",
    }
    assert _opened(right) == b"certificate"
    with pytest.raises(ValueError, match="not encrypted with this key"):
        _opened({**right, part: wrong[part]})


def _opened(values: Mapping[str, object]) -> bytes:
    key, ciphertext = values["key"], values["ciphertext"]
    nonce, aad = values["nonce"], values["aad"]
    assert isinstance(key, bytes)
    assert isinstance(ciphertext, str)
    return decrypt(key, ciphertext, nonce=str(nonce), associated_data=str(aad))
