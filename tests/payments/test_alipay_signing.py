import base64
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.payments.alipay_certificates import (
    certificate_number,
    is_rsa_signed,
    root_number,
)
from microshop_desktop.payments.alipay_signing import members, request_text
from microshop_desktop.payments.key_files import certificate_blocks
from microshop_desktop.payments.rsa_signature import verifies
from tests.payments.platform_fakes import rsa_key, rsa_sign
from tests.payments.published import FOLDER, vectors


def _key(pem: str) -> RSAPublicKey:
    key = load_pem_public_key(pem.encode())
    assert isinstance(key, RSAPublicKey)
    return key


def test_the_signed_text_is_cut_out_of_published_answers() -> None:
    for case in vectors("alipay")["extract"]:
        assert members(case["raw"])[case["response_key"]].raw == case["signed_text"], case["name"]


def test_published_answers_verify() -> None:
    data = vectors("alipay")
    real, trade = data["response"]
    told = members(real["raw"])
    signature = told["sign"].value
    assert isinstance(signature, str)
    text = told[real["response_key"]].raw.encode()
    assert verifies(_key(data["keys"][real["key"]]), text, signature)
    key = _key(data["keys"][trade["key"]])
    assert verifies(key, trade["signed_text"].encode(), trade["sign"])
    assert not verifies(key, trade["signed_text"].encode() + b" ", trade["sign"])


def test_published_notifications_verify_or_do_not() -> None:
    data = vectors("alipay")
    for case in data["notify"]:
        key, signature = _key(data["keys"][case["key"]]), case["params"]["sign"]
        named = {name: value for name, value in case["params"].items() if name != "sign_type"}
        texts = [request_text(named), request_text({**named, "sign_type": "RSA2"})]
        found = [verifies(key, text, signature) for text in texts]
        assert any(found) is case["valid"], case["name"]


@pytest.mark.parametrize("at", [0, 1])
def test_published_certificates_have_their_numbers(at: int) -> None:
    case = vectors("alipay")["cert_sn"][at]
    certificate = x509.load_pem_x509_certificate((FOLDER / case["file"]).read_bytes())
    assert certificate_number(certificate) == case["expected"]


def test_the_published_roots_have_their_number_though_one_cannot_be_loaded() -> None:
    case = vectors("alipay")["cert_sn"][2]
    pem = (FOLDER / case["file"]).read_bytes()
    assert root_number(pem) == case["expected"]
    others = [der for der in certificate_blocks(pem) if not is_rsa_signed(der)]
    assert others


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIBszCC\n-----END CERTIFICATE-----",
    ],
)
def test_a_file_of_roots_without_any_is_said_to_be_unreadable(pem: str) -> None:
    with pytest.raises(ShopError) as raised:
        root_number(pem)
    assert raised.value.code is ErrorCode.CERTIFICATE_UNREADABLE


def test_a_request_is_signed_sorted_raw_with_sign_type_and_without_what_is_empty() -> None:
    parameters = {
        "version": "1.0",
        "sign_type": "RSA2",
        "app_id": "2021",
        "notify_url": "",
        "sign": "old",
        "biz_content": '{"subject":"苹果 & 梨"}',
    }
    assert request_text(parameters).decode() == (
        'app_id=2021&biz_content={"subject":"苹果 & 梨"}&sign_type=RSA2&version=1.0'
    )


@pytest.mark.parametrize("name", ["app_id", "biz_content", "sign_type"])
def test_a_change_of_any_parameter_is_seen(name: str) -> None:
    parameters = {"app_id": "2021", "biz_content": "{}", "sign_type": "RSA2"}
    signature = rsa_sign("app", request_text(parameters))
    key = rsa_key("app").public_key()
    assert verifies(key, request_text(parameters), signature)
    assert not verifies(key, request_text({**parameters, name: "x"}), signature)


def test_braces_quotes_and_escapes_inside_names_end_nothing() -> None:
    inner = r'{"subject":"a}\"}{\\","url":"http:\/\/x","u":"\u82f9","n":[{"a":1}]}'
    told = members(' {"sign":"before" ,\n"a_response" : ' + inner + " }\n")
    assert told["a_response"].raw == inner
    assert told["sign"].value == "before"


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.text() | st.dictionaries(st.text(max_size=8), st.integers(), max_size=2),
        min_size=1,
        max_size=4,
    )
)
def test_any_member_is_cut_out_as_it_was_written(value: dict[str, object]) -> None:
    text = "{" + ", ".join(f"{json.dumps(k)}:{json.dumps(v)}" for k, v in value.items()) + "}"
    assert {name: member.raw for name, member in members(text).items()} == {
        name: json.dumps(member) for name, member in value.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        "{}",
        '{"a":1',
        '{"a":1}x',
        '{"a":1,}',
        '{"a" 1}',
        '{"a":1,"a":2}',
        "<html>",
    ],
)
def test_what_is_no_object_or_says_something_twice_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not one JSON object"):
        members(text)


def test_a_signature_over_other_text_is_none() -> None:
    text = b'{"code":"10000"}'
    signature = base64.b64encode(
        rsa_key("alipay").sign(text, padding.PKCS1v15(), SHA256())
    ).decode()
    key = rsa_key("alipay").public_key()
    assert verifies(key, text, signature)
    assert not verifies(key, text.replace(b"10000", b"10003"), signature)
    assert not verifies(rsa_key("app").public_key(), text, signature)
