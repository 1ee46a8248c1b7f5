"""A big choice with what it does: an icon, a word, a sentence, its key."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import dashed_pen, hint_run, paint_box
from microshop_desktop.ui.widgets.pressable import Pressable

_LEAST, _USUAL = 60, 92
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


class ChoiceCard(Pressable):
    """Can be pressed, by Enter as well while it has the keyboard; dashed while it is locked."""

    def __init__(self, icon: str, key: str, *, tone: str = "surface") -> None:
        super().__init__()
        self._icon, self._key, self._tone, self._note = icon, key, tone, ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def note(self) -> str:
        """The sentence under the word."""
        return self._note

    def say(self, text: str, note: str) -> None:
        """Show a word and a sentence."""
        self._note = note
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(note)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(380), max(theme.px(_USUAL), self._needed(theme.px(380))))

    @override
    def minimumSizeHint(self) -> QSize:
        theme = current()
        width = self.width() if self.isVisible() else theme.px(380)
        return QSize(theme.px(220), max(theme.px(_LEAST), self._needed(width)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its words take fewer lines in a wider card."""
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._paint_ground(painter)
        able = self.isEnabled()
        middle = self.height() / 2
        icon = QRectF(theme.px(18), middle - theme.px(14), theme.px(28), theme.px(28))
        paint_icon(painter, self._icon, icon, "accent" if able else "textMuted")
        text_high, note_high = self._text_heights(self.width())
        top = middle - (text_high + note_high) / 2
        left, width = self._text_left(), self._text_width(self.width())
        painter.setFont(theme.font("lead", bold=True))
        painter.setPen(theme.colour("text" if able else "textMuted"))
        painter.drawText(QRectF(left, top, width, text_high + 2), _FLAGS, self.text())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(QRectF(left, top + text_high, width, note_high + 2), _FLAGS, self._note)
        if self._key and able and not theme.roomy:
            key = hint_run(self._key, theme.colour("textMuted"))
            right = self.width() - theme.px(16) - key.width
            key.paint(painter, QRectF(right, 0, key.width, self.height()))

    def _paint_ground(self, painter: QPainter) -> None:
        theme = current()
        box, corner = QRectF(self.rect()), radius("panel")
        if not self.isEnabled():
            pen = dashed_pen(theme.colour("borderControl"))
            paint_box(painter, box, corner=corner, fill=theme.colour("sunken"), border=pen)
            return
        name = "pressed" if self.isDown() else "hover" if self.underMouse() else self._tone
        chosen = self._tone == "selected"
        edge = QPen(theme.colour("accent" if chosen else "borderStrong"), 2 if chosen else 1)
        paint_box(painter, box, corner=corner, fill=theme.colour(name), border=edge)

    def _text_left(self) -> int:
        return current().px(62)

    def _text_width(self, width: int) -> float:
        theme = current()
        key = 0.0
        if self._key and not theme.roomy:
            key = hint_run(self._key, theme.colour("text")).width + 16
        return max(theme.px(100), width - self._text_left() - theme.px(16) - key)

    def _text_heights(self, width: int) -> tuple[float, float]:
        theme = current()
        room = QRectF(0, 0, self._text_width(width), 1000)
        text = QFontMetricsF(theme.font("lead", bold=True)).boundingRect(room, _FLAGS, self.text())
        note = QFontMetricsF(theme.font("body")).boundingRect(room, _FLAGS, self._note)
        return text.height(), note.height()

    def _needed(self, width: int) -> int:
        return round(sum(self._text_heights(width))) + current().px(20)
