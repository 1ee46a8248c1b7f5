"""Editing a price in its cell: a field over the cell, what is wrong with it right under it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.labels import label, surface

Check = Callable[[str], str]
_BUBBLE_WIDTH = 240


class CellEditor(QLineEdit):
    """Lives on the viewport of a table from F4 to Enter, Tab or Esc.

    `check` gives what is wrong with a text, empty where nothing is; what is wrong is not taken and
    stays in the field. `saved` is sent with the text, `left` with the key that ended the editing.
    """

    saved = Signal(str)
    left = Signal(int)

    def __init__(self, viewport: QWidget, box: QRect, *, text: str, check: Check) -> None:
        super().__init__(viewport)
        self._check = check
        self._ended = False
        self._bubble = surface("danger")
        self._bubble.setParent(viewport)
        self._sentence = label(kind="micro", tone="onDanger", wrap=True)
        self._place(box)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.setText(text)
        self.textEdited.connect(self._look)
        self.selectAll()
        self.show()
        self.setFocus()

    @property
    def problem(self) -> str:
        """The sentence under the cell; empty where nothing is wrong."""
        return self._sentence.text()

    def drop(self) -> None:
        """Go away without saving."""
        self._ended = True
        self._bubble.hide()
        self._bubble.deleteLater()
        self.hide()
        self.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.drop()
            self.left.emit(int(key))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._finish(key)
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Take Tab for ourselves before Qt moves the focus by it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        pressed_away = event.reason() == Qt.FocusReason.MouseFocusReason
        if pressed_away and not self._ended and not self._check(self.text()):
            self._save()

    def _finish(self, key: Qt.Key) -> None:
        if self._look():
            return
        self._save()
        self.left.emit(int(key))

    def _save(self) -> None:
        text = self.text()
        self.drop()
        self.saved.emit(text)

    def _look(self) -> str:
        sentence = self._check(self.text())
        self._sentence.setText(sentence)
        self._size_bubble()
        self._bubble.setVisible(bool(sentence))
        self._bubble.raise_()
        set_look(self, problem=bool(sentence))
        self.setAccessibleDescription(sentence)
        return sentence

    def _size_bubble(self) -> None:
        """Give the sentence the lines it needs."""
        width = current().px(_BUBBLE_WIDTH)
        height = max(current().px(40), self._sentence.heightForWidth(width - 20))
        self._sentence.setGeometry(10, 4, width - 20, height)
        self._bubble.setFixedSize(width, height + 8)

    def _place(self, box: QRect) -> None:
        self.setGeometry(box.adjusted(2, 4, -2, -4))
        width = current().px(_BUBBLE_WIDTH)
        self._sentence.setParent(self._bubble)
        self._size_bubble()
        corner = QPoint(box.right() - width, box.bottom())
        self._bubble.move(max(0, corner.x()), corner.y())
        self._bubble.hide()
