"""What is edited more seldom: stock settings, codes of our own, tax, by weight, on sale."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import parse_decimal, plain_amount
from microshop_desktop.domain.stock import BelowZero
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.widgets.amount_edit import DecimalEdit, QuantityEdit
from microshop_desktop.ui.widgets.choices import CheckBox, ComboBox
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import label

_PERCENT_DECIMALS = 2


def _parse_percent(text: str) -> int:
    value = parse_decimal(text, _PERCENT_DECIMALS, ErrorCode.BAD_AMOUNT)
    if not 0 <= value < 10_000:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=text)
    return value


def _write_percent(rate: int) -> str:
    text = plain_amount(rate, _PERCENT_DECIMALS)
    return text.rstrip("0").rstrip(".")


class MoreFields(QWidget):
    """Writes into the draft what is typed or chosen; `changed` after each."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._draft: ProductDraft | None = None
        self.unit, self.merchant_code, self.plu, self.shelf = (QLineEdit() for _each in range(4))
        self.low_stock = QuantityEdit()
        self.tax = DecimalEdit(_parse_percent, _write_percent)
        self.below_zero = ComboBox()
        for policy, text in (
            (BelowZero.WARN, _("As in the settings")),
            (BelowZero.ALLOW, _("Sell without a word")),
            (BelowZero.BLOCK, _("Do not sell")),
        ):
            self.below_zero.addItem(text, policy)
        self.by_weight = CheckBox(_("Sold by weight"))
        self.on_sale = CheckBox(_("On sale"))
        self.complete = CheckBox(_("Everything is filled in"))
        self.stock = label(kind="micro", tone="muted", wrap=True)
        self._lay_out()
        self._connect()

    def show_draft(self, draft: ProductDraft, *, editable: bool) -> None:
        """Show the variant that the draft shows."""
        self._draft = None
        sku = draft.sku
        for field, text in (
            (self.unit, sku.unit),
            (self.merchant_code, sku.merchant_code),
            (self.plu, sku.plu),
            (self.shelf, sku.shelf),
        ):
            field.setText(text)
        self.low_stock.set_value(sku.low_stock)
        self.tax.set_value(draft.form.tax_rate or None)
        self.below_zero.choose(sku.below_zero)
        self.by_weight.setChecked(sku.by_weight)
        self.on_sale.setChecked(sku.on_sale)
        self.complete.setChecked(not draft.form.unfinished)
        self.complete.setVisible(draft.form.unfinished)
        self.stock.setText(draft.stock_text())
        self.stock.setVisible(bool(draft.stock_text()))
        self._set_editable(editable=editable)
        self._draft = draft

    def wrong_fields(self) -> bool:
        """Whether something typed here cannot be read."""
        wrong = False
        for field in (self.low_stock, self.tax):
            bad = not field.is_empty and (field.value is None or field.value < 0)
            sentence = _("“{text}” is not a number.").format(text=field.text()) if bad else ""
            self._fields[field].set_problem(sentence)
            wrong = wrong or bad
        return wrong

    def _lay_out(self) -> None:
        self._fields = {
            widget: FormField(name, widget)
            for widget, name in (
                (self.unit, _("Unit")),
                (self.shelf, _("Shelf")),
                (self.merchant_code, _("Merchant code")),
                (self.plu, _("Scale number")),
                (self.low_stock, _("Low from")),
                (self.tax, _("Tax in the price, %")),
            )
        }
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, field in enumerate(self._fields.values()):
            grid.addWidget(field, place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Stock and more"), kind="strong"))
        column.addWidget(self.stock)
        column.addLayout(grid)
        column.addWidget(FormField(_("When there is not enough"), self.below_zero))
        for box in (self.on_sale, self.by_weight, self.complete):
            column.addWidget(box)

    def _connect(self) -> None:
        for field, name in (
            (self.unit, "unit"),
            (self.merchant_code, "merchant_code"),
            (self.plu, "plu"),
            (self.shelf, "shelf"),
        ):
            field.textEdited.connect(lambda text, name=name: self._set(name, text))
        self.low_stock.value_changed.connect(self._set_low)
        self.tax.value_changed.connect(self._set_tax)
        self.below_zero.activated.connect(
            lambda _place: self._set("below_zero", BelowZero(self.below_zero.currentData()))
        )
        self.by_weight.toggled.connect(lambda on: self._set("by_weight", on))
        self.on_sale.toggled.connect(lambda on: self._set("on_sale", on))
        self.complete.toggled.connect(self._set_complete)

    def _set(self, name: str, value: object) -> None:
        if self._draft is not None:
            self._draft.change_sku(**{name: value})
            self.changed.emit()

    def _set_low(self, value: int | None) -> None:
        if value is None or value >= 0:
            self._set("low_stock", value)

    def _set_tax(self, value: int | None) -> None:
        if self._draft is not None and (value is not None or self.tax.is_empty):
            self._draft.change(tax_rate=value or 0)
            self.changed.emit()

    def _set_complete(self, on: bool) -> None:
        if self._draft is not None:
            self._draft.change(unfinished=not on)
            self.changed.emit()

    def _set_editable(self, *, editable: bool) -> None:
        for field in (self.unit, self.merchant_code, self.plu, self.shelf):
            field.setReadOnly(not editable)
        for edit in (self.low_stock, self.tax):
            edit.setReadOnly(not editable)
        for widget in (self.below_zero, self.by_weight, self.on_sale, self.complete):
            widget.setEnabled(editable)
