"""The cards of accounts keep within the window, also once a check has said its sentence."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.credentials import Credentials
from microshop_desktop.ui.settings.page import SettingsPage
from microshop_desktop.ui.settings.payments_section import PaymentsSection
from microshop_desktop.ui.settings.payments_section_card import AccountCard
from microshop_desktop.ui.settings.payments_section_desk import AccountsDesk
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from tests.ui.fakes import FakeShell
from tests.ui.fitting import cut_texts
from tests.ui.settings.test_payments_section import begin, cards, fill, of
from tests.ui.settings.test_payments_section import files as files  # noqa: PLC0414 (the fixture)
from tests.ui.settings.test_payments_section import (
    sandbox as sandbox,  # noqa: PLC0414 (the fixture)
)

RAIL, BAR = 84, 56
"""What rail and top bar take of a window of 1366 × 768."""


class NoTrials:
    """Trial payments that nobody begins."""

    changed: Any = None

    def begin(self, account: UUID, owner: object, **_told: object) -> None: ...

    def look(self, order: UUID) -> None: ...

    def stop(self, order: UUID) -> None: ...


def shown(page: SettingsPage) -> PaymentsSection:
    page.show_section("payments")
    found = page.section("payments")
    assert isinstance(found, PaymentsSection)
    return found


@pytest.mark.parametrize("language", ["zh", "en", "es"])
def test_a_checked_account_keeps_within_the_window(
    vm: SettingsViewModel,
    payments: AccountsDesk,
    shell: FakeShell,
    qtbot: QtBot,
    files: list[Credentials],
    language: Language,
) -> None:
    payments._trials = NoTrials()  # they are offered, which takes room
    use_language(language)
    window = QWidget()
    qtbot.addWidget(window)
    page = SettingsPage(shell, vm)
    page.setParent(window)
    page.resize(1366 - RAIL, 768 - BAR)
    window.resize(page.size())
    window.show()
    section = shown(page)
    form = begin(section, 0)
    fill(form, of(files, "wechat-pay", Mode.PUBLIC_KEY))
    form.check.click()
    [card] = cards(section, AccountCard)
    card.check.click()
    keeps_within(section, window)
    section.rebuild()  # what leaving and coming back shows
    keeps_within(section, window)


def keeps_within(section: PaymentsSection, window: QWidget) -> None:
    [card] = cards(section, AccountCard)
    assert not card.trial.isHidden()
    assert section.minimumSizeHint().width() <= section.width()
    for part in (card.switch, card.remove):
        right = part.mapTo(window, part.rect().topRight()).x()
        assert right < window.width()
    assert list(cut_texts(window)) == []
