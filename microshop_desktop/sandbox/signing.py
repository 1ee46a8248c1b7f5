"""The two uses of an RSA key that both platforms make: sign a text, check a signature."""

from base64 import b64decode, b64encode
from binascii import Error

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256


def sign(key: RSAPrivateKey, text: bytes) -> str:
    """Return the base64 of the SHA-256 signature of a text."""
    return b64encode(key.sign(text, PKCS1v15(), SHA256())).decode()


def is_signed(key: RSAPublicKey, text: bytes, signature: str) -> bool:
    """Whether the base64 signature belongs to the text and the key."""
    try:
        key.verify(b64decode(signature, validate=True), text, PKCS1v15(), SHA256())
    except (InvalidSignature, Error, ValueError):
        return False
    return True


def spoilt(signature: str) -> str:
    """Return a signature of the same form that belongs to nothing."""
    raw = bytearray(b64decode(signature))
    raw[-1] ^= 1
    return b64encode(bytes(raw)).decode()
