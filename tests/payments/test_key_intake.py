"""One file or pasted text for one key: tried at once, with what else it says."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.payments.key_intake import take_in
from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.sandbox import Sandbox
from tests.contract.contenders import practice_keys

MCH_ID = "1900000109"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a merchant of WeChat Pay."""
    made = tmp_path_factory.mktemp("keys")
    written = Sandbox(practice_keys()).write_credentials(made)
    own = next(each for each in written if each.kind == "wechat-pay" and each.mode == MODE)
    return Path(own.options["key-file"]).parent


MODE = Mode.PUBLIC_KEY


def read(folder: Path, name: str) -> bytes:
    return (folder / name).read_bytes()


def pack(folder: Path) -> bytes:
    key = load_pem_private_key(read(folder, "apiclient_key.pem"), None)
    certificate = x509.load_pem_x509_certificate(read(folder, "apiclient_cert.pem"))
    closed = BestAvailableEncryption(MCH_ID.encode())
    return serialize_key_and_certificates(b"merchant", key, certificate, None, closed)  # type: ignore[arg-type] # it is an RSA key


def test_a_private_key_becomes_pem(folder: Path) -> None:
    taken = take_in("private_key", read(folder, "apiclient_key.pem"))
    assert taken.keys["private_key"].startswith("-----BEGIN PRIVATE KEY-----")
    assert (taken.settings, taken.until) == ({}, None)
    assert "PRIVATE" not in repr(taken)


def test_a_certificate_tells_number_and_last_day(folder: Path) -> None:
    taken = take_in("certificate", read(folder, "apiclient_cert.pem"))
    assert len(taken.settings["serial"]) == 40
    assert taken.until is not None


def test_a_p12_file_brings_all_of_it(folder: Path) -> None:
    taken = take_in("private_key", pack(folder), password=MCH_ID)
    assert set(taken.keys) == {"private_key", "certificate"}
    by_itself = take_in("certificate", read(folder, "apiclient_cert.pem"))
    assert (taken.settings, taken.until) == (by_itself.settings, by_itself.until)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("private_key", b" \n", ErrorCode.KEY_MISSING),
        ("private_key", b"no key at all", ErrorCode.KEY_UNREADABLE),
        ("public_key", b"no key at all", ErrorCode.KEY_UNREADABLE),
        ("app_certificate", b"no certificate", ErrorCode.CERTIFICATE_UNREADABLE),
        ("root_certificate", b"no certificate", ErrorCode.CERTIFICATE_UNREADABLE),
    ],
)
def test_what_is_wrong_is_said(name: str, data: bytes, code: ErrorCode) -> None:
    with pytest.raises(ShopError) as caught:
        take_in(name, data)
    assert caught.value.code is code


def test_the_wrong_password_and_the_wrong_half(folder: Path) -> None:
    with pytest.raises(ShopError) as closed:
        take_in("private_key", pack(folder), password="1")
    assert closed.value.code is ErrorCode.KEY_PASSWORD_WRONG
    with pytest.raises(ShopError) as swapped:
        take_in("private_key", read(folder, "pub_key.pem"))
    assert swapped.value.code is ErrorCode.KEY_WRONG_KIND
