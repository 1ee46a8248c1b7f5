"""A state in a rounded box: icon, word and colour together."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import (
    Run,
    elided,
    icon_run,
    line_width,
    paint_box,
    paint_centred,
    text_run,
)
from microshop_desktop.ui.widgets.pressable import Pressable

Tone = Literal["neutral", "accent", "success", "warning", "danger", "ink"]
GAP = 5

_TONES: dict[Tone, tuple[str, str]] = {
    "neutral": ("sunken", "textMuted"),
    "accent": ("accentSoft", "onAccentSoft"),
    "success": ("successSoft", "onSuccessSoft"),
    "warning": ("warningSoft", "onWarningSoft"),
    "danger": ("dangerSoft", "onDangerSoft"),
    "ink": ("ink", "onInk"),
}


def pill_runs(text: str, *, tone: Tone, icon: str = "") -> list[Run]:
    """The line inside a pill."""
    theme = current()
    ink = theme.colour(_TONES[tone][1])
    runs = [icon_run(icon, theme.px(16), ink)] if icon else []
    if text:
        runs.append(text_run(text, theme.font("micro"), ink))
    return runs


def pill_size(text: str, *, icon: str = "") -> QSize:
    """How large a pill with this text is."""
    theme = current()
    runs = pill_runs(text, tone="neutral", icon=icon)
    return QSize(round(line_width(runs, GAP)) + theme.px(16), theme.px(24))


def paint_pill(
    painter: QPainter,
    box: QRectF,
    text: str,
    *,
    tone: Tone,
    icon: str = "",
    on_selected: bool = False,
) -> QRectF:
    """Paint a pill at the left of a box, in the middle of its height; returns where it is.

    A text that the box has no room for is cut with …, so that no pill covers its neighbour.
    On a selected row the soft colours would vanish, so there the background is `raised`.
    """
    size = pill_size(text, icon=icon)
    if size.width() > box.width():
        room = box.width() - pill_size("", icon=icon).width() - (GAP if icon else 0)
        text = elided(text, current().font("micro"), room)
        size = pill_size(text, icon=icon)
    top = box.center().y() - size.height() / 2
    frame = QRectF(box.left(), top, size.width(), size.height())
    fill = "raised" if on_selected and tone != "ink" else _TONES[tone][0]
    paint_box(painter, frame, corner=size.height() / 2, fill=current().colour(fill))
    paint_centred(painter, frame, pill_runs(text, tone=tone, icon=icon), gap=GAP)
    return frame


class Pill(QWidget):
    """A pill as a widget; it cannot be pressed."""

    def __init__(self, text: str = "", *, tone: Tone = "neutral", icon: str = "") -> None:
        super().__init__()
        self._text, self._tone, self._icon = text, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The word it shows."""
        return self._text

    @property
    def tone(self) -> Tone:
        """The tone it shows."""
        return self._tone

    def show_state(self, text: str, *, tone: Tone, icon: str = "") -> None:
        """Show another state."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return pill_size(self._text, icon=self._icon)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        paint_pill(painter, QRectF(self.rect()), self._text, tone=self._tone, icon=self._icon)


class StatusChip(Pressable):
    """A chip of the top bar: a state that can be pressed, with a bold count where there is one."""

    def __init__(self, *, tone: Tone = "neutral", icon: str = "") -> None:
        super().__init__()
        self._tone, self._icon, self._count = tone, icon, ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, *, tone: Tone, icon: str, count: str = "") -> None:
        """Show another state."""
        self._tone, self._icon, self._count = tone, icon, count
        self.setText(text)
        self.setAccessibleName(f"{text} {count}".strip())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(round(line_width(self._runs(), 8)) + theme.px(32), theme.px(40))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        fill = current().colour(_TONES[self._tone][0])
        paint_box(painter, box, corner=box.height() / 2, fill=fill)
        paint_centred(painter, box, self._runs(), gap=8)

    def _runs(self) -> list[Run]:
        theme = current()
        ink = theme.colour(_TONES[self._tone][1])
        runs = [icon_run(self._icon, theme.px(20), ink)] if self._icon else []
        runs.append(text_run(self.text(), theme.font("body"), ink))
        if self._count:
            runs.append(text_run(self._count, theme.font("body", bold=True), ink))
        return runs
