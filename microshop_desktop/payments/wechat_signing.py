"""What WeChat Pay API v3 signs and encrypts; pure, over bytes.

Facts: `reference/payments.md` §2.1–2.3.
"""

import base64
import binascii
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from microshop_desktop.payments.rsa_signature import sign, verifies

SCHEME = "WECHATPAY2-SHA256-RSA2048"
_OLDEST = timedelta(minutes=5)
_PROBE = "WECHATPAY/SIGNTEST/"


def request_text(method: str, path: str, timestamp: str, *, nonce: str, body: bytes) -> bytes:
    """Return what is signed of a request; `path` with its query, exactly as on the wire."""
    head = f"{method}\n{path}\n{timestamp}\n{nonce}\n".encode()
    return head + body + b"\n"


def answer_text(timestamp: str, nonce: str, body: bytes) -> bytes:
    """Return what is signed of an answer or a notification, over its raw bytes."""
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


def authorization(
    key: RSAPrivateKey, text: bytes, *, mch_id: str, serial: str, timestamp: str, nonce: str
) -> str:
    """Return the `Authorization` header of a request whose signed text is given."""
    parts = {
        "mchid": mch_id,
        "nonce_str": nonce,
        "signature": sign(key, text),
        "timestamp": timestamp,
        "serial_no": serial,
    }
    return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in parts.items())


def is_from_wechat(key: RSAPublicKey, text: bytes, signature: str) -> bool:
    """Whether WeChat Pay signed this; its own probes of our attention are to fail."""
    return not signature.startswith(_PROBE) and verifies(key, text, signature)


def is_fresh(timestamp: str, now: datetime) -> bool:
    """Whether a signature was made within five minutes of now; an older one may be replayed."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    return abs(timedelta(seconds=int(timestamp) - now.timestamp())) <= _OLDEST


def decrypt(apiv3_key: bytes, ciphertext: str, *, nonce: str, associated_data: str) -> bytes:
    """Return what WeChat Pay encrypted with the APIv3 key; `ValueError` when it was altered."""
    try:
        sealed = base64.b64decode(ciphertext, validate=True)
        return AESGCM(apiv3_key).decrypt(nonce.encode(), sealed, associated_data.encode() or None)
    except (InvalidTag, binascii.Error, ValueError) as error:
        message = "not encrypted with this key"
        raise ValueError(message) from error
