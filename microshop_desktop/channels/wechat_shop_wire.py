"""Talking to WeChat Shop: JSON with a token in the address, and what its error numbers mean.

Facts: `reference/shops.md` §1. Nothing is signed; the caller's address must be in the shop's list.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import quote

from microshop_desktop.channels.access import Access, TokenRefusedError
from microshop_desktop.channels.answers import BEIJING, Told, address_in, ask_json
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.channels.wechat_shop_account import WechatShopAccount
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpRequest

_EARLY = timedelta(minutes=5)
_TOKEN_REFUSED = frozenset({40001, 40014, 42001})
_DAILY, _MINUTELY, _TOO_OFTEN = 45009, 45011, frozenset({10020112, 100003})
_TROUBLES: Mapping[int, Trouble] = MappingProxyType(
    {-1: Trouble.BUSY}
    | dict.fromkeys((_DAILY, _MINUTELY, *_TOO_OFTEN), Trouble.LIMITED)
    | dict.fromkeys((45035, 61004, 40164), Trouble.IP_BLOCKED)
    | dict.fromkeys((40013, 40125), Trouble.LOGIN)
    | dict.fromkeys((48001, 48004, 50001, 50002, 61007), Trouble.NOT_ALLOWED)
    | dict.fromkeys((10080000, 10080001, 10080002), Trouble.NOT_ALLOWED)
)


class WechatShopWire:
    """Calls of one shop."""

    def __init__(
        self, account: WechatShopAccount, http: Http, clock: Clock, tokens: Tokens
    ) -> None:
        self._account, self._http, self._clock = account, http, clock
        self._access = Access(tokens, clock, self._new_token, early=_EARLY)

    def get(self, path: str) -> Told:
        """Ask something that has no body."""
        return self._access.use(lambda token: self._told("GET", path, token))

    def post(self, path: str, fields: Mapping[str, object]) -> Told:
        """Ask something; `ChannelError` unless the error number is 0."""
        return self._access.use(lambda token: self._told("POST", path, token, fields))

    def _new_token(self, _: Token | None) -> Token:
        """Ask for the token that all tills of this shop share; asking does not end the old one."""
        asked_at = self._clock.now()
        told = self._told(
            "POST",
            "/cgi-bin/stable_token",
            "",
            {
                "grant_type": "client_credential",
                "appid": self._account.app_id,
                "secret": self._account.app_secret,
                "force_refresh": False,
            },
        )
        lasts = timedelta(seconds=told.whole("expires_in"))
        return Token(told.word("access_token"), asked_at + lasts)

    def _told(
        self, method: str, path: str, token: str, fields: Mapping[str, object] | None = None
    ) -> Told:
        query = f"?access_token={quote(token, safe='')}" if token else ""
        body = None if fields is None else json.dumps(fields, ensure_ascii=False).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        request = HttpRequest(method, f"{self._account.base_url}{path}{query}", headers, body)
        _, told = ask_json(self._http, request)
        code = told.whole("errcode")
        if code:
            raise _trouble(code, told.text("errmsg"), self._clock.now())
        return told


def _trouble(code: int, message: str, now: datetime) -> ChannelError:
    if code in _TOKEN_REFUSED:
        return TokenRefusedError(str(code), detail=message)
    trouble = _TROUBLES.get(code, Trouble.REFUSED)
    detail = address_in(message) if trouble is Trouble.IP_BLOCKED else message
    wait = _wait(code, now) if trouble is Trouble.LIMITED else None
    return ChannelError(trouble, str(code), detail=detail, wait=wait)


def _wait(code: int, now: datetime) -> timedelta:
    """Return how long a limit lasts: a daily one ends at midnight in China."""
    if code == _DAILY:
        there = now.astimezone(BEIJING)
        midnight = there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return midnight - there
    if code == _MINUTELY:
        return timedelta(seconds=60 - now.second)
    return timedelta(minutes=1)
