"""With texts at 150 and 200 % every step fits into the smallest laptop, and nothing is cut."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.platforms import FILE_PLATFORMS, PLATFORMS
from microshop_desktop.infra.secrets import Masked
from microshop_desktop.infra.settings import TEXT_SCALE
from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.ui.connect.desk import Answer
from microshop_desktop.ui.connect.page import ConnectPage
from microshop_desktop.ui.connect.view_model import ConnectModel
from microshop_desktop.ui.looks import apply_looks
from tests.ui.fakes import FakeShell
from tests.ui.fitting import cut_texts


@pytest.fixture(params=[150, 200])
def _large(request: pytest.FixtureRequest, shell: FakeShell) -> Iterator[None]:
    shell.settings.put(TEXT_SCALE, request.param)
    apply_looks(shell.settings)
    yield
    shell.settings.put(TEXT_SCALE, 100)
    apply_looks(shell.settings)


def fits(page: ConnectPage, qtbot: QtBot) -> bool:
    qtbot.wait(1)
    inside = page.pane.parentWidget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= page.width()
    return list(cut_texts(page)) == []


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("language", ["zh", "en", "es"])
def test_no_step_is_cut(
    model: ConnectModel, shell: FakeShell, qtbot: QtBot, language: Language
) -> None:
    use_language(language)
    page = ConnectPage(shell, model)
    qtbot.addWidget(page)
    page.resize(1282, 656)
    page.show()
    assert fits(page, qtbot)
    for platform in (*PLATFORMS, *FILE_PLATFORMS):
        model.choose(platform.kind)
        model.failed(ChannelError(Trouble.IP_BLOCKED, "61004", detail="203.0.113.7"))
        page.show_step()
        assert fits(page, qtbot), platform.kind
    model.choose("woocommerce")
    assert model.draft is not None
    model.checked(Answer("Corner online", "EUR", Masked(), model.draft.wish()))
    page.show_step()
    assert fits(page, qtbot)
