"""The field that scans and typing go to: its keys, and the input method that is off in it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.widgets.search_field import SearchField

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIGNS = {"+": 1, "-": -1, "−": -1}


class ScanField(SearchField):
    """Sends what the keys mean by whether something is typed: results, or lines of the basket."""

    line_moved = Signal(int)
    line_stepped = Signal(int)
    result_moved = Signal(int)
    submitted_text = Signal(str)

    def __init__(self) -> None:
        super().__init__("", icon="barcode", key="F2", large=True)
        self.edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.ask_for_goods()

    def ask_for_goods(self) -> None:
        """Say what the field is for."""
        self.set_placeholder(
            _("Scan, or type a code, a name or pinyin initials (such as {sample})").format(
                sample="bqt"
            )
        )
        self.show_state(pgettext("scanner|short", "Scanner ready"))

    def ask_for_weight(self, name: str, unit: str) -> None:
        """Ask how much of weighed goods it is."""
        self.edit.clear()
        self.set_placeholder(
            _("Weight of {name} in {unit}, then Enter").format(name=name, unit=unit or "kg")
        )
        self.show_state("")

    def ask_for_price(self, name: str) -> None:
        """Ask what goods without a price cost."""
        self.edit.clear()
        self.set_placeholder(
            _("{name} has no price yet. What does it cost now? (0: free), then Enter").format(
                name=name
            )
        )
        self.show_state("")

    def toggle_input_method(self) -> bool:
        """Turn the input method on or off; return whether it is on now."""
        enabled = not self.edit.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, enabled)
        return enabled

    def take_text(self) -> str:
        """Return what is typed and leave the field empty."""
        text = self.text
        self.edit.clear()
        return text

    def begin_quantity(self, start: str = "") -> None:
        """Let the next digits be the quantity of the current line."""
        self.edit.setText(f"*{start}")
        self.edit.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.edit
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._take_key(event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat() and not event.modifiers() & _COMMAND and self.text:
                self.submitted_text.emit(self.text)
            return True
        if key in _STEPS:
            moved = self.result_moved if self.text else self.line_moved
            moved.emit(_STEPS[key])
            return True
        if not self.edit.text() and event.text() in _SIGNS:
            self.line_stepped.emit(_SIGNS[event.text()])
            return True
        return False


_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
