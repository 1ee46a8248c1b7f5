"""Ticks, one-of-several dots and drop-down lists, painted as the mock-ups."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSizePolicy
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.paint import line_width, paint_box, text_run

GAP = 10


def paint_tick(painter: QPainter, box: QRectF, *, checked: bool, some: bool = False) -> None:
    """Paint a tick box in the middle of a box; `some` is the state of a head over mixed rows."""
    theme = current()
    side = theme.px(control("checkbox"))
    frame = _middle(box, side)
    if not checked and not some:
        fill, border = theme.colour("surface"), theme.colour("borderControl")
        paint_box(painter, frame, corner=radius("tag"), fill=fill, border=border)
        return
    paint_box(painter, frame, corner=radius("tag"), fill=theme.colour("accentFill"))
    paint_icon(painter, "check" if checked else "minus", _middle(box, side * 0.8), "onAccent")


def paint_dot(painter: QPainter, box: QRectF, *, checked: bool) -> None:
    """Paint the dot of one of several in the middle of a box."""
    theme = current()
    side = theme.px(control("checkbox"))
    frame = _middle(box, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if checked:
        painter.setPen(QPen(theme.colour("accentFill"), side * 0.3))
        inset = side * 0.15
        painter.setBrush(theme.colour("onAccent"))
        painter.drawEllipse(frame.adjusted(inset, inset, -inset, -inset))
    else:
        painter.setPen(QPen(theme.colour("borderControl"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(frame.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


class CheckBox(QAbstractButton):
    """A tick with its text; `toggled` tells of changes."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._some = False
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_share(self, *, every: bool, some: bool) -> None:
        """Show, as the head over many rows, whether every one of them is ticked, or some are."""
        self.setChecked(every)
        self._some = some and not every
        self.setAccessibleDescription(_("Some are ticked") if self._some else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        side = theme.px(control("checkbox"))
        text = text_run(self.text(), theme.font("body"), theme.colour("text"))
        return QSize(round(line_width([text], 0)) + side + GAP + 2, theme.px(control("min")))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        side = theme.px(control("checkbox"))
        self.paint_mark(painter, QRectF(0, 0, side, self.height()))
        ink = theme.colour("text" if self.isEnabled() else "textDisabled")
        box = QRectF(side + GAP, 0, self.width() - side - GAP, self.height())
        text_run(self.text(), theme.font("body"), ink).paint(painter, box)

    def paint_mark(self, painter: QPainter, box: QRectF) -> None:
        """Paint the tick or dot."""
        paint_tick(painter, box, checked=self.isChecked(), some=self._some)


class ComboBox(QComboBox):
    """A drop-down list with our caret; the wheel changes it only while it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def choose(self, key: object) -> None:
        """Show the entry with this user data, without telling about it."""
        blocked = self.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.setCurrentIndex(self.findData(key))
        self.blockSignals(blocked)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        side = current().px(16)
        left = self.width() - side - current().px(12)
        box = QRectF(left, (self.height() - side) / 2, side, side)
        paint_icon(painter, "caret-down", box, "text" if self.isEnabled() else "textDisabled")


def _middle(box: QRectF, side: float) -> QRectF:
    corner = box.center() - QPointF(side / 2, side / 2)
    return QRectF(round(corner.x()), round(corner.y()), side, side)
