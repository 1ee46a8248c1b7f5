"""The card of an account that is set up, and the one that invites to set it up."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.account_words import still_followed
from microshop_desktop.infra.translations import _
from microshop_desktop.services.payment_accounts import AccountView
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.payments_section_fields import PLATFORMS, Platform
from microshop_desktop.ui.settings.payments_section_model import PaymentsModel
from microshop_desktop.ui.settings.payments_section_tile import name_label
from microshop_desktop.ui.settings.payments_section_trial import TrialCard, trial_amount
from microshop_desktop.ui.settings.payments_section_words import (
    abilities,
    account_line,
    certificate_line,
)
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.flow_layout import FlowLayout
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label
from microshop_desktop.ui.widgets.pill import Pill, Tone
from microshop_desktop.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from microshop_desktop.payments.gateway import Checked

_PLAIN = 100
"""Percent: with larger texts the buttons stand on lines of their own."""


class AccountCard(Card):
    """What an account is, whether it is in order, and what can be done with it."""

    def __init__(
        self,
        model: PaymentsModel,
        account: AccountView,
        shell: Shell,
        *,
        zone: str,
        changed: Callable[[], None],
    ) -> None:
        super().__init__(gap=10)
        self._model, self._shell, self._changed = model, shell, changed
        self._zone = ZoneInfo(zone)
        self.account = account
        self._platform: Platform = PLATFORMS[account.kind]
        self._kept, self._trouble = model.kept(account.id)
        self.pill = Pill()
        self._line = label(kind="micro", tone="muted", wrap=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.hide()
        self.said = Banner(tone="warning")
        self.said.hide()
        self.check = Button(_("Check now"), icon="test-tube")
        self.check.clicked.connect(self._check)
        self.trial = Button(_("Try with {amount}").format(amount=trial_amount()), icon="coin")
        self.trial.clicked.connect(self._try)
        self.keys = Button(_("Replace keys"))
        self.keys.clicked.connect(self._enter)
        self.remove = icon_button("trash", _("Remove the account"))
        self.remove.clicked.connect(self._remove)
        self.switch = Switch(_("Offer {name} at the till").format(name=account.name))
        self.switch.setChecked(account.enabled)
        self.switch.clicked.connect(self._switch)
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show the state as it is now."""
        text, tone, icon = self._state()
        self.pill.show_state(text, tone=tone, icon=icon)
        result = self._model.results.get(self.account.id)
        local = self._local(result.at) if result is not None else None
        self._line.setText(account_line(self.account, result, local))
        trials = self._model.desk.trials
        self.trial.setVisible(trials is not None and self.account.enabled)
        self.trial.setEnabled(not self._trouble)
        if self._trouble:
            self.said.say(self._trouble, tone="warning")
            self.said.show()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(self._platform.icon, 32, self._platform.colour))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        first: list[QWidget] = [name_label(self.account.name), self.pill]
        if self.account.practice:
            first.append(Pill(_("Practice"), tone="warning", icon="graduation-cap"))
        texts.addWidget(_flowing(first))
        texts.addWidget(self._line)
        head.addLayout(texts, 1)
        acts: list[QWidget] = [self.trial, self.check, self.keys, self.remove]
        if current().scale > _PLAIN:
            head.addWidget(self.switch)
            self.column.addLayout(head)
            self.column.addWidget(_flowing(acts))
        else:
            for part in (*acts, self.switch):
                head.addWidget(part)
            self.column.addLayout(head)
        self.column.addWidget(self._progress)
        self.column.addWidget(self.said)
        self.column.addWidget(hairline())
        self.column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        """What it can do, and when its certificate ends."""
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(_flowing([_tick(text) for text in abilities()], gap=16), 1)
        if self._kept.until is not None:
            soon = self._model.ends_soon(self._kept.until)
            if soon:
                row.addWidget(IconLabel("warning", 16, "warning"))
            text = certificate_line(self._kept.until, soon=soon)
            row.addWidget(label(text, kind="micro", tone="warning" if soon else "muted"))
        return row

    def _state(self) -> tuple[str, Tone, str]:
        result = self._model.results.get(self.account.id)
        if self._trouble:
            return _("Keys are missing"), "warning", "warning"
        if result is not None and not result.is_good:
            return _("Not in order"), "danger", "warning-circle"
        if not self.account.enabled:
            return _("Switched off"), "neutral", "minus-circle"
        return _("Connected"), "success", "check-circle"

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    # ------------------------------------------------------------------ acts

    def _enter(self) -> None:
        self._model.drop(self.account.kind)
        self._model.begin(self.account.kind, self.account)
        self._changed()

    def _switch(self) -> None:
        try:
            self._model.desk.switch(self.account.id, on=self.switch.isChecked())
        except ShopError as problem:
            self.switch.setChecked(self.account.enabled)
            self._shell.report(problem)
            return
        before = self.account.enabled
        text = _("Changed: {name}").format(name=self.account.name)
        if before and self._model.desk.is_followed(self.account.id):
            text = still_followed(self.account.name)
        self._shell.offer_undo(
            text,
            partial(self._switch_back, on=before),
        )
        self._changed()

    def _switch_back(self, *, on: bool) -> None:
        self._model.desk.switch(self.account.id, on=on)
        self._changed()

    def _remove(self) -> None:
        question = Question(
            _("Remove the account {name}?").format(name=self.account.name),
            _("Remove the account"),
            _(
                "Its keys are deleted from this computer. "
                "Payments made through it stay as they are."
            ),
        )
        if not self._shell.ask(question):
            return
        try:
            self._model.desk.remove(self.account.id)
        except ShopError as problem:
            self._shell.report(problem)
        self._changed()

    def _try(self) -> None:
        """Take the smallest amount through the account and give it back."""
        trials = self._model.desk.trials
        if trials is not None:
            TrialCard(self.window(), self.account, trials, self._shell).open()

    def _check(self) -> None:
        self._progress.show()
        self.check.setEnabled(False)
        self._shell.runner.run(
            self,
            lambda _job: self._model.desk.check_saved(self.account.id),
            done=self._checked,
            failed=self._failed,
        )

    def _checked(self, checked: "Checked") -> None:
        from microshop_desktop.payments.check_words import check_sentence

        self._progress.hide()
        self.check.setEnabled(True)
        self._model.note(self.account.id, checked)
        text = check_sentence(checked, self.account.name)
        good = self._model.results[self.account.id].is_good
        self.said.say(text, tone="success" if good else "danger")
        self.said.show()
        self._shell.announce(text, urgent=not good)
        self.refresh()

    def _failed(self, problem: Exception) -> None:
        self._progress.hide()
        self.check.setEnabled(True)
        self._shell.report(problem)


