"""Talking to a shop on Douyin: the very bytes that are sent are signed, and what refusals mean.

Facts: `reference/shops.md` §5. A shop's own app gets its token by the shop's number alone.
"""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from microshop_desktop.channels.access import Access, TokenRefusedError
from microshop_desktop.channels.answers import Told, address_in, ask_json, stamp, whole_seconds
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.douyin_account import DouyinAccount
from microshop_desktop.channels.signing import douyin_content, douyin_sign
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

DONE_BEFORE = "isv.idempotent-id-existed"
"""A write with this key was done already."""
_EARLY = timedelta(minutes=50)
"""Only in its last hour a token is given up for a new one."""
_DONE, _PARTLY = 10000, 10001
_BY_WORD = (
    ("invalid_ip", Trouble.IP_BLOCKED),
    ("timestamp-invalid", Trouble.CLOCK_OFF),
    ("signature-invalid", Trouble.LOGIN),
    ("authorization-no-existed", Trouble.LOGIN),
    ("app-key", Trouble.LOGIN),
    ("permission", Trouble.NOT_ALLOWED),
)
_BY_CODE = {
    20000: Trouble.BUSY,
    20001: Trouble.BUSY,
    30001: Trouble.LOGIN,
    30002: Trouble.IP_BLOCKED,
    50001: Trouble.LOGIN,
    60000: Trouble.LIMITED,
    80000: Trouble.NOT_ALLOWED,
    90000: Trouble.BUSY,
}
_TOKEN_WORDS = ("access-token-expired", "access-token-no-existed")


class DouyinWire:
    """Calls of one shop."""

    def __init__(self, account: DouyinAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account, self._http, self._clock = account, http, clock
        self._access = Access(tokens, clock, self._new_token, early=_EARLY)

    def call(self, path: str, fields: Mapping[str, object]) -> Told:
        """Call and return the whole answer, with `data`; `ChannelError` unless it was done."""
        return self._access.use(lambda token: self._told(path, fields, token))

    def _new_token(self, old: Token | None) -> Token:
        """Renew the token, or ask for one anew where that does not help."""
        if old is not None and old.renewal:
            fields = {"grant_type": "refresh_token", "refresh_token": old.renewal}
            try:
                renewed = self._token("/token/refresh", fields)
            except ChannelError as error:
                if error.trouble not in {Trouble.LOGIN, Trouble.REFUSED}:
                    raise
            else:
                if renewed.access != old.access:
                    return renewed
        fields = {"grant_type": "authorization_self", "code": "", "shop_id": self._account.shop_id}
        if self._account.is_test_shop:
            fields["test_shop"] = "1"
        return self._token("/token/create", fields)

    def _token(self, path: str, fields: Mapping[str, str]) -> Token:
        asked_at = self._clock.now()
        data = self._told(path, fields, "").part("data")
        ends = asked_at + timedelta(seconds=data.whole("expires_in"))
        return Token(data.word("access_token"), ends, data.text("refresh_token"))

    def _told(self, path: str, fields: Mapping[str, object], token: str) -> Told:
        answer, told = ask_json(self._http, self._request(path, fields, token))
        if told.whole("code") not in {_DONE, _PARTLY}:
            raise _trouble(answer, told)
        return told

    def _request(self, path: str, fields: Mapping[str, object], token: str) -> HttpRequest:
        account, now = self._account, self._clock.now()
        content, method = douyin_content(fields), path.strip("/").replace("/", ".")
        time = stamp(now) if account.stamps_text else str(whole_seconds(now))
        query = {
            "app_key": account.app_key,
            "method": method,
            "access_token": token,
            "timestamp": time,
            "v": "2",
            "sign_method": "hmac-sha256",
            "sign": douyin_sign(
                content,
                app_key=account.app_key,
                method=method,
                timestamp=time,
                secret=account.app_secret,
            ),
        }
        headers = {"Content-Type": "application/json", "x-open-no-old-err-code": "1"}
        url = f"{account.base_url}{path}?{urlencode(query)}"
        return HttpRequest("POST", url, headers, content)


def _trouble(answer: HttpAnswer, told: Told) -> ChannelError:
    code, word = told.whole("code"), told.text("sub_code")
    message = told.text("sub_msg") or told.text("msg")
    if any(end in word for end in _TOKEN_WORDS):
        return TokenRefusedError(word, detail=message)
    named = (trouble for end, trouble in _BY_WORD if end in word)
    trouble = next(named, _BY_CODE.get(code, Trouble.REFUSED))
    if trouble is Trouble.LOGIN and "signature" in word and answer.clock_is_off:
        trouble = Trouble.CLOCK_OFF
    detail = address_in(message) if trouble is Trouble.IP_BLOCKED else message
    wait = timedelta(seconds=10) if trouble is Trouble.LIMITED else None
    return ChannelError(trouble, word or str(code), detail=detail, wait=wait)
