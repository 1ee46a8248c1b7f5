"""A code that nothing carries: made into a product here, or given to one that exists."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout

from microshop_desktop.infra.translations import _
from microshop_desktop.services.catalogue_records import CategoryRow
from microshop_desktop.ui.goods_in.delivery import Unknown
from microshop_desktop.ui.goods_in.view_model import GoodsInModel
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, label


class UnknownRow(QFrame):
    """`create_asked` with the row itself, `link_asked` with the code and the SKU chosen."""

    create_asked = Signal(object)
    link_asked = Signal(str, object)
    dropped = Signal(str)

    def __init__(
        self, model: GoodsInModel, unknown: Unknown, categories: tuple[CategoryRow, ...]
    ) -> None:
        super().__init__()
        set_look(self, surface="warning")
        self._model, self.code = model, unknown.code
        exponent = model.desk.currency.exponent
        self.name = QLineEdit()
        self.category = ComboBox()
        self.cost, self.price = AmountEdit(exponent), AmountEdit(exponent)
        self._head = label(kind="strong", tone="onWarning")
        self._counted = ElidedLabel(tone="onWarning")
        self._fill(categories)
        self.show_unknown(unknown)
        self._build()

    @property
    def chosen_category(self) -> UUID | None:
        """The category that was chosen."""
        key = self.category.currentData()
        return UUID(key) if key else None

    def show_unknown(self, unknown: Unknown) -> None:
        """Show how many were scanned."""
        self._head.setText(_("Never seen {code}").format(code=unknown.code))
        self._counted.setText(
            _("{count} counted; it comes into the totals once it is added").format(
                count=unknown.count
            )
        )

    def ready(self) -> bool:
        """Whether name and price are there; the missing one gets the focus."""
        if not self.name.text().strip():
            self.name.setFocus()
            return False
        if self.price.value is None:
            set_look(self.price, problem=True)
            self.price.setFocus()
            return False
        return True

    def _fill(self, categories: tuple[CategoryRow, ...]) -> None:
        self.category.addItem(_("Without a category"), "")
        for row in categories:
            self.category.addItem(row.name, str(row.category))
        for field, text in (
            (self.name, _("Name of the product")),
            (self.cost, _("Cost")),
            (self.price, _("Retail price")),
        ):
            field.setPlaceholderText(text)
            field.setAccessibleName(text)
            field.returnPressed.connect(self._create)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("barcode", 24, "onWarningSoft"))
        head.addWidget(self._head)
        head.addWidget(self._counted, 1)
        self._link = Button(_("It is a new barcode of a product"), icon="link")
        self._link.clicked.connect(self._choose_goods)
        head.addWidget(self._link)
        drop = icon_button("x", _("Leave it out"), kind="secondary")
        drop.clicked.connect(lambda: self.dropped.emit(self.code))
        head.addWidget(drop)
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.name, 1)
        self.category.setMinimumWidth(current().px(150))
        self.category.setMaximumWidth(current().px(220))
        fields.addWidget(self.category)
        for amount in (self.cost, self.price):
            amount.setFixedWidth(current().px(110))
            fields.addWidget(amount)
        add = Button(_("Make and add"), kind="primary")
        add.print_key("Enter")
        add.clicked.connect(self._create)
        fields.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(fields)

    def _create(self) -> None:
        if self.ready():
            self.create_asked.emit(self)

    def _choose_goods(self) -> None:
        """List the goods that the typed name finds; without a name ask for one."""
        text = self.name.text().strip()
        if not text:
            self.name.setPlaceholderText(_("Type a part of the name first"))
            self.name.setFocus()
            return
        menu = QMenu(self)
        for hit in self._model.hits(text):
            name = " ".join(part for part in (hit.name, hit.spec) if part)
            menu.addAction(name).triggered.connect(self._linker(hit.sku))
        if menu.isEmpty():
            nothing = menu.addAction(_("Nothing found for “{text}”.").format(text=text))
            nothing.setDisabled(True)
        menu.popup(self._link.mapToGlobal(QPoint(0, self._link.height() + 4)))

    def _linker(self, sku: UUID) -> Callable[[], None]:
        return lambda: self.link_asked.emit(self.code, sku)
