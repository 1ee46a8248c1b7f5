"""The filter chips over the table, each with its menu."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.services.catalogue_records import StockFilter
from microshop_desktop.ui.products.view_model import ProductsViewModel
from microshop_desktop.ui.widgets.chip import FilterChip
from microshop_desktop.ui.widgets.labels import label


class ProductFilters(QWidget):
    """Changes the view-model's query; `changed` after each change."""

    changed = Signal()
    edit_asked = Signal()

    def __init__(self, view_model: ProductsViewModel) -> None:
        super().__init__()
        self._view_model = view_model
        self.category = FilterChip(_("Category"))
        self.stock = FilterChip(_("Stock"))
        self.state = FilterChip(_("State"))
        self.counts = label(kind="micro", tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in (self.category, self.stock, self.state):
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.counts)
        self.category.clicked.connect(self._open_category)
        self.stock.clicked.connect(self._open_stock)
        self.state.clicked.connect(self._open_state)
        self.category.cleared.connect(lambda: self._choose_category(None, "", without=False))
        self.stock.cleared.connect(lambda: self._choose_stock(None, ""))
        self.state.cleared.connect(lambda: self._choose_state("", on_sale=None))
        self._show_values()

    def _show_values(self) -> None:
        """Show what the query asks for already."""
        query = self._view_model.query
        if query.category is not None:
            names = {row.category: row.name for row in self._view_model.categories()}
            self.category.set_value(names.get(query.category, ""))
        elif query.without_category:
            self.category.set_value(_("Without a category"))
        if query.stock is not None:
            low = query.stock is StockFilter.LOW
            self.stock.set_value(_("Low") if low else _("Sold out"))
        if query.unfinished:
            self.state.set_value(_("To be completed"))
        elif query.on_sale is not None:
            self.state.set_value(_("On sale") if query.on_sale else _("Off sale"))

    def _open_category(self) -> None:
        choices: list[tuple[str, Callable[[], None]]] = [
            (_("All categories"), lambda: self._choose_category(None, "", without=False))
        ]
        choices += [
            (f"{row.name}  {row.products}", self._category_chooser(row.category, row.name))
            for row in self._view_model.categories()
        ]
        without = _("Without a category")
        choices.append((without, lambda: self._choose_category(None, without, without=True)))
        if self._view_model.desk.may_edit:
            choices.append((_("Edit the categories…"), self.edit_asked.emit))
        self._pop_up(self.category, choices)

    def _category_chooser(self, category: UUID, name: str) -> Callable[[], None]:
        return lambda: self._choose_category(category, name, without=False)

    def _open_stock(self) -> None:
        self._pop_up(
            self.stock,
            [
                (_("All"), lambda: self._choose_stock(None, "")),
                (_("Low"), lambda: self._choose_stock(StockFilter.LOW, _("Low"))),
                (_("Sold out"), lambda: self._choose_stock(StockFilter.NONE, _("Sold out"))),
            ],
        )

    def _open_state(self) -> None:
        off, unfinished = _("Off sale"), _("To be completed")
        self._pop_up(
            self.state,
            [
                (_("All"), lambda: self._choose_state("", on_sale=None)),
                (_("On sale"), lambda: self._choose_state(_("On sale"), on_sale=True)),
                (off, lambda: self._choose_state(off, on_sale=False)),
                (
                    unfinished,
                    lambda: self._choose_state(unfinished, on_sale=None, unfinished=True),
                ),
            ],
        )

    def _choose_category(self, category: UUID | None, name: str, *, without: bool) -> None:
        self._view_model.choose_category(category, without=without)
        self.category.set_value(name)
        self.changed.emit()

    def _choose_stock(self, stock: StockFilter | None, name: str) -> None:
        self._view_model.ask(stock=stock, clear_stock=stock is None)
        self.stock.set_value(name)
        self.changed.emit()

    def _choose_state(
        self, name: str, *, on_sale: bool | None, unfinished: bool | None = None
    ) -> None:
        self._view_model.choose_state(on_sale=on_sale, unfinished=unfinished)
        self.state.set_value(name)
        self.changed.emit()

    def _pop_up(self, chip: QWidget, choices: list[tuple[str, Callable[[], None]]]) -> None:
        menu = QMenu(chip)
        for text, act in choices:
            menu.addAction(text).triggered.connect(act)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))
