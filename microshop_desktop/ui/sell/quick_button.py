"""Buttons of the payment pages: a ready amount with its change, and the keys of the number pad."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from microshop_desktop.infra.formats import entry_text
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import dashed_pen, paint_box


class _PadButton(QAbstractButton):
    """A plain button that leaves the keyboard where it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _paint_ground(self, painter: QPainter, *, chosen: bool) -> None:
        theme = current()
        if not self.isEnabled():
            pen = dashed_pen(theme.colour("borderStrong"))
            paint_box(painter, QRectF(self.rect()), corner=radius("control"), border=pen)
            return
        name = "pressed" if self.isDown() else "hover" if self.underMouse() else "surface"
        edge = QPen(theme.colour("accent" if chosen else "borderStrong"), 2 if chosen else 1)
        paint_box(
            painter,
            QRectF(self.rect()),
            corner=radius("control"),
            fill=theme.colour("selected" if chosen else name),
            border=edge,
        )


class QuickButton(_PadButton):
    """An amount over the change it gives; `picked` carries the amount in minor units."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._amount, self._under, self._chosen = 0, "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.clicked.connect(self._pick)

    def show_amount(self, amount: int, figure: str, *, under: str, chosen: bool) -> None:
        """Show an amount; the chosen one is framed."""
        self._amount, self._under, self._chosen = amount, under, chosen
        self.setText(figure)
        self.setAccessibleName(f"{figure}, {under}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(150), theme.px(60))

    @override
    def minimumSizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(96), theme.px(46))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._paint_ground(painter, chosen=self._chosen)
        box = QRectF(self.rect())
        tight = box.height() < theme.px(56)
        middle = box.center().y() + theme.px(2)
        painter.setFont(theme.font("lead", bold=True) if tight else theme.font("title"))
        painter.setPen(theme.colour("text" if self.isEnabled() else "textDisabled"))
        high = theme.px(22 if tight else 28)
        figure = QRectF(box.left(), middle - high, box.width(), high)
        painter.drawText(figure, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("textMuted" if self.isEnabled() else "textDisabled"))
        under = QRectF(box.left(), middle, box.width(), theme.px(20 if tight else 22))
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, self._under)

    def _pick(self) -> None:
        self.picked.emit(self._amount)


class PadKey(_PadButton):
    """A key of the number pad."""

    def __init__(self, text: str) -> None:
        super().__init__()
        shown = entry_text(text)
        self.setText(shown)
        self.setAccessibleName(shown)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(80), theme.px(56))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._paint_ground(painter, chosen=False)
        painter.setFont(current().font("figure"))
        painter.setPen(current().colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
