"""The settings page over a real shop, with a printer that only remembers."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock, SystemClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.secrets import SecretStore
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.account_setup import AccountSetup
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.payment_accounts import PaymentAccounts
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.settings.page import SettingsPage
from microshop_desktop.ui.settings.payments_section_desk import AccountsDesk
from microshop_desktop.ui.settings.service_desk import ProgramAround, ServiceSettingsDesk
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from tests.ui.fakes import FakeShell


@dataclass
class FakePrinter:
    """Takes a test print, or is out of paper."""

    out_of_paper: bool = False
    done: list[str] = field(default_factory=list)

    def print_test(self, *, own_letters: str, picture: str) -> None:
        if self.out_of_paper:
            raise ShopError(ErrorCode.PRINTER_OUT_OF_PAPER, address="usb")
        self.done.append(f"{own_letters} / {picture}")

    def open_drawer(self) -> None:
        self.done.append("drawer")


class NoKeyring:
    """A computer without a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError


@pytest.fixture
def shop(sqlite_database: Database, clock: FixedClock) -> Shop:
    return found_shop(sqlite_database, clock, name="Corner shop", currency_code="CNY", owner="Lin")


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def restored() -> list[Path]:
    return []


@pytest.fixture
def keys(tmp_path: Path) -> AccountKeys:
    return AccountKeys(SecretStore(tmp_path / "secrets", NoKeyring()))


@pytest.fixture
def payments(shop: Shop, keys: AccountKeys) -> AccountsDesk:
    setup = AccountSetup(shop, keys, GatewayMaker(keys, SystemClock()))
    return AccountsDesk(
        PaymentAccounts(shop), shop.owner(), setup=setup, keys=keys, now=shop.clock.now
    )


@pytest.fixture
def around(
    tmp_path: Path,
    printer: FakePrinter,
    restored: list[Path],
    payments: AccountsDesk,
    keys: AccountKeys,
) -> ProgramAround:
    return ProgramAround(
        Folders(tmp_path),
        lambda: printer,  # type: ignore[arg-type,return-value] # all that is asked of it
        restored.append,
        lambda: payments,
        lambda: keys,
    )


@pytest.fixture
def vm(shop: Shop, shell: FakeShell, around: ProgramAround) -> SettingsViewModel:
    return SettingsViewModel(ServiceSettingsDesk(shop, shop.owner(), around), shell.settings)


@pytest.fixture
def page(vm: SettingsViewModel, shell: FakeShell, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(shell, vm)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made
