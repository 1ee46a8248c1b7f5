"""How fast keys come: what the scanner test shows beside the code."""

from itertools import pairwise
from statistics import median

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

_PAUSE_MS = 400


class KeyClock(QObject):
    """Notes when keys come while it runs. It lets every key pass."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._times: list[int] = []
        self._running = False

    def start(self) -> None:
        """Note keys from now on, before anybody else sees them."""
        app = QCoreApplication.instance()
        if app is not None and not self._running:
            app.installEventFilter(self)
            self._running = True

    def stop(self) -> None:
        """Note no more."""
        app = QCoreApplication.instance()
        if app is not None and self._running:
            app.removeEventFilter(self)
            self._running = False

    def gap_ms(self) -> int | None:
        """The usual time between the keys of the last burst, in milliseconds; None for one key."""
        times, self._times = self._times, []
        gaps = [after - before for before, after in pairwise(times)]
        return round(median(gaps)) if gaps else None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._note(event)
        return False

    def _note(self, event: QKeyEvent) -> None:
        text = event.text()
        if not text.isprintable() or not text or event.isAutoRepeat():
            return
        at = event.timestamp()
        if self._times and at - self._times[-1] > _PAUSE_MS:
            self._times = []
        if not self._times or at > self._times[-1]:
            self._times.append(at)
