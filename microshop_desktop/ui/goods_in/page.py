"""The goods-in page: scan, see what came and what it costs, book it in."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.goods_by_code import Goods
from microshop_desktop.ui.goods_in.delivery import whole
from microshop_desktop.ui.goods_in.line_widget import (
    BIN_WIDTH,
    COST_WIDTH,
    LANDED_WIDTH,
    PACK_WIDTH,
    TOTAL_WIDTH,
    LineWidget,
)
from microshop_desktop.ui.goods_in.paper_panel import PaperPanel
from microshop_desktop.ui.goods_in.unknown_row import UnknownRow
from microshop_desktop.ui.goods_in.view_model import GoodsInModel, typed_count
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.key_hint import KeyHint
from microshop_desktop.ui.widgets.labels import label, surface
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.toast import Toast

_STEPPER = 120
_COUNT_DIGITS = 3
"""A longer number is a code."""
Result = TypeVar("Result")


class GoodsInPage(Page):
    """What is done here is the view-model's; the page lays out and forwards."""

    done = Signal()
    """The person goes back to the stock."""

    def __init__(self, shell: Shell, model: GoodsInModel) -> None:
        super().__init__()
        self._shell, self.model = shell, model
        self._photos = Photos(str(model.desk.pictures.path("x").parent), shell.runner, self)
        self.field = SearchField(
            _("Scan a piece or a box; digits before a scan add that many"),
            icon="barcode",
            large=True,
        )
        self.panel = PaperPanel(model)
        self._widgets: dict[int, LineWidget] = {}
        self._rows: dict[str, UnknownRow] = {}
        self._list = QVBoxLayout()
        self._empty = EmptyState("truck", _("Scan the first piece or box of the delivery."))
        self._count = label(kind="body", tone="muted")
        self._open = label(kind="body", tone="warning")
        self._build()
        self._connect()
        self.show_draft()

    # ------------------------------------------------------------------ the page in the window

    @override
    def entered(self) -> None:
        self.panel.fill()
        self.show_draft()
        self.field.setFocus()

    @override
    def focus_search(self) -> None:
        self.field.setFocus()
        self.field.edit.selectAll()

    @override
    def escape(self) -> bool:
        if self.field.text:
            self.field.edit.clear()
            return True
        if self.field.edit.hasFocus():
            self.done.emit()
            return True
        return False

    @override
    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Book in"), self.book, "Ctrl+Enter"),
            Command(_("Take the last step back"), self.undo, "Ctrl+Z"),
            Command(_("Cost of the newest line"), self.edit_cost, "F4"),
        )

    def claims_scan(self, code: str) -> bool:
        """Every scan here belongs to the delivery."""
        count = typed_count(self.field.edit.text()) if self.field.edit.hasFocus() else 1
        self.field.edit.clear()
        self.scan(code, count=count)
        return True

    # ------------------------------------------------------------------ scanning

    def scan(self, code: str, *, count: int = 1) -> None:
        """Add goods by a code; several that share it are offered."""
        several = self._try(lambda: self.model.scan(code, count=count))
        self.show_draft()
        if several:
            self._offer(several, count=count)
        elif code in self._rows:
            self._shell.sounds.play("unknown")
            self._rows[code].name.setFocus()
        else:
            self._shell.sounds.play("tick")

    @override
    def undo(self) -> bool:
        """Take the last scan or change back."""
        taken = self.model.undo()
        self.show_draft()
        return taken

    def edit_cost(self) -> None:
        """Type the cost of the newest line."""
        if self.model.draft.lines:
            cost = self._widgets[self.model.draft.lines[0].no].cost
            cost.setFocus()
            cost.selectAll()

    def book(self) -> None:
        """Book the delivery in and begin the next."""
        self.setFocus()
        receipt = self._try(self.model.book) if self.model.ready else None
        if receipt is None:
            return
        text = _("{number} booked in, {total}").format(
            number=receipt.number,
            total=money_text(receipt.total, self.model.desk.currency),
        )
        self._shell.toast(Toast(text, icon="check-circle"))
        self.panel.fill()
        self.show_draft()
        self.field.setFocus()

    def show_draft(self) -> None:
        """Show the delivery as it is now; lines that stay keep their fields."""
        draft = self.model.draft
        self._drop_gone()
        for place, unknown in enumerate(draft.unknown):
            row = self._rows.get(unknown.code) or self._new_row(unknown.code)
            row.show_unknown(unknown)
            self._list.insertWidget(place, row)
        newest = draft.lines[0].no if draft.lines else 0
        for place, line in enumerate(draft.lines, start=len(draft.unknown)):
            widget = self._widgets.get(line.no)
            if widget is None:
                widget = self._new_line(line.no)
            widget.show_line(line)
            widget.mark_newest(newest=line.no == newest)
            self._list.insertWidget(place, widget)
        self._empty.setVisible(draft.is_empty)
        self._count.setText(self.model.foot_text())
        self._open.setText(self.model.open_text())
        self.panel.show_figures()

    # ------------------------------------------------------------------ lines and rows

    def _drop_gone(self) -> None:
        draft = self.model.draft
        numbers = {line.no for line in draft.lines}
        codes = {unknown.code for unknown in draft.unknown}
        for no in set(self._widgets) - numbers:
            _drop(self._widgets.pop(no))
        for code in set(self._rows) - codes:
            _drop(self._rows.pop(code))

    def _new_line(self, no: int) -> LineWidget:
        widget = LineWidget(self.model, self.model.draft.line(no), photos=self._photos)
        widget.quantity_set.connect(self._doer(self.model.set_quantity))
        widget.pack_set.connect(self._doer(self.model.set_pack))
        widget.cost_set.connect(self._doer(self.model.set_cost))
        widget.removed.connect(self._doer(self.model.remove))
        widget.price_left.connect(self._doer(self.model.settle_price))
        widget.price_taken.connect(self._take_price)
        widget.entered.connect(self.focus_search)
        self._widgets[no] = widget
        return widget

    def _new_row(self, code: str) -> UnknownRow:
        unknown = next(one for one in self.model.draft.unknown if one.code == code)
        categories = self.model.desk.categories.all(self.model.desk.actor)
        row = UnknownRow(self.model, unknown, categories)
        row.create_asked.connect(self._create)
        row.link_asked.connect(self._link)
        row.dropped.connect(self._doer(self.model.drop_unknown))
        self._rows[code] = row
        return row

    def _doer(self, act: Callable[..., object]) -> Callable[..., None]:
        """Return a slot that does something with the model and shows what came of it."""

        def do(*values: object) -> None:
            self._try(lambda: act(*values))
            self.show_draft()

        return do

    def _take_price(self, no: int, price: int) -> None:
        name = self.model.draft.line(no).goods.name
        before = self._try(lambda: self.model.take_price(no, price))
        self.show_draft()
        if before is not None:
            text = _("{name} now {price}").format(
                name=name, price=money_text(price, self.model.desk.currency)
            )
            self._shell.offer_undo(text, self._doer(lambda: self.model.take_price_back(before)))

    def _create(self, row: UnknownRow) -> None:
        price = row.price.value
        if price is not None:
            self._try(
                lambda: self.model.create(
                    row.code,
                    name=row.name.text(),
                    price=price,
                    cost=row.cost.value,
                    category=row.chosen_category,
                )
            )
            self.show_draft()
            self.field.setFocus()

    def _link(self, code: str, sku: UUID) -> None:
        self._try(lambda: self.model.link(code, sku))
        self.show_draft()
        self.field.setFocus()

    def _typed(self, text: str) -> None:
        """Enter: a few digits count the newest line, a code is scanned, words are looked for."""
        if self._count_newest(text):
            return
        hits = self.model.hits(text)
        if text.isascii() and text.isdigit() and len(text) >= 6:
            self.field.edit.clear()
            self.scan(text)
        elif len(hits) == 1:
            self._add_found(hits[0].sku)
        elif hits:
            menu = QMenu(self)
            for hit in hits:
                name = " ".join(part for part in (hit.name, hit.spec) if part)
                menu.addAction(name).triggered.connect(self._adder(hit.sku))
            menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height() + 4)))
        else:
            self._shell.toast(Toast(_("Nothing found for “{text}”.").format(text=text)))

    def _count_newest(self, text: str) -> bool:
        """Take a short number after a scan as how many of it came."""
        lines = self.model.draft.lines
        if not lines or not text.isascii() or not text.isdigit() or len(text) > _COUNT_DIGITS:
            return False
        self.field.edit.clear()
        self.model.set_quantity(lines[0].no, whole(typed_count(text)))
        self.show_draft()
        return True

    def _adder(self, sku: UUID) -> Callable[[], None]:
        return lambda: self._add_found(sku)

    def _add_found(self, sku: UUID) -> None:
        self.field.edit.clear()
        self._try(lambda: self.model.add_sku(sku))
        self.show_draft()

    def _offer(self, several: Sequence[Goods], *, count: int) -> None:
        menu = QMenu(self)
        for goods in several:
            name = " ".join(part for part in (goods.name, goods.spec, goods.pack_name) if part)
            menu.addAction(name).triggered.connect(self._chooser(goods, count))
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height() + 4)))

    def _chooser(self, goods: Goods, count: int) -> Callable[[], None]:
        return self._doer(lambda: self.model.add(goods, count=count))

    def _try(self, act: Callable[[], Result]) -> Result | None:
        try:
            return act()
        except ShopError as problem:
            self._shell.report(problem)
            return None

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        head = surface("surface")
        rows = QVBoxLayout(head)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(12)
        title = QHBoxLayout()
        self.back = Button(_("Stock"), kind="ghost", icon="arrow-left")
        title.addWidget(self.back)
        title.addWidget(label(_("Goods in"), kind="title"))
        title.addStretch(1)
        rows.addLayout(title)
        rows.addWidget(self.field)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(head)
        centre.addWidget(_heads())
        centre.addWidget(self._scroll(), 1)
        centre.addWidget(self._foot())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(centre, 1)
        row.addWidget(self.panel)

    def _scroll(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = surface("surface")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._list.setSpacing(0)
        outer.addLayout(self._list)
        outer.addWidget(self._empty, 1)
        outer.addStretch(0)
        area.setWidget(inside)
        return area

    def _foot(self) -> QWidget:
        foot = surface("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        row.addWidget(self._count)
        row.addWidget(self._open, 1)
        row.addWidget(KeyHint("Ctrl+Z"))
        row.addWidget(label(_("takes the last step back"), kind="micro", tone="muted"))
        return foot

    def _connect(self) -> None:
        self.field.submitted.connect(self._typed)
        self.panel.changed.connect(self.show_draft)
        self.panel.book_asked.connect(self.book)
        self.back.clicked.connect(self.done)
        QShortcut("F4", self).activated.connect(self.edit_cost)


def _heads() -> QWidget:
    heads = surface("head")
    row = QHBoxLayout(heads)
    row.setContentsMargins(16, 6, 8, 6)
    row.setSpacing(10)
    px = current().px
    row.addWidget(label(_("Product (newest first)"), kind="micro", tone="muted"), 1)
    for text, width, right in (
        (_("Delivered in"), PACK_WIDTH, False),
        (_("Quantity"), _STEPPER, False),
        (_("Cost of one"), COST_WIDTH, True),
        (_("With freight"), LANDED_WIDTH, True),
        (_("Amount"), TOTAL_WIDTH, True),
        ("", BIN_WIDTH, True),
    ):
        part = ElidedLabel(text, kind="micro", tone="muted")
        part.setFixedWidth(px(width))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        part.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(part)
    return heads


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