class InvitingCard(Card):
    """A platform without an account: what it would bring, and a way to set it up."""

    def __init__(self, model: PaymentsModel, kind: str, changed: Callable[[], None]) -> None:
        super().__init__()
        platform = PLATFORMS[kind]
        self._model, self._kind, self._changed = model, kind, changed
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel(platform.icon, 32, platform.colour))
        texts, first = QVBoxLayout(), QVBoxLayout() if current().roomy else QHBoxLayout()
        texts.setSpacing(2)
        first.setSpacing(8)
        first.addWidget(name_label(platform.title()))
        first.addWidget(
            Pill(_("Not set up yet"), icon="circle-dashed"), 0, Qt.AlignmentFlag.AlignLeft
        )
        first.addStretch(1)
        texts.addLayout(first)
        text = _("With a merchant account the till knows by itself when money has arrived.")
        texts.addWidget(label(text, kind="micro", tone="muted", wrap=True))
        row.addLayout(texts, 1)
        self.begin = Button(_("Set up"))
        self.begin.clicked.connect(self._begin)
        row.addWidget(self.begin)
        self.column.addLayout(row)

    def _begin(self) -> None:
        self._model.begin(self._kind)
        self._changed()


def _flowing(parts: Sequence[QWidget], *, gap: int = 8) -> QWidget:
    """Put parts side by side, on as many lines as they need."""
    box = QWidget()
    flow = FlowLayout(gap=gap)
    box.setLayout(flow)
    for part in parts:
        flow.addWidget(part)
    return box


def _tick(text: str) -> QWidget:
    """A thing that it can do, with a tick before it."""
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(IconLabel("check", 16, "success"))
    row.addWidget(label(text))
    return part
