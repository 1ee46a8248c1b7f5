"""Small cards over the basket: put aside, take again, customer, discount, note.

A sheet never stops a scan; Esc closes it, Enter does what its button says.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.domain.basket import CustomerFacts, Discount, DiscountKind
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import parse_amount, parse_decimal, plain_amount
from microshop_desktop.infra.formats import age_text, entry_text, money_text, number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.problems import problem_text
from microshop_desktop.ui.sell.rows import discount_tag
from microshop_desktop.ui.sell.two_line_list import Entry, TwoLineList
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.segments import Segment, Segments

if TYPE_CHECKING:
    from microshop_desktop.services.baskets import HeldView
    from microshop_desktop.services.customers import CustomerView

_READY = (500, 1000, 2000, 5000)
"""Discounts to give by one press, in hundredths of a percent."""


class Sheet(QFrame):
    """A titled card; put widgets into `column`. `closed` when it is done or given up."""

    closed = Signal()
    content_changed = Signal()
    """It wants another height."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("sheet")
        theme = current()
        self.setStyleSheet(
            f"#sheet {{ background: {theme.hex('raised')}; border: 1px solid"
            f" {theme.hex('borderStrong')}; border-radius: {radius('panel')}px; }}"
        )
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 8, 16, 8 if theme.roomy else 16)
        self.column.setSpacing(4 if theme.roomy else 10)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(title, kind="strong"), 1)
        close = icon_button("x", _("Close"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.closed)
        head.addWidget(close)
        self.column.addLayout(head)

    def begin(self) -> None:
        """Place the focus when it is shown."""

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.content_changed.emit()
        return super().event(event)


class HoldSheet(Sheet):
    """Puts the basket aside under a name, or under none."""

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__(_("Put the basket aside"))
        self._vm = vm
        self._name = QLineEdit()
        self._name.setPlaceholderText(_("for example: lady in red, table 3"))
        self.column.addWidget(FormField(_("Name (may stay empty)"), self._name))
        hold = key_button(_("Put aside"), "Enter", kind="primary", size="default")
        hold.clicked.connect(self._hold)
        self._name.returnPressed.connect(self._hold)
        self.column.addWidget(hold)

    @override
    def begin(self) -> None:
        self._name.setFocus()

    def _hold(self) -> None:
        self._vm.hold(self._name.text())
        self.closed.emit()


class NoteSheet(Sheet):
    """Writes a note on the current line."""

    def __init__(self, vm: SellViewModel) -> None:
        line = vm.line()
        super().__init__(_("Note on {name}").format(name=line.goods.name if line else ""))
        self._vm = vm
        self._note = QLineEdit(line.note if line else "")
        self.column.addWidget(FormField(_("Note, printed on the receipt"), self._note))
        save = key_button(_("Write it down"), "Enter", kind="primary", size="default")
        save.clicked.connect(self._save)
        self._note.returnPressed.connect(self._save)
        self.column.addWidget(save)

    @override
    def begin(self) -> None:
        self._note.setFocus()

    def _save(self) -> None:
        self._vm.note_line(self._note.text())
        self.closed.emit()


class DiscountSheet(Sheet):
    """Takes percent or an amount off, or sets a new price, of the current line or the basket."""

    def __init__(self, vm: SellViewModel, *, whole: bool) -> None:
        line = vm.line()
        name = line.goods.name if line is not None else ""
        title = _("Discount on the basket") if whole else _("Discount on {name}").format(name=name)
        super().__init__(title)
        self._vm = vm
        self._whole = whole
        self._kinds = Segments(_discount_segments(whole=whole))
        self._value = QLineEdit()
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._value_field = FormField(_("How much"), self._value)
        self._reason = QLineEdit()
        self._ready = self._ready_ones()
        self.column.addWidget(self._ready)
        self.column.addWidget(self._kinds)
        self.column.addWidget(self._value_field)
        self.column.addWidget(FormField(_("Reason"), self._reason))
        self.column.addLayout(self._buttons())
        self._kinds.chosen.connect(self._ask_value)
        self._ask_value(DiscountKind.PERCENT.value)
        self._value.returnPressed.connect(self._give)
        self._reason.returnPressed.connect(self._give)
        self._show_old(vm.basket.discount if whole else line.discount if line else None)

    @override
    def begin(self) -> None:
        self._value.setFocus()
        self._value.selectAll()

    def _ready_ones(self) -> QWidget:
        """Offer the discounts that are given most, by one press."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for value in _READY:
            discount = Discount(DiscountKind.PERCENT, value)
            button = key_button(discount_tag(discount, self._vm.currency), focus=False)
            button.clicked.connect(lambda _on=False, ready=discount: self._apply(ready))
            row.addWidget(button, 1)
        return box

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        none = key_button(_("No discount"))
        none.clicked.connect(lambda: self._apply(None))
        give = key_button(_("Give it"), "Enter", kind="primary")
        give.clicked.connect(self._give)
        row.addWidget(none)
        row.addWidget(give, 1)
        return row

    def _show_old(self, discount: Discount | None) -> None:
        if discount is None:
            return
        self._kinds.choose(discount.kind.value)
        self._ask_value(discount.kind.value)
        exponent = 2 if discount.kind is DiscountKind.PERCENT else self._vm.currency.exponent
        self._value.setText(entry_text(plain_amount(discount.value, exponent)))
        self._reason.setText(discount.reason)

    def _ask_value(self, kind: str) -> None:
        sample = "10" if kind == DiscountKind.PERCENT.value else entry_text("5.00")
        self._value.setPlaceholderText(sample)
        self._value.selectAll()
        if not self._kinds.hasFocus():  # the arrow keys may have another step to go
            self._value.setFocus()

    def _give(self) -> None:
        try:
            self._apply(self._typed())
        except ShopError as problem:
            self._say(problem_text(problem))

    def _typed(self) -> Discount:
        kind = DiscountKind(self._kinds.current_key)
        text = self._value.text()
        if kind is DiscountKind.PERCENT:
            value = parse_decimal(text.rstrip("% "), 2, ErrorCode.BAD_AMOUNT)
        else:
            value = parse_amount(text, self._vm.currency.exponent)
        return Discount(kind, value, self._reason.text().strip())

    def _apply(self, discount: Discount | None) -> None:
        give: Callable[[Discount | None], None] = (
            self._vm.discount_basket if self._whole else self._vm.discount_line
        )
        give(discount)
        if self._vm.problem:
            self._say(self._vm.problem)
        else:
            self.closed.emit()

    def _say(self, problem: str) -> None:
        """Say what is wrong by the field; in large texts the ready ones make room for it."""
        self._value_field.set_problem(problem)
        self._ready.setVisible(not current().roomy)


class CustomerSheet(Sheet):
    """Finds a customer by phone or name, and makes one that nobody knows yet."""

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__(_("Customer"))
        self._vm = vm
        self._text = QLineEdit()
        self._text.setPlaceholderText(_("Phone or name"))
        self._text.setAccessibleName(_("Phone or name"))
        self._list = TwoLineList()
        self._name = QLineEdit()
        self._name_field = FormField(_("Name of the new customer"), self._name)
        self._make = key_button(_("New customer"), icon="user-plus")
        for part in (self._text, self._list, self._name_field, self._make):
            self.column.addWidget(part)
        self._text.textChanged.connect(self._search)
        self._text.returnPressed.connect(self._take_first)
        self._text.installEventFilter(self)
        self._name.returnPressed.connect(self._create)
        self._list.itemActivated.connect(self._take)
        self._list.itemClicked.connect(self._take)
        self._make.clicked.connect(self._create)
        self._search("")

    @override
    def begin(self) -> None:
        self._text.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self._list.move_by(step)
                return True
        return False

    def _search(self, text: str) -> None:
        self._list.show_entries([_customer_entry(view) for view in self._vm.find_customers(text)])
        found = self._list.count() > 0
        self._list.setVisible(found)
        is_new = bool(text.strip()) and not found
        self._name_field.setVisible(is_new and text.strip().isdigit())
        self._make.setVisible(is_new)
        self._make.set_label(_("New customer {text}").format(text=text.strip()))

    def _take_first(self) -> None:
        if self._list.count():
            self._take()
        elif self._text.text().strip().isdigit():
            self._name.setFocus()
        else:
            self._create()

    def _take(self, _item: object = None) -> None:
        entry = self._list.current_entry()
        if entry is not None and isinstance(entry.value, CustomerFacts):
            self._vm.set_customer(entry.value)
            self.closed.emit()

    def _create(self) -> None:
        text = self._text.text().strip()
        if not text:
            return
        is_phone = text.isdigit()
        self._vm.make_customer(self._name.text() if is_phone else text, text if is_phone else "")
        self.closed.emit()


class RecallSheet(Sheet):
    """The baskets put aside: age, name, total. `drop_asked` carries one to be thrown away."""

    drop_asked = Signal(object)

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__(_("Baskets put aside"))
        self._vm = vm
        self._list = TwoLineList()
        self._none = label(_("No basket was put aside"), tone="muted")
        self._drop = key_button(_("Throw away"), "Del", icon="trash", kind="danger_quiet")
        self._take = key_button(_("Take it again"), "Enter", kind="primary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._drop)
        row.addWidget(self._take, 1)
        self.column.addWidget(self._list)
        self.column.addWidget(self._none)
        self.column.addLayout(row)
        self._list.itemActivated.connect(self._recall)
        self._take.clicked.connect(self._recall)
        self._drop.clicked.connect(self._ask_drop)
        self._list.installEventFilter(self)
        self._fill()

    @override
    def begin(self) -> None:
        self._list.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self._ask_drop()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._recall()
                return True
        return False

    def _fill(self) -> None:
        held = self._vm.held()
        self._list.show_entries([self._entry(view) for view in held])
        for part in (self._list, self._drop, self._take):
            part.setVisible(bool(held))
        self._none.setVisible(not held)

    def _entry(self, view: "HeldView") -> Entry:
        age = age_text((self._vm.desk.now() - view.held_since).total_seconds())
        kinds = ngettext("{count} kind", "{count} kinds", view.lines).format(count=view.lines)
        name = view.name or view.customer or _("without a name")
        total = money_text(view.total, self._vm.currency)
        return Entry(name, f"{kinds} · {age}", total, view.basket)

    def _current(self) -> UUID | None:
        entry = self._list.current_entry()
        return entry.value if entry is not None and isinstance(entry.value, UUID) else None

    def _recall(self, _item: object = None) -> None:
        basket = self._current()
        if basket is not None:
            self._vm.recall(basket)
            self.closed.emit()

    def _ask_drop(self) -> None:
        basket = self._current()
        if basket is not None:
            self.drop_asked.emit(basket)


def _customer_entry(view: "CustomerView") -> Entry:
    points = _("{count} points").format(count=number_text(view.points)) if view.member else ""
    return Entry(view.name, view.phone, points, view.facts)


def _discount_segments(*, whole: bool) -> list[Segment]:
    new = _("New total") if whole else _("New price")
    return [
        Segment(DiscountKind.PERCENT.value, _("Percent off")),
        Segment(DiscountKind.AMOUNT.value, _("Amount off")),
        Segment(DiscountKind.NEW_PRICE.value, new),
    ]
