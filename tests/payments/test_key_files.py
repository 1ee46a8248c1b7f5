"""Keys and certificates in every form that platforms hand them out, and what is said of others."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.payments import key_files
from tests.payments.platform_fakes import NOW, private_pem, public_pem, rsa_key

PASSWORD = "1900007291"
SERIAL = 0x408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB
ELLIPTIC = ec.generate_private_key(ec.SECP256R1())
SHORT = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 (too short)


def certificate(key: Any = None, signed_by: Any = None) -> x509.Certificate:
    own = key or rsa_key("merchant")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "merchant")])
    builder = x509.CertificateBuilder(name, name, own.public_key(), SERIAL)
    builder = builder.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(NOW + timedelta(days=900))
    return builder.sign(signed_by or own, SHA256())


def certificate_pem(key: Any = None) -> bytes:
    return certificate(key).public_bytes(Encoding.PEM)


def written(key: Any, encoding: Encoding, form: PrivateFormat, password: str = "") -> bytes:
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    raw: bytes = key.private_bytes(encoding, form, lock)
    return raw


def public(key: Any, encoding: Encoding = Encoding.PEM) -> bytes:
    raw: bytes = key.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
    return raw


def p12(password: str = PASSWORD, *, with_certificate: bool = True) -> bytes:
    lock = BestAvailableEncryption(password.encode())
    found = certificate() if with_certificate else None
    return serialize_key_and_certificates(b"x", rsa_key("merchant"), found, None, lock)


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_a_private_key_is_read_in_every_form(form: PrivateFormat) -> None:
    key = rsa_key("merchant")
    pem, der = written(key, Encoding.PEM, form), written(key, Encoding.DER, form)
    bare = base64.b64encode(der)
    broken = b"\n".join(bare[at : at + 64] for at in range(0, len(bare), 64))
    marked, spaced = b"\xef\xbb\xbf" + pem, b"  " + bare + b"\r\n"
    for data in (pem, marked, der, bare, broken, spaced, pem.decode()):
        assert _same(key_files.private_key(data), key)


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_an_encrypted_key_is_read_with_its_password(form: PrivateFormat) -> None:
    pem = written(rsa_key("merchant"), Encoding.PEM, form, PASSWORD)
    assert _same(key_files.private_key(pem, PASSWORD), rsa_key("merchant"))
    for wrong in ("", "wrong"):
        assert _code(key_files.private_key, pem, wrong) is ErrorCode.KEY_PASSWORD_WRONG


def test_a_key_with_a_damaged_number_is_not_taken() -> None:
    numbers = rsa_key("merchant").private_numbers()
    der = written(rsa_key("merchant"), Encoding.DER, PrivateFormat.TraditionalOpenSSL)
    modulus = numbers.public_numbers.n.to_bytes(256, "big")
    damaged = der.replace(modulus, modulus[:100] + bytes([modulus[100] ^ 1]) + modulus[101:])
    assert damaged != der
    assert _code(key_files.private_key, damaged) is ErrorCode.KEY_UNREADABLE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ErrorCode.KEY_MISSING),
        ("  \n", ErrorCode.KEY_MISSING),
        (b"hello", ErrorCode.KEY_UNREADABLE),
        (b"\x30\x82", ErrorCode.KEY_UNREADABLE),
        ("密钥", ErrorCode.KEY_UNREADABLE),
        (private_pem("merchant")[:300], ErrorCode.KEY_UNREADABLE),
        (b"A" * 200_000, ErrorCode.KEY_UNREADABLE),
        (public_pem("merchant"), ErrorCode.KEY_WRONG_KIND),
        (base64.b64encode(public(rsa_key("merchant"), Encoding.DER)), ErrorCode.KEY_WRONG_KIND),
        (certificate_pem(), ErrorCode.KEY_WRONG_KIND),
        (written(ELLIPTIC, Encoding.PEM, PrivateFormat.PKCS8), ErrorCode.KEY_WRONG_KIND),
        (written(SHORT, Encoding.PEM, PrivateFormat.PKCS8), ErrorCode.KEY_WRONG_KIND),
    ],
)
def test_what_is_no_private_key_is_said_so(data: bytes | str, code: ErrorCode) -> None:
    assert _code(key_files.private_key, data) is code


def test_a_public_key_is_read_in_every_form() -> None:
    key = rsa_key("wechat").public_key()
    der = public(rsa_key("wechat"), Encoding.DER)
    for data in (public_pem("wechat"), der, base64.b64encode(der), base64.b64encode(der).decode()):
        assert key_files.public_key(data) == key


def test_a_public_key_is_read_out_of_a_certificate() -> None:
    assert key_files.public_key(certificate_pem()) == rsa_key("merchant").public_key()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ErrorCode.KEY_MISSING),
        (b"hello", ErrorCode.KEY_UNREADABLE),
        (private_pem("merchant"), ErrorCode.KEY_WRONG_KIND),
        (
            base64.b64encode(
                written(rsa_key("merchant"), Encoding.DER, PrivateFormat.TraditionalOpenSSL)
            ),
            ErrorCode.KEY_WRONG_KIND,
        ),
        (public(ELLIPTIC), ErrorCode.KEY_WRONG_KIND),
        (public(SHORT), ErrorCode.KEY_WRONG_KIND),
        (certificate_pem(ELLIPTIC), ErrorCode.KEY_WRONG_KIND),
        (certificate_pem(SHORT), ErrorCode.KEY_WRONG_KIND),
    ],
)
def test_what_is_no_public_key_is_said_so(data: bytes | str, code: ErrorCode) -> None:
    assert _code(key_files.public_key, data) is code


def test_a_p12_file_gives_key_certificate_and_serial() -> None:
    found = key_files.pack(p12(), PASSWORD)
    assert _same(key_files.private_key(found.private_key), rsa_key("merchant"))
    assert key_files.certificate(found.certificate) == certificate()
    assert found.serial == "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB"
    assert "PRIVATE" not in repr(found)


@pytest.mark.parametrize(
    ("data", "password", "code"),
    [
        (p12(), "wrong", ErrorCode.KEY_PASSWORD_WRONG),
        (b"hello", PASSWORD, ErrorCode.KEY_UNREADABLE),
        (p12(with_certificate=False), PASSWORD, ErrorCode.CERTIFICATE_UNREADABLE),
    ],
)
def test_a_p12_file_that_cannot_be_used_is_said_so(
    data: bytes, password: str, code: ErrorCode
) -> None:
    assert _code(key_files.pack, data, password) is code


@pytest.mark.parametrize("data", [b"", b"hello", public_pem("wechat"), b"\x30\x03\x02\x01\x01"])
def test_what_is_no_certificate_is_said_so(data: bytes | str) -> None:
    assert _code(key_files.certificate, data) is ErrorCode.CERTIFICATE_UNREADABLE


def test_a_key_and_its_certificate_belong_together() -> None:
    assert key_files.belong_together(rsa_key("merchant"), certificate())
    assert not key_files.belong_together(rsa_key("other"), certificate())


def _code(act: Any, *arguments: Any) -> ErrorCode:
    with pytest.raises(ShopError) as raised:
        act(*arguments)
    assert "PRIVATE" not in str(raised.value)
    return raised.value.code


def _same(one: rsa.RSAPrivateKey, other: rsa.RSAPrivateKey) -> bool:
    return one.private_numbers() == other.private_numbers()
