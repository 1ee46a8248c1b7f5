"""Talking to WeChat Pay API v3: signed requests out, checked answers in.

An answer of success without a good signature is no answer. Troubles come unsigned, and count as
troubles only when they are WeChat Pay's own: a JSON object with a `code`.
"""

import json
import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

from microshop_desktop.domain.payment import Doubt, Unclear
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import READ_SECONDS, Http, HttpAnswer, HttpRequest
from microshop_desktop.payments.accounts import WechatAccount
from microshop_desktop.payments.asking import (
    BILL_SECONDS,
    MOST_BILL_BYTES,
    NoReply,
    Reply,
    ask,
    doubted,
)
from microshop_desktop.payments.wechat_keys import WechatKeys
from microshop_desktop.payments.wechat_request import WechatRequests, is_signed

logger = logging.getLogger(__name__)


class WechatWire:
    """Questions of one account; safe to use from several threads."""

    def __init__(self, account: WechatAccount, http: Http, clock: Clock) -> None:
        self._account = account
        self._http = http
        self._clock = clock
        self._requests = WechatRequests(account, clock)
        self._keys = WechatKeys(account, http, clock)

    def get(self, path: str) -> Reply | NoReply:
        """Ask a question."""
        return self._reply(self._requests.to("GET", path))

    def post(
        self, path: str, fields: Mapping[str, object], *, seconds: float = READ_SECONDS
    ) -> Reply | NoReply:
        """Ask for something to be done; the very bytes that were signed are sent."""
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        return self._reply(self._requests.to("POST", path, body, seconds=seconds))

    def renew_keys(self) -> Reply | NoReply | None:
        """Fetch the platform certificates; None: done, and proved. Else what came instead."""
        answer = self._keys.renew()
        if answer is None or isinstance(answer, NoReply):
            return answer
        if answer.status == 200:
            return doubted(Doubt.BAD_SIGNATURE, answer)
        return _trouble(answer)

    def download(self, url: str) -> bytes | NoReply:
        """Fetch a file that WeChat Pay told the address of; what comes is not signed."""
        if urlsplit(url).scheme != urlsplit(self._account.base_url).scheme:
            return NoReply(Unclear(Doubt.BAD_ANSWER))
        request = self._requests.to_url(
            "GET", url, seconds=BILL_SECONDS, most_bytes=MOST_BILL_BYTES
        )
        answer = ask(self._http, request)
        if isinstance(answer, NoReply):
            return answer
        return answer.body if answer.status == 200 else doubted(Doubt.BAD_ANSWER, answer)

    def _reply(self, request: HttpRequest) -> Reply | NoReply:
        answer = ask(self._http, request)
        if isinstance(answer, NoReply):
            return answer
        logger.info("WeChat Pay request %s", answer.headers.get("request-id", "without number"))
        if not 200 <= answer.status < 300:
            return _trouble(answer)
        if not is_signed(answer, self._keys.of_serial, self._clock):
            return doubted(Doubt.BAD_SIGNATURE, answer)
        body = _object(answer.body) if answer.body else {}
        if body is None:
            return doubted(Doubt.BAD_ANSWER, answer)
        return Reply(answer.status, body, skew=answer.skew)


def _trouble(answer: HttpAnswer) -> Reply | NoReply:
    """Return WeChat Pay's own word for trouble; a page of somebody in between is none."""
    body = _object(answer.body)
    code = body.get("code") if body else None
    if body is not None and isinstance(code, str) and code:
        return Reply(answer.status, body, code, answer.skew)
    if answer.status >= 500:
        return doubted(Doubt.SERVER_ERROR, answer, str(answer.status))
    if answer.status == 429:
        return doubted(Doubt.TOO_FAST, answer, "429")
    return doubted(Doubt.BAD_ANSWER, answer, str(answer.status))


def _object(body: bytes) -> Mapping[str, object] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
