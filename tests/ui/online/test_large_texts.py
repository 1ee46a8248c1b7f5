"""With texts at their largest the page scrolls, and nothing of it is cut."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.infra.settings import TEXT_SCALE
from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.ui.looks import apply_looks
from microshop_desktop.ui.online.page import OnlinePage
from tests.ui.fakes import FakeShell
from tests.ui.fitting import cut_texts
from tests.ui.online.conftest import Desk


@pytest.fixture
def _largest(shell: FakeShell) -> Iterator[None]:
    shell.settings.put(TEXT_SCALE, 200)
    apply_looks(shell.settings)
    yield
    shell.settings.put(TEXT_SCALE, 100)
    apply_looks(shell.settings)


@pytest.mark.usefixtures("_largest")
@pytest.mark.parametrize("language", ["zh", "en", "es"])
def test_nothing_is_cut(desk: Desk, shell: FakeShell, qtbot: QtBot, language: Language) -> None:
    use_language(language)
    desk.refuse()
    desk.online.list_goods("mug", None)
    desk.note(trouble="no_answer", code="")
    desk.say(problem=ChannelError(Trouble.NO_ANSWER), again_at=desk.clock.now())
    page = OnlinePage(shell, desk.model)
    qtbot.addWidget(page)
    page.resize(1282, 656)
    page.show()
    qtbot.wait(1)
    assert page.minimumSizeHint().width() <= page.width()
    assert list(cut_texts(page)) == []
