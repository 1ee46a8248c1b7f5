"""Talking to JD over JOS: signed forms around one JSON text, and what its error numbers mean.

Facts: `reference/shops.md` §4. The first token is got by a login in a browser and entered by hand.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from microshop_desktop.channels.access import Access, TokenRefusedError
from microshop_desktop.channels.answers import (
    BEIJING,
    Told,
    address_in,
    ask_json,
    bad_answer,
    stamp,
)
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.jd_account import JdAccount
from microshop_desktop.channels.signing import jos_sign
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

_EARLY = timedelta(hours=1)
_NO_END = datetime.max.replace(tzinfo=UTC)
"""Nobody tells when a token ends that was entered by hand: it is used until it is refused."""
_TOKEN_REFUSED = frozenset({18, 19})
_TROUBLES = {
    2: Trouble.LIMITED,
    4: Trouble.REFUSED,
    5: Trouble.REFUSED,
    7: Trouble.CLOCK_OFF,
    8: Trouble.CLOCK_OFF,
    11: Trouble.LOGIN,
    12: Trouble.LOGIN,
    14: Trouble.REFUSED,
    15: Trouble.REFUSED,
    20: Trouble.LOGIN,
    21: Trouble.LOGIN,
    24: Trouble.NOT_ALLOWED,
}
_SIGNATURE = frozenset({11, 12})
_GATEWAY = range(100)
"""Numbers of the gateway itself; those nobody here knows are tried again."""
_LIMIT_LASTS = timedelta(minutes=10)
_ENDINGS = ("_responce", "_response")
"""JD misspells its own answers; some of the oldest are spelt right."""


class JdWire:
    """Calls of one shop."""

    def __init__(self, account: JdAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account, self._http, self._clock = account, http, clock
        given = Token(account.access_token, _NO_END, account.refresh_token)
        self._access = Access(tokens, clock, self._renewed, early=_EARLY, given=given)

    def call(self, method: str, fields: Mapping[str, object]) -> Told:
        """Call a method and return what it tells, out of its wrapping."""
        content = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return self._access.use(lambda token: self._told(method, content, token))

    def _told(self, method: str, content: str, token: str) -> Told:
        answer, told = ask_json(self._http, self._request(method, content, token))
        if "error_response" in told.values:
            raise _trouble(answer, told.part("error_response"))
        name = next((name for name in told.values if name.endswith(_ENDINGS)), None)
        if name is None:
            raise bad_answer(method)
        inner = told.part(name)
        if inner.text("code") not in {"", "0"}:
            raise _refusal(inner, inner.text("code"))
        return inner

    def _request(self, method: str, content: str, token: str) -> HttpRequest:
        account = self._account
        signed = {
            "method": method,
            "app_key": account.app_key,
            "access_token": token,
            "timestamp": self._stamp(),
            "v": "2.0",
            "360buy_param_json": content,
        }
        signed["sign"] = jos_sign(signed, account.app_secret)
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
        return HttpRequest("POST", account.base_url, headers, urlencode(signed).encode("ascii"))

    def _stamp(self) -> str:
        now = self._clock.now()
        if not self._account.stamps_millis:
            return stamp(now)
        there = now.astimezone(BEIJING)
        return f"{stamp(now)}.{there.microsecond // 1000:03d}+0800"

    def _renewed(self, old: Token | None) -> Token:
        """Renew the token by what came with it; a person must log in again where that fails."""
        renewal = old.renewal if old is not None else self._account.refresh_token
        if not renewal:
            raise TokenRefusedError("19")
        query = {
            "app_key": self._account.app_key,
            "app_secret": self._account.app_secret,
            "grant_type": "refresh_token",
            "refresh_token": renewal,
        }
        asked_at = self._clock.now()
        request = HttpRequest("GET", f"{self._account.login_url}?{urlencode(query)}")
        _, told = ask_json(self._http, request)
        if told.text("code") not in {"", "0"}:
            raise TokenRefusedError(told.text("code"), detail=told.text("msg"))
        ends = asked_at + timedelta(seconds=told.whole("expires_in"))
        return Token(told.word("access_token"), ends, told.text("refresh_token") or renewal)


def succeeded(result: Told) -> Told:
    """Return a result that says it did as asked; `refused` where it says it did not."""
    if result.values.get("success") in (None, True, "true"):
        return result
    raise _refusal(result, result.text("errorCode") or "success")


def _refusal(told: Told, code: str) -> ChannelError:
    words = ("zh_desc", "chineseErrCode", "errorMsg", "msg", "en_desc", "englishErrCode")
    message = next(filter(None, (told.text(word) for word in words)), code)
    return ChannelError(Trouble.REFUSED, code, detail=message)


def _trouble(answer: HttpAnswer, told: Told) -> ChannelError:
    code, message = told.whole("code"), told.text("zh_desc") or told.text("en_desc")
    if code in _TOKEN_REFUSED:
        return TokenRefusedError(str(code), detail=message)
    unknown = Trouble.BUSY if code in _GATEWAY else Trouble.REFUSED
    trouble = _TROUBLES.get(code, unknown)
    if code in _SIGNATURE and answer.clock_is_off:
        trouble = Trouble.CLOCK_OFF
    if "ip" in message.lower() and address_in(message):
        trouble, message = Trouble.IP_BLOCKED, address_in(message)
    wait = _LIMIT_LASTS if trouble is Trouble.LIMITED else None
    return ChannelError(trouble, str(code), detail=message, wait=wait)
