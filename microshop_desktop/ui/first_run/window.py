"""The window of the first run: steps at the left, one of them at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.settings import Settings
from microshop_desktop.infra.translations import (
    Language,
    _,
    current_language,
    on_language_changed,
)
from microshop_desktop.ui.first_run.step_list import StepButton, step_name
from microshop_desktop.ui.first_run.steps import (
    GoodsStep,
    PrinterStep,
    ShopStep,
    StepPage,
    TryStep,
)
from microshop_desktop.ui.first_run.view_model import FirstRunViewModel, Founder, Plan, Step
from microshop_desktop.ui.rail import ShopMark
from microshop_desktop.ui.runner import Job, Runner
from microshop_desktop.ui.settings.looks_section import LANGUAGE_NAMES
from microshop_desktop.ui.theme import current, tokens
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface
from microshop_desktop.ui.widgets.segments import Segment, Segments

_LEFT = 332
_PAGES: dict[Step, type[StepPage]] = {
    Step.SHOP: ShopStep,
    Step.GOODS: GoodsStep,
    Step.PRINTER: PrinterStep,
    Step.TRY: TryStep,
}


class FirstRunWindow(QWidget):
    """Asks, then founds the shop. `founded` tells the plan once the shop is there."""

    founded = Signal(object)
    closed = Signal()

    def __init__(self, laptop: Settings, founder: Founder, runner: Runner) -> None:
        super().__init__()
        self._founder, self._runner = founder, runner
        self.vm = FirstRunViewModel(laptop, self.refresh)
        self._busy = False
        width, height = tokens()["breakpoint"]["minClient"]
        self.setMinimumSize(width, height)
        room = self.screen().availableSize()
        self.resize(min(room.width(), 1366), min(room.height(), 768))
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._build()
        self._stop_listening = on_language_changed(self._rebuild)

    def refresh(self) -> None:
        """Show the step and its answers as they are now."""
        for button in self._steps:
            button.refresh()
        page = self._pages[self.vm.step]
        changed = self._stack.currentWidget() is not page
        self._stack.setCurrentWidget(page)
        page.refresh()
        self._title.setText(page.title())
        self._subtitle.setText(page.subtitle())
        self.back.setVisible(self.vm.step is not Step.SHOP)
        self.skip.setVisible(self.vm.step in {Step.GOODS, Step.PRINTER})
        self.go.set_label(self._go_text())
        if changed:
            page.focus()

    def go_on(self) -> None:
        """Go to the next step, or open the till after the last one."""
        if self._busy:
            return
        if self.vm.is_last:
            self._found(self.vm.plan())
        else:
            self.vm.go_on()

    def open_sample(self) -> None:
        """Open a shop with sample goods at once, whatever was answered so far."""
        if not self._busy:
            self._found(self.vm.plan(sample=True))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.go_on()
            return
        super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop_listening()
        self.closed.emit()
        super().closeEvent(event)

    def _go_text(self) -> str:
        steps = list(Step)
        if self.vm.is_last:
            return _("Open the till")
        return _("Go on: {step}").format(step=step_name(steps[self.vm.number]))

    # ------------------------------------------------------------------ founding

    def _found(self, plan: Plan) -> None:
        self._set_busy(busy=True)
        founder = self._founder

        def work(job: Job) -> None:
            founder.found(plan, job.progress)

        self._runner.run(
            self,
            work,
            done=lambda _nothing: self.founded.emit(plan),
            failed=self._not_founded,
            progress=self._show_progress,
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._progress.setVisible(busy)
        self._progress.setRange(0, 0)
        for button in (self.go, self.back, self.skip, self.sample):
            button.setEnabled(not busy)
        self.problem.hide()

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _not_founded(self, problem: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(problem, ShopError):
            raise problem
        self.problem.say(sentence(problem.code, problem.params), tone="warning")
        self.problem.show()

    # ------------------------------------------------------------------ building

    def _rebuild(self) -> None:
        """Show everything in the language in use; the answers stay."""
        while self._outer.count():
            item = self._outer.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._build()

    def _build(self) -> None:
        self.setWindowTitle(_("Open a shop"))
        self._steps = [StepButton(step, self.vm) for step in Step]
        self._pages = {step: kind(self.vm) for step, kind in _PAGES.items()}
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._outer.addWidget(self._left())
        self._outer.addWidget(self._right(), 1)
        self.refresh()
        self._pages[self.vm.step].focus()

    def _left(self) -> QFrame:
        frame = surface("rail")
        frame.setFixedWidth(current().px(_LEFT))
        column = QVBoxLayout(frame)
        column.setContentsMargins(18, 18, 18, 24)
        column.setSpacing(4)
        column.addLayout(_head())
        column.addSpacing(16)
        for button in self._steps:
            column.addWidget(button)
            button.clicked.connect(self._goer(button))
        column.addStretch(1)
        column.addWidget(self._sample_card())
        return frame

    def _goer(self, button: StepButton) -> Callable[[], None]:
        return lambda: self.vm.go_to(button.step)

    def _sample_card(self) -> Card:
        card = Card(gap=12)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel("package", 28, "accent"))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(_("Just looking?"), kind="strong"))
        line = _("Try it with a sample shop. Nothing can break.")
        texts.addWidget(label(line, kind="micro", tone="muted", wrap=True))
        row.addLayout(texts, 1)
        card.column.addLayout(row)
        self.sample = Button(_("Open with sample data"), icon="play")
        self.sample.tighten()
        self.sample.clicked.connect(self.open_sample)
        card.column.addWidget(self.sample)
        return card

    def _right(self) -> QFrame:
        frame = surface("canvas")
        column = QVBoxLayout(frame)
        column.setContentsMargins(40, 20, 40, 24)
        column.setSpacing(8)
        head = QHBoxLayout()
        self._title = label(kind="figure", wrap=True)
        head.addWidget(self._title, 1)
        head.addWidget(self._languages(), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._subtitle = label(tone="muted", wrap=True)
        column.addWidget(self._subtitle)
        column.addSpacing(12)
        column.addWidget(self._stack, 1)
        self.problem = Banner(tone="warning")
        self.problem.hide()
        column.addWidget(self.problem)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.hide()
        column.addWidget(self._progress)
        column.addLayout(self._foot())
        return frame

    def _languages(self) -> Segments:
        segments = Segments([Segment(key, name) for key, name in LANGUAGE_NAMES.items()])
        segments.choose(current_language())
        segments.chosen.connect(self._speak)
        return segments

    def _speak(self, key: str) -> None:
        languages: dict[str, Language] = {"zh": "zh", "en": "en", "es": "es"}
        self.vm.use_language(languages[key])

    def _foot(self) -> QHBoxLayout:
        self.back = Button(_("Back"), icon="arrow-left", size="large")
        self.skip = Button(_("Skip this step"), kind="ghost", size="large")
        self.go = Button(kind="primary", size="large")
        self.go.print_key("Enter")
        self.back.clicked.connect(self.vm.go_back)
        self.skip.clicked.connect(self._skip)
        self.go.clicked.connect(self.go_on)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.skip)
        row.addWidget(self.go)
        return row

    def _skip(self) -> None:
        """Leave the step's answer as it was before the step."""
        self.vm.skip()


def _head() -> QHBoxLayout:
    mark = ShopMark()
    mark.setFixedWidth(74)
    mark.show_name("M")
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(label(_("Opening a shop"), kind="title"))
    line = _("About 5 minutes; you can leave and come back")
    texts.addWidget(label(line, kind="micro", tone="muted", wrap=True))
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(mark)
    row.addLayout(texts, 1)
    return row
