"""A root certificate as Alipay's real root file holds one, which strict readers refuse to load.

Its signature is made with an elliptic curve, and its algorithm is written with a needless NULL. It
does not count towards the root serial, but a client must get past it.
"""

from base64 import encodebytes

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from microshop_desktop.sandbox.certificates import name_of, prepared

_SECRET = 20200101
_SEQUENCE, _BIT_STRING = 0x30, 0x03
_ECDSA_SHA256 = bytes.fromhex("06082a8648ce3d040302")
_USUAL = bytes([_SEQUENCE, len(_ECDSA_SHA256)]) + _ECDSA_SHA256
_ODD = bytes([_SEQUENCE, len(_ECDSA_SHA256) + 2]) + _ECDSA_SHA256 + b"\x05\x00"


def odd_root() -> bytes:
    """Return the certificate as PEM, rightly signed."""
    key = derive_private_key(_SECRET, SECP256R1())
    name = name_of("Practice Elliptic Root", "Authority")
    usual = prepared(name, name, _SECRET).public_key(key.public_key()).sign(key, SHA256())
    body = _content(usual.tbs_certificate_bytes).replace(_USUAL, _ODD, 1)
    signed = _wrapped(_SEQUENCE, body)
    signature = _wrapped(_BIT_STRING, b"\x00" + key.sign(signed, ECDSA(SHA256())))
    return _pem(_wrapped(_SEQUENCE, signed + _ODD + signature))


def _content(der: bytes) -> bytes:
    """Take the tag and the length off."""
    length_bytes = der[1] & 0x7F if der[1] & 0x80 else 0
    return der[2 + length_bytes :]


def _wrapped(tag: int, content: bytes) -> bytes:
    """Put tag and length before a content."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _pem(der: bytes) -> bytes:
    head, end = (f"-----{word} CERTIFICATE-----\n".encode() for word in ("BEGIN", "END"))
    return head + encodebytes(der) + end
