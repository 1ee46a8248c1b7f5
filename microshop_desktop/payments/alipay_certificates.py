"""The numbers by which Alipay names certificates in certificate mode.

The number of a certificate is the MD5 of its issuer and serial; that of the root file joins those
of its RSA roots. Alipay's real root file holds certificates of other kinds, one of which the
cryptography library refuses to read at all: so which ones are RSA is read from the bytes, and only
those are loaded.
"""

import hashlib

from cryptography import x509

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.payments.key_files import certificate_blocks

_RSA_SIGNATURES = bytes.fromhex("2a864886f70d0101")
"""How the object identifiers 1.2.840.113549.1.1.* begin in DER."""
_SEQUENCE, _OBJECT_IDENTIFIER = 0x30, 0x06


def certificate_number(certificate: x509.Certificate) -> str:
    """Return Alipay's number of a certificate: 32 lower-case hex digits."""
    issuer = certificate.issuer.rfc4514_string()
    text = f"{issuer}{certificate.serial_number}".encode()
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def root_number(pem: bytes | str) -> str:
    """Return Alipay's number of a file of roots; `certificate_unreadable` if none is RSA."""
    return "_".join(certificate_number(root) for root in roots_of(pem))


def roots_of(pem: bytes | str) -> tuple[x509.Certificate, ...]:
    """Return the RSA roots of a file of roots; `certificate_unreadable` if there is none."""
    try:
        roots = rsa_certificates(pem)
    except (ValueError, IndexError) as error:
        raise ShopError(ErrorCode.CERTIFICATE_UNREADABLE) from error
    if not roots:
        raise ShopError(ErrorCode.CERTIFICATE_UNREADABLE)
    return roots


def rsa_certificates(pem: bytes | str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a file that RSA signed; `ValueError`, `IndexError` for others."""
    blocks = (der for der in certificate_blocks(pem) if is_rsa_signed(der))
    return tuple(x509.load_der_x509_certificate(der) for der in blocks)


def is_rsa_signed(der: bytes) -> bool:
    """Whether a certificate is signed by RSA; `ValueError`, `IndexError` if it is none.

    Certificate = SEQUENCE { content SEQUENCE, algorithm SEQUENCE { OID, … }, signature }.
    """
    inside, _ = _value(der, 0, _SEQUENCE)
    _, behind_content = _value(der, inside, _SEQUENCE)
    algorithm, _ = _value(der, behind_content, _SEQUENCE)
    start, end = _value(der, algorithm, _OBJECT_IDENTIFIER)
    return der[start:end].startswith(_RSA_SIGNATURES)


def _value(der: bytes, at: int, tag: int) -> tuple[int, int]:
    """Return where the value of an element begins and where it ends."""
    if der[at] != tag:
        raise ValueError(at)
    length, start = der[at + 1], at + 2
    if length >= 0x80:
        start += length - 0x80
        length = int.from_bytes(der[at + 2 : start], "big")
    if start + length > len(der):
        raise ValueError(at)
    return start, start + length
