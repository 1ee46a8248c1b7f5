"""The words of Qt's own dialogs (choosing a file, say) in the language of the window."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from microshop_desktop.infra.overriding import override
from microshop_desktop.infra.translations import current_language, on_language_changed

_CATALOGUES = {"zh": "qtbase_zh_CN", "es": "qtbase_es"}


class _Catalogue(QTranslator):
    """Qt's catalogue, which lags behind its dialogs: some texts gained a key mark since."""

    @override
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        found = super().translate(context, sourceText, disambiguation, n)
        if not found and "&" in sourceText:
            found = super().translate(context, sourceText.replace("&", ""), disambiguation, n)
        return found or None


class QtTexts:
    """Keeps Qt's own catalogue in step with the language; lives as long as the program."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._translator: QTranslator | None = None
        self._stop_listening = on_language_changed(self.follow)
        self.follow()

    def follow(self) -> None:
        """Take the catalogue of the language in use; English needs none."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        name = _CATALOGUES.get(current_language())
        if name is None:
            return
        translator = _Catalogue()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(name, folder):
            self._app.installTranslator(translator)
            self._translator = translator

    def stop(self) -> None:
        """Let the language change without us."""
        self._stop_listening()
