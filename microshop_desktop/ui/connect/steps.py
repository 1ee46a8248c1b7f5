"""Where a person is on the way: the steps as a line of words, the present one strong."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.connect.view_model import Step
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import Run, icon_run, line_width, paint_line, text_run

_HEIGHT, _GAP, _ICON = 32, 10, 18


class StepLine(QWidget):
    """`1 Platform › 2 Keys › 3 Stock › 4 Connected`; where it is narrow, the present step alone."""

    def __init__(self) -> None:
        super().__init__()
        self._step, self._steps = Step.PLATFORM, tuple(Step)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, step: Step, *, anew: bool) -> None:
        """Show a step; keys that are entered `anew` need neither platform nor stock."""
        self._step = step
        self._steps = (Step.KEYS, Step.DONE) if anew else tuple(Step)
        place = self._steps.index(step) + 1 if step in self._steps else 1
        words = _("Step {place} of {count}: {name}")
        name = words.format(place=place, count=len(self._steps), name=_names()[step])
        self.setAccessibleName(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, current().px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        runs = self._runs()
        if line_width(runs, _GAP) > self.width():
            ink = current().colour("accent")
            runs = [text_run(self.accessibleName(), current().font("strong", bold=True), ink)]
        paint_line(painter, QRectF(self.rect()), runs, gap=_GAP)

    def _runs(self) -> list[Run]:
        theme, runs, names = current(), [], _names()
        now = self._steps.index(self._step) if self._step in self._steps else 0
        for place, step in enumerate(self._steps):
            if place:
                runs.append(icon_run("caret-right", theme.px(14), theme.colour("textMuted")))
            here = place == now
            tone = "accent" if here else "success" if place < now else "textMuted"
            icon = theme.px(_ICON)
            if place < now:
                runs.append(icon_run("check-circle-fill", icon, theme.colour(tone)))
            text = names[step] if place < now else f"{place + 1} {names[step]}"
            ink = theme.colour(tone if here else "textMuted")
            runs.append(text_run(text, theme.font("strong", bold=here), ink))
        return runs


def _names() -> dict[Step, str]:
    return {
        Step.PLATFORM: _("Platform"),
        Step.KEYS: pgettext("step", "Keys"),
        Step.OFFER: _("Name and stock"),
        Step.DONE: pgettext("step", "Connected"),
    }
