"""The numbers by which platforms know the payments of an order, each to be copied by a press."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text
from microshop_desktop.services.order_values import PaymentView
from microshop_desktop.ui.orders.words import is_by_platform
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.labels import label


class PaymentNumbers(QWidget):
    """Shows them under each other; `copied` tells the number that somebody wants to paste."""

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_payments(self, payments: Sequence[PaymentView]) -> None:
        """Show the numbers of other payments; nothing where none has one."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        numbered = [one for one in payments if one.number and one.amount > 0]
        for payment in numbered:
            self._column.addWidget(self._row(payment))
        self.setVisible(bool(numbered))

    def _row(self, payment: PaymentView) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(number_name(payment), kind="micro", tone="muted"))
        number = label(payment.number, kind="micro", wrap=True)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts.addWidget(number)
        line.addLayout(texts, 1)
        copy = icon_button("copy", _("Copy this number"))
        copy.clicked.connect(partial(self.copied.emit, payment.number))
        line.addWidget(copy)
        return row


def number_name(payment: PaymentView) -> str:
    """Say what a number is: the platform's own, or what the cashier noted of it."""
    method = method_text(payment.method)
    if payment.in_bill or is_by_platform(payment):
        return _("{method} transaction number").format(method=method)
    return _("{method}, as the cashier noted it").format(method=method)
