"""Taking cash: the typed amount, the change as the biggest figure, quick amounts."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.formats import money_text, short_money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.amount_entry import AmountEntry
from microshop_desktop.ui.sell.figures import set_size
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.quick_button import PadKey, QuickButton
from microshop_desktop.ui.sell.scroll_column import scrolling
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.labels import label, set_tone, surface

_KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", ".")
_QUICK = 6
_PAD_NEEDS, _USUAL_NEEDS = 270, 520
"""Heights of the page under which the number pad gives way, and all comes closer together."""
_GLUE = "\N{NO-BREAK SPACE}"


class CashPage(QWidget):
    """Shows the payment of the view-model while it is in cash."""

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__()
        self._vm = vm
        self.entry = AmountEntry(vm.currency)
        self._change_word = label(kind="lead")
        self._figure = label()
        self._parts = label(kind="lead", wrap=True)
        self.quick = [QuickButton() for _number in range(_QUICK)]
        self.part = key_button(
            _("Take only a part, the rest another way"), "Ctrl+D", icon="plus", focus=False
        )
        self.take = key_button("", "Enter", icon="tray-fill", kind="ink", size="pay")
        self.problem = Banner(tone="danger")
        self._pad = self._build_pad()
        self._tight = False
        self._build()
        self._place()
        self._connect()

    def refresh(self, payment: Payment) -> None:
        """Show amount, change and quick amounts."""
        self.entry.show_amount(payment.entry, payment.due)
        self._refresh_change(payment)
        amounts = payment.likely()
        for place, button in enumerate(self.quick):
            button.setVisible(place < len(amounts))
            if place < len(amounts):
                self._show_quick(button, amounts[place], payment)
        self.take.set_label(self._take_text(payment))
        self.problem.setVisible(bool(self._vm.problem))
        self.problem.say(self._vm.problem, tone="danger")

    def _refresh_change(self, payment: Payment) -> None:
        short = payment.is_part
        figure = payment.due - payment.amount if short else payment.change
        self._change_word.setText(_("Still due after this") if short else _("Change due"))
        self._figure.setText(money_text(figure, payment.currency))
        self._parts.setText(_change_words(payment))
        tone = "onWarning" if short else "onSuccess"
        set_look(self._change_card, surface="warning" if short else "success")
        for part in (self._change_word, self._figure, self._parts):
            set_tone(part, tone)

    def _show_quick(self, button: QuickButton, amount: int, payment: Payment) -> None:
        change = amount - payment.due
        under = _("exact")
        if change:
            under = _("change {amount}").format(amount=money_text(change, payment.currency))
        chosen = bool(payment.entry) and payment.amount == amount
        figure = short_money_text(amount, payment.currency)
        button.show_amount(amount, figure, under=under, chosen=chosen)

    def _take_text(self, payment: Payment) -> str:
        amount = short_money_text(payment.amount, payment.currency)
        if payment.is_part:
            return _("Take {amount}, more to come").format(amount=amount)
        return _("Take {amount}, open the drawer").format(amount=amount)

    def _build(self) -> None:
        roomy = current().roomy
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._entry_card(), 42 if roomy else 49)
        column = QVBoxLayout()
        column.setSpacing(8 if roomy else 12)
        column.addWidget(scrolling(self._figures()), 1)
        for part in (self.problem, self.part, self.take):
            column.addWidget(part)
        row.addLayout(column, 58 if roomy else 51)

    def _figures(self) -> QWidget:
        """Change and ready amounts: what scrolls where even a whole page is too low."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8 if current().roomy else 12)
        column.addWidget(self._change())
        self._quick = QGridLayout()
        self._quick.setSpacing(8)
        column.addLayout(self._quick)
        column.addStretch(1)
        return inside

    def _entry_card(self) -> Card:
        card = Card(padding=12 if current().roomy else 20)
        head = QHBoxLayout()
        head.addWidget(label(_("Cash received"), kind="lead"))
        head.addStretch(1)
        head.addWidget(label(_("just type the figures"), kind="micro", tone="muted"))
        card.column.addLayout(head)
        card.column.addWidget(self.entry)
        card.column.addWidget(self._pad, 100)
        card.column.addStretch(1)
        return card

    def _build_pad(self) -> QWidget:
        pad = QWidget()
        keys = QGridLayout(pad)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(8)
        for place, text in enumerate(_KEYS):
            keys.addWidget(self._key(text), place // 3, place % 3)
        return pad

    def _key(self, text: str) -> QWidget:
        key = PadKey(text)
        key.clicked.connect(lambda: self._type(text))
        return key

    def _change(self) -> QWidget:
        self._change_card = surface("success")
        inside = self._change_grid = QGridLayout(self._change_card)
        inside.setSpacing(0)
        inside.addWidget(self._change_word, 0, 0)
        inside.addWidget(self._figure, 1, 0, 1, 2)
        inside.setColumnStretch(1, 1)
        return self._change_card

    def _place(self) -> None:
        """In a low page coins stand beside the word for change, and more amounts in a row."""
        tight = self._tight
        above, size, across = (4, 40, 3) if tight else (12, 56, 2)
        self._change_grid.setContentsMargins(20, above, 20, above)
        set_size(self._figure, size)
        self._change_grid.removeWidget(self._parts)
        self._change_grid.addWidget(self._parts, *((0, 1) if tight else (2, 0, 1, 2)))
        sides = Qt.AlignmentFlag
        self._parts.setAlignment(sides.AlignRight if tight else sides.AlignLeft)
        for button in self.quick:
            self._quick.removeWidget(button)
        for place, button in enumerate(self.quick):
            self._quick.addWidget(button, place // across, place % across)
        for column in range(3):
            self._quick.setColumnStretch(column, int(column < across))

    def _connect(self) -> None:
        self.entry.typed.connect(self._type)
        self.entry.erased.connect(self._erase)
        self.entry.entered.connect(self._vm.take)
        self.take.clicked.connect(self._vm.take)
        self.part.clicked.connect(self._vm.take_part)
        for button in self.quick:
            button.picked.connect(self._pick)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A pad whose keys no finger could hit is left out: figures are typed then."""
        super().resizeEvent(event)
        self._pad.setVisible(self.height() >= current().px(_PAD_NEEDS))
        tight = self.height() < current().px(_USUAL_NEEDS)
        if tight != self._tight:
            self._tight = tight
            self._place()

    def _type(self, text: str) -> None:
        if self._vm.payment is not None:
            self._vm.payment.type(text)
            self._show()

    def _erase(self) -> None:
        if self._vm.payment is not None:
            self._vm.payment.erase()
            self._show()

    def _pick(self, amount: int) -> None:
        if self._vm.payment is not None:
            self._vm.payment.choose(amount)
            self._show()

    def _show(self) -> None:
        payment = self._vm.payment
        self._vm.problem = ""
        if payment is not None:
            self.refresh(payment)
        self.entry.setFocus()


def _change_words(payment: Payment) -> str:
    """Say the change in notes and coins: `¥1 × 2`."""
    return "   ".join(
        f"{short_money_text(note, payment.currency)}{_GLUE}×{_GLUE}{count}"
        for note, count in payment.change_parts()
    )
