"""A choice as a radio card: a dot, what it is, and what it does."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.choices import paint_dot
from microshop_desktop.ui.widgets.paint import elided, paint_box
from microshop_desktop.ui.widgets.pressable import Pressable

_HEIGHT, _PADDING, _DOT = 50, 12, 34


class RadioCard(Pressable):
    """Checked is the chosen one. Texts are cut where room is short; the tip shows them whole."""

    def __init__(self, text: str, effect: str) -> None:
        super().__init__()
        self._effect = effect
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.setAccessibleDescription(effect)
        self.setToolTip(f"{text}\n{effect}".strip())

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(180), theme.px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        chosen = self.isChecked()
        border = QPen(theme.colour("accent" if chosen else "borderControl"), 2 if chosen else 1)
        fill = theme.colour("selected" if chosen else "surface")
        box = QRectF(self.rect())
        paint_box(painter, box, corner=radius("control"), fill=fill, border=border)
        dot = QRectF(theme.px(_PADDING), 0, theme.px(20), box.height())
        paint_dot(painter, dot, checked=chosen)
        inner = box.adjusted(theme.px(_PADDING + _DOT - 4), 0, -theme.px(_PADDING), 0)
        self._paint_texts(painter, inner)

    def _paint_texts(self, painter: QPainter, inner: QRectF) -> None:
        theme = current()
        half = inner.height() / 2
        upper = inner.adjusted(0, theme.px(5), 0, -half + theme.px(2))
        if not self._effect:
            upper = inner
        self._write(painter, upper, self.text(), theme.colour("text"), bold=True)
        if self._effect:
            lower = inner.adjusted(0, half - theme.px(1), 0, -theme.px(5))
            self._write(painter, lower, self._effect, theme.colour("textMuted"), bold=False)

    @staticmethod
    def _write(painter: QPainter, box: QRectF, text: str, colour: QColor, *, bold: bool) -> None:
        font = current().font("body" if bold else "micro", bold=bold)
        painter.setFont(font)
        painter.setPen(colour)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, flags, elided(text, font, box.width()))
