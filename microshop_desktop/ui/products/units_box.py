"""The packs of a variant, such as a box of 12 with its own price."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.infra.formats import amount_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.catalogue_records import UnitForm
from microshop_desktop.ui.products.draft import ProductDraft, unit_text
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label

_MOST_FACTOR = 100_000


class UnitsBox(QWidget):
    """Adds packs to the draft and takes them away; `changed` after each."""

    changed = Signal()
    code_wanted = Signal(int)
    """A barcode for the pack with this number is to be scanned."""

    def __init__(self, exponent: int) -> None:
        super().__init__()
        self._draft: ProductDraft | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(_("Packs"), kind="strong"))
        head.addStretch(1)
        self._add = Button(_("Add a pack"), kind="ghost", icon="plus")
        self._add.clicked.connect(self.begin)
        head.addWidget(self._add)
        self._column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._column.addLayout(self._rows)
        self.form = self._form(exponent)
        self._column.addWidget(self.form)
        self.problem = label(kind="micro", tone="danger", wrap=True)
        self._column.addWidget(self.problem)
        self._close()

    def show_draft(self, draft: ProductDraft, *, editable: bool) -> None:
        """Show the packs of the variant that the draft shows."""
        self._draft = draft
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, unit in enumerate(draft.sku.units):
            self._rows.addWidget(self._row(place, unit, editable=editable))
        self._add.setVisible(editable)
        self._close()

    def begin(self) -> None:
        """Show the fields of a new pack."""
        self.form.show()
        self.name.setFocus()

    def _form(self, exponent: int) -> QWidget:
        form = QWidget()
        row = QHBoxLayout(form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.name, self.factor, self.price = QLineEdit(), QLineEdit(), AmountEdit(exponent)
        for field, text in (
            (self.name, _("Box")),
            (self.factor, _("Pieces")),
            (self.price, _("Price")),
        ):
            field.setPlaceholderText(text)
            field.setAccessibleName(text)
            field.returnPressed.connect(self._take)
            row.addWidget(field, 2 if field is self.name else 1)
        add = Button(_("Add"), kind="outline")
        add.clicked.connect(self._take)
        row.addWidget(add)
        return form

    def _row(self, place: int, unit: UnitForm, *, editable: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(ElidedLabel(unit_text(unit)), 1)
        if unit.price is not None and self._draft is not None:
            line.addWidget(label(amount_text(unit.price, self._draft.currency)))
        if editable:
            scan = icon_button("barcode", _("Scan a barcode for {pack}").format(pack=unit.name))
            scan.clicked.connect(lambda: self.code_wanted.emit(place))
            remove = icon_button("x", _("Remove {pack}").format(pack=unit.name))
            remove.clicked.connect(lambda: self._remove(place))
            line.addWidget(scan)
            line.addWidget(remove)
        row.setFixedHeight(current().px(40))
        return row

    def _take(self) -> None:
        name, factor = self.name.text().strip(), self.factor.text().strip()
        whole = int(factor) if factor.isascii() and factor.isdigit() else 0
        if not name or not 2 <= whole <= _MOST_FACTOR:
            self.problem.setText(_("A pack has a name and at least 2 pieces."))
            self.problem.show()
            return
        if self._draft is not None:
            self._draft.add_unit(UnitForm(name, whole, self.price.value))
        for field in (self.name, self.factor, self.price):
            field.clear()
        self._close()
        self.changed.emit()

    def _remove(self, place: int) -> None:
        if self._draft is not None:
            self._draft.remove_unit(place)
            self.changed.emit()

    def _close(self) -> None:
        self.form.hide()
        self.problem.hide()
