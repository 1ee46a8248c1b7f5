"""One file or pasted text for one key of an account: tried at once, and what else it says.

Certificates say their number and their last day, so that nobody has to type them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from microshop_desktop.domain.merchant_accounts import WECHAT_PAY
from microshop_desktop.payments import key_files
from microshop_desktop.payments.alipay_certificates import root_number
from microshop_desktop.payments.key_import import taken_in

PRIVATE_KEY, CERTIFICATE, ROOTS = "private_key", "certificate", "root_certificate"
_PUBLIC_KEYS = frozenset({"public_key", "alipay_public_key"})


@dataclass(frozen=True, slots=True)
class Intake:
    """Keys by the names an account has for them, public values found in them, their last moment."""

    keys: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str] = field(default_factory=dict)
    until: datetime | None = None


def take_in(name: str, data: bytes, *, password: str = "") -> Intake:
    """Return what a file gives for the key called `name`; a `ShopError` says what is wrong.

    `password` opens a p12 file: the merchant number.
    """
    if name == PRIVATE_KEY:
        return _private_key(data, password)
    if name in _PUBLIC_KEYS:
        return Intake({name: _public_pem(data)})
    if name == ROOTS:
        text = data.decode("utf-8-sig", "replace")
        root_number(text)
        return Intake({name: text})
    return _certificate(name, key_files.certificate(data))


def last_moment(pem: str) -> datetime:
    """Return when a kept certificate ends; `certificate_unreadable`."""
    return key_files.certificate(pem).not_valid_after_utc


def _private_key(data: bytes, password: str) -> Intake:
    if not data.strip():
        key_files.private_key(data)  # says that it is missing
    settings, keys = taken_in(WECHAT_PAY, {"mch_id": password}, {PRIVATE_KEY: data})
    until = last_moment(keys[CERTIFICATE]) if CERTIFICATE in keys else None
    serial = {"serial": settings["serial"]} if "serial" in settings else {}
    return Intake(keys, serial, until)


def _certificate(name: str, found: x509.Certificate) -> Intake:
    pem = found.public_bytes(Encoding.PEM).decode("ascii")
    serial = {"serial": key_files.certificate_serial(found)} if name == CERTIFICATE else {}
    return Intake({name: pem}, serial, found.not_valid_after_utc)


def _public_pem(data: bytes) -> str:
    key = key_files.public_key(data)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
