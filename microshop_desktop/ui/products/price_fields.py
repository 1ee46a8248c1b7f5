"""The prices of a variant: retail, member, wholesale from a quantity, cost and margin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.widgets.amount_edit import AmountEdit, DecimalEdit, QuantityEdit
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import label

_LEVELS = {"member": PriceLevel.MEMBER, "wholesale": PriceLevel.WHOLESALE}


class PriceFields(QWidget):
    """Writes into the draft what is typed; `changed` after each key."""

    changed = Signal()

    def __init__(self, exponent: int) -> None:
        super().__init__()
        self._draft: ProductDraft | None = None
        self.retail, self.member = AmountEdit(exponent), AmountEdit(exponent)
        self.wholesale, self.cost = AmountEdit(exponent), AmountEdit(exponent)
        self.from_quantity = QuantityEdit()
        self._fields = {
            "price": FormField(_("Retail price"), self.retail),
            "member": FormField(_("Member price"), self.member),
            "wholesale": FormField(_("Wholesale price"), self.wholesale),
            "cost": FormField(_("Cost"), self.cost),
            "from": FormField(_("Wholesale from"), self.from_quantity),
        }
        self._margin = label(kind="micro", tone="muted")
        self._warning = label(kind="micro", tone="warning", wrap=True)
        self._lay_out()
        self._connect()

    def show_draft(self, draft: ProductDraft, *, editable: bool) -> None:
        """Show the prices of the variant that the draft shows."""
        self._draft = None
        sku = draft.sku
        wholesale = sku.level_price(PriceLevel.WHOLESALE)
        member = sku.level_price(PriceLevel.MEMBER)
        blank = draft.is_new and "price" in draft.problems()
        self.retail.set_value(None if blank else sku.price)
        self.member.set_value(member.unit_price if member else None)
        self.wholesale.set_value(wholesale.unit_price if wholesale else None)
        self.from_quantity.set_value(wholesale.from_quantity if wholesale else None)
        self.cost.set_value(sku.cost)
        for field in self._edits():
            field.setReadOnly(not editable)
        self._draft = draft
        self.show_problems({})
        self._tell_margin()

    def show_problems(self, problems: dict[str, str]) -> None:
        """Show what is wrong under the fields."""
        for name, field in self._fields.items():
            field.set_problem(problems.get(name, ""))

    def wrong_fields(self) -> dict[str, str]:
        """What is typed and cannot be read, by field."""
        wrong = {
            name: _("“{text}” is not a number.").format(text=edit.text())
            for name, edit in zip(self._fields, self._edits(), strict=True)
            if not edit.is_empty and (edit.value is None or edit.value < 0)
        }
        if self.retail.is_empty:
            wrong["price"] = _("Type a price. 0 gives it away.")
        return wrong

    def _edits(self) -> tuple[DecimalEdit, ...]:
        return (self.retail, self.member, self.wholesale, self.cost, self.from_quantity)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, name in enumerate(("price", "member", "wholesale", "cost", "from")):
            grid.addWidget(self._fields[name], place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        low = QVBoxLayout()
        low.addStretch(1)
        low.addWidget(self._margin)
        grid.addLayout(low, 1, 2)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(grid)
        column.addWidget(self._warning)

    def _connect(self) -> None:
        self.retail.value_changed.connect(self._set_retail)
        self.member.value_changed.connect(lambda value: self._set_level("member", value))
        self.wholesale.value_changed.connect(lambda value: self._set_level("wholesale", value))
        self.from_quantity.value_changed.connect(self._set_from)
        self.cost.value_changed.connect(self._set_cost)

    def _set_retail(self, value: int | None) -> None:
        if self._draft is not None and value is not None and value >= 0:
            self._draft.change_sku(price=value)
        self._tell()

    def _set_level(self, name: str, value: int | None) -> None:
        edit = self.member if name == "member" else self.wholesale
        if self._draft is not None and (edit.is_empty or (value is not None and value >= 0)):
            self._draft.set_level_price(_LEVELS[name], value)
            if name == "wholesale" and self.from_quantity.is_empty:
                known = self._draft.sku.level_price(PriceLevel.WHOLESALE)
                self.from_quantity.set_value(known.from_quantity if known else None)
        self._tell()

    def _set_from(self, value: int | None) -> None:
        if self._draft is not None and value is not None and value >= 0:
            self._draft.set_wholesale_from(value)
        self._tell()

    def _set_cost(self, value: int | None) -> None:
        if self._draft is not None and (self.cost.is_empty or (value is not None and value >= 0)):
            self._draft.change_sku(cost=value)
        self._tell()

    def _tell(self) -> None:
        self._tell_margin()
        self.changed.emit()

    def _tell_margin(self) -> None:
        if self._draft is None:
            return
        self._margin.setText(self._draft.margin_text())
        warning = self._draft.price_warning()
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
