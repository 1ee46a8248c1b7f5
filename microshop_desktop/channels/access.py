"""Calls that need an access token: renewed in time, and once more where it is refused all the same.

A call whose token was refused was surely not done, so it may be sent again with a new one.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.infra.clock import Clock

T = TypeVar("T")


class TokenRefusedError(ChannelError):
    """The platform does not take the access token; a person must act if a new one fails too."""

    def __init__(self, code: str, *, detail: str = "") -> None:
        super().__init__(Trouble.LOGIN, code, detail=detail)


class Access:
    """The token of one account; `early`: how long before its end it is renewed."""

    def __init__(
        self,
        tokens: Tokens,
        clock: Clock,
        make: Callable[[Token | None], Token],
        *,
        early: timedelta,
        given: Token | None = None,
    ) -> None:
        self._tokens, self._clock, self._make = tokens, clock, make
        self._early, self._given = early, given

    def use(self, call: Callable[[str], T]) -> T:
        """Call with a token that should be good, and once again where it is not."""
        token = self._ready()
        try:
            return call(token.access)
        except TokenRefusedError:
            return call(self._tokens.renew(token, self._make).access)

    def _ready(self) -> Token:
        token = self._tokens.current() or self._given
        if token is not None and token.expires_at - self._early > self._clock.now():
            return token
        return self._tokens.renew(token, self._make)
