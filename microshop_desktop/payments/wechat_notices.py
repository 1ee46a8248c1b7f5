"""Notices of WeChat Pay, for whoever receives them on a public address: checked, then opened; pure.

A till asks for itself and needs none of this; a relay hands on what came. A notice that cannot be
trusted is a `ValueError`, to be answered by an error so that WeChat Pay sends it again.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from microshop_desktop.payments.wechat_signing import (
    answer_text,
    decrypt,
    is_fresh,
    is_from_wechat,
)

_PARTS = ("serial", "timestamp", "nonce", "signature")


@dataclass(frozen=True, slots=True)
class WechatNotice:
    """What a notice says: `event` such as TRANSACTION.SUCCESS, and the object it is about.

    It may come twice or out of order, and its amount is still to be compared.
    """

    id: str
    event: str
    resource: Mapping[str, object]


def open_notice(
    headers: Mapping[str, str],
    body: bytes,
    *,
    key_of: Callable[[str], RSAPublicKey | None],
    apiv3_key: bytes,
    now: datetime,
) -> WechatNotice:
    """Return what a notice says; `headers` by any case, `key_of` gives the key of a serial."""
    told = {name.lower(): value for name, value in headers.items()}
    serial, timestamp, nonce, signature = (told.get(f"wechatpay-{part}", "") for part in _PARTS)
    key = key_of(serial)
    fresh = is_fresh(timestamp, now)
    if key is None or not fresh or not nonce:
        raise _untrusted()
    if not is_from_wechat(key, answer_text(timestamp, nonce, body), signature):
        raise _untrusted()
    try:
        return _opened(json.loads(body), apiv3_key)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _untrusted() from error


def _opened(notice: Mapping[str, object], apiv3_key: bytes) -> WechatNotice:
    sealed = notice["resource"]
    if not isinstance(sealed, dict):
        raise TypeError
    plain = decrypt(
        apiv3_key,
        sealed["ciphertext"],
        nonce=sealed["nonce"],
        associated_data=sealed.get("associated_data") or "",
    )
    resource = json.loads(plain)
    if not isinstance(resource, dict):
        raise TypeError
    return WechatNotice(str(notice["id"]), str(notice["event_type"]), resource)


def _untrusted() -> ValueError:
    return ValueError("not a notice that WeChat Pay sent just now")
