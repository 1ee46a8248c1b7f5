"""Correcting what is on hand: the kind, the quantity, the reason, and what it does."""

from PySide6.QtWidgets import QLineEdit, QWidget

from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.infra.stock_words import movement_kind_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.stock_records import StockRow
from microshop_desktop.ui.products.dialog import FormDialog
from microshop_desktop.ui.stock.view_model import AdjustModel
from microshop_desktop.ui.widgets.amount_edit import QuantityEdit
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.segments import Segment, Segments

_KINDS = (
    MovementKind.LOSS,
    MovementKind.GAIN,
    MovementKind.COUNT,
    MovementKind.OWN_USE,
    MovementKind.SAMPLE,
    MovementKind.GIFT,
)


class AdjustDialog(FormDialog):
    """`model.adjustment()` is what was agreed to when `ask` gives true."""

    def __init__(self, parent: QWidget, row: StockRow) -> None:
        self.model = AdjustModel(row)
        super().__init__(parent, self.model.title(), verb=_("Change the quantity"), width=640)
        self.kinds = Segments(
            [Segment(kind.value, movement_kind_text(kind.value)) for kind in _KINDS]
        )
        self.quantity = QuantityEdit()
        self.quantity_field = FormField(_("How many"), self.quantity)
        self.reason = QLineEdit()
        self.effect = label(kind="strong")
        self.warning = label(kind="micro", tone="warning", wrap=True)
        for widget in (
            self.kinds,
            self.quantity_field,
            FormField(_("Reason"), self.reason),
            self.effect,
            self.warning,
        ):
            self.column.addWidget(widget)
        self.kinds.chosen.connect(self._look)
        self.quantity.textEdited.connect(self._look)
        self.reason.textEdited.connect(self._look)
        self._look()
        self.quantity.setFocus()

    def _look(self) -> None:
        self.model.kind = MovementKind(self.kinds.current_key)
        self.model.text = self.quantity.text()
        self.model.reason = self.reason.text()
        self.quantity_field.set_problem(self.model.problem())
        self.effect.setText(self.model.effect() or " ")
        warning = self.model.warning()
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.go.setEnabled(self.model.adjustment() is not None)
