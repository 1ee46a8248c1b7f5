"""Taking cash: the typed amount, the change as the biggest figure, quick amounts."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

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
        self._build()
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
        if current().roomy:
            self._build_tall()
            return
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._entry_card(pad=True), 49)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self._change())
        column.addLayout(self._quick_grid())
        column.addStretch(1)
        column.addLayout(self._actions())
        row.addLayout(column, 51)

    def _build_tall(self) -> None:
        """Put all below each other for large texts: the pad gives way, change and Enter stay."""
        inside = QWidget()
        parts = QVBoxLayout(inside)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(12)
        parts.addWidget(self._entry_card(pad=False))
        parts.addWidget(self._change())
        parts.addLayout(self._quick_grid())
        parts.addWidget(self.part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(scrolling(inside), 1)
        column.addWidget(self.problem)
        column.addWidget(self.take)

    def _entry_card(self, *, pad: bool) -> Card:
        card = Card(padding=20)
        head = QHBoxLayout()
        head.addWidget(label(_("Cash received"), kind="lead"))
        head.addStretch(1)
        head.addWidget(label(_("just type the figures"), kind="micro", tone="muted"))
        card.column.addLayout(head)
        card.column.addWidget(self.entry)
        if pad:
            card.column.addLayout(self._pad(), 1)
        return card

    def _pad(self) -> QGridLayout:
        keys = QGridLayout()
        keys.setSpacing(8)
        for place, text in enumerate(_KEYS):
            keys.addWidget(self._key(text), place // 3, place % 3)
        return keys

    def _key(self, text: str) -> QWidget:
        key = PadKey(text)
        key.clicked.connect(lambda: self._type(text))
        return key

    def _change(self) -> QWidget:
        self._change_card = surface("success")
        inside = QVBoxLayout(self._change_card)
        inside.setContentsMargins(20, 12, 20, 12)
        inside.setSpacing(0)
        set_size(self._figure, 56)
        for part in (self._change_word, self._figure, self._parts):
            inside.addWidget(part)
        return self._change_card

    def _quick_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, button in enumerate(self.quick):
            grid.addWidget(button, place // 2, place % 2)
        return grid

    def _actions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.problem)
        column.addWidget(self.part)
        column.addWidget(self.take)
        return column

    def _connect(self) -> None:
        self.entry.typed.connect(self._type)
        self.entry.erased.connect(self._erase)
        self.entry.entered.connect(self._vm.take)
        self.take.clicked.connect(self._vm.take)
        self.part.clicked.connect(self._vm.take_part)
        for button in self.quick:
            button.picked.connect(self._pick)

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
