"""Qt's own dialogs speak the language of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

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
