"""Notices of Alipay, for whoever receives them on a public address: read and checked; pure.

A till asks for itself and needs none of this; a relay hands on what came. Whoever takes a notice
still compares number, amount and app, and answers `success`, or Alipay sends it again.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from microshop_desktop.payments.alipay_signing import notice_texts
from microshop_desktop.payments.rsa_signature import verifies

_MOST_FIELDS = 200


def open_notice(form: bytes, key: RSAPublicKey) -> Mapping[str, str]:
    """Return the fields of a notice; `ValueError` unless Alipay signed just these."""
    pairs = parse_qsl(
        form.decode("utf-8"),
        keep_blank_values=True,
        strict_parsing=True,
        errors="strict",
        max_num_fields=_MOST_FIELDS,
    )
    fields = dict(pairs)
    signature = fields.get("sign", "")
    twice = len(fields) != len(pairs)
    if twice or not any(verifies(key, text, signature) for text in notice_texts(fields)):
        message = "not a notice that Alipay signed"
        raise ValueError(message)
    return fields
