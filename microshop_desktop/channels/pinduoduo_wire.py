"""Talking to Pinduoduo: signed forms to one address, and what its error numbers mean.

Facts: `reference/shops.md` §6, numbers by the table below every page of its interfaces. The first
token is got by a login in a browser and entered by hand.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from microshop_desktop.channels.access import Access, TokenRefusedError
from microshop_desktop.channels.answers import Told, address_in, ask_json, bad_answer, whole_seconds
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.pinduoduo_account import PinduoduoAccount
from microshop_desktop.channels.signing import pdd_sign
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

_EARLY = timedelta(hours=1)
_NO_END = datetime.max.replace(tzinfo=UTC)
"""Nobody tells when a token ends that was entered by hand: it is used until it is refused."""
_TOKEN_REFUSED = frozenset({10019, 10035, 20032})
_SIGNATURE, _COMMON_VALUES = 20004, 10001
_TROUBLES: Mapping[int, Trouble] = MappingProxyType(
    dict.fromkeys((52101, 70031, 70036), Trouble.LIMITED)
    | dict.fromkeys((50000, 50002, 52001, 52002, 52102, 52103, 70033), Trouble.BUSY)
    | dict.fromkeys((10014, 10016, _SIGNATURE), Trouble.LOGIN)
    | dict.fromkeys((10011, 20031, 20034, 30000, 70032, 70034, 70035), Trouble.NOT_ALLOWED)
    | {20005: Trouble.IP_BLOCKED}
)
_LIMIT_LASTS = timedelta(minutes=1)
_ENDING, _ERROR = "_response", "error_response"
_NOT_RENEWABLE = frozenset({Trouble.LOGIN, Trouble.REFUSED, Trouble.BAD_ANSWER})


class PinduoduoWire:
    """Calls of one shop."""

    def __init__(self, account: PinduoduoAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account, self._http, self._clock = account, http, clock
        given = Token(account.access_token, _NO_END, account.refresh_token)
        self._access = Access(tokens, clock, self._renewed, early=_EARLY, given=given)

    def call(self, method: str, **fields: object) -> Told:
        """Call a method and return what it tells, out of its wrapping."""
        return self._access.use(lambda token: self._told(method, fields, token))

    def _told(self, method: str, fields: Mapping[str, object], token: str) -> Told:
        answer, told = ask_json(self._http, self._request(method, fields, token))
        if _ERROR in told.values:
            raise _trouble(answer, told.part(_ERROR))
        name = next((name for name in told.values if name.endswith(_ENDING)), None)
        if name is None:
            raise bad_answer(method)
        return told.part(name)

    def _request(self, method: str, fields: Mapping[str, object], token: str) -> HttpRequest:
        account = self._account
        signed = {
            "type": method,
            "client_id": account.client_id,
            "access_token": token,
            "timestamp": str(whole_seconds(self._clock.now())),
            "data_type": "JSON",
            "version": "V1",
            **{name: _text(value) for name, value in fields.items()},
        }
        signed = {name: value for name, value in signed.items() if value}
        signed["sign"] = pdd_sign(signed, account.client_secret)
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
        return HttpRequest("POST", account.base_url, headers, urlencode(signed).encode("ascii"))

    def _renewed(self, old: Token | None) -> Token:
        """Renew the token by what came with it; a person must log in again where that fails."""
        renewal = old.renewal if old is not None else self._account.refresh_token
        if not renewal:
            raise TokenRefusedError("10019")
        asked_at = self._clock.now()
        try:
            told = self._told("pdd.pop.auth.token.refresh", {"refresh_token": renewal}, "")
        except ChannelError as error:
            if error.trouble not in _NOT_RENEWABLE:
                raise
            raise TokenRefusedError(error.code, detail=error.detail) from error
        ends = asked_at + timedelta(seconds=told.whole("expires_in"))
        return Token(told.word("access_token"), ends, told.text("refresh_token") or renewal)


def _text(value: object) -> str:
    """Return a value as it is signed and sent: what is no plain value as JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _trouble(answer: HttpAnswer, told: Told) -> ChannelError:
    code = told.whole("error_code")
    message = told.text("sub_msg") or told.text("error_msg")
    if code in _TOKEN_REFUSED:
        return TokenRefusedError(str(code), detail=message)
    trouble = _TROUBLES.get(code, Trouble.REFUSED)
    if code in {_SIGNATURE, _COMMON_VALUES} and answer.clock_is_off:
        trouble = Trouble.CLOCK_OFF
    detail = address_in(message) if trouble is Trouble.IP_BLOCKED else message
    wait = _LIMIT_LASTS if trouble is Trouble.LIMITED else None
    return ChannelError(trouble, str(code), detail=detail, wait=wait)
