"""The files a practice merchant gets, read as a stranger would."""

import base64
import stat
import sys
from hashlib import md5
from pathlib import Path
from typing import cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)

from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.credentials import Credentials
from microshop_desktop.sandbox.keys import keys_in
from tests.sandbox.desk_clock import Practice


@pytest.fixture
def written(practice: Practice, tmp_path: Path) -> dict[tuple[str, Mode], Credentials]:
    return {(c.kind, c.mode): c for c in practice.sandbox.write_credentials(tmp_path)}


def _read(credentials: Credentials, option: str) -> bytes:
    return Path(credentials.options[option]).read_bytes()


def test_there_is_one_account_of_each_kind_and_mode(
    written: dict[tuple[str, Mode], Credentials],
) -> None:
    assert set(written) == {(kind, mode) for kind in ("wechat-pay", "alipay") for mode in Mode}
    words = written["alipay", Mode.PUBLIC_KEY].command
    assert words[:5] == ["accounts", "add", "alipay", "--app-id", "9021000100000001"]
    assert words[-2:] == ["--base-url", "http://127.0.0.1/gateway.do"]


def test_the_files_of_wechat_pay(
    practice: Practice, written: dict[tuple[str, Mode], Credentials]
) -> None:
    account = written["wechat-pay", Mode.PUBLIC_KEY]
    merchant = practice.sandbox.merchants.wechat[account.options["mch-id"]]
    key = load_pem_private_key(_read(account, "key-file"), None)
    assert cast("RSAPrivateKey", key).private_numbers() == merchant.key.private_numbers()
    public = cast("RSAPublicKey", load_pem_public_key(_read(account, "public-key-file")))
    assert public.public_numbers() == merchant.platform_key.public_key().public_numbers()
    assert len(_read(account, "apiv3-key-file")) == 32
    assert len(account.options["serial"]) == 40
    assert "public-key-id" not in written["wechat-pay", Mode.CERTIFICATES].options


def test_the_merchants_certificate_has_the_serial_that_is_told(
    written: dict[tuple[str, Mode], Credentials],
) -> None:
    account = written["wechat-pay", Mode.PUBLIC_KEY]
    file = Path(account.options["key-file"]).with_name("apiclient_cert.pem")
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    assert f"{certificate.serial_number:X}" == account.options["serial"]


@pytest.mark.parametrize("mode", list(Mode))
def test_alipays_keys_are_bare_base64(
    practice: Practice, written: dict[tuple[str, Mode], Credentials], mode: Mode
) -> None:
    account = written["alipay", mode]
    app = practice.sandbox.merchants.alipay[account.options["app-id"]]
    key = load_der_private_key(base64.b64decode(_read(account, "key-file"), validate=True), None)
    assert cast("RSAPrivateKey", key).private_numbers() == app.key.private_numbers()


def test_alipays_public_key_is_bare_base64(
    practice: Practice, written: dict[tuple[str, Mode], Credentials]
) -> None:
    account = written["alipay", Mode.PUBLIC_KEY]
    app = practice.sandbox.merchants.alipay[account.options["app-id"]]
    der = base64.b64decode(_read(account, "alipay-public-key-file"), validate=True)
    key = cast("RSAPublicKey", load_der_public_key(der))
    assert key.public_numbers() == app.platform_key.public_key().public_numbers()


def test_alipays_certificates_have_the_serials_that_are_asked_for(
    practice: Practice, written: dict[tuple[str, Mode], Credentials]
) -> None:
    account = written["alipay", Mode.CERTIFICATES]
    app = practice.sandbox.merchants.alipay[account.options["app-id"]]
    assert _serial(x509.load_pem_x509_certificate(_read(account, "app-cert"))) == app.app_serial
    platform = x509.load_pem_x509_certificate(_read(account, "alipay-cert"))
    assert _serial(platform) == app.platform_serial
    roots = _read(account, "root-cert")
    rsa, odd = _blocks(roots)
    assert _serial(x509.load_pem_x509_certificate(rsa)) == app.root_serial
    der = base64.b64decode(b"".join(odd.splitlines()[1:-1]))
    # ecdsa-with-SHA256 followed by NULL, inside and outside: what newer libraries refuse to load
    assert der.count(bytes.fromhex("300c06082a8648ce3d0403020500")) == 2


def test_secrets_are_for_their_owner_alone(
    written: dict[tuple[str, Mode], Credentials],
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such bits")
    for account in written.values():
        file = Path(account.options["key-file"])
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_kept_keys_stay_the_same(tmp_path: Path) -> None:
    first, again = keys_in(tmp_path), keys_in(tmp_path)
    assert first.alipay_app.private_numbers() == again.alipay_app.private_numbers()
    assert first.root.private_numbers() != first.alipay_app.private_numbers()


def _serial(certificate: x509.Certificate) -> str:
    """Count the serial as Alipay's pages say."""
    text = f"{certificate.issuer.rfc4514_string()}{certificate.serial_number}"
    return md5(text.encode()).hexdigest()  # noqa: S324


def _blocks(data: bytes) -> list[bytes]:
    end = b"-----END CERTIFICATE-----\n"
    return [block + end for block in data.split(end) if block]
