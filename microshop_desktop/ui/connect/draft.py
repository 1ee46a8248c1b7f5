"""An online shop while it is entered: what was typed so far, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from microshop_desktop.channels.needs import Form, Need, Platform
from microshop_desktop.channels.platforms import TRANSPORTS, transports_of
from microshop_desktop.infra.secrets import Masked
from microshop_desktop.services.channel_accounts import ChannelView


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be checked and kept. `account`: the one whose keys are entered anew.

    `secrets` are those that were typed; `needed` names all that belong to the way that was chosen.
    """

    kind: str
    transport: str
    settings: Mapping[str, str]
    secrets: Masked = field(repr=False)
    needed: frozenset[str]
    account: UUID | None = None


@dataclass
class ShopDraft:
    """What a person enters for one online shop. `kept`: names of secrets that are there already."""

    platform: Platform
    account: ChannelView | None = None
    kept: frozenset[str] = frozenset()
    settings: dict[str, str] = field(default_factory=dict)
    way: str = ""
    transport: str = ""
    secrets: Masked = field(default_factory=Masked, repr=False)

    def __post_init__(self) -> None:
        """Begin with what the account has, or with what most shops have."""
        known = {} if self.account is None else self.account.settings
        wanted = (*self.platform.settings, *self.platform.switches)
        self.settings = {name: str(known[name]) for name in wanted if name in known}
        self.way = self._usual_way()
        self.transport = self.transports[0]
        if self.account is not None and self.account.transport in TRANSPORTS:
            self.transport = self.account.transport

    @property
    def needs(self) -> tuple[Need, ...]:
        """What is asked for in the way and by the transport that were chosen."""
        transport = TRANSPORTS[self.transport]
        asked = self.platform.of_way(self.way) if transport.asks else ()
        return asked + transport.needs

    @property
    def transports(self) -> tuple[str, ...]:
        """The ways to the platform; an account that is asked does not turn into one of files."""
        ways = transports_of(self.platform)
        if self.account is None:
            return ways
        return tuple(way for way in ways if TRANSPORTS[way].asks)

    @property
    def asks(self) -> bool:
        """Whether there is anybody to ask: not where files go to and fro by hand."""
        return TRANSPORTS[self.transport].asks

    def put(self, need: Need, text: str) -> None:
        """Take what was typed; an address without its beginning is an encrypted one."""
        typed = text.strip()
        if need.form is Form.ADDRESS and typed and "://" not in typed:
            typed = f"https://{typed}"
        if need.secret:
            self.secrets[need.name] = text if need.form is Form.TEXT else typed
        else:
            self.settings[need.name] = typed

    def text_of(self, need: Need) -> str:
        """What was typed; of a secret it goes into its field alone, which hides it."""
        values = self.secrets if need.secret else self.settings
        return values.get(need.name, "")

    def missing(self) -> list[Need]:
        """What is still to be entered."""
        return [need for need in self.needs if not need.optional and not self._has(need)]

    def wish(self) -> Wish:
        """Return what is to be checked and kept: the values of the chosen way alone."""
        public = {need.name for need in self.needs if not need.secret}
        named = public | set(self.platform.switches)
        secret = frozenset(need.name for need in self.needs if need.secret)
        return Wish(
            kind=self.platform.kind,
            transport=self.transport,
            settings={n: v for n, v in self.settings.items() if v and n in named},
            secrets=Masked({n: v for n, v in self.secrets.items() if v and n in secret}),
            needed=secret,
            account=None if self.account is None else self.account.id,
        )

    def _has(self, need: Need) -> bool:
        return bool(self.text_of(need)) or need.name in self.kept

    def _usual_way(self) -> str:
        """Return the way that the kept values belong to, else the first there is."""
        known = self.kept | {name for name, text in self.settings.items() if text}
        for way in self.platform.ways:
            if any(need.name in known for need in way.needs):
                return way.key
        return self.platform.ways[0].key if self.platform.ways else ""
