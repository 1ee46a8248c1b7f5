"""Which keys Alipay signs by in certificate mode, also after it renewed its certificate.

An answer names the certificate it was signed by. One that is not known is fetched from Alipay, and
taken only if it is for the same owner, by the same issuer, and leads to an RSA root of ours.
"""

import base64
import binascii
import logging
import threading
from collections.abc import Callable
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from microshop_desktop.infra.clock import Clock
from microshop_desktop.payments.accounts import AlipayAccount, AlipayCertificates
from microshop_desktop.payments.alipay_certificates import certificate_number, rsa_certificates

logger = logging.getLogger(__name__)

Fetch = Callable[[str], str | None]
"""Gives what Alipay says a certificate of a number is: base64 of PEM; None: nothing came."""
_RETRY_SECONDS = 60.0
_LONGEST_CHAIN = 4


class AlipayKeys:
    """The keys of one account; safe to use from several threads."""

    def __init__(self, account: AlipayAccount, clock: Clock, fetch: Fetch) -> None:
        self._account = account
        self._clock = clock
        self._fetch = fetch
        self._lock = threading.Lock()
        self._renewed: dict[str, RSAPublicKey] = {}
        self._tried: float | None = None

    def of_number(self, number: str) -> RSAPublicKey | None:
        """Return the key of a certificate number, our own without one; None: not to be trusted."""
        certificates = self._account.certificates
        if certificates is None or number in {"", certificates.alipay_number}:
            return self._account.alipay_key
        with self._lock:
            if number not in self._renewed and self._may_try():
                self._learn(number, certificates)
            return self._renewed.get(number)

    def _may_try(self) -> bool:
        now, before = self._clock.monotonic(), self._tried
        if before is not None and now - before < _RETRY_SECONDS:
            return False
        self._tried = now
        return True

    def _learn(self, number: str, certificates: AlipayCertificates) -> None:
        content = self._fetch(number)
        found = None
        if content is not None:
            found = renewed_key(content, number, certificates, now=self._clock.now())
        if found is None:
            logger.warning("Alipay signs by certificate %s, which could not be trusted", number)
            return
        logger.warning("Alipay renewed its certificate to %s; download it from Alipay", number)
        self._renewed[number] = found


def renewed_key(
    content: str, number: str, known: AlipayCertificates, *, now: datetime
) -> RSAPublicKey | None:
    """Return the key of a fetched certificate; None unless it can be trusted like the known one."""
    try:
        given = rsa_certificates(base64.b64decode(content, validate=True))
    except (ValueError, IndexError, binascii.Error):
        return None
    leaf = next((one for one in given if certificate_number(one) == number), None)
    if leaf is None or (leaf.subject, leaf.issuer) != (known.alipay.subject, known.alipay.issuer):
        return None
    between = [*given, *known.between]
    key = leaf.public_key()
    trusted = isinstance(key, RSAPublicKey) and _leads_to_root(leaf, between, known.roots, now=now)
    return key if trusted and isinstance(key, RSAPublicKey) else None


def _leads_to_root(
    leaf: x509.Certificate,
    between: list[x509.Certificate],
    roots: tuple[x509.Certificate, ...],
    *,
    now: datetime,
) -> bool:
    """Whether valid certificates lead from a leaf to a root, each issued by the next."""
    current = leaf
    for _ in range(_LONGEST_CHAIN):
        if not _is_valid(current, now):
            return False
        if any(_issued(current, root) for root in roots):
            return True
        issuers = (one for one in between if _may_issue(one) and _issued(current, one))
        following = next(issuers, None)
        if following is None or following == current:
            return False
        current = following
    return False


def _is_valid(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return found.value.ca


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
