"""Page 03: nobody knows yet whether the money came. What is known, and the safe ways on."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.formats import money_text, number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.printing.slips import slip_label
from microshop_desktop.ui.sell.choice_card import ChoiceCard
from microshop_desktop.ui.sell.figures import set_size
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.payment_words import method_word
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.scroll_column import scrolling
from microshop_desktop.ui.sell.step_list import StepList, present_steps
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface

_TICK_MS = 1000
_BY_TWOS = ((0, 0), (0, 1), (1, 0), (1, 0), (1, 1))
"""Places of the choices where they stand by twos; the question stands where its choice was."""
_LOW = 620
"""Height of the page under which the choices stand side by side."""


class UnknownPage(QWidget):
    """Shows an attempt whose end is not known; offers nothing that could charge twice."""

    list_asked = Signal()

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__()
        self._vm = vm
        self.title = label(kind="title", tone="onWarning", wrap=True)
        self.note = label(tone="onWarning", wrap=True)
        self._method = label(tone="onWarning")
        self._amount = label(tone="onWarning")
        self._number = label(kind="micro", tone="muted")
        self.facts = StepList()
        self.wait = ChoiceCard("arrows-clockwise", "Enter", tone="selected")
        self.park = ChoiceCard("hourglass-medium", "F5")
        self.verify = ChoiceCard("device-mobile", "F4")
        self.other = ChoiceCard("lock-simple", "")
        self.reference = QLineEdit()
        self.let_go = key_button(_("Let the goods go"), "Enter", kind="primary")
        self._ends, self._foot = QWidget(), QWidget()
        self._low = False
        self.slip = Button("", icon="printer", kind="ghost")
        self.others = Card(padding=14)
        self._others = label(wrap=True)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Show the attempt as it is now."""
        sight, phone = self._vm.sight(), self._vm.phone
        if sight is None or phone is None or phone.record is None:
            return
        attempt = phone.record.attempt
        self.title.setText(sight.title)
        self.note.setText(sight.note)
        self._method.setText(method_word(attempt.method))
        self._amount.setText(money_text(attempt.amount, self._vm.currency))
        self._number.setText(_("Order {number}").format(number=phone.number))
        self._show_steps()
        self.show_others(self._vm.pending_count)
        self._show_choices(closing=attempt.giving_up, mismatch=attempt.needs_person)
        self._show_slip()

    def show_others(self, count: int) -> None:
        """Say how many other payments are pending; nothing is shown without any."""
        words = ngettext("{count} other payment is pending", "{count} others are pending", count)
        self._others.setText(words.format(count=number_text(count)))
        self.others.setVisible(count > 0)

    def ask_reference(self) -> None:
        """Ask for what the customer's phone shows, before the goods go."""
        if self.verify.isEnabled():
            self._asked.show()
            self.verify.hide()
            self.reference.setFocus()

    def close_question(self) -> bool:
        """Take the question for the reference back; return whether it was open."""
        was_open = not self._asked.isHidden()
        self._asked.hide()
        self.verify.show()
        if was_open:
            self.wait.setFocus()
        return was_open

    def focus_what_is_next(self) -> None:
        """Give the keyboard to what is harmless."""
        self.wait.setFocus()

    def _show_slip(self) -> None:
        slips = self._vm.slips
        self.slip.setVisible(slips is not None)
        if slips is not None:
            text, icon = slip_label(slips)
            self.slip.set_label(text)
            self.slip.set_icon_name(icon)

    def _show_choices(self, *, closing: bool, mismatch: bool) -> None:
        self.wait.say(
            _("Wait a little, we go on asking"), _("The safest way; it rarely takes a minute")
        )
        self.park.say(
            _("Put it aside and serve the next one"),
            _("It goes to the pending payments; you are told what became of it"),
        )
        self.verify.say(
            _("The customer's phone says that it was paid"),
            _("Look at amount, shop and time there; it is written down as to verify"),
        )
        self.verify.setEnabled(not closing and not mismatch)
        self._show_other(closing=closing, mismatch=mismatch)

    def _show_other(self, *, closing: bool, mismatch: bool) -> None:
        offline = self._vm.offline_since is not None
        words = _("This payment is closed first, so that nothing is charged twice")
        if offline:
            words = _("Works when the network is back: this payment must be closed first")
        elif closing:
            words = _("Being closed; another way is free when the platform says so")
        elif mismatch:
            words = _("Look at the merchant account first: money came")
        self.other.say(_("Take the money another way"), words)
        self.other.setEnabled(not offline and not closing and not mismatch)

    def _tick(self) -> None:
        sight = self._vm.sight()
        if sight is not None and sight.stage is Stage.UNKNOWN:
            self._show_steps()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        gap = 8 if current().roomy else 12
        column.setSpacing(gap)
        column.addWidget(self._banner())
        self._middle = QGridLayout()
        self._middle.setSpacing(gap)
        self._facts = self._facts_card()
        self._foot_row = self._build_foot()
        self._asked = self._question()
        column.addLayout(self._middle, 1)
        column.addWidget(self.others)
        column.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))
        self._build_others()
        self._place()

    def _banner(self) -> QWidget:
        frame = surface("warning")
        row = QHBoxLayout(frame)
        above, icon = (4, 32) if current().roomy else (10, 44)
        row.setContentsMargins(20, above, 20, above)
        row.setSpacing(18)
        row.addWidget(IconLabel("hourglass-medium", icon, "onWarningSoft"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        money = QVBoxLayout()
        money.setSpacing(0)
        set_size(self._amount, 26)
        for part in (self._method, self._amount):
            money.addWidget(part, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(money)
        return frame

    def _facts_card(self) -> Card:
        card = Card(padding=12 if current().roomy else 16, gap=6)
        head = self._head = QHBoxLayout()
        head.addWidget(label(_("This payment"), kind="strong"))
        head.addStretch(1)
        head.addWidget(self._number)
        card.column.addLayout(head)
        card.column.addWidget(self.facts)
        card.column.addStretch(1)
        card.column.addWidget(self._ends)
        ends = QVBoxLayout(self._ends)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.setSpacing(6)
        ends.addWidget(label(_("When it is known"), kind="micro", tone="muted"))
        for icon, tone, words in (
            ("check-circle", "success", _("Paid: the sale is done, the receipt is printed")),
            ("arrow-counter-clockwise", "accent", _("Not paid: you are told and collect again")),
        ):
            row = QHBoxLayout()
            row.addWidget(IconLabel(icon, 18, tone))
            row.addWidget(label(words, wrap=True), 1)
            ends.addLayout(row)
        return card

    def _place(self) -> None:
        """Put facts beside the choices; in a low window the choices by twos above the facts.

        What only explains gives way there.
        """
        grid, low = self._middle, self._low
        choices: list[QWidget] = [self.wait, self.park, self.verify, self._asked, self.other]
        for part in (self._facts, *choices):
            grid.removeWidget(part)
        places = _BY_TWOS if low else tuple((row, 1) for row in range(len(choices)))
        for part, (row, column) in zip(choices, places, strict=True):
            grid.addWidget(part, row, column)
        grid.addWidget(self._facts, *((2, 0, 1, 2) if low else (0, 0, len(choices), 1)))
        for column, share in enumerate((1, 1) if low else (42, 58)):
            grid.setColumnStretch(column, share)
        for row in range(len(choices)):
            grid.setRowStretch(row, int(row < 2 if low else row != choices.index(self._asked)))
        (self._head if low else self._foot_row).addWidget(self.slip)
        for part in (self._ends, self._foot):
            part.setVisible(not low)
        self._show_steps()

    def _show_steps(self) -> None:
        """Show what is known; in a low window the last of it."""
        sight = self._vm.sight()
        if sight is not None:
            self.facts.show_steps(present_steps(sight.steps) if self._low else sight.steps)

    def _question(self) -> Card:
        card = Card(padding=14, gap=8)
        card.column.addWidget(
            label(_("Last digits of the number on the customer's phone"), kind="strong", wrap=True)
        )
        row = QHBoxLayout()
        self.reference.setMaxLength(64)
        self.reference.setAccessibleName(_("Reference"))
        row.addWidget(self.reference, 1)
        row.addWidget(self.let_go)
        card.column.addLayout(row)
        card.hide()
        return card

    def _build_others(self) -> None:
        row = QHBoxLayout()
        row.addWidget(IconLabel("hourglass-medium", 18, "warning"))
        row.addWidget(self._others, 1)
        show = key_button(_("See all"), "F6", kind="link")
        show.clicked.connect(self.list_asked)
        row.addWidget(show)
        self.others.column.addLayout(row)
        self.others.hide()

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("info", 18, "textMuted"))
        words = _("Closing the program loses nothing: it asks again at the next start")
        row.addWidget(label(words, tone="muted", wrap=True), 1)
        return row

    def _connect(self) -> None:
        self.wait.clicked.connect(self._vm.ask_platform)
        self.park.clicked.connect(self._vm.park)
        self.verify.clicked.connect(self.ask_reference)
        self.other.clicked.connect(self._vm.cash_wanted)
        self.let_go.clicked.connect(self._hand_over)
        self.slip.clicked.connect(self._vm.hand_out_slip)
        self.reference.returnPressed.connect(self._hand_over)

    def _hand_over(self) -> None:
        reference = self.reference.text()
        self.reference.clear()
        self.close_question()
        self._vm.hand_over(reference)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < current().px(_LOW)
        if low != self._low:
            self._low = low
            self._place()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.close_question()
