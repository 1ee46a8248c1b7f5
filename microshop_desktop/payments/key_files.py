"""Reading the keys and certificates that platforms give to a merchant.

They come as PEM files (PKCS#8 or PKCS#1), as bare base64 without the PEM lines, as DER, or all in
one p12 file whose password is the merchant number. Whatever is wrong with them is said by a
`ShopError`, whose sentence a seller understands.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.payments.rsa_signature import sign, verifies

_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
_FEWEST_BITS = 2048
_LONGEST = 100_000
_TRIAL = b"a trial"


@dataclass(frozen=True, slots=True)
class Pack:
    """What a p12 file holds, as PEM texts; `serial` is the certificate's, 40 upper-case hex."""

    private_key: str = field(repr=False)
    certificate: str
    serial: str


def private_key(data: bytes | str, password: str = "") -> RSAPrivateKey:
    """Return a merchant's private key; errors `key_missing`, `key_unreadable` and so on.

    That it works is tried by one signature. The library's own proof of its numbers takes forty
    milliseconds in which the window stands still, and guards against others' keys, not one's own.
    """
    raw = _bytes(data)
    if not raw.strip():
        raise ShopError(ErrorCode.KEY_MISSING)
    label, content = _content(raw)
    if label in {"PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY", "CERTIFICATE REQUEST"}:
        raise ShopError(ErrorCode.KEY_WRONG_KIND)
    try:
        if b"ENCRYPTED" in raw and label:
            key = load_pem_private_key(
                raw, password.encode() or None, unsafe_skip_rsa_key_validation=True
            )
        else:
            key = load_der_private_key(content, None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ShopError(_why_unreadable(raw, content)) from error
    return _working(_strong(key))


def public_key(data: bytes | str) -> RSAPublicKey:
    """Return a platform's public key, bare or out of a certificate; errors as `private_key`."""
    raw = _bytes(data)
    if not raw.strip():
        raise ShopError(ErrorCode.KEY_MISSING)
    label, content = _content(raw)
    if "PRIVATE" in label:
        raise ShopError(ErrorCode.KEY_WRONG_KIND)
    if label == "CERTIFICATE":
        return certificate_key(certificate(raw))
    try:
        key = load_der_public_key(content)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ShopError(_why_not_public(content)) from error
    return _strong_public(key)


def certificate(data: bytes | str) -> x509.Certificate:
    """Return the first certificate of a file; `certificate_unreadable`."""
    raw = _bytes(data)
    label, content = _content(raw)
    if label not in {"", "CERTIFICATE"}:
        raise ShopError(ErrorCode.CERTIFICATE_UNREADABLE)
    try:
        return x509.load_der_x509_certificate(content)
    except ValueError as error:
        raise ShopError(ErrorCode.CERTIFICATE_UNREADABLE) from error


def certificate_key(of: x509.Certificate) -> RSAPublicKey:
    """Return the public key of a certificate; `key_wrong_kind` for another kind or a short one."""
    return _strong_public(of.public_key())


def pack(data: bytes, password: str) -> Pack:
    """Return key and certificate of a p12 file; the password is usually the merchant number."""
    try:
        key, found, _ = load_key_and_certificates(data, password.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        wrong = "password" in str(error).lower()
        code = ErrorCode.KEY_PASSWORD_WRONG if wrong else ErrorCode.KEY_UNREADABLE
        raise ShopError(code) from error
    if found is None:
        raise ShopError(ErrorCode.CERTIFICATE_UNREADABLE)
    pem = found.public_bytes(Encoding.PEM).decode("ascii")
    return Pack(private_pem(_strong(key)), pem, certificate_serial(found))


def certificate_serial(of: x509.Certificate) -> str:
    """Return a serial number as WeChat Pay writes it: 40 upper-case hex digits."""
    return f"{of.serial_number:040X}"


def private_pem(key: RSAPrivateKey) -> str:
    """Return a private key as PKCS#8 PEM, not encrypted: for whoever encrypts it before storing."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def belong_together(key: RSAPrivateKey, certificate_of_it: x509.Certificate) -> bool:
    """Whether a certificate was made for this key."""
    ours = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    theirs = certificate_of_it.public_key()
    return ours == theirs.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def certificate_blocks(data: bytes | str) -> list[bytes]:
    """Return the DER of every certificate in a PEM file, in its order."""
    blocks = _PEM.findall(_bytes(data))
    return [_unarmoured(inner) for label, inner in blocks if label == b"CERTIFICATE"]


def _bytes(data: bytes | str) -> bytes:
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if len(raw) > _LONGEST:
        raise ShopError(ErrorCode.KEY_UNREADABLE)
    return raw.removeprefix(b"\xef\xbb\xbf")


def _content(raw: bytes) -> tuple[str, bytes]:
    """Return the PEM label, empty when there is none, and the DER inside."""
    found = _PEM.search(raw)
    if found is not None:
        return found[1].decode("ascii"), _unarmoured(found[2])
    return "", raw if raw.startswith(b"\x30") else _unarmoured(raw)


def _unarmoured(text: bytes) -> bytes:
    """Return what base64 text holds; nothing where it is no base64."""
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return b""


def _strong(key: object) -> RSAPrivateKey:
    if not isinstance(key, RSAPrivateKey) or key.key_size < _FEWEST_BITS:
        raise ShopError(ErrorCode.KEY_WRONG_KIND)
    return key


def _strong_public(key: object) -> RSAPublicKey:
    if not isinstance(key, RSAPublicKey) or key.key_size < _FEWEST_BITS:
        raise ShopError(ErrorCode.KEY_WRONG_KIND)
    return key


def _working(key: RSAPrivateKey) -> RSAPrivateKey:
    """Return a key that signs what its own public half verifies; `key_unreadable` for another."""
    try:
        works = verifies(key.public_key(), _TRIAL, sign(key, _TRIAL))
    except ValueError:
        works = False
    if not works:
        raise ShopError(ErrorCode.KEY_UNREADABLE)
    return key


def _why_unreadable(raw: bytes, content: bytes) -> ErrorCode:
    if b"ENCRYPTED" in raw:
        return ErrorCode.KEY_PASSWORD_WRONG
    return ErrorCode.KEY_WRONG_KIND if _is_public(content) else ErrorCode.KEY_UNREADABLE


def _why_not_public(content: bytes) -> ErrorCode:
    try:
        load_der_private_key(content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return ErrorCode.KEY_UNREADABLE
    return ErrorCode.KEY_WRONG_KIND


def _is_public(content: bytes) -> bool:
    try:
        load_der_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True
