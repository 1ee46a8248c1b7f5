"""The keys by which WeChat Pay signs its answers: serial to public key.

In public-key mode the one key of the merchant platform, for ever. In certificate mode certificates
are fetched, first when an answer needs one, and again at least every twelve hours; old ones count
until they expire, because answers move over to a new one step by step. A merchant with a public key
gets 404 for certificates, so in that mode they are never asked for.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer
from microshop_desktop.payments.accounts import WechatAccount
from microshop_desktop.payments.asking import NoReply, ask
from microshop_desktop.payments.wechat_request import WechatRequests, is_signed
from microshop_desktop.payments.wechat_signing import decrypt

_RENEW_SECONDS = 12 * 3600.0
_RETRY_SECONDS, _FIRST_RETRY_SECONDS = 60.0, 3.0
"""How soon to ask again for a serial that is not known; sooner while no certificate is."""
_PATH = "/v3/certificates"


@dataclass(frozen=True, slots=True)
class _DatedKey:
    """The public key of a platform certificate, and until when it counts."""

    key: RSAPublicKey
    expires: datetime


class WechatKeys:
    """The keys of one account; safe to use from several threads."""

    def __init__(self, account: WechatAccount, http: Http, clock: Clock) -> None:
        self._account = account
        self._http = http
        self._clock = clock
        self._requests = WechatRequests(account, clock)
        self._lock = threading.Lock()
        self._dated: dict[str, _DatedKey] = {}
        self._fetched: float | None = None
        self._tried: float | None = None

    def of_serial(self, serial: str) -> RSAPublicKey | None:
        """Return the key an answer names; None: it is not known to be WeChat Pay's."""
        account = self._account
        if account.public_key is not None and serial == account.public_key_id:
            return account.public_key
        if not account.uses_certificates:
            return None
        with self._lock:
            if self._is_due(serial):
                self._fetch()
            dated = self._dated.get(serial)
        return dated.key if dated and dated.expires > self._clock.now() else None

    def renew(self) -> HttpAnswer | NoReply | None:
        """Fetch the certificates now; None: done. Else the answer that could not be used."""
        with self._lock:
            return self._fetch()

    def _is_due(self, serial: str) -> bool:
        now = self._clock.monotonic()
        pause = _RETRY_SECONDS if self._dated else _FIRST_RETRY_SECONDS
        if self._tried is not None and now - self._tried < pause:
            return False
        old = self._fetched is None or now - self._fetched >= _RENEW_SECONDS
        return old or serial not in self._dated

    def _fetch(self) -> HttpAnswer | NoReply | None:
        self._tried = self._clock.monotonic()
        answer = ask(self._http, self._requests.to("GET", _PATH))
        if isinstance(answer, NoReply) or answer.status != 200:
            return answer
        try:
            new = _opened(answer.body, self._account.apiv3_key)
        except (ValueError, KeyError, TypeError, RecursionError):
            return answer
        known = {serial: dated.key for serial, dated in {**self._dated, **new}.items()}
        if not new or not is_signed(answer, known.get, self._clock):
            return answer
        now = self._clock.now()
        kept = {serial: dated for serial, dated in self._dated.items() if dated.expires > now}
        self._dated = {**kept, **new}
        self._fetched = self._tried
        return None


def _opened(body: bytes, apiv3_key: bytes) -> dict[str, _DatedKey]:
    """Return the keys in an answer; errors of `json`, `decrypt` and `x509` when it is no such."""
    return dict(_opened_one(entry, apiv3_key) for entry in json.loads(body)["data"])


def _opened_one(entry: Mapping[str, object], apiv3_key: bytes) -> tuple[str, _DatedKey]:
    sealed = entry["encrypt_certificate"]
    if not isinstance(sealed, dict):
        raise TypeError
    pem = decrypt(
        apiv3_key,
        sealed["ciphertext"],
        nonce=sealed["nonce"],
        associated_data=sealed.get("associated_data") or "",
    )
    certificate = x509.load_pem_x509_certificate(pem)
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError
    serial = entry["serial_no"]
    if not isinstance(serial, str) or int(serial, 16) != certificate.serial_number:
        raise ValueError(serial)
    return serial, _DatedKey(key, certificate.not_valid_after_utc)
