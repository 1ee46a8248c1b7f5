"""What the settings page needs of the shop and of the program around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from microshop_desktop.domain.receipt import Receipt
from microshop_desktop.services.backups import BackupView
from microshop_desktop.services.shop_settings import ShopSettings

if TYPE_CHECKING:
    from microshop_desktop.services.channel_accounts import ChannelView
    from microshop_desktop.ui.settings.payments_section_desk import PaymentsDesk


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """Facts of the shop that are shown; only the name can be changed."""

    name: str
    currency: str
    zone: str
    till: str
    folder: Path


class SettingsDesk(Protocol):
    """Acts behind the page; each may raise `ShopError`."""

    def facts(self) -> ShopFacts:
        """The shop as it is now."""
        ...

    def rename(self, name: str) -> None:
        """Give the shop another name."""
        ...

    def shop_settings(self) -> ShopSettings:
        """The settings of the whole shop."""
        ...

    def change(self, **changes: object) -> None:
        """Change settings of the whole shop by their names."""
        ...

    def sample_receipt(self) -> Receipt:
        """A made-up receipt with the head and foot of this shop."""
        ...

    def test_print(self) -> None:
        """Print a test page; waits for the printer, so call it off the main thread."""
        ...

    def open_drawer(self) -> None:
        """Kick the drawer open; waits for the printer, so call it off the main thread."""
        ...

    def backup_folder(self) -> Path:
        """Where backups go now."""
        ...

    def backups(self) -> Sequence[BackupView]:
        """All backups, newest first."""
        ...

    def back_up(self) -> BackupView | None:
        """Make a backup; None when nothing changed. Takes long: call it off the main thread."""
        ...

    def restore(self, backup: Path) -> None:
        """Close the shop, put the backup in its place and open the till anew."""
        ...

    def keep_poster(self, picture: Path) -> str:
        """Keep a copy of a picture for the customer's screen; its name. Off the main thread."""
        ...

    def payments(self) -> "PaymentsDesk":
        """The acts on accounts that take money on phones."""
        ...

    def online_shops(self) -> "Sequence[ChannelView]":
        """The accounts of online shops, the oldest first."""
        ...

    def switch_online(self, account: UUID, *, on: bool) -> None:
        """Sync an online shop, or let it rest."""
        ...

    def offer_online(self, account: UUID, *, percent: int, buffer: int) -> None:
        """Say how much of the stock an online shop offers: percent of it less thousandths."""
        ...

    def has_online_keys(self, account: UUID) -> bool:
        """Whether the keys of an online shop are on this computer."""
        ...

    def online_waiting(self, account: UUID) -> int:
        """Return how many orders of an online shop still wait here."""
        ...

    def remove_online(self, account: UUID) -> None:
        """Remove an online shop and its keys; its orders stay."""
        ...

    def now(self) -> datetime:
        """The moment by the shop's clock."""
        ...
