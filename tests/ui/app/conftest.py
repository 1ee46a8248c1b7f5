"""Whole programs over a folder of their own."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import LANGUAGE, THEME, Settings
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.widgets.sounds import SilentSounds
from tests.services.shelf import Shelf

CODE = "6900001003199"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path / "data")
    made.create()
    return made


@pytest.fixture
def settings(folders: Folders) -> Settings:
    made = Settings(folders.settings_file)
    made.put(LANGUAGE, "en")
    made.put(THEME, "light")
    return made


@pytest.fixture
def stocked(folders: Folders, empty_shop_file: Path, clock: FixedClock) -> Folders:
    """A shop with one product, closed."""
    shutil.copy(empty_shop_file, folders.shop_file)
    with closing(open_database(folders.shop_file)) as database:
        shop = found_shop(database, clock, name="Corner shop", currency_code="CNY", owner="Lin")
        Shelf(shop, shop.owner()).sku("Sea salt crisps", CODE, 850)
    return folders


@pytest.fixture
def till(
    stocked: Folders, settings: Settings, clock: FixedClock, qapp: QApplication
) -> Iterator[Till]:
    """A program that was built and not shown yet."""
    overrides = Overrides(clock=clock, runner=ImmediateRunner(), sounds=SilentSounds())
    made = build_app(stocked, settings=settings, overrides=overrides)
    yield made
    made.end()
    if made.window is not None and shiboken6.isValid(made.window):
        shiboken6.delete(made.window)  # no timer of it reads the shop, which is closed by now
