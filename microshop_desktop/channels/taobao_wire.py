"""Talking to Taobao and Tmall over TOP: signed forms out, and what its error numbers mean.

Facts: `reference/shops.md` §3. The session is got by a login in a browser and entered by hand; it
is not renewed here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from microshop_desktop.channels.account_values import Values, choice, needed, switched
from microshop_desktop.channels.answers import Told, address_in, ask_json, stamp
from microshop_desktop.channels.channel import ChannelError, Differences, Trouble
from microshop_desktop.channels.signing import HMAC_MD5, HMAC_SHA256, MD5, top_sign
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

TAOBAO_ADDRESS = "https://eco.taobao.com/router/rest"
TAOBAO_SETTINGS = ("app_key", "base_url", "sign_method", "simplify", "trade_types")
TAOBAO_SECRETS = ("app_secret", "session")
TRADE_TYPES = (
    "fixed,auction,guarantee_trade,step,independent_simple_trade,independent_shop_trade,"
    "auto_delivery,ec,cod,nopaid,eticket,tmall_i18n"
)
"""Left to itself, Taobao leaves out several kinds of trades."""
_USUAL = Differences(
    StockWay.DELTA,
    window=timedelta(minutes=30),
    lag=timedelta(minutes=3),
    history=timedelta(days=89),
    stock_batch=20,
    read_batch=40,
    takes_when_placed=True,
)
_TROUBLES: Mapping[int, Trouble] = MappingProxyType(
    dict.fromkeys((7, 8), Trouble.LIMITED)
    | dict.fromkeys((11, 12, 13), Trouble.NOT_ALLOWED)
    | dict.fromkeys((25, 26, 27, 28, 29), Trouble.LOGIN)
    | {10: Trouble.BUSY, 31: Trouble.CLOCK_OFF}
)
_SIGNATURE = 25
_BAN = re.compile(r"(\d{1,6}) more second")
_USUAL_BAN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TaobaoAccount:
    """A shop on Taobao or Tmall. `simplify`: answers are asked for without their wrappings."""

    app_key: str
    app_secret: str = field(repr=False)
    session: str = field(repr=False)
    base_url: str = TAOBAO_ADDRESS
    sign_method: str = MD5
    simplify: bool = True
    trade_types: str = TRADE_TYPES
    differences: Differences = _USUAL


def taobao_account(settings: Values, secrets: Values) -> TaobaoAccount:
    """Make an account from `TAOBAO_SETTINGS`, `SWITCHES` and `TAOBAO_SECRETS`."""
    return TaobaoAccount(
        app_key=needed(settings, "app_key"),
        app_secret=needed(secrets, "app_secret"),
        session=needed(secrets, "session"),
        base_url=address(settings.get("base_url") or TAOBAO_ADDRESS),
        sign_method=choice(settings, "sign_method", MD5, HMAC_MD5, HMAC_SHA256),
        simplify=choice(settings, "simplify", "yes", "no") == "yes",
        trade_types=settings.get("trade_types") or TRADE_TYPES,
        differences=switched(_USUAL, settings),
    )


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
