"""The goods a customer takes instead: a row each, with its quantity."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.domain.pricing import PricedLine
from microshop_desktop.infra.formats import amount_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.orders.refund.view_model import RefundViewModel
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.stepper import Stepper


class TakenGoods(Card):
    """Shows what is taken instead; `changed` tells of another quantity."""

    changed = Signal()

    def __init__(self, model: RefundViewModel) -> None:
        super().__init__(_("Takes instead"), padding=12, gap=4)
        self._model = model
        self._hint = label(_("Scan or type what the customer takes."), tone="muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.column.addWidget(self._hint)
        self.column.addLayout(self._rows)

    def refresh(self) -> None:
        """Show the goods as they are now."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        priced = self._model.priced
        self._hint.setVisible(priced is None)
        for line in priced.lines if priced else ():
            self._rows.addWidget(self._row(line))

    def _row(self, line: PricedLine) -> QWidget:
        row = QWidget()
        cells = QHBoxLayout(row)
        cells.setContentsMargins(0, 0, 0, 0)
        goods = line.line.goods
        cells.addWidget(ElidedLabel(f"{goods.name} {goods.spec}".strip(), kind="strong"), 1)
        cells.addWidget(label(amount_text(line.unit_price, self._model.currency), tone="muted"))
        cells.addWidget(self._stepper(line))
        cells.addWidget(label(amount_text(line.total, self._model.currency), kind="strong"))
        return row

    def _stepper(self, line: PricedLine) -> Stepper:
        stepper = Stepper()
        stepper.set_show(quantity_text)
        stepper.set_value(line.line.quantity)
        stepper.changed.connect(lambda quantity: self._set(line.line.no, quantity))
        return stepper

    def _set(self, no: int, quantity: int) -> None:
        self._model.set_taken(no, quantity)
        self.changed.emit()
