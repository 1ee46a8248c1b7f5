"""The certificates of the older mode: encrypted, listed, renewed."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from microshop_desktop.sandbox.accounts import Mode
from tests.sandbox.wechat_merchant import Merchant, code_of

TARGET = "/v3/certificates"


def _listed(merchant: Merchant) -> dict[str, x509.Certificate]:
    """Decrypt what is listed, as the platform's pages say."""
    answer = merchant.send("GET", TARGET)
    found = {}
    for entry in json.loads(answer.body)["data"]:
        sealed = entry["encrypt_certificate"]
        opened = AESGCM(merchant.account.apiv3_key.encode()).decrypt(
            sealed["nonce"].encode(),
            base64.b64decode(sealed["ciphertext"]),
            sealed["associated_data"].encode(),
        )
        found[entry["serial_no"]] = x509.load_pem_x509_certificate(opened)
    return found


def test_the_certificate_proves_its_own_list(wechat_certified: Merchant) -> None:
    answer = wechat_certified.send("GET", TARGET)
    serial = answer.headers["Wechatpay-Serial"]
    certificate = _listed(wechat_certified)[serial]
    assert f"{certificate.serial_number:X}" == serial
    public = certificate.public_key()
    assert public.public_numbers() == wechat_certified.platform.public_numbers()  # type: ignore[union-attr]
    assert wechat_certified.is_signed(answer)


def test_a_renewed_certificate_signs_and_the_old_one_stays(wechat_certified: Merchant) -> None:
    old = set(_listed(wechat_certified))
    wechat_certified.account.signing = 1
    both = _listed(wechat_certified)
    assert old < set(both)
    wechat_certified.__post_init__()
    assert wechat_certified.native()


def test_there_are_none_in_the_public_key_mode(wechat: Merchant) -> None:
    assert wechat.mode is Mode.PUBLIC_KEY
    answer = wechat.send("GET", TARGET)
    assert (answer.status, code_of(answer)) == (404, "RESOURCE_NOT_EXISTS")


def test_published_texts_open_as_ours_are_sealed(shared_data: Path) -> None:
    vectors: Any = json.loads((shared_data / "payments" / "wechat_vectors.json").read_text("utf-8"))
    for vector in vectors["aes_gcm"]:
        sealed = AESGCM(vector["key"].encode()).encrypt(
            vector["nonce"].encode(), vector["plaintext"].encode(), vector["aad"].encode()
        )
        assert base64.b64encode(sealed).decode() == vector["ciphertext"]


@pytest.mark.parametrize("target", [f"{TARGET}?page=1"])
def test_the_list_takes_no_parameters(wechat_certified: Merchant, target: str) -> None:
    assert code_of(wechat_certified.send("GET", target)) == "PARAM_ERROR"
