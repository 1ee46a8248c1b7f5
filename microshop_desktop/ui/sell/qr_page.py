"""Page 02: the QR the customer scans, or the code we scanned, and how far the payment is.

It paints what the view-model says of the attempt and decides no state itself.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.formats import money_text, short_money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.payment_words import method_word
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.phone_words import PhoneSight
from microshop_desktop.ui.sell.progress_card import ProgressCard
from microshop_desktop.ui.sell.qr_card import QrCard
from microshop_desktop.ui.sell.quick_button import QuickButton
from microshop_desktop.ui.sell.scroll_column import scrolling
from microshop_desktop.ui.sell.split_card import SplitCard
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.labels import label

_QUICK, _QUICK_LOW = 4, 3
"""Ready amounts of cash, in a window that is high enough and in a low one."""
_SHARE = 46
"""Percent of the width that the code takes."""
_TICK_MS = 1000
_GAP = 10
_CASH_HIGH, _CASH_LOW = 52, 44
_QUICK_WIDE = 96


class QrPage(QWidget):
    """Shows the attempt on the screen; `cancel_asked` when it shall be closed."""

    cancel_asked = Signal()

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__()
        self._vm = vm
        self._low = False
        self._across = _QUICK
        self._stage: Stage | None = None
        self._payment: Payment | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("noRing", True)  # noqa: FBT003 (Qt's own)
        self.card = QrCard()
        self.progress = ProgressCard()
        self.split = SplitCard(vm)
        self.quick = [QuickButton() for _number in range(_QUICK)]
        self.other = key_button(_("Other amount"), icon="calculator", size="large", focus=False)
        self.cancel = key_button("", "Ctrl+W", icon="x", kind="danger_quiet", focus=False)
        self.park = key_button(_("Put it aside"), "F5", kind="ghost", focus=False)
        self._cash_word = label(_("Cash instead"), kind="strong")
        self._hint = label(
            _("Does the customer show a code? Just scan it"), kind="micro", tone="muted", wrap=True
        )
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._build()
        self._connect()

    def refresh(self, payment: Payment) -> None:
        """Show the attempt as it is now."""
        sight = self._vm.sight()
        phone = self._vm.phone
        if sight is None or phone is None or phone.record is None:
            return
        self.card.show_attempt(phone.record, sight, self._vm)
        self.progress.show_sight(sight)
        self.split.refresh(payment)
        self._make_room()
        self._show_cash(payment, sight)
        self._show_cancel(sight)
        if sight.stage is not self._stage:
            self._stage = sight.stage
            self.right.to_top()

    def focus_what_is_next(self) -> None:
        """Give the keyboard to the one thing Enter may do now, else to nothing that acts."""
        renew = self.card.renew
        (renew if renew.isVisibleTo(self) else self).setFocus()

    def _show_cash(self, payment: Payment, sight: PhoneSight) -> None:
        open_now = sight.stage not in {Stage.PAYING, Stage.CLOSING}
        for button in (*self.quick, self.other):
            button.setEnabled(open_now)
        self._payment = payment
        self._show_amounts()

    def _show_amounts(self) -> None:
        """Show as many ready amounts as there is room for."""
        payment = self._payment
        if payment is None:
            return
        amounts = payment.likely()[: _QUICK_LOW if self._low else _QUICK]
        for place, button in enumerate(self.quick):
            button.setVisible(place < len(amounts))
            if place < len(amounts):
                self._show_quick(button, amounts[place], payment)

    def _show_quick(self, button: QuickButton, amount: int, payment: Payment) -> None:
        change = amount - payment.due
        under = _("exact")
        if change:
            under = _("change {amount}").format(amount=money_text(change, payment.currency))
        figure = short_money_text(amount, payment.currency)
        button.show_amount(amount, figure, under=under, chosen=False)

    def _show_cancel(self, sight: PhoneSight) -> None:
        phone = self._vm.phone
        if phone is None or phone.record is None:
            return
        words = _("Cancel this {method} payment")
        self.cancel.set_label(words.format(method=method_word(phone.record.attempt.method)))
        self.cancel.setEnabled(sight.stage is not Stage.CLOSING)
        self._hint.setVisible(sight.stage is Stage.WAITING and not current().roomy)

    def _tick(self) -> None:
        """Let seconds and the life of the code run; nothing is asked and nothing is laid out."""
        sight = self._vm.sight()
        if sight is not None:
            self.progress.show_sight(sight)
            self.card.show_life(sight)

    def _build(self) -> None:
        self._right = QVBoxLayout()
        inside = QWidget()
        inside.setLayout(self._right)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.setSpacing(12)
        self._right.addWidget(self.progress)
        self._right.addWidget(self.split, 1)
        self._right.addStretch(0)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self.card, _SHARE)
        self.right = scrolling(inside)
        row.addWidget(self.right, 100 - _SHARE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        self._column.addLayout(row, 1)
        self._column.addWidget(self._cash_box())
        self._column.addLayout(self._foot())

    def _cash_box(self) -> QWidget:
        self._cash = QWidget()
        grid = self._cash_grid = QGridLayout(self._cash)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        if current().roomy:
            self._cash_word.hide()
            self.other.set_label("", tip=_("Other amount"))
        self._place_cash()
        return self._cash

    def _place_cash(self) -> None:
        """Put word and amounts in one row, or the word above them where height is short."""
        grid, low = self._cash_grid, self._low
        for part in (self._cash_word, *self.quick, self.other):
            grid.removeWidget(part)
        across = self._across if low else _QUICK + 2
        if low:
            grid.addWidget(self._cash_word, 0, 0, 1, across)
            for place, button in enumerate((*self.quick[:_QUICK_LOW], self.other)):
                grid.addWidget(button, place // across + 1, place % across)
        else:
            for place, part in enumerate((self._cash_word, *self.quick, self.other)):
                grid.addWidget(part, 0, place)
        high = current().px(_CASH_LOW if low else _CASH_HIGH)
        for part in (*self.quick, self.other):
            part.setFixedHeight(high)
        for column in range(_QUICK + 2):
            grid.setColumnStretch(column, int(column < across if low else column > 0))

    def _right_width(self) -> int:
        return self.width() * (100 - _SHARE) // 100 - _GAP

    def _beside(self) -> int:
        """Return how many amounts fit next to each other in the right column."""
        amounts = _QUICK_LOW * (current().px(_QUICK_WIDE) + 8)
        fits = self._right_width() >= amounts + self.other.sizeHint().width()
        return _QUICK_LOW + 1 if fits else 2

    def _make_room(self) -> None:
        """In a low window the cash amounts go beside the code, which keeps its size.

        Where even then all does not fit, the steps that are not the present one give way.
        """
        below = current().px(_CASH_HIGH) + self.cancel.sizeHint().height() + 2 * _GAP
        # By the page's width: before the first layout the card is too narrow for its head.
        wide = self.width() * _SHARE // 100 - _GAP
        low = self.height() - below < self.card.needed(wide)
        if (low, self._beside()) != (self._low, self._across):
            self._low, self._across = low, self._beside()
            self._place_low()
        self.progress.save_room(brief=low and self._right_needs() > self._right_has())

    def _place_low(self) -> None:
        low = self._low
        self._place_cash()
        self._right.setSpacing(8 if low else 12)
        for place, share in ((1, 0 if low else 1), (2, 1 if low else 0)):
            self._right.setStretch(place, share)
        self.split.save_room(low=low)
        self.card.save_room(low=low)
        if low:
            self._right.addWidget(self._cash)
        else:
            self._column.insertWidget(1, self._cash)
        self._show_amounts()

    def _right_needs(self) -> int:
        """How high the right column is in a low window with all steps, in pixels."""
        steps = self.progress.needed(self._right_width())
        others = self.split.sizeHint().height() + self._cash.sizeHint().height()
        return steps + others + 2 * self._right.spacing()

    def _right_has(self) -> int:
        return self.height() - self.cancel.sizeHint().height() - _GAP

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addWidget(self.park)
        row.addStretch(1)
        row.addWidget(self._hint, 3)
        return row

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.cancel_asked)
        self.park.clicked.connect(self._vm.park)
        self.split.entry_closed.connect(self.focus_what_is_next)
        self.card.renew.clicked.connect(self._vm.ask_again)
        self.other.clicked.connect(self._vm.cash_wanted)
        for button in self.quick:
            button.picked.connect(self._vm.cash_instead)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
