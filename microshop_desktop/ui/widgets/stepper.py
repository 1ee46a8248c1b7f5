"""A figure between − and +."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.paint import paint_box

_FIRST_REPEAT_MS = 400
_REPEAT_MS = 80


def paint_stepper(painter: QPainter, box: QRectF, text: str, *, icon: str = "") -> None:
    """Paint the frame with − text +, or with an icon and the text where it cannot be stepped."""
    theme = current()
    fill, border = theme.colour("surface"), theme.colour("borderStrong")
    paint_box(painter, box, corner=radius("control"), fill=fill, border=border)
    ink = theme.colour("textMuted")
    side = theme.px(20)
    left, middle, right = stepper_zones(box)
    if icon:
        middle = box.adjusted(side * 2, 0, -side / 2, 0)
        paint_icon(painter, icon, _square(left, side), theme.colour("text"))
    else:
        paint_icon(painter, "minus", _square(left, side), ink)
        paint_icon(painter, "plus", _square(right, side), ink)
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font("lead" if not icon else "strong", bold=True))
    align = Qt.AlignmentFlag.AlignCenter
    if icon:
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(middle, align, text)


def stepper_zones(box: QRectF) -> tuple[QRectF, QRectF, QRectF]:
    """Where −, the figure and + are: the signs are squares as high as the box."""
    side = box.height()
    left = QRectF(box.left(), box.top(), side, side)
    right = QRectF(box.right() - side, box.top(), side, side)
    return left, QRectF(left.topRight(), right.bottomLeft()), right


class Stepper(QWidget):
    """A whole number that is stepped by pressing, by + and −, by the wheel or typed.

    Works in any unit: `step` is what one press adds and `show` makes the text (quantities are
    thousandths: `step=1000`). `changed` tells of every change a person makes.
    """

    changed = Signal(int)

    def __init__(self, *, low: int = 0, high: int = 999_999_000, step: int = 1000) -> None:
        super().__init__()
        self._value, self._low, self._high, self._step = low, low, high, step
        self._typed = ""
        self._show: Callable[[int], str] = lambda value: str(value // step)
        self._direction = 0
        self._repeat = QTimer(self)
        self._repeat.timeout.connect(self._again)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> int:
        """The number in the unit of `step`."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show a number without telling about it."""
        self._value = min(max(value, self._low), self._high)
        self.setAccessibleName(self._show(self._value))
        self.update()

    def set_show(self, show: Callable[[int], str]) -> None:
        """Choose how the number is written."""
        self._show = show
        self.set_value(self._value)

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(120), theme.px(control("min")))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        left, _, right = stepper_zones(QRectF(self.rect()))
        if left.contains(event.position()):
            self._begin(-1)
        elif right.contains(event.position()):
            self._begin(1)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._repeat.stop()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self._move(1 if event.angleDelta().y() > 0 else -1)
        else:
            event.ignore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key, text = Qt.Key(event.key()), event.text()
        if key in steps:
            self._move(steps[key])
        elif key == Qt.Key.Key_Backspace:
            self._type(self._typed[:-1])
        elif text.isascii() and text.isdigit():
            self._type(self._typed + text)
        else:
            self._typed = ""
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        paint_stepper(painter, QRectF(self.rect()), self._show(self._value))

    def _begin(self, direction: int) -> None:
        self._direction = direction
        self._move(direction)
        self._repeat.start(_FIRST_REPEAT_MS)

    def _again(self) -> None:
        self._repeat.setInterval(_REPEAT_MS)
        self._move(self._direction)

    def _move(self, direction: int) -> None:
        self._typed = ""
        self._put(self._value + direction * self._step)

    def _type(self, digits: str) -> None:
        self._typed = digits[-6:]
        self._put(int(self._typed or 0) * self._step)

    def _put(self, value: int) -> None:
        before = self._value
        self.set_value(value)
        if self._value != before:
            self.changed.emit(self._value)


def _square(zone: QRectF, side: float) -> QRectF:
    corner = zone.center() - QPointF(side / 2, side / 2)
    return QRectF(corner.x(), corner.y(), side, side)
