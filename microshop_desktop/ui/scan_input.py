"""Takes a scanner's keys before any widget or shortcut sees them, on whatever page they come.

One event filter on the application. Printable keys are held back for a moment and either become a
scan or are given to the window they were meant for, in order. A scan goes to the first widget from
the focused one upwards that claims it (`claims_scan(code) -> bool`); otherwise `scanned` is sent.
"""

import time
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from microshop_desktop.devices.scan_filter import GAP_MS, Outcome, ScanFilter
from microshop_desktop.domain.codes import clean_code

_WATCHED = {
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.InputMethod,
}
_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_Token = tuple[QObject, QEvent]


@runtime_checkable
class ClaimsScans(Protocol):
    """A widget that wants scans for itself while it or something in it has the focus."""

    def claims_scan(self, code: str) -> bool:
        """Use the code and return True, or leave it to others."""
        ...


class ScanInput(QObject):
    """The way in for all scans. Lives in the main thread; `install` it on the application."""

    scanned = Signal(str)
    """A code that no widget claimed."""

    def __init__(self, gap_ms: int = GAP_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter = ScanFilter[_Token](gap_ms)
        self._replaying = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._wait_for_queued_keys)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._on_silence)

    def install(self, app: QApplication) -> None:
        """Begin to listen, until the application is about to quit."""
        app.installEventFilter(self)
        app.aboutToQuit.connect(self._remove)

    def set_gap(self, gap_ms: int) -> None:
        """Take another limit between scanner and hand, from the settings."""
        self._filter.gap_ms = gap_ms

    def give(self, code: str) -> None:
        """Bring a code to whoever wants it; serial scanners and cameras call this too."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None:
            if isinstance(widget, ClaimsScans) and widget.claims_scan(clean_code(code)):
                return
            widget = widget.parentWidget()
        self.scanned.emit(clean_code(code))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._replaying or event.type() not in _WATCHED:
            return False
        if event.type() == QEvent.Type.InputMethod:
            return self._on_input_method(watched, cast("QInputMethodEvent", event))
        key = cast("QKeyEvent", event)
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._keeps_from_shortcuts(key)
        return self._on_key(watched, key)

    def _remove(self) -> None:
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def _keeps_from_shortcuts(self, key: QKeyEvent) -> bool:
        """Let no shortcut fire by a key that belongs, or may yet belong, to a scan."""
        keep = _is_printable(key) or (_is_end(key) and self._filter.eats_end(_time_of(key)))
        if keep:
            key.accept()
        return keep

    def _on_key(self, watched: QObject, key: QKeyEvent) -> bool:
        if key.key() in _MODIFIERS:
            return False
        at = _time_of(key)
        if _is_printable(key):
            outcome = self._filter.character(key.text(), at, (watched, key.clone()))
        elif _is_end(key):
            outcome = self._filter.end_key(at)
        else:
            outcome = self._filter.other_key(at)
        return self._apply(outcome)

    def _on_input_method(self, watched: QObject, event: QInputMethodEvent) -> bool:
        """Take single signs that an input method passes on, such as full-width digits."""
        text = event.commitString()
        if not text and not event.preeditString():
            return False
        folded = clean_code(text)
        if len(text) != 1 or event.preeditString() or not folded.isascii() or not folded:
            return self._apply(self._filter.other_key(_now_ms()))
        token = (watched, event.clone())
        return self._apply(self._filter.character(text, _now_ms(), token))

    def _apply(self, outcome: Outcome[_Token]) -> bool:
        wait = self._filter.wait_ms
        if wait:
            self._silence.start(wait)
        else:
            self._silence.stop()
        self._idle.stop()
        self._replay(outcome.replay)
        if outcome.scan:
            self.give(outcome.scan)
        return outcome.hold

    def _replay(self, tokens: tuple[_Token, ...]) -> None:
        self._replaying = True
        try:
            for receiver, event in tokens:
                target = receiver if isValid(receiver) else QApplication.focusWidget()
                if target is not None:
                    QCoreApplication.sendEvent(target, event)
        finally:
            self._replaying = False

    def _wait_for_queued_keys(self) -> None:
        """After a busy moment the next key may lie in the queue already: look at it first."""
        self._idle.start(0)

    def _on_silence(self) -> None:
        self._apply(self._filter.silence(_now_ms()))


def _is_printable(key: QKeyEvent) -> bool:
    text = key.text()
    return (
        bool(text)
        and text.isprintable()
        and not key.isAutoRepeat()
        and not key.modifiers() & _COMMANDS
    )


def _is_end(key: QKeyEvent) -> bool:
    return key.key() in _ENDS and not key.isAutoRepeat() and not key.modifiers() & _COMMANDS


def _time_of(key: QKeyEvent) -> int:
    return key.timestamp() or _now_ms()


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
