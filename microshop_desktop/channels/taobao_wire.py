"""Talking to Taobao and Tmall over TOP: signed forms out, and what its error numbers mean.

Facts: `reference/shops.md` §3. The session is got by a login in a browser and entered by hand; it
is not renewed here.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from microshop_desktop.channels.answers import Told, address_in, ask_json, stamp
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.signing import top_sign
from microshop_desktop.channels.taobao_account import TaobaoAccount
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

_TROUBLES: Mapping[int, Trouble] = MappingProxyType(
    dict.fromkeys((7, 8), Trouble.LIMITED)
    | dict.fromkeys((11, 12, 13), Trouble.NOT_ALLOWED)
    | dict.fromkeys((25, 26, 27, 28, 29), Trouble.LOGIN)
    | {10: Trouble.BUSY, 31: Trouble.CLOCK_OFF}
)
_SIGNATURE = 25
_BAN = re.compile(r"(\d{1,6}) more second")
_USUAL_BAN = timedelta(minutes=1)


class TaobaoWire:
    """Calls of one shop."""

    def __init__(self, account: TaobaoAccount, http: Http, clock: Clock) -> None:
        self._account, self._http, self._clock = account, http, clock

    def call(self, method: str, **fields: str) -> Told:
        """Call a method and return what it tells, out of its wrapping."""
        answer, told = ask_json(self._http, self._request(method, fields))
        if "error_response" in told.values:
            raise _trouble(answer, told.part("error_response"))
        name = method.removeprefix("taobao.").replace(".", "_") + "_response"
        return told.part(name) if name in told.values else told

    def _request(self, method: str, fields: Mapping[str, str]) -> HttpRequest:
        account = self._account
        signed = {
            "method": method,
            "app_key": account.app_key,
            "session": account.session,
            "timestamp": stamp(self._clock.now()),
            "format": "json",
            "v": "2.0",
            "sign_method": account.sign_method,
            **({"simplify": "true"} if account.simplify else {}),
            **fields,
        }
        signed["sign"] = top_sign(signed, account.app_secret, account.sign_method)
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
        return HttpRequest("POST", account.base_url, headers, urlencode(signed).encode("ascii"))


def _trouble(answer: HttpAnswer, told: Told) -> ChannelError:
    code, word = told.whole("code"), told.text("sub_code")
    message = told.text("sub_msg") or told.text("msg")
    trouble = _TROUBLES.get(code, Trouble.REFUSED)
    if trouble is Trouble.REFUSED and word.startswith("isp."):
        trouble = Trouble.BUSY
    if code == _SIGNATURE and answer.clock_is_off:
        trouble = Trouble.CLOCK_OFF
    if trouble is Trouble.NOT_ALLOWED and "ip" in re.split(r"[.\-_]", word):
        trouble, message = Trouble.IP_BLOCKED, address_in(message)
    wait = _ban(f"{word} {message}") if trouble is Trouble.LIMITED else None
    return ChannelError(trouble, word or str(code), detail=message, wait=wait)


def _ban(text: str) -> timedelta:
    found = _BAN.search(text)
    return timedelta(seconds=int(found[1])) if found else _USUAL_BAN
