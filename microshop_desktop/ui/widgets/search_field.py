"""The field to scan or search in: icon, text, a state pill and the key that leads here."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.key_hint import KeyHint
from microshop_desktop.ui.widgets.labels import IconLabel
from microshop_desktop.ui.widgets.paint import paint_box
from microshop_desktop.ui.widgets.pill import Pill


class SearchField(QWidget):
    """A framed line edit. `edit` is the line edit itself; `large` is the scan field's size."""

    text_changed = Signal(str)
    submitted = Signal(str)
    """Enter was pressed on a text."""
    left_down = Signal()
    """The arrow down was pressed: the way into the list below."""

    def __init__(
        self,
        placeholder: str,
        *,
        icon: str = "magnifying-glass",
        key: str = "F2",
        large: bool = False,
    ) -> None:
        super().__init__()
        self._large = large
        self.edit = QLineEdit()
        self._pill = Pill(tone="success", icon="check-circle")
        self._pill.hide()
        self._build(icon, key)
        self.set_placeholder(placeholder)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.text_changed)
        self.edit.returnPressed.connect(self._submit)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is typed, without blanks at its ends."""
        return self.edit.text().strip()

    def set_placeholder(self, text: str) -> None:
        """Say what can be typed here."""
        self.edit.setPlaceholderText(text)
        self.edit.setAccessibleName(text)

    def show_state(self, text: str, *, ready: bool = True) -> None:
        """Show a state at the right end, such as a scanner that is ready; empty hides it."""
        self._pill.setVisible(bool(text))
        if ready:
            self._pill.show_state(text, tone="success", icon="check-circle")
        else:
            self._pill.show_state(text, tone="warning", icon="warning")

    @override
    def sizeHint(self) -> QSize:
        name = "large" if self._large else "compact"
        return QSize(current().px(320), current().px(control(name)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(160), self.sizeHint().height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._leaves_undo(event)
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        return False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        focused = self.edit.hasFocus()
        paint_box(
            QPainter(self),
            QRectF(self.rect()),
            corner=radius("card" if self._large else "control"),
            fill=theme.colour("surface"),
            border=QPen(
                theme.colour("focusRing" if focused else "borderControl"), 2 if focused else 1
            ),
        )

    def _build(self, icon: str, key: str) -> None:
        row = QHBoxLayout(self)
        side = 16 if self._large else 12
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(12 if self._large else 10)
        tone = "accent" if icon == "barcode" else "textMuted"
        row.addWidget(IconLabel(icon, 28 if self._large else 20, tone))
        row.addWidget(self.edit, 1)
        row.addWidget(self._pill)
        row.addWidget(KeyHint(key))
        set_look(self.edit, kind="scan" if self._large else "bare")

    def _leaves_undo(self, event: QKeyEvent) -> bool:
        """Let Ctrl+Z take back the last step of the page while there is no text to take back."""
        leaves = not self.edit.text() and event.matches(QKeySequence.StandardKey.Undo)
        if leaves:
            event.ignore()
        return leaves

    def _submit(self) -> None:
        if self.text:
            self.submitted.emit(self.text)
