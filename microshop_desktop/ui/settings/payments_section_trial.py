"""A trial payment as a card over the window: the code, how far it is, and that it goes back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.domain.money import currency
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.payment_accounts import AccountView
from microshop_desktop.services.trial_payments import TRIAL_AMOUNT, TrialStage, TrialView
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.sell.phone_words import Mark, StepLine
from microshop_desktop.ui.sell.step_list import StepList
from microshop_desktop.ui.settings.trials import Trials
from microshop_desktop.ui.widgets.banner import Banner, BannerTone
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.qr_code import QrCode

_WIDTH = 640
_CODE = 300
"""Pixels of the code with its white, at any text size: a camera reads it, no eye."""
_REACHED = {
    TrialStage.STARTING: 0,
    TrialStage.WAITING: 1,
    TrialStage.UNKNOWN: 1,
    TrialStage.GOING_BACK: 3,
    TrialStage.BACK: 4,
    TrialStage.NOT_BACK: 3,
    TrialStage.NOT_PAID: 1,
}
"""How many of the steps are done."""
_BROKEN = frozenset({TrialStage.UNKNOWN, TrialStage.NOT_BACK, TrialStage.NOT_PAID})
_OPEN = frozenset({TrialStage.STARTING, TrialStage.WAITING, TrialStage.UNKNOWN})


class TrialCard(Overlay):
    """Begins a trial of an account. Closed too early, the trial is closed as well."""

    def __init__(self, window: QWidget, account: AccountView, trials: Trials, shell: Shell) -> None:
        super().__init__(window, width=_WIDTH)
        self._trials, self._shell, self._account = trials, shell, account
        self._trial: TrialView | None = None
        self.code = QrCode()
        self.code.setFixedSize(_CODE, _CODE)
        self.steps = StepList()
        self.said = Banner(tone="info")
        self.again = Button(_("Try once more"), icon="arrows-clockwise", kind="primary")
        self.again.clicked.connect(self._begin)
        self._build()
        trials.changed.connect(self._take)
        self.closed.connect(self._leave)
        self._begin()

    @property
    def stage(self) -> TrialStage:
        """How far the trial is."""
        return TrialStage.STARTING if self._trial is None else self._trial.stage

    def _begin(self) -> None:
        self._trial = None
        self._show()
        self._trials.begin(self._account.id, self, done=self._begun, failed=self._refused)

    def _begun(self, view: TrialView) -> None:
        """It is known now; what was found out meanwhile is looked up."""
        self._trial = view
        self._show()
        self._trials.look(view.order)

    def _take(self, view: TrialView) -> None:
        if self._trial is not None and view.order == self._trial.order:
            self._trial = view
            self._show()

    def _refused(self, problem: Exception) -> None:
        self.close_layer()
        self._shell.report(problem)

    def _leave(self) -> None:
        self._trials.changed.disconnect(self._take)
        if self._trial is not None and self.stage in _OPEN:
            self._trials.stop(self._trial.order)

    def _show(self) -> None:
        stage = self.stage
        self.code.show_text("" if self._trial is None else self._trial.qr)
        self.code.setVisible(stage in {TrialStage.STARTING, TrialStage.WAITING})
        self.steps.show_steps(trial_steps(stage))
        tone, words = trial_words(stage)
        self.said.say(words, tone=tone)
        self.again.setVisible(stage is TrialStage.NOT_PAID)

    def _build(self) -> None:
        head, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        title = _("Try {name} with {amount}").format(name=self._account.name, amount=trial_amount())
        words.addWidget(label(title, kind="title", wrap=True))
        note = _("Pay it with your own phone. It is given back at once.")
        words.addWidget(label(note, kind="micro", tone="muted", wrap=True))
        head.addLayout(words, 1)
        close = icon_button("x", _("Close"))
        close.clicked.connect(self.close_layer)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = self.card.column
        column.addLayout(head)
        body, right = QHBoxLayout(), QVBoxLayout()
        body.setSpacing(20)
        right.setSpacing(12)
        for part in (self.steps, self.said, self.again):
            right.addWidget(part)
        right.addStretch(1)
        body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(right, 1)
        column.addLayout(body)


def trial_steps(stage: TrialStage) -> tuple[StepLine, ...]:
    """Return the steps of a trial as far as it is."""
    done = _REACHED[stage]
    texts = (
        _("Code made"),
        _("You pay {amount}").format(amount=trial_amount()),
        _("The money arrived"),
        _("It is given back"),
    )
    now = Mark.BROKEN if stage in _BROKEN else Mark.NOW
    marks = [Mark.DONE] * done + [now] + [Mark.NEXT] * len(texts)
    return tuple(StepLine(mark, text) for text, mark in zip(texts, marks, strict=False))


def trial_words(stage: TrialStage) -> tuple[BannerTone, str]:
    """Return the tone and the sentence of a stage."""
    sentences: dict[TrialStage, tuple[BannerTone, Callable[[], str]]] = {
        TrialStage.STARTING: ("info", lambda: _("One moment, the code is being made")),
        TrialStage.WAITING: ("info", lambda: _("Scan the code with your phone and pay")),
        TrialStage.UNKNOWN: ("warning", lambda: _("It is being found out whether it was paid")),
        TrialStage.GOING_BACK: ("info", lambda: _("It arrived and is on its way back to you")),
        TrialStage.BACK: ("success", lambda: _("All works: it arrived, and you have it back")),
        TrialStage.NOT_BACK: (
            "warning",
            lambda: _("It arrived but was not given back. See the pending payments"),
        ),
        TrialStage.NOT_PAID: ("warning", lambda: _("It was not paid, nothing was taken")),
    }
    tone, words = sentences[stage]
    return tone, words()


def trial_amount() -> str:
    """Return the amount of a trial: `¥0.01`."""
    return money_text(TRIAL_AMOUNT, currency("CNY"))
