"""The settings page over a real shop, with a printer that only remembers."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.settings.page import SettingsPage
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
def vm(
    shop: Shop, shell: FakeShell, tmp_path: Path, printer: FakePrinter, restored: list[Path]
) -> SettingsViewModel:
    around = ProgramAround(
        Folders(tmp_path),
        lambda: printer,  # type: ignore[arg-type,return-value] # all that is asked of it
        restored.append,
    )
    return SettingsViewModel(ServiceSettingsDesk(shop, shop.owner(), around), shell.settings)


@pytest.fixture
def page(vm: SettingsViewModel, shell: FakeShell, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(shell, vm)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made
