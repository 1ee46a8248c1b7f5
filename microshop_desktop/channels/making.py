"""How a program comes to a channel: made of a saved account, its keys and its token.

Composition without a window; the command line and the till use it alike. What speaks to networks is
imported when the first channel is made.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID, uuid4

from microshop_desktop.channels.channel import ChannelError, ShopChannel, Trouble
from microshop_desktop.channels.pace import Pace, PacedHttp
from microshop_desktop.channels.tokens import KeptInMemory, Token, Tokens
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import DIRECT, ChannelForm, ChannelView
from microshop_desktop.services.leases import Leases
from microshop_desktop.services.shop import Shop

if TYPE_CHECKING:
    from microshop_desktop.infra.http import Http

_ACCESS, _END, _RENEWAL = "token", "token_until", "token_renewal"
_PATIENCE_S = 20.0
_REST_S = 0.2


class Keys(Protocol):
    """Where the keys of accounts are kept."""

    def read(self, account: UUID) -> Mapping[str, str]:
        """Return the keys of an account, empty where there are none."""
        ...

    def write(self, account: UUID, values: Mapping[str, str]) -> None:
        """Keep the keys of an account."""
        ...


class KeptTokens:
    """The token of an account, kept with its keys; one program renews it at a time."""

    def __init__(self, shop: Shop, actor: Actor, account: UUID, keys: Keys) -> None:
        self._shop, self._actor, self._account, self._keys = shop, actor, account, keys

    def current(self) -> Token | None:
        """Return the token that is kept, however old it is."""
        kept = self._keys.read(self._account)
        if not kept.get(_ACCESS):
            return None
        return Token(kept[_ACCESS], datetime.fromisoformat(kept[_END]), kept.get(_RENEWAL, ""))

    def renew(self, old: Token | None, make: Callable[[Token | None], Token]) -> Token:
        """Make and keep a new token, unless another program was quicker; see `Tokens`."""
        leases, job, holder = Leases(self._shop), f"token:{self._account}", uuid4().hex
        end = time.monotonic() + _PATIENCE_S
        while not leases.take(self._actor, job, holder):
            if time.monotonic() > end:
                raise ChannelError(Trouble.BUSY, "TOKEN")
            time.sleep(_REST_S)
        try:
            now = self.current()
            if now is not None and now != old:
                return now
            token = make(old)
            self._keep(token)
            return token
        finally:
            leases.let_go(self._actor, job, holder)

    def _keep(self, token: Token) -> None:
        self._keys.write(self._account, {**self._keys.read(self._account), **token_values(token)})


def token_values(token: Token | None) -> dict[str, str]:
    """Return a token as it is kept with the keys."""
    if token is None:
        return {}
    return {
        _ACCESS: token.access,
        _END: token.expires_at.isoformat(),
        _RENEWAL: token.renewal,
    }


class ChannelMaker:
    """Makes the channels of a shop's accounts."""

    def __init__(self, shop: Shop, actor: Actor, keys: Keys) -> None:
        self._shop, self._actor, self._keys = shop, actor, keys

    def saved(self, account: ChannelView, pace: Pace) -> ShopChannel:
        """Return the channel of a saved account; `secrets_missing` where its keys are not here."""
        secrets = self._keys.read(account.id)
        if not secrets:
            raise ShopError(ErrorCode.SECRETS_MISSING, name=account.name)
        tokens = KeptTokens(self._shop, self._actor, account.id, self._keys)
        form = ChannelForm(account.kind, account.name, account.settings, account.transport)
        return self._make(form, secrets, tokens, pace)

    def tried(
        self,
        kind: str,
        settings: Mapping[str, str],
        secrets: Mapping[str, str],
        pace: Pace,
        *,
        transport: str = DIRECT,
    ) -> tuple[ShopChannel, KeptInMemory]:
        """Return the channel of values that are not saved yet, and the token it comes to have."""
        tokens = KeptInMemory()
        return self._make(ChannelForm(kind, "", settings, transport), secrets, tokens, pace), tokens

    def _make(
        self, form: ChannelForm, secrets: Mapping[str, str], tokens: Tokens, pace: Pace
    ) -> ShopChannel:
        from microshop_desktop.channels.registry import make_channel
        from microshop_desktop.channels.transports import carried
        from microshop_desktop.infra.http import HttpClient

        clock = self._shop.clock
        texts = {name: str(value) for name, value in form.settings.items()}
        reach = carried(form.transport, HttpClient(clock), texts, secrets, clock=clock)
        http: Http = PacedHttp(reach, pace)
        return make_channel(form.kind, texts, secrets, http=http, clock=clock, tokens=tokens)
