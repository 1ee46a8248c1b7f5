"""Every page has room for a language whose texts are 40 % longer than English."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from microshop_desktop.infra import translations
from microshop_desktop.infra.folders import Folders
from tests.ui.fitting import LongerTexts, cut_texts, longer
from tests.ui.stray_windows import StrayWindows
from tools.scenes import play_all
from tools.scenes.stage import fill, stage_on


def test_a_text_is_lengthened_around_its_placeholders() -> None:
    assert longer("Change {amount}") == "[Cháñgé {amount} ]"
    assert len(longer("Print the receipt again")) == 32


def test_nothing_is_cut_where_texts_are_longer(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(translations._loaded, "es", LongerTexts())
    folders = Folders(tmp_path)
    folders.create()
    cut: dict[str, list[str]] = {}

    def look(name: str, shown: QWidget) -> None:
        found = list(cut_texts(shown))
        if found:
            cut[name] = found

    strays = StrayWindows()
    stage = stage_on(folders, fill(folders, "es"), look)
    qapp.installEventFilter(strays)
    try:
        play_all(stage)
    finally:
        qapp.removeEventFilter(strays)
        stage.till.end()
        qapp.processEvents()
    assert strays.found == []
    assert not cut, "\n".join(f"{name}: {one}" for name, all_ in cut.items() for one in all_)
