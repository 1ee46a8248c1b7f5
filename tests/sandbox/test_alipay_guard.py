"""Who Alipay's gateway lets in, and how it answers those it does not."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from microshop_desktop.sandbox.alipay_guard import signed_text
from microshop_desktop.sandbox.certificates import alipay_serial
from microshop_desktop.sandbox.messages import Request
from microshop_desktop.sandbox.signing import is_signed
from tests.sandbox.alipay_merchant import Merchant, gateway_error

QUERY = "alipay.trade.query"
ORDER = {"out_trade_no": "order_001"}


def _vectors(shared_data: Path) -> Any:
    return json.loads((shared_data / "payments" / "alipay_vectors.json").read_text("utf-8"))


def test_published_texts_are_recognised(shared_data: Path) -> None:
    vectors = _vectors(shared_data)
    signed = [v for v in vectors["notify"] if v["sign_type_in_text"] == "included" and v["valid"]]
    assert signed
    for vector in signed:
        key = load_pem_public_key(vectors["keys"][vector["key"]].encode())
        assert isinstance(key, RSAPublicKey)
        given = {"sign_type": "RSA2", **vector["params"]}
        assert is_signed(key, signed_text(given), given["sign"]), vector["name"]
        changed = {**given, "notify_id": "1"}
        assert not is_signed(key, signed_text(changed), given["sign"])


def test_serials_are_counted_as_alipay_does(shared_data: Path) -> None:
    for vector in _vectors(shared_data)["cert_sn"]:
        if vector["root"]:
            continue
        data = (shared_data / "payments" / vector["file"]).read_bytes()
        # The file of an application holds its authority's certificate as well.
        (first, *_) = re.findall(rb"-----BEGIN.*?-----END CERTIFICATE-----", data, re.DOTALL)
        certificate = x509.load_pem_x509_certificate(first)
        assert alipay_serial(certificate) == vector["expected"]


def test_the_right_signature_opens_the_door(alipay: Merchant, alipay_certified: Merchant) -> None:
    for merchant in (alipay, alipay_certified):
        assert merchant.call(QUERY, ORDER)["sub_code"] == "ACQ.TRADE_NOT_EXIST"


@pytest.mark.parametrize(
    ("changes", "sub_code"),
    [
        ({"app_id": None}, "isv.missing-app-id"),
        ({"app_id": "2021000000000000"}, "isv.invalid-app-id"),
        ({"method": None}, "isv.missing-method"),
        ({"sign": None}, "isv.missing-signature"),
        ({"sign": "AAAA"}, "isv.invalid-signature"),
        ({"sign": "no base64!"}, "isv.invalid-signature"),
        ({"sign_type": None}, "isv.missing-signature-type"),
        ({"sign_type": "RSA"}, "isv.invalid-signature-type"),
        ({"charset": "gbk"}, "isv.invalid-charset"),
        ({"version": "2.0"}, "isv.invalid-version"),
        ({"format": "XML"}, "isv.invalid-format"),
        ({"timestamp": None}, "isv.missing-timestamp"),
        ({"timestamp": "2026-11-24T12:00:00"}, "isv.invalid-timestamp"),
        ({"timestamp": "2026-11-24 04:00:00"}, "isv.invalid-timestamp"),
        ({"timestamp": "2026-11-24 12:05:01"}, "isv.invalid-timestamp"),
        ({"unheard_of": "1"}, "isv.invalid-parameter"),
        ({"app_cert_sn": "0" * 32}, "isv.invalid-app-cert-sn"),
        ({"biz_content": "{"}, "isv.invalid-biz-content"),
        ({"notify_url": "https://" + "x" * 249}, "isv.invalid-notify-url"),
    ],
)
def test_a_wrong_request_is_refused_unsigned(
    alipay: Merchant, changes: dict[str, str | None], sub_code: str
) -> None:
    alipay.changes = changes
    answer = alipay.send(QUERY, ORDER)
    assert (answer.status, gateway_error(answer)) == (200, sub_code)


def test_an_unknown_method_is_refused(alipay: Merchant) -> None:
    answer = alipay.send("alipay.trade.unheard.of", ORDER)
    assert gateway_error(answer) == "isv.invalid-method"
    assert answer.body.startswith(b'{"error_response":')


@pytest.mark.parametrize(
    ("changes", "sub_code"),
    [
        ({"app_cert_sn": None}, "isv.missing-app-cert-sn"),
        ({"app_cert_sn": "0" * 32}, "isv.invalid-app-cert-sn"),
        ({"alipay_root_cert_sn": "0" * 32}, "isv.invalid-alipay-root-cert-sn"),
    ],
)
def test_certificates_must_be_named(
    alipay_certified: Merchant, changes: dict[str, str | None], sub_code: str
) -> None:
    alipay_certified.changes = changes
    assert gateway_error(alipay_certified.send(QUERY, ORDER)) == sub_code


def test_the_content_must_be_the_signed_one(alipay: Merchant) -> None:
    request = alipay.request(QUERY, ORDER)
    changed = replace(request, body=request.body.replace(b"order_001", b"order_002"))
    answer = alipay.practice.sandbox.handle(changed)
    assert gateway_error(answer) == "isv.invalid-signature"


def test_the_charset_belongs_into_the_query(alipay: Merchant) -> None:
    request = alipay.request(QUERY, ORDER)
    moved = replace(
        request,
        target=request.target.replace("charset=utf-8&", ""),
        body=request.body + b"&charset=utf-8",
    )
    assert gateway_error(alipay.practice.sandbox.handle(moved)) == "isv.invalid-charset"


def test_a_get_is_refused(alipay: Merchant) -> None:
    request = replace(alipay.request(QUERY, ORDER), method="GET")
    assert gateway_error(alipay.practice.sandbox.handle(request)) == "isv.invalid-method"


def test_answers_hold_braces_and_slashes_that_are_signed_as_they_stand(alipay: Merchant) -> None:
    made = alipay.send("alipay.trade.precreate", alipay.order(subject='A {"cup": "}"} of tea'))
    raw = alipay.object_of("alipay.trade.precreate", made)
    assert b"http:\\/\\/" in raw
    assert alipay.good("alipay.trade.precreate", made)["qr_code"].startswith("http://")


def test_what_is_not_the_gateway_is_not_found(alipay: Merchant) -> None:
    assert alipay.practice.sandbox.handle(Request("POST", "/other.do")).status == 404
