"""Signatures of the Chinese platforms over what is sent, exactly as they publish them; pure.

Facts and the published examples: `reference/shops.md` §3–§6. Texts are UTF-8, and signed before
anything is encoded for a URL.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

MD5, HMAC_MD5, HMAC_SHA256 = "md5", "hmac", "hmac-sha256"


def top_sign(fields: Mapping[str, str], secret: str, method: str = MD5) -> str:
    """Return the signature of a call to Taobao's TOP by one of the three methods it names."""
    text = _joined(fields)
    if method == MD5:
        return _md5(secret + text + secret)
    digest = hashlib.sha256 if method == HMAC_SHA256 else hashlib.md5
    return hmac.new(secret.encode(), text.encode(), digest).hexdigest().upper()


def jos_sign(fields: Mapping[str, str], secret: str) -> str:
    """Return the signature of a call to JD's JOS."""
    return _md5(secret + _joined(fields) + secret)


def pdd_sign(fields: Mapping[str, str], secret: str) -> str:
    """Return the signature of a call to Pinduoduo."""
    return _md5(secret + _joined(fields) + secret)


def douyin_content(fields: Mapping[str, object]) -> bytes:
    """Return the body of a call to Douyin: the very bytes that are signed and sent."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def douyin_sign(content: bytes, *, app_key: str, method: str, timestamp: str, secret: str) -> str:
    """Return the signature of a call to Douyin; neither the token nor the sign method is in it."""
    head = f"{secret}app_key{app_key}method{method}param_json".encode()
    tail = f"timestamp{timestamp}v2{secret}".encode()
    return hmac.new(secret.encode(), head + content + tail, hashlib.sha256).hexdigest()


def _joined(fields: Mapping[str, str]) -> str:
    """Return all names with their values, sorted by name; what is empty is not signed."""
    return "".join(
        f"{name}{value}" for name, value in sorted(fields.items()) if value and name != "sign"
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
