"""The parts of a payment: what came, what is asked for now, and how to take a part of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.payment_words import method_word
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label

_Row = tuple[str, str, str, str]
"""Icon, its colour, words and amount of a part."""


class SplitCard(Card):
    """Shows the parts; a part of the amount is asked for by typing it.

    `entry_closed` when the keyboard is free again.
    """

    entry_closed = Signal()

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__(padding=14, gap=6)
        self._vm = vm
        self._shown: list[_Row] = []
        self._total = label(tone="muted")
        self._low = False
        self._head = QWidget()
        self._box = QWidget()
        self._rows = QVBoxLayout(self._box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.part = key_button(_("Ask for a part only"), "Ctrl+D", icon="plus", focus=False)
        self.amount = AmountEdit(vm.currency.exponent)
        self.ask = key_button(_("Ask for this part"), "Enter", kind="primary")
        self._entry = QWidget()
        self._build()
        self.part.clicked.connect(self.open_entry)
        self.ask.clicked.connect(self._ask)
        self.amount.returnPressed.connect(self._ask)

    def refresh(self, payment: Payment) -> None:
        """Show the parts as they are now."""
        total = money_text(self._vm.priced.total, payment.currency)
        self._total.setText(_("Due {amount}").format(amount=total))
        rows = self._parts(payment)
        if rows != self._shown:
            self._shown = rows
            self._fill(rows)
        phone = self._vm.phone
        waits = phone is not None and phone.stage in {Stage.WAITING, Stage.NO_CODE, Stage.STARTING}
        self.part.setVisible(waits and self._entry.isHidden())
        if not waits:
            self.close_entry()
        self._show_rows()

    def save_room(self, *, low: bool) -> None:
        """In a low window name the parts only where there are several."""
        self._low = low
        self._show_rows()

    def _show_rows(self) -> None:
        needed = not self._low or len(self._shown) > 1
        self._box.setVisible(needed)
        self._head.setVisible(needed)
        self.setVisible(needed or not (self.part.isHidden() and self._entry.isHidden()))

    def open_entry(self) -> None:
        """Ask how much of it is paid this way."""
        if self.part.isHidden():
            return
        self.part.hide()
        self._entry.show()
        self.amount.set_value(None)
        self.amount.setFocus()

    def close_entry(self) -> bool:
        """Take the question back; return whether it was open."""
        was_open = not self._entry.isHidden()
        self._entry.hide()
        if was_open:
            self.part.show()
            self.entry_closed.emit()
        return was_open

    def _parts(self, payment: Payment) -> list[_Row]:
        rows = [
            (
                "check-circle-fill",
                "success",
                method_word(tender.method),
                money_text(tender.amount, payment.currency),
            )
            for tender in self._vm.basket.received
        ]
        phone = self._vm.phone
        if phone is not None and phone.record is not None:
            attempt = phone.record.attempt
            words = _("{method}, asked for").format(method=method_word(attempt.method))
            amount = money_text(attempt.amount, payment.currency)
            rows.append(("hourglass-medium", "accent", words, amount))
        return rows

    def _fill(self, rows: list[_Row]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for icon, tone, words, amount in rows:
            self._rows.addWidget(_part_row(icon, tone, words, amount))

    def _ask(self) -> None:
        amount = self.amount.value
        due = 0 if self._vm.payment is None else self._vm.payment.due
        if amount is None or not 0 < amount < due:
            self._vm.say(_("Type an amount below what is due, such as 19.90"))
            return
        self.close_entry()
        self._vm.ask_part(amount)

    def _build(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(label(_("Paid in parts"), kind="strong"))
        head.addStretch(1)
        head.addWidget(self._total)
        self.column.addWidget(self._head)
        self._rows.setSpacing(0)
        self.column.addWidget(self._box)
        self.column.addStretch(1)
        row = QHBoxLayout(self._entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.amount.setAccessibleName(_("How much is paid this way"))
        self.amount.setPlaceholderText(_("How much is paid this way"))
        row.addWidget(self.amount, 1)
        row.addWidget(self.ask)
        self._entry.hide()
        self.column.addWidget(self._entry)
        self.column.addWidget(self.part)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) is Qt.Key.Key_Escape and self.close_entry():
            return
        super().keyPressEvent(event)


def _part_row(icon: str, tone: str, words: str, amount: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(10)
    row.addWidget(IconLabel(icon, 20, tone))
    row.addWidget(label(words))
    row.addStretch(1)
    row.addWidget(label(amount, kind="strong"))
    column.addLayout(row)
    column.addWidget(hairline())
    return box
