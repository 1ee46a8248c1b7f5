"""With texts at their largest nothing of the settings is cut, also in the longest language."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.settings import TEXT_SCALE, THEME
from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.ui.looks import apply_looks
from microshop_desktop.ui.settings.page import SECTIONS, SettingsPage
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from tests.ui.fakes import FakeShell
from tests.ui.fitting import cut_texts

RAIL, BAR = 84, 112
"""What rail and top bar take of a window of 1366 × 768 with texts of 200 %."""


@pytest.fixture
def _largest(shell: FakeShell) -> Iterator[None]:
    shell.settings.put(THEME, "light")
    shell.settings.put(TEXT_SCALE, 200)
    apply_looks(shell.settings)
    yield
    shell.settings.put(TEXT_SCALE, 100)
    apply_looks(shell.settings)


@pytest.mark.usefixtures("_largest")
@pytest.mark.parametrize("language", ["zh", "en", "es"])
@pytest.mark.parametrize("section", [kind.key for kind in SECTIONS])
def test_nothing_is_cut(
    vm: SettingsViewModel, shell: FakeShell, qtbot: QtBot, section: str, language: Language
) -> None:
    use_language(language)
    window = QWidget()
    qtbot.addWidget(window)
    page = SettingsPage(shell, vm)
    page.setParent(window)
    page.resize(1366 - RAIL, 768 - BAR)
    page.show_section(section)
    window.resize(page.size())
    window.show()
    qtbot.wait(1)
    assert page.minimumSizeHint().width() <= page.width()
    assert list(cut_texts(window)) == []
