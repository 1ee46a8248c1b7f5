"""The field to try the scanner in: shows what came and how fast."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.settings import SCANNER_GAP_MS, Settings
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.settings.key_clock import KeyClock
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.search_field import SearchField


class ScannerTest(QWidget):
    """Takes scans while it has the focus, so that nothing is sold by trying."""

    def __init__(self, laptop: Settings) -> None:
        super().__init__()
        self._laptop = laptop
        self._clock = KeyClock(self)
        self.field = SearchField(_("Scan anything to try the scanner"), icon="barcode", key="")
        self.result = Banner(tone="quiet")
        self.result.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.result)
        self.field.edit.installEventFilter(self)

    def claims_scan(self, code: str) -> bool:
        """Show a scan."""
        self._show(code, scanned=True)
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._clock.start()
        elif event.type() == QEvent.Type.FocusOut:
            self._clock.stop()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Keep Enter: a window around must not go on because something was tried here."""
        if Qt.Key(event.key()) not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        if self.field.text:
            self._typed(self.field.text)
        return True

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def _typed(self, text: str) -> None:
        self._show(text, scanned=False)

    def _show(self, code: str, *, scanned: bool) -> None:
        gap = self._clock.gap_ms()
        signs = ngettext("{count} sign", "{count} signs", len(code)).format(count=len(code))
        parts = [code, signs]
        if gap is not None:
            parts.append(_("{gap} ms between keys").format(gap=gap))
        text = " · ".join(parts)
        self.field.edit.clear()
        self.result.show()
        if scanned:
            self.result.say(text, tone="success", icon="check-circle")
            return
        limit = self._laptop.get(SCANNER_GAP_MS)
        advice = _(
            "This came as slowly as typing. If it was the scanner, allow more than {limit} ms."
        )
        self.result.say(f"{text}\n{advice.format(limit=limit)}", tone="warning")
