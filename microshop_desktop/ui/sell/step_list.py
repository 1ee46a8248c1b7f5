"""The steps of a payment: a mark, a word and a time each, joined by a line."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.sell.phone_words import Mark, StepLine
from microshop_desktop.ui.theme import current

_ROW, _NOTE = 36, 20
_MARK, _GAP = 20, 14
_ICONS = {
    Mark.DONE: ("check-circle-fill", "success"),
    Mark.NOW: ("circle-dashed", "accent"),
    Mark.BROKEN: ("warning", "warning"),
}


class StepList(QWidget):
    """Shows steps below each other; reads them out as one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[StepLine, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def steps(self) -> tuple[StepLine, ...]:
        """What is shown."""
        return self._steps

    def show_steps(self, steps: tuple[StepLine, ...]) -> None:
        """Show other steps."""
        if steps == self._steps:
            return
        resized = [self._height(step, self.width()) for step in steps] != [
            self._height(step, self.width()) for step in self._steps
        ]
        self._steps = steps
        self.setAccessibleName(". ".join(f"{step.text} {step.time}".strip() for step in steps))
        if resized:
            self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(current().px(260), self.heightForWidth(current().px(380)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(160), self.heightForWidth(self.width()))

    @override
    def heightForWidth(self, width: int) -> int:
        return self.needed(self._steps, width)

    def needed(self, steps: tuple[StepLine, ...], width: int) -> int:
        """Return how high steps are in so wide a list, in pixels."""
        return sum(self._height(step, width) for step in steps)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        top = 0.0
        for no, step in enumerate(self._steps):
            high = self._height(step, self.width())
            self._paint_step(painter, step, top)
            if no + 1 < len(self._steps):
                self._paint_line(painter, top, top + high)
            top += high

    def _paint_step(self, painter: QPainter, step: StepLine, top: float) -> None:
        theme = current()
        self._paint_mark(painter, step.mark, top)
        bold = step.mark in {Mark.NOW, Mark.BROKEN}
        painter.setFont(theme.font("strong", bold=bold))
        painter.setPen(theme.colour("textMuted" if step.mark is Mark.NEXT else "text"))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        inset = theme.px(7)
        box = QRectF(
            self._text_left(), top + inset, self._text_width(self.width()), self._text_height(step)
        )
        painter.drawText(box, flags, step.text)
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("textMuted"))
        if step.note:
            note = QRectF(box.left(), box.bottom() + 1, box.width(), theme.px(_NOTE) * 2)
            painter.drawText(note, flags, step.note)
        right = QRectF(0, top + inset, self.width(), theme.px(20))
        painter.drawText(
            right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, step.time
        )

    def _paint_mark(self, painter: QPainter, mark: Mark, top: float) -> None:
        theme = current()
        side = theme.px(_MARK)
        box = QRectF(1, top + theme.px(8), side, side)
        if mark in _ICONS:
            name, colour = _ICONS[mark]
            paint_icon(painter, name, box, colour)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("borderControl"), 1.5))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_line(self, painter: QPainter, top: float, bottom: float) -> None:
        theme = current()
        middle = 1 + theme.px(_MARK) / 2
        painter.setPen(QPen(theme.colour("border"), 1.5))
        begin = top + theme.px(8) + theme.px(_MARK) + 2
        painter.drawLine(QPointF(middle, begin), QPointF(middle, bottom + theme.px(6)))

    def _text_left(self) -> int:
        return current().px(_MARK + _GAP) + 1

    def _text_width(self, width: int) -> int:
        clock = QFontMetricsF(current().font("micro")).horizontalAdvance("00:00:00")
        return max(current().px(80), int(width - self._text_left() - clock - 10))

    def _text_height(self, step: StepLine, width: int | None = None) -> float:
        metrics = QFontMetricsF(current().font("strong", bold=True))
        room = QRectF(0, 0, self._text_width(self.width() if width is None else width), 1000)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(room, flags, step.text).height()

    def _height(self, step: StepLine, width: int) -> int:
        theme = current()
        text = int(self._text_height(step, width)) + theme.px(14)
        note = 0
        if step.note:
            metrics = QFontMetricsF(theme.font("micro"))
            room = QRectF(0, 0, self._text_width(width), 1000)
            flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
            note = int(metrics.boundingRect(room, flags, step.note).height()) + 2
        return max(theme.px(_ROW), text + note)


def present_steps(steps: tuple[StepLine, ...]) -> tuple[StepLine, ...]:
    """Return the step at which something is; the last one where that is over."""
    present = [step for step in steps if step.mark in {Mark.NOW, Mark.BROKEN}]
    return tuple(present[-1:]) or steps[-1:]
