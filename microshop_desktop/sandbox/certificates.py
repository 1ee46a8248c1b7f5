"""Certificates of the practice keys, and the serials both platforms know them by."""

from datetime import UTC, datetime
from hashlib import md5, sha1

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate, CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID

NOT_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2050, 1, 1, tzinfo=UTC)
_TOP_BIT = 1 << 158


def name_of(common: str, unit: str = "Practice") -> Name:
    """Return the name a certificate is made out to, the country first as authorities write it."""
    return Name(
        [
            NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            NameAttribute(NameOID.ORGANIZATION_NAME, "Microshop Sandbox"),
            NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def certify(key: RSAPublicKey, subject: Name, issuer: Name, by: RSAPrivateKey) -> Certificate:
    """Make a certificate of a key, signed by an authority's key."""
    return prepared(subject, issuer, _serial(key)).public_key(key).sign(by, SHA256())


def wechat_serial(certificate: Certificate) -> str:
    """Return the serial as WeChat writes it: 40 upper-case hexadecimal digits."""
    return f"{certificate.serial_number:040X}"


def key_serial(key: RSAPublicKey) -> str:
    """Return the serial that a certificate of this key has, as WeChat writes it."""
    return f"{_serial(key):040X}"


def alipay_serial(certificate: Certificate) -> str:
    """Return the serial as Alipay counts it: MD5 of the issuer and the decimal serial number."""
    parts = [f"{_SHORT[part.oid]}={part.value!s}" for part in reversed(list(certificate.issuer))]
    text = ",".join(parts) + str(certificate.serial_number)
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def pem(certificate: Certificate) -> bytes:
    """Write a certificate as PEM."""
    return certificate.public_bytes(Encoding.PEM)


def prepared(subject: Name, issuer: Name, serial: int) -> CertificateBuilder:
    """Begin a certificate that is valid for the whole life of the sandbox."""
    return (
        CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(serial)
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
    )


def _serial(key: RSAPublicKey) -> int:
    """Derive a number of 40 hexadecimal digits from a key, so that it is the same in each run."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    number = int.from_bytes(sha1(der, usedforsecurity=False).digest(), "big")
    return number % _TOP_BIT | _TOP_BIT


_SHORT = {
    NameOID.COUNTRY_NAME: "C",
    NameOID.ORGANIZATION_NAME: "O",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "OU",
    NameOID.COMMON_NAME: "CN",
}
