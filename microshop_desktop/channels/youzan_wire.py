"""Talking to Youzan: JSON with a token in the address, and what its refusals mean.

Facts: `reference/shops.md` §7. Nothing is signed. Few of its numbers are published, so a refusal is
read by its words where they are plain.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from microshop_desktop.channels.access import Access, TokenRefusedError
from microshop_desktop.channels.answers import Told, address_in, ask_json, bad_answer
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.channels.youzan_account import YouzanAccount
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpRequest

_EARLY = timedelta(hours=1)
_TOKEN_REFUSED = frozenset({"4201", "4203"})
_TOO_FAST = "102010003"
_LIMIT_LASTS = timedelta(minutes=1)
_GOOD = frozenset({"", "0", "200"})
_ADDRESS_WORDS = re.compile(r"白名单|(?<![A-Za-z])IP(?![A-Za-z])")
_RIGHT_WORDS = ("权限", "未授权", "未订购")
_BUSY_WORDS = ("系统异常", "系统繁忙", "服务异常")
_REFUSALS = ("gw_err_resp", "error_response")


class YouzanWire:
    """Calls of one shop."""

    def __init__(self, account: YouzanAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account, self._http = account, http
        self._access = Access(tokens, clock, self._new_token, early=_EARLY)

    def call(self, api: str, version: str, fields: Mapping[str, object] | None = None) -> Told:
        """Call an interface and return what it tells, out of its wrapping."""
        path = f"/api/{api}/{version}?access_token="
        return self._access.use(
            lambda token: self._told(path + quote(token, safe=""), fields or {})
        )

    def _new_token(self, _: Token | None) -> Token:
        """Ask for a token: an app of the shop's own is given one without anybody's login."""
        fields = {
            "client_id": self._account.client_id,
            "client_secret": self._account.client_secret,
            "authorize_type": "silent",
            "grant_id": self._account.shop_id,
            "refresh": False,
        }
        try:
            told = self._told("/auth/token", fields)
        except ChannelError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            raise ChannelError(Trouble.LOGIN, error.code, detail=error.detail) from error
        return Token(told.word("access_token"), _end(told))

    def _told(self, path: str, fields: Mapping[str, object]) -> Told:
        body = json.dumps(fields, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        request = HttpRequest("POST", f"{self._account.base_url}{path}", headers, body)
        _, told = ask_json(self._http, request)
        for name in _REFUSALS:
            if name in told.values:
                raise _trouble(told.part(name))
        if told.text("code") not in _GOOD or told.values.get("success") is False:
            raise _trouble(told)
        return told.part("response" if "response" in told.values else "data")


def _end(told: Told) -> datetime:
    try:
        return datetime.fromtimestamp(told.whole("expires") / 1000, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise bad_answer("expires") from error


def _trouble(told: Told) -> ChannelError:
    """Return what a refusal means; `told` is the gateway's or the interface's."""
    code = told.text("err_code") or told.text("code")
    message = told.text("err_msg") or told.text("message") or told.text("msg")
    if code in _TOKEN_REFUSED:
        return TokenRefusedError(code, detail=message)
    if code == _TOO_FAST:
        return ChannelError(Trouble.LIMITED, code, detail=message, wait=_LIMIT_LASTS)
    if _ADDRESS_WORDS.search(message):
        return ChannelError(Trouble.IP_BLOCKED, code, detail=address_in(message))
    if any(word in message for word in _RIGHT_WORDS):
        return ChannelError(Trouble.NOT_ALLOWED, code, detail=message)
    busy = any(word in message for word in _BUSY_WORDS)
    return ChannelError(Trouble.BUSY if busy else Trouble.REFUSED, code, detail=message)
