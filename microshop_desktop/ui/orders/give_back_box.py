"""Giving money of an online order back at its platform: how much, then whether it is meant."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.domain.money import Currency, currency
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import source_text
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.ui.orders.back_draft import BackDraft
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.choices import CheckBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.stepper import Stepper

_MOST_LINES = 20


class GiveBackBox(QWidget):
    """Two steps, entry and confirmation; `confirmed` is sent with a `BackDraft`."""

    confirmed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._order: OrderView | None = None
        self._unit: Currency | None = None
        self.amount = AmountEdit(2)
        self.steppers: dict[int, Stepper] = {}
        self.takes_out = CheckBox(_("The pieces leave the order and can be sold there again"))
        self.transaction = QLineEdit()
        self.sure = Banner(tone="danger")
        self._amount_field = FormField(_("Amount that goes back"), self.amount)
        self._amount_place = QVBoxLayout()
        self._entry, self._sure = QWidget(), QWidget()
        self._lines = QVBoxLayout()
        self._build()
        self.hide()

    def begin(self, order: OrderView) -> None:
        """Ask how much of an order goes back; what its customer asks for stands there."""
        self._order, self._unit = order, currency(order.currency)
        asked = None if order.online is None else order.online.asked
        self._show_amount(self._unit.exponent)
        self.amount.set_value(asked.amount if asked is not None and asked.amount else None)
        self.takes_out.setChecked(False)
        self.transaction.clear()
        self._show_lines(order)
        self._go_to(self._entry)
        self.show()
        self.amount.setFocus()

    def review(self) -> None:
        """Go on to the confirmation, where the amount can be meant."""
        draft, order, unit = self._draft(), self._order, self._unit
        if draft is None or order is None or unit is None or order.online is None:
            return
        left = order.online.paid - order.online.refunded
        if draft.amount > left:
            text = _("At most {amount} can go back.").format(amount=money_text(left, unit))
            self._amount_field.set_problem(text)
            return
        if not draft.amount and not draft.takes_out:
            self._amount_field.set_problem(_("Type what goes back."))
            return
        self._amount_field.set_problem("")
        amount, platform = money_text(draft.amount, unit), source_text(order.source)
        text = _("{amount} of order {number} go back at {platform}. It cannot be fetched back.")
        self.sure.say(
            text.format(amount=amount, number=order.number, platform=platform), tone="danger"
        )
        self.confirm.set_label(_("Give back {amount}").format(amount=amount))
        self._go_to(self._sure)
        self.back.setFocus()  # Money moves: Enter pressed once too often must not do it.

    @property
    def problem(self) -> str:
        """What is wrong with the amount."""
        return self.amount.accessibleDescription()

    def end(self) -> None:
        """Ask no more."""
        self.hide()

    def _draft(self) -> BackDraft | None:
        value = 0 if self.amount.is_empty else self.amount.value
        if value is None or value < 0:
            self._amount_field.set_problem(_("Type an amount such as 19.90."))
            return None
        pieces = {no: stepper.value // ONE for no, stepper in self.steppers.items()}
        chosen = {no: count for no, count in pieces.items() if count}
        takes_out = self.takes_out.isChecked() and bool(chosen)
        return BackDraft(value, chosen, takes_out, self.transaction.text().strip())

    def _confirm(self) -> None:
        draft = self._draft()
        if draft is not None:
            self.end()
            self.confirmed.emit(draft)

    def _go_to(self, step: QWidget) -> None:
        """Show one of the two steps."""
        for each in (self._entry, self._sure):
            each.setVisible(each is step)

    def _show_amount(self, exponent: int) -> None:
        """Ask for an amount in the decimals of the order's currency."""
        self._amount_field.hide()
        self._amount_field.deleteLater()
        self.amount = AmountEdit(exponent)
        self.amount.returnPressed.connect(self.review)
        self._amount_field = FormField(_("Amount that goes back"), self.amount)
        self._amount_place.addWidget(self._amount_field)

    def _show_lines(self, order: OrderView) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.steppers = {}
        for line in order.lines[:_MOST_LINES]:
            stepper = self.steppers[line.no] = Stepper(high=line.quantity)
            stepper.set_value(0)
            stepper.setAccessibleName(line.full_name)
            row = QWidget()
            parts = QHBoxLayout(row)
            parts.setContentsMargins(0, 0, 0, 0)
            parts.addWidget(ElidedLabel(line.full_name), 1)
            parts.addWidget(stepper)
            self._lines.addWidget(row)

    def _build(self) -> None:
        column = QVBoxLayout(self._entry)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Give money back at the platform"), kind="strong"))
        self._amount_place.addWidget(self._amount_field)
        column.addLayout(self._amount_place)
        column.addWidget(label(_("Pieces it is for"), kind="micro", tone="muted"))
        column.addLayout(self._lines)
        column.addWidget(self.takes_out)
        hint = _("Only where the money went back another way already; else the platform pays it.")
        number = FormField(_("Number of the payment back"), self.transaction, hint=hint)
        column.addWidget(number)
        self.go_on = Button(_("Review…"), kind="primary", size="default")
        self.confirm = Button(kind="danger", icon="arrow-u-up-left", size="default")
        cancel = Button(_("Cancel"), size="default")
        self.back = Button(_("Back"), size="default")
        column.addLayout(_pair(cancel, self.go_on))
        second = QVBoxLayout(self._sure)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(8)
        second.addWidget(self.sure)
        second.addLayout(_pair(self.back, self.confirm))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for step in (self._entry, self._sure):
            whole.addWidget(step)
        self.go_on.clicked.connect(self.review)
        self.confirm.clicked.connect(self._confirm)
        cancel.clicked.connect(self.end)
        self.back.clicked.connect(lambda: self._go_to(self._entry))


def _pair(left: Button, right: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(left, 1)
    row.addWidget(right, 1)
    return row
