"""The steps at the left: done, current, to come."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.first_run.view_model import FirstRunViewModel, Step
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import elided, paint_box
from microshop_desktop.ui.widgets.pressable import Pressable


class StepButton(Pressable):
    """A step; a step that was done can be pressed to change it."""

    def __init__(self, step: Step, vm: FirstRunViewModel) -> None:
        super().__init__()
        self.step, self._vm = step, vm
        self._number = list(Step).index(step) + 1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.refresh()

    def refresh(self) -> None:
        """Show the step as it is now."""
        self.setText(step_name(self.step))
        self.setAccessibleName(f"{self.text()}, {self._line()}")
        self.setEnabled(self._is_done)
        self.update()

    @property
    def _is_done(self) -> bool:
        return self._number < self._vm.number

    @property
    def _is_current(self) -> bool:
        return self._number == self._vm.number

    def _line(self) -> str:
        if self._is_done:
            return self._vm.summary(self.step)
        return {
            Step.SHOP: _("Can be changed later"),
            Step.GOODS: _("From a table, or sample goods"),
            Step.PRINTER: _("Can be connected later"),
            Step.TRY: _("Three keys are enough"),
        }[self.step]

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, current().px(68))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        box = QRectF(self.rect())
        if self._is_current:
            paint_box(painter, box, corner=radius("control"), fill=theme.colour("selected"))
        side = theme.px(28)
        mark = QRectF(14, box.center().y() - side / 2, side, side)
        self._paint_mark(painter, mark)
        change = self._paint_change(painter, box)
        room = QRectF(mark.right() + 12, 0, box.width() - mark.right() - 24 - change, 0)
        self._paint_texts(painter, room)

    def _paint_mark(self, painter: QPainter, mark: QRectF) -> None:
        theme = current()
        if self._is_done:
            paint_icon(painter, "check-circle-fill", mark.adjusted(-2, -2, 2, 2), "success")
            return
        fill = theme.colour("accentFill") if self._is_current else None
        border = None if self._is_current else theme.colour("borderControl")
        paint_box(painter, mark, corner=mark.height() / 2, fill=fill, border=border)
        painter.setFont(theme.font("body", bold=self._is_current))
        painter.setPen(theme.colour("onAccent" if self._is_current else "textMuted"))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_change(self, painter: QPainter, box: QRectF) -> float:
        """Paint that a step can be changed; returns the width it takes."""
        if not self._is_done:
            return 0.0
        theme = current()
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("accent"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        word = pgettext("step|short", "Change")
        place = painter.boundingRect(box.adjusted(0, 0, -14, 0), int(flags), word)
        painter.drawText(place, int(flags), word)
        return place.width() + 12

    def _paint_texts(self, painter: QPainter, room: QRectF) -> None:
        theme, half = current(), self.height() / 2
        bold = self._is_current or self._is_done
        name, line = theme.font("strong", bold=bold), theme.font("micro")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(name)
        painter.setPen(theme.colour("text" if bold else "textMuted"))
        high = QRectF(room.left(), half - theme.px(22), room.width(), theme.px(22))
        painter.drawText(high, flags, elided(self.text(), name, room.width()))
        painter.setFont(line)
        painter.setPen(theme.colour("textMuted"))
        low = QRectF(room.left(), half + 1, room.width(), theme.px(18))
        painter.drawText(low, flags, elided(self._line(), line, room.width()))


def step_name(step: Step) -> str:
    """What a step is called."""
    return {
        Step.SHOP: _("Name and language"),
        Step.GOODS: _("Goods"),
        Step.PRINTER: _("Printer and scanner"),
        Step.TRY: _("Try a sale"),
    }[step]
