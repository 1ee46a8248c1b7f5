"""The desk of the settings over the services of an open shop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.devices.receipt_printer import ReceiptPrinter
from microshop_desktop.domain.receipt import (
    NamedAmount,
    Receipt,
    ReceiptFooter,
    ReceiptKind,
    ReceiptLine,
    ReceiptMoney,
    ShopHead,
)
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.translations import _
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.backups import Backups, BackupView, backup_folder
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.left_orders import LeftOrders
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings, ShopSettings
from microshop_desktop.ui.settings.desk import ShopFacts
from microshop_desktop.ui.settings.payments_section_desk import PaymentsDesk


@dataclass(frozen=True, slots=True)
class ProgramAround:
    """What the settings need of the program.

    Its folders, its printer now, going to a backup, the accounts that take money on phones, and the
    keys of all accounts.
    """

    folders: Folders
    printer: Callable[[], ReceiptPrinter]
    restore: Callable[[Path], None]
    payments: Callable[[], PaymentsDesk]
    keys: Callable[[], AccountKeys]


class ServiceSettingsDesk:
    """Acts as one actor in an open shop."""

    def __init__(self, shop: Shop, actor: Actor, around: ProgramAround) -> None:
        self._shop, self._actor, self._around = shop, actor, around
        self._settings = Settings(shop)

    def facts(self) -> ShopFacts:
        """The shop as it is now."""
        profile = self._shop.profile
        return ShopFacts(
            name=profile.name,
            currency=profile.currency.code,
            zone=profile.zone,
            till=profile.letter,
            folder=self._around.folders.data,
        )

    def rename(self, name: str) -> None:
        """Give the shop another name."""
        self._settings.rename_shop(self._actor, name)

    def shop_settings(self) -> ShopSettings:
        """The settings of the whole shop."""
        return self._settings.current()

    def change(self, **changes: object) -> None:
        """Change settings of the whole shop."""
        self._settings.change(self._actor, **changes)

    def sample_receipt(self) -> Receipt:
        """A made-up receipt with the head and foot of this shop."""
        settings = self._settings.current()
        local = self._shop.clock.now().astimezone(ZoneInfo(self._shop.profile.zone))
        number = f"{self._shop.profile.letter}-000123"
        details = tuple(text for text in (settings.address, settings.phone) if text)
        qr = settings.receipt_qr or number
        note = _("Scan to find us") if settings.receipt_qr else _("For returns show this code")
        thanks = settings.receipt_footer or _("Thank you, see you soon")
        return Receipt(
            kind=ReceiptKind.SALE,
            head=ShopHead(self._shop.profile.name, details),
            number=number,
            date=f"{local:%Y-%m-%d}",
            time=f"{local:%H:%M}",
            lines=_sample_lines(),
            money=ReceiptMoney(
                currency=self._shop.profile.currency.code,
                subtotal=3162,
                total=3162,
                payments=(NamedAmount(_("Cash"), 5000),),
                change=1838,
            ),
            cashier=self._actor.name,
            footer=ReceiptFooter(qr, (note,), thanks),
        )

    def test_print(self) -> None:
        """Print a test page; waits for the printer."""
        self._around.printer().print_test(
            own_letters=_("The printer's own letters"), picture=_("As a picture")
        )

    def open_drawer(self) -> None:
        """Kick the drawer open; waits for the printer."""
        self._around.printer().open_drawer()

    def backup_folder(self) -> Path:
        """Where backups go now."""
        return backup_folder(self._around.folders)

    def backups(self) -> Sequence[BackupView]:
        """All backups, newest first."""
        return self._backups().all(self._actor)

    def back_up(self) -> BackupView | None:
        """Make a backup; None when nothing changed."""
        return self._backups().make(self._actor)

    def restore(self, backup: Path) -> None:
        """Close the shop, put the backup in its place and open the till anew."""
        self._around.restore(backup)

    def keep_poster(self, picture: Path) -> str:
        """Keep a copy of a picture for the customer's screen and return its name."""
        from microshop_desktop.services.pictures import Pictures

        return Pictures(self._around.folders.pictures).add_poster(self._actor, picture)

    def payments(self) -> PaymentsDesk:
        """The acts on accounts that take money on phones."""
        return self._around.payments()

    def online_shops(self) -> Sequence[ChannelView]:
        """The accounts of online shops, the oldest first."""
        return ChannelAccounts(self._shop).every(self._actor)

    def switch_online(self, account: UUID, *, on: bool) -> None:
        """Sync an online shop, or let it rest."""
        ChannelAccounts(self._shop).switch(self._actor, account, on=on)

    def offer_online(self, account: UUID, *, percent: int, buffer: int) -> None:
        """Say how much of the stock an online shop offers: percent of it less thousandths."""
        ChannelAccounts(self._shop).offer(self._actor, account, percent=percent, buffer=buffer)

    def has_online_keys(self, account: UUID) -> bool:
        """Whether the keys of an online shop are on this computer."""
        return bool(self._around.keys().read(account))

    def online_waiting(self, account: UUID) -> int:
        """Return how many orders of an online shop still wait here."""
        return LeftOrders(self._shop).left_by(self._actor, account).orders

    def remove_online(self, account: UUID) -> None:
        """Remove an online shop and its keys; its orders stay."""
        ChannelAccounts(self._shop).remove(self._actor, account)
        self._around.keys().remove(account)

    def now(self) -> datetime:
        """The moment by the shop's clock."""
        return self._shop.clock.now()

    def _backups(self) -> Backups:
        return Backups(self._shop, self.backup_folder())


def _sample_lines() -> tuple[ReceiptLine, ...]:
    """Goods by the piece and by weight, in the language of the person."""
    return (
        ReceiptLine(_("Sea salt crisps 75g"), 2000, 850, 850, 1700),
        ReceiptLine(_("Oranges"), 1260, 1160, 1160, 1462, unit="kg", by_weight=True),
    )
