"""A chain of certificates as Alipay's are: root, authority, and what Alipay signs by."""

from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.payments.platform_fakes import NOW, rsa_key

OWNER, AUTHORITY, ROOT = "支付宝(中国)网络技术有限公司-2088", "Class 2 R1", "Authority R1"
YEARS = timedelta(days=900)


@cache
def issued(
    key: str,
    owner: str = OWNER,
    *,
    by: str = AUTHORITY,
    by_key: str = "authority",
    until: datetime = NOW + YEARS,
    authority: bool | None = None,
) -> x509.Certificate:
    """A certificate over the key of a name; `authority` None: it does not say what it may do."""
    builder = x509.CertificateBuilder(
        _name(by), _name(owner), rsa_key(key).public_key(), sum(key.encode()) + 1000
    )
    builder = builder.not_valid_before(NOW - YEARS).not_valid_after(until)
    if authority is not None:
        limits = x509.BasicConstraints(ca=authority, path_length=None)
        builder = builder.add_extension(limits, critical=True)
    return builder.sign(rsa_key(by_key), SHA256())


def root(key: str = "root") -> x509.Certificate:
    return issued(key, ROOT, by=ROOT, by_key=key, authority=True)


def between() -> x509.Certificate:
    return issued("authority", AUTHORITY, by=ROOT, by_key="root", authority=True)


def pem(*certificates: x509.Certificate) -> str:
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
