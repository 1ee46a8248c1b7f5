"""Take a picture of every page in each language and theme: `python3 dev.py screenshots [DIR]`.

The pictures are of real windows on the sample shop, without a display, as large as the smallest
laptop we are made for: `DIR/zh-light/sell.png` and so on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Till
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import LANGUAGE, REDUCED_MOTION, THEME, Settings
from microshop_desktop.infra.translations import LANGUAGES, Language, use_language
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.sample_data import sample_data
from microshop_desktop.services.sample_shop import SampleShop
from tools.say import say

if TYPE_CHECKING:
    from microshop_desktop.ui.main_window import MainWindow

WIDTH, HEIGHT = 1366, 768
THEMES = ("light", "dark")
SETTLE_SECONDS = 0.5
PATIENCE_SECONDS = 20.0


def main(target: Path) -> int:
    """Take them all, each language in a program of its own, and say how many there are."""
    for language in LANGUAGES:
        command = [sys.executable, "-m", "tools.screenshots", str(target), language]
        subprocess.run(command, check=True)
    say(f"{len(list(target.glob('*/*.png')))} pictures in {target}")
    return 0


def take_language(target: Path, language: Language) -> None:
    """Fill a sample shop in a language and show each page in each theme."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(["microshop"])
    application.setQuitOnLastWindowClosed(False)
    use_language(language)
    with tempfile.TemporaryDirectory(prefix="microshop-pictures-") as place:
        folders = Folders(Path(place))
        folders.create()
        _fill(folders, language)
        settings = Settings(folders.settings_file)
        till = build_app(folders, settings=settings)
        till.show()
        window = _window(till)
        for theme in THEMES:
            settings.put(THEME, theme)
            for spec in till.pages.specs():
                _picture(window, spec.key, target / f"{language}-{theme}")
        till.end()
        _run_events(0)


def _fill(folders: Folders, language: Language) -> None:
    data = sample_data(language, currency("CNY"))
    with closing(open_database(folders.shop_file)) as database:
        shop = found_shop(
            database, SystemClock(), name=data.shop_name, currency_code="CNY", owner=data.owner
        )
        SampleShop(shop, Pictures(folders.pictures)).load(shop.owner(), language)
    settings = Settings(folders.settings_file)
    settings.put(LANGUAGE, language)
    settings.put(REDUCED_MOTION, value=True)


def _window(till: Till) -> MainWindow:
    """The window once its shop is open; raises `RuntimeError` where it does not open."""
    end = time.monotonic() + PATIENCE_SECONDS
    while till.opened is None and time.monotonic() < end:
        _run_events(0.02)
    if till.opened is None or till.window is None:
        message = "the shop did not open"
        raise RuntimeError(message)
    till.window.resize(WIDTH, HEIGHT)
    return till.window


def _picture(window: MainWindow, key: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    window.go_to(key)
    _run_events(SETTLE_SECONDS)
    window.grab().save(str(target / f"{key}.png"))


def _run_events(seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        QApplication.processEvents()
        if time.monotonic() >= end:
            return
        time.sleep(0.01)


if __name__ == "__main__":
    folder, *languages = sys.argv[1:]
    if not languages:
        sys.exit(main(Path(folder)))
    for chosen in LANGUAGES:
        if chosen in languages:
            take_language(Path(folder), chosen)
