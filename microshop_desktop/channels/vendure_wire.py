"""Talking to a Vendure shop: questions out, answers in, its three shapes of trouble told apart.

A question it does not understand is an HTTP 400; a question it will not answer comes with `errors`
in an HTTP 200; an act it refuses is an ordinary answer that is one of its error results.
"""

import json
from collections.abc import Mapping
from datetime import timedelta

from microshop_desktop.channels.access import Access, TokenRefusedError
from microshop_desktop.channels.answers import Told, address_in, ask, bad_answer, told
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.channels.vendure_account import VendureAccount
from microshop_desktop.channels.vendure_queries import LOG_IN, WHO_ASKS
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

Variables = Mapping[str, object]
_SECONDS = 30.0
"""A hundred variants written take a small server some seconds."""
_MOST_BYTES = 16_000_000
_SESSION = timedelta(days=365)
"""How long a session lasts unless the shop says otherwise; it tells nobody."""
_NEW_TOKEN = "vendure-auth-token"  # noqa: S105 (the name of a header)
_FORBIDDEN = "FORBIDDEN"
_TROUBLES = {
    "USER_INPUT_ERROR": Trouble.REFUSED,
    "ENTITY_NOT_FOUND": Trouble.REFUSED,
    "ILLEGAL_OPERATION": Trouble.REFUSED,
    "CHANNEL_NOT_FOUND": Trouble.NOT_ALLOWED,
    "INTERNAL_SERVER_ERROR": Trouble.BUSY,
    _FORBIDDEN: Trouble.NOT_ALLOWED,
}
_BY_STATUS = {401: Trouble.LOGIN, 403: Trouble.IP_BLOCKED}
"""What stands before a shop says, never Vendure itself."""


class VendureWire:
    """Questions of one account; safe to use from several threads."""

    def __init__(self, account: VendureAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account, self._http, self._clock = account, http, clock
        self._access = Access(tokens, clock, self._log_in, early=timedelta(0))

    def ask(self, document: str, variables: Variables | None = None) -> Told:
        """Return the data of an answer; `ChannelError` for whatever is none."""
        given = variables or {}
        if self._account.api_key:
            return self._ask_as({"vendure-api-key": self._account.api_key}, document, given)
        return self._access.use(
            lambda token: self._ask_as({"Authorization": f"Bearer {token}"}, document, given)
        )

    def _ask_as(self, who: Mapping[str, str], document: str, variables: Variables) -> Told:
        try:
            return _data(self._send(who, document, variables))
        except ChannelError as error:
            if error.code == _FORBIDDEN and not self._is_known(who):
                raise TokenRefusedError(_FORBIDDEN) from error
            raise

    def _is_known(self, who: Mapping[str, str]) -> bool:
        """Tell whether the shop knows who asks: it says the same to those without the right."""
        try:
            _data(self._send(who, WHO_ASKS, {}))
        except ChannelError as error:
            if error.code != _FORBIDDEN:
                raise
            return False
        return True

    def _log_in(self, _old: Token | None) -> Token:
        name, password = self._account.username, self._account.password
        answer = self._send({}, LOG_IN, {"name": name, "password": password})
        refusal = _data(answer).part("login").text("errorCode")
        token = answer.headers.get(_NEW_TOKEN, "")
        if refusal or not token:
            raise ChannelError(Trouble.LOGIN, refusal or "NO_TOKEN")
        return Token(token, self._clock.now() + _SESSION)

    def _send(self, who: Mapping[str, str], document: str, variables: Variables) -> HttpAnswer:
        channel = {"vendure-token": self._account.channel} if self._account.channel else {}
        request = HttpRequest(
            "POST",
            self._account.base_url,
            {"Content-Type": "application/json", **who, **channel},
            json.dumps({"query": document, "variables": variables}).encode(),
            read_seconds=_SECONDS,
            most_bytes=_MOST_BYTES,
        )
        return ask(self._http, request)


def granted(result: Told) -> Told:
    """Return what an act made; `refused` where it is one of the shop's error results."""
    code = result.text("errorCode")
    if code:
        said = result.text("transitionError") or result.text("message")
        raise ChannelError(Trouble.REFUSED, code, detail=said)
    return result


def _data(answer: HttpAnswer) -> Told:
    if answer.status in _BY_STATUS:
        place = address_in(answer.body.decode(errors="replace"))
        raise ChannelError(_BY_STATUS[answer.status], str(answer.status), detail=place)
    if answer.status not in {200, 400}:
        raise bad_answer(str(answer.status))
    body = told(answer.body)
    errors = body.rows("errors")
    if errors:
        raise _trouble(errors[0], understood=answer.status == 200)
    if answer.status != 200:
        raise bad_answer(str(answer.status))
    return body.part("data")


def _trouble(error: Told, *, understood: bool) -> ChannelError:
    code = error.part("extensions").text("code")
    kind = _TROUBLES.get(code, Trouble.BAD_ANSWER) if understood else Trouble.BAD_ANSWER
    return ChannelError(
        kind, code, detail=_field(error) if code == _FORBIDDEN else error.text("message")
    )


def _field(error: Told) -> str:
    """Return what was forbidden, as the question called it."""
    path = error.values.get("path")
    steps = path if isinstance(path, list) else []
    return ".".join(step for step in steps if isinstance(step, str))
