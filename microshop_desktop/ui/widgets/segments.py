"""One of a few: exclusive segments in a sunken frame."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.paint import (
    Run,
    hint_run,
    icon_run,
    line_width,
    paint_box,
    paint_centred,
    text_run,
)

GAP = 8
_INSET = 4
_PADDING, _TIGHT_PADDING = 32, 12
_SHARE_OF_TWO = 0.6
"""Of a text, the longer one of two lines at most."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A choice: what the program calls it, its text, and what may stand beside."""

    key: str
    text: str
    icon: str = ""
    count: str = ""
    hint: str = ""
    enabled: bool = True


class Segments(QWidget):
    """Shows the choices side by side; `chosen` tells the key when a person picks another."""

    chosen = Signal(str)

    def __init__(self, segments: Sequence[Segment] = (), *, compact: bool = True) -> None:
        super().__init__()
        self._segments = tuple(segments)
        self._compact = compact
        self._current = segments[0].key if segments else ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def current_key(self) -> str:
        """Key of the chosen segment."""
        return self._current

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Show other choices; the chosen key stays where it still exists."""
        self._segments = tuple(segments)
        keys = [segment.key for segment in segments]
        if self._current not in keys and keys:
            self._current = keys[0]
        self.updateGeometry()
        self.update()

    def choose(self, key: str) -> None:
        """Mark a choice without telling about it."""
        self._current = key
        names = {segment.key: segment.text for segment in self._segments}
        self.setAccessibleName(names.get(key, ""))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        widths = [self._width(segment, hint=not theme.roomy) for segment in self._segments]
        height = theme.px(control("compact" if self._compact else "default"))
        return QSize(round(sum(widths)) + 2 * _INSET, height + 2 * _INSET - 2)

    @override
    def minimumSizeHint(self) -> QSize:
        width = sum(self._least(segment) for segment in self._segments)
        return QSize(round(width) + 2 * _INSET, self.sizeHint().height())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for segment, box in self._boxes():
            if box.contains(event.position()) and segment.enabled:
                self._pick(segment.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [segment.key for segment in self._segments if segment.enabled]
        if self._current in keys:
            self._pick(keys[(keys.index(self._current) + step) % len(keys)])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        theme = current()
        corner = float(radius("card"))
        paint_box(painter, QRectF(self.rect()), corner=corner, fill=theme.colour("sunken"))
        for segment, box in self._boxes():
            self._paint_segment(painter, segment, box)

    def _pick(self, key: str) -> None:
        if key != self._current:
            self.choose(key)
            self.chosen.emit(key)

    def _boxes(self) -> list[tuple[Segment, QRectF]]:
        """Where each segment is: its own width and an equal part of the room that is left."""
        inner = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        hint = sum(self._width(each, hint=True) for each in self._segments) <= inner.width() + 1
        tight = self._is_tight()
        widths = [self._width(segment, hint=hint, tight=tight) for segment in self._segments]
        extra = (inner.width() - sum(widths)) / max(1, len(widths))
        boxes, left = [], inner.left()
        for segment, width in zip(self._segments, widths, strict=True):
            box = QRectF(left, inner.top(), width + extra, inner.height())
            boxes.append((segment, box))
            left += width + extra
        return boxes

    def _paint_segment(self, painter: QPainter, segment: Segment, box: QRectF) -> None:
        theme = current()
        if segment.key == self._current:
            paint_box(
                painter,
                box,
                corner=radius("control"),
                fill=theme.colour("surface" if not theme.dark else "raised"),
                border=theme.colour("borderStrong"),
            )
        runs = self._runs(segment, hint=True)
        if line_width(runs, GAP) > box.width() - GAP:
            runs = self._runs(segment, hint=False, icon=not self._is_tight())
        if line_width(runs, GAP) > box.width():
            self._paint_wrapped(painter, segment, box)
        else:
            paint_centred(painter, box, runs, gap=GAP)

    def _paint_wrapped(self, painter: QPainter, segment: Segment, box: QRectF) -> None:
        """Paint a text on two lines of small letters: the last way to show all of it."""
        theme = current()
        painter.setFont(theme.font("micro", bold=segment.key == self._current))
        painter.setPen(theme.colour("text" if segment.key == self._current else "textMuted"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, int(flags), f"{segment.text} {segment.count}".strip())

    def _least(self, segment: Segment) -> float:
        """The width of a segment with its text on two lines."""
        metrics = QFontMetricsF(current().font("micro", bold=True))
        whole = metrics.horizontalAdvance(f"{segment.text} {segment.count}".strip())
        word = max((metrics.horizontalAdvance(one) for one in segment.text.split()), default=0.0)
        one_line = self._width(segment, hint=False, tight=True)
        return min(one_line, max(word, whole * _SHARE_OF_TWO) + current().px(_TIGHT_PADDING))

    def _is_tight(self) -> bool:
        """Whether the texts only fit without icons and with less room around them."""
        wanted = sum(self._width(segment, hint=False) for segment in self._segments)
        return wanted > self.width() - 2 * _INSET + 1

    def _width(self, segment: Segment, *, hint: bool, tight: bool = False) -> float:
        padding = current().px(_TIGHT_PADDING if tight else _PADDING)
        return line_width(self._runs(segment, hint=hint, icon=not tight), GAP) + padding

    def _runs(self, segment: Segment, *, hint: bool, icon: bool = True) -> list[Run]:
        theme = current()
        chosen = segment.key == self._current
        ink = theme.colour("text" if chosen else "textMuted")
        if not segment.enabled:
            ink = theme.colour("textDisabled")
        runs = [icon_run(segment.icon, theme.px(20), ink)] if segment.icon and icon else []
        runs.append(text_run(segment.text, theme.font("strong", bold=chosen), ink))
        if segment.count:
            runs.append(text_run(segment.count, theme.font("strong", bold=chosen), ink))
        if hint and segment.hint and not theme.roomy:
            runs.append(hint_run(segment.hint, theme.colour("textMuted")))
        return runs
