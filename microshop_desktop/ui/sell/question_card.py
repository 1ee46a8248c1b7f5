"""The small card over the tiles for goods the till does not know, or cannot tell apart."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.news import UnknownGoods, WhichGoods
from microshop_desktop.ui.sell.rows import full_name
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import IconLabel, label

if TYPE_CHECKING:
    from microshop_desktop.services.lookup import Found

_NAME_WIDTH = 3
_PRICE_WIDTH = 1


class UnknownCard(Card):
    """Code (filled), name, price, Enter: on the ticket. `left` when it was given up."""

    made = Signal(str, str, int)
    left = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__(padding=14, gap=10)
        self._title = label(kind="strong", wrap=True)
        self._code = QLineEdit()
        self._name = QLineEdit()
        self._price = AmountEdit(currency.exponent)
        self._name_field = FormField(_("Name"), self._name)
        self._price_field = FormField(_("Price"), self._price)
        self.column.addLayout(self._head())
        self.column.addLayout(self._fields())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for edit in (self._code, self._name, self._price):
            edit.returnPressed.connect(self._next)

    def ask(self, goods: UnknownGoods) -> None:
        """Show what was scanned or typed and wait for the rest."""
        if goods.code:
            self._title.setText(_("Barcode not found. Add a product?"))
        else:
            self._title.setText(_("“{text}” not found. Add a product?").format(text=goods.name))
        self._code.setText(goods.code)
        self._name.setText(goods.name)
        self._price.set_value(None)
        self._name_field.set_problem("")
        self._price_field.set_problem("")
        self.show()
        if self.isVisible():
            (self._price if goods.name else self._name).setFocus()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel("warning-circle", 20, "warning"))
        row.addWidget(self._title, 1)
        row.addWidget(_leave_button(self.left))
        return row

    def _fields(self) -> QLayout:
        code = FormField(_("Barcode"), self._code)
        save = key_button(_("Add to the basket"), "Enter", kind="primary")
        save.clicked.connect(self._save)
        if current().roomy:
            return self._stacked(code, save)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(code, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._name_field, _NAME_WIDTH, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._price_field, _PRICE_WIDTH, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addSpacing(22)
        column.addWidget(save)
        column.addStretch(1)
        row.addLayout(column)
        return row

    def _stacked(self, code: QWidget, save: QWidget) -> QLayout:
        """Give large texts two rows: name and price first, which are typed; the code is there."""
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.addWidget(self._name_field, 0, 0)
        grid.addWidget(self._price_field, 0, 1)
        grid.addWidget(code, 1, 0)
        grid.addWidget(save, 1, 1, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _next(self) -> None:
        """Enter goes on to what is missing, then saves."""
        if not self._name.text().strip():
            self._name.setFocus()
        elif self._price.is_empty:
            self._price.setFocus()
        else:
            self._save()

    def _save(self) -> None:
        name, price = self._name.text().strip(), self._price.value
        self._name_field.set_problem("" if name else _("A name is missing. Type one first."))
        fits = price is not None and price >= 0
        self._price_field.set_problem("" if fits else _("Type a price such as 19.90"))
        if name and price is not None and fits:
            self.made.emit(self._code.text(), name, price)


class WhichCard(Card):
    """One button a SKU; `chosen` carries what was found, `left` when it was given up."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__(padding=14, gap=8)
        self._currency = currency
        self._title = label(kind="strong", wrap=True)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(IconLabel("question", 20, "accent"))
        row.addWidget(self._title, 1)
        row.addWidget(_leave_button(self.left))
        self.column.addLayout(row)
        self.column.addLayout(self._buttons)

    def ask(self, asked: WhichGoods) -> None:
        """Show the goods that share the code."""
        self._title.setText(_("Several goods have the code {code}").format(code=asked.code))
        self._clear()
        for number, found in enumerate(asked.choices[:9], start=1):
            self._buttons.addWidget(self._button(found, number))
        self.show()
        first = self._first()
        if first is not None and self.isVisible():
            first.setFocus()

    def _button(self, found: "Found", number: int) -> QWidget:
        price = found.unit.unit_price
        if price is None:
            price = found.goods.prices[0].unit_price * found.unit.factor
        text = f"{number}  {full_name(found.goods)}  {money_text(price, self._currency)}"
        button = key_button(text)
        button.setShortcut(str(number))
        button.clicked.connect(lambda: self.chosen.emit(found))
        return button

    def _first(self) -> QWidget | None:
        item = self._buttons.itemAt(0)
        return None if item is None else item.widget()

    def _clear(self) -> None:
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.deleteLater()


def _leave_button(left: SignalInstance) -> Button:
    """Make the button that leaves the question; large texts leave room for its icon alone."""
    words = _("Scan again")
    leave = key_button(words, "Esc", kind="ghost")
    if current().roomy:
        leave.set_icon_name("x")
        leave.set_label("", tip=words)
    leave.clicked.connect(left)
    return leave
