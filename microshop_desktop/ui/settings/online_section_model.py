"""The accounts of online shops in the settings, without a widget."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.quantity import parse_quantity, plain_quantity
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.services.channel_accounts import FILE, ChannelView
from microshop_desktop.services.online_stock import offer_of
from microshop_desktop.ui.settings.desk import SettingsDesk


@dataclass(frozen=True, slots=True)
class Change:
    """Something to do, and how it is taken back."""

    act: Callable[[], None]
    undo: Callable[[], None]


class OnlineShopsModel:
    """What is shown and changed of each account."""

    def __init__(self, desk: SettingsDesk) -> None:
        """Read and change by this desk."""
        self._desk = desk
        self.accounts: tuple[ChannelView, ...] = ()
        self.troubles: dict[UUID, str] = {}
        """Why an account cannot be synced here, as a sentence; empty where its keys are there."""
        self.refresh()

    def refresh(self) -> None:
        """Read the accounts anew."""
        self.accounts = tuple(self._desk.online_shops())
        self.troubles = {view.id: self._trouble(view) for view in self.accounts}

    def enabled(self, account: UUID) -> bool:
        """Whether an account is synced."""
        return self._view(account).enabled

    def percent(self, account: UUID) -> str:
        """Return which share of the stock an account offers, as it is typed."""
        return str(offer_of(self._view(account).settings).percent)

    def buffer(self, account: UUID) -> str:
        """Return what an account leaves for the counter, in base units, as it is typed."""
        return plain_quantity(offer_of(self._view(account).settings).buffer)

    def switch(self, account: UUID, *, on: bool) -> Change:
        """Sync an account, or let it rest."""
        return Change(
            lambda: self._desk.switch_online(account, on=on),
            lambda: self._desk.switch_online(account, on=not on),
        )

    def offer(self, account: UUID, *, percent: str = "", buffer: str = "") -> Change | None:
        """Return another offer as typed; None where it is the same, or cannot be read."""
        now = offer_of(self._view(account).settings)
        try:
            wanted = int(percent) if percent else now.percent
            kept = parse_quantity(buffer) if buffer else now.buffer
        except (ValueError, ShopError):
            return None
        if (wanted, kept) == (now.percent, now.buffer):
            return None
        return Change(
            lambda: self._desk.offer_online(account, percent=wanted, buffer=kept),
            lambda: self._desk.offer_online(account, percent=now.percent, buffer=now.buffer),
        )

    def waiting(self, account: UUID) -> int:
        """Return how many orders an account would leave waiting here."""
        return self._desk.online_waiting(account)

    def remove(self, account: UUID) -> None:
        """Remove an account and its keys."""
        self._desk.remove_online(account)

    def _trouble(self, view: ChannelView) -> str:
        try:
            if view.transport == FILE or self._desk.has_online_keys(view.id):
                return ""
        except ShopError as problem:
            return sentence(problem.code, problem.params)
        return _("Its keys are not on this computer. Enter them anew, then it is synced here too.")

    def _view(self, account: UUID) -> ChannelView:
        return next(view for view in self.accounts if view.id == account)
