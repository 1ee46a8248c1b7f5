"""The filters above the list: source, days, payment. Each opens its choices as a menu."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.orders.view_model import Choice, OrdersViewModel
from microshop_desktop.ui.widgets.chip import FilterChip


class FilterBar(QWidget):
    """Chips of the filters; `changed` tells that the list is another one now."""

    changed = Signal()

    def __init__(self, model: OrdersViewModel) -> None:
        super().__init__()
        self._model = model
        self._source, self._days = FilterChip(_("Source")), FilterChip(_("Date"))
        self._method = FilterChip(_("Payment"))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self._add(self._source, model.sources, model.show_source)
        self._add(self._days, model.periods, model.show_period)
        self._add(self._method, model.methods, model.show_method)
        self.row.addStretch(1)
        self.show_values()

    def show_values(self) -> None:
        """Show what the filters are set to."""
        filters = self._model.filters
        self._source.set_value(_chosen(self._model.sources(), filters.source))
        self._method.set_value(_chosen(self._model.methods(), filters.method))
        self._days.set_value(self._model.period_text())

    def _add(
        self,
        chip: FilterChip,
        choices: Callable[[], Sequence[Choice]],
        choose: Callable[[str | None], None],
    ) -> None:
        chip.clicked.connect(lambda: self._open(chip, choices(), choose))
        chip.cleared.connect(lambda: self._choose(choose, None))
        self.row.addWidget(chip)

    def _open(
        self, chip: FilterChip, choices: Sequence[Choice], choose: Callable[[str | None], None]
    ) -> None:
        menu = QMenu(self)
        for choice in choices:
            menu.addAction(self._action(menu, choice, choose))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _action(self, menu: QMenu, choice: Choice, choose: Callable[[str | None], None]) -> QAction:
        action = QAction(choice.text, menu)
        action.triggered.connect(lambda: self._choose(choose, choice.key))
        return action

    def _choose(self, choose: Callable[[str | None], None], key: str | None) -> None:
        choose(key)
        self.show_values()
        self.changed.emit()


def _chosen(choices: Sequence[Choice], key: str | None) -> str:
    if key is None:
        return ""
    return next((choice.text for choice in choices if choice.key == key), key)
