"""Talking to Alipay's gateway: signed requests out, checked answers in.

A success, and a refusal of business, count only with a good signature over the raw text of the
object that belongs to the method called. Troubles of the gateway itself come unsigned, and count
only as troubles.
"""

import json
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from microshop_desktop.domain.payment import Doubt, Unclear
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import READ_SECONDS, Http, HttpAnswer, HttpRequest
from microshop_desktop.payments.accounts import AlipayAccount
from microshop_desktop.payments.alipay_signing import Member, members, request_text
from microshop_desktop.payments.alipay_trust import AlipayKeys
from microshop_desktop.payments.asking import (
    BILL_SECONDS,
    MOST_BILL_BYTES,
    NoReply,
    Reply,
    ask,
    doubted,
)
from microshop_desktop.payments.rsa_signature import sign, verifies
from microshop_desktop.payments.wire_values import CHINA

DONE, PAYING, NO_SERVICE, REFUSED = 10000, 10003, 20000, 40004
_SIGNED = frozenset({DONE, PAYING, REFUSED})
RENEWED = "ALIPAY_CERTIFICATE_RENEWED"
"""Our own word: Alipay signs by a certificate that could not be fetched and trusted."""
_CERTIFICATE = "alipay.open.app.alipaycert.download"


class AlipayWire:
    """Calls of one account; safe to use from several threads."""

    def __init__(self, account: AlipayAccount, http: Http, clock: Clock) -> None:
        self._account = account
        self._http = http
        self._clock = clock
        self._keys = AlipayKeys(account, clock, self._certificate)

    def call(
        self, method: str, fields: Mapping[str, object], *, seconds: float = READ_SECONDS
    ) -> Reply | NoReply:
        """Call a method; the reply's `status` is Alipay's code, its `code` the word below it."""
        content = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        answer = ask(self._http, self._request(method, content, seconds))
        if isinstance(answer, NoReply):
            return answer
        if answer.status != 200:
            return _no_page(answer)
        told = _told(answer)
        if told is None:
            return doubted(Doubt.BAD_ANSWER, answer)
        return self._reply(answer, told, _name(method))

    def download(self, url: str) -> bytes | NoReply:
        """Fetch a file that Alipay told the address of; neither question nor file is signed."""
        if urlsplit(url).scheme != urlsplit(self._account.base_url).scheme:
            return NoReply(Unclear(Doubt.BAD_ANSWER))
        request = HttpRequest("GET", url, read_seconds=BILL_SECONDS, most_bytes=MOST_BILL_BYTES)
        answer = ask(self._http, request)
        if isinstance(answer, NoReply):
            return answer
        return answer.body if answer.status == 200 else _no_page(answer)

    def _request(self, method: str, content: str, seconds: float) -> HttpRequest:
        account = self._account
        common = {
            "app_id": account.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": self._clock.now().astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "version": "1.0",
        }
        if account.certificates is not None:
            common["app_cert_sn"] = account.certificates.app_number
            common["alipay_root_cert_sn"] = account.certificates.root_number
        text = request_text({**common, "biz_content": content})
        common["sign"] = sign(account.private_key, text)
        return HttpRequest(
            "POST",
            f"{account.base_url}?{urlencode(common)}",
            {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"},
            urlencode({"biz_content": content}).encode("ascii"),
            read_seconds=seconds,
        )

    def _reply(self, answer: HttpAnswer, told: Mapping[str, Member], name: str) -> Reply | NoReply:
        inner = told.get(name) or told.get("error_response")
        body = inner.value if inner is not None else None
        if inner is None or not isinstance(body, dict):
            return doubted(Doubt.BAD_ANSWER, answer)
        status = _code(body.get("code"))
        if status in _SIGNED:
            distrust = self._distrust(answer, told, inner.raw)
            if name not in told or distrust is not None:
                return distrust or doubted(Doubt.BAD_ANSWER, answer)
        if status in {DONE, PAYING}:
            return Reply(status, body, skew=answer.skew)
        word = body.get("sub_code") or body.get("code")
        if not isinstance(word, str):
            return doubted(Doubt.BAD_ANSWER, answer)
        return Reply(status, body, word, answer.skew)

    def _distrust(self, answer: HttpAnswer, told: Mapping[str, Member], raw: str) -> NoReply | None:
        """Return why an answer is not known to be Alipay's; None: it is."""
        key = self._keys.of_number(_text(told, "alipay_cert_sn"))
        if key is None:
            return doubted(Doubt.BAD_SIGNATURE, answer, RENEWED)
        if verifies(key, raw.encode(), _text(told, "sign")):
            return None
        return doubted(Doubt.BAD_SIGNATURE, answer)

    def _certificate(self, number: str) -> str | None:
        """Fetch what Alipay says the certificate of a number is; it proves itself, or does not."""
        content = json.dumps({"alipay_cert_sn": number})
        answer = ask(self._http, self._request(_CERTIFICATE, content, READ_SECONDS))
        told = None if isinstance(answer, NoReply) else _told(answer)
        inner = (told or {}).get(_name(_CERTIFICATE))
        body = inner.value if inner is not None else None
        found = body.get("alipay_cert_content") if isinstance(body, dict) else None
        return found if isinstance(found, str) else None


def _told(answer: HttpAnswer) -> Mapping[str, Member] | None:
    try:
        return members(answer.body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _text(told: Mapping[str, Member], name: str) -> str:
    value = told[name].value if name in told else ""
    return value if isinstance(value, str) else ""


def _name(method: str) -> str:
    return method.replace(".", "_") + "_response"


def _no_page(answer: HttpAnswer) -> NoReply:
    if answer.status >= 500:
        return doubted(Doubt.SERVER_ERROR, answer, str(answer.status))
    if answer.status == 429:
        return doubted(Doubt.TOO_FAST, answer, str(answer.status))
    return doubted(Doubt.BAD_ANSWER, answer, str(answer.status))


def _code(value: object) -> int:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else 0
