"""Qt's own dialogs speak the language of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.ui.qt_texts import QtTexts


@pytest.fixture
def texts(qapp: QApplication) -> Iterator[QtTexts]:
    texts = QtTexts(qapp)
    yield texts
    use_language("en")
    texts.stop()


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("language", "word"), [("zh", "取消"), ("es", "Cancelar"), ("en", "Cancel")]
)
def test_qts_own_words_follow_the_language(language: Language, word: str) -> None:
    use_language(language)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == word


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("language", ["zh", "es"])
def test_a_file_is_chosen_in_the_language_alone(language: Language, qtbot: QtBot) -> None:
    use_language(language)
    dialog = QFileDialog(None, "")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert said
    assert not [text for text in said if "Look" in text or "Files" in text or not text]


@pytest.mark.usefixtures("texts")
def test_what_qt_has_no_words_for_stays_as_it_is() -> None:
    use_language("zh")
    assert QCoreApplication.translate("QFileDialog", "A &new thing") == "A &new thing"
