"""The right panel: supplier, freight, what it comes to, what is paid and owed, booking in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.domain.deliveries import FreightBy
from microshop_desktop.infra.formats import amount_text, money_text
from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.goods_in.view_model import GoodsInModel
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import hairline, label, set_tone
from microshop_desktop.ui.widgets.panel import Panel
from microshop_desktop.ui.widgets.segments import Segment, Segments

WIDTH = 340


class PaperPanel(Panel):
    """Writes into the model what stands on the paper; `changed` where figures follow."""

    changed = Signal()
    book_asked = Signal()

    def __init__(self, model: GoodsInModel) -> None:
        super().__init__(_("Delivery"), width=WIDTH, closable=False)
        self._model = model
        exponent = model.desk.currency.exponent
        self.supplier = ComboBox()
        self.supplier.setEditable(True)
        self.supplier.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        self.supplier.setMinimumContentsLength(10)
        self.freight, self.paid = AmountEdit(exponent), AmountEdit(exponent)
        self.note = QLineEdit()
        self.shared = Segments(
            [
                Segment(FreightBy.AMOUNT.value, pgettext("freight|short", "Amount")),
                Segment(FreightBy.QUANTITY.value, pgettext("freight|short", "Pieces")),
                Segment(FreightBy.NONE.value, pgettext("freight|short", "Not")),
            ]
        )
        self._goods, self._total = label(), label(kind="figure")
        self._owed = label(kind="strong")
        self.book = Button(_("Book in"), kind="primary", icon="tray", key="Ctrl+Enter", size="pay")
        self._build()
        self._connect()
        self.fill()

    def fill(self) -> None:
        """Show the delivery that the model begins."""
        draft = self._model.draft
        self.supplier.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.supplier.clear()
        self.supplier.addItems(["", *self._model.desk.receiving.suppliers(self._model.desk.actor)])
        self.supplier.setCurrentText(draft.supplier)
        self.supplier.blockSignals(False)  # noqa: FBT003 (Qt's own)
        self.freight.set_value(draft.freight or None)
        self.paid.set_value(draft.paid or None)
        self.note.setText(draft.note)
        self.shared.choose(draft.freight_by.value)
        self.show_figures()

    def show_figures(self) -> None:
        """Show what the delivery comes to."""
        draft, currency = self._model.draft, self._model.desk.currency
        self._goods.setText(amount_text(draft.goods_total, currency))
        self._total.setText(money_text(draft.total, currency))
        self._owed.setText(amount_text(draft.owed, currency))
        set_tone(self._owed, "warning" if draft.owed > 0 else "")
        self.book.setEnabled(self._model.ready)

    def _build(self) -> None:
        self.body.addWidget(FormField(_("Supplier"), self.supplier))
        self.body.addWidget(hairline())
        self.body.addLayout(
            _spread(label(pgettext("delivery", "Goods"), tone="muted"), self._goods)
        )
        self.body.addLayout(_spread(label(_("Freight"), tone="muted"), self.freight))
        self.body.addWidget(FormField(_("Freight is shared by"), self.shared))
        self.body.addLayout(_spread(label(_("Total"), kind="strong"), self._total))
        self.body.addWidget(hairline())
        money = QHBoxLayout()
        money.setSpacing(12)
        money.addWidget(FormField(_("Paid already"), self.paid), 1)
        owed = QVBoxLayout()
        owed.setSpacing(4)
        head = label(_("Still owed"), kind="micro", tone="muted")
        for widget in (head, self._owed):
            widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        owed.addWidget(head)
        owed.addWidget(self._owed, 1)
        money.addLayout(owed, 1)
        self.body.addLayout(money)
        self.body.addWidget(FormField(_("Note"), self.note))
        self.add_action(self.book)

    def _connect(self) -> None:
        self.supplier.editTextChanged.connect(self._model.set_supplier)
        self.note.textEdited.connect(self._model.set_note)
        self.freight.value_changed.connect(self._set_freight)
        self.shared.chosen.connect(self._set_freight)
        self.paid.value_changed.connect(self._set_paid)
        self.book.clicked.connect(self.book_asked)

    def _set_freight(self) -> None:
        amount = max(self.freight.value or 0, 0)
        self._model.set_freight(amount, FreightBy(self.shared.current_key))
        self._tell()

    def _set_paid(self) -> None:
        self._model.set_paid(max(self.paid.value or 0, 0))
        self._tell()

    def _tell(self) -> None:
        self.show_figures()
        self.changed.emit()


def _spread(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row
