"""Matching with texts at their largest: the panel is a page of its own, and nothing is cut."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.settings import TEXT_SCALE
from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.ui.looks import apply_looks
from microshop_desktop.ui.online.match_desk import MatchDesk
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.online.match_page import MatchPage
from tests.ui.fakes import FakeShell
from tests.ui.fitting import cut_texts
from tests.ui.online.conftest import Desk


@pytest.fixture(params=[150, 200])
def _large(request: pytest.FixtureRequest, shell: FakeShell) -> Iterator[None]:
    shell.settings.put(TEXT_SCALE, request.param)
    apply_looks(shell.settings)
    yield
    shell.settings.put(TEXT_SCALE, 100)
    apply_looks(shell.settings)


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("language", ["zh", "en", "es"])
def test_neither_list_nor_panel_is_cut(
    desk: Desk, shell: FakeShell, qtbot: QtBot, language: Language
) -> None:
    use_language(language)
    seen = [Seen("1", "1", "C-1", "", "Green tea x6", "", 5100, "CNY", {})]
    Listings(desk.shop).see(desk.actor, desk.account, seen)
    page = MatchPage(shell, MatchModel(MatchDesk(desk.shop, desk.actor)))
    qtbot.addWidget(page)
    page.resize(1282, 656)
    page.show()
    page.entered()
    qtbot.wait(1)
    assert list(cut_texts(page)) == []
    page.list.go_to_row(0)
    page._chosen(page.list.row)
    qtbot.wait(1)
    assert page.panel.isVisible()
    assert page.minimumSizeHint().width() <= page.width()
    assert list(cut_texts(page)) == []
