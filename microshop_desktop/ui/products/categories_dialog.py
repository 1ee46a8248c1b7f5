"""The categories: named, put in order, made and taken away. Each change is written at once."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.catalogue_records import CategoryRow
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.dialog import FormDialog
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.confirm_dialog import Question, confirm
from microshop_desktop.ui.widgets.labels import label

EDIT_CATEGORIES = "edit-categories"
"""The choice in a list of categories that leads here."""


class CategoriesDialog(FormDialog):
    """Closing it saves nothing: every change was written when it was made."""

    def __init__(self, parent: QWidget, desk: ProductsDesk) -> None:
        super().__init__(parent, _("Categories"), verb=_("Close"))
        self.stay.hide()
        self._desk = desk
        self._rows: tuple[CategoryRow, ...] = ()
        self.names: list[QLineEdit] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.column.addLayout(self._list)
        self.problem = label(kind="micro", tone="danger", wrap=True)
        self.column.addWidget(self.problem)
        self.column.addLayout(self._new_row())
        self._fill()

    def _new_row(self) -> QHBoxLayout:
        self.new = QLineEdit()
        self.new.setPlaceholderText(_("New category"))
        self.new.setAccessibleName(_("New category"))
        self.new.returnPressed.connect(self._add)
        add = Button(_("Add"), icon="plus")
        add.clicked.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.new, 1)
        row.addWidget(add)
        return row

    def _fill(self) -> None:
        self._rows = self._desk.categories.all(self._desk.actor)
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.names = []
        for place, row in enumerate(self._rows):
            self._list.addWidget(self._line(place, row))

    def _line(self, place: int, row: CategoryRow) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        name = QLineEdit(row.name)
        name.setAccessibleName(row.name)
        name.editingFinished.connect(lambda: self._rename(row, name))
        self.names.append(name)
        layout.addWidget(name, 1)
        count = ngettext("{count} product", "{count} products", row.products)
        layout.addWidget(label(count.format(count=row.products), kind="micro", tone="muted"))
        for icon, text, act in (
            ("arrow-up", _("Move {name} up"), lambda: self._move(place, -1)),
            ("arrow-down", _("Move {name} down"), lambda: self._move(place, 1)),
            ("trash", _("Delete {name}"), lambda: self._delete(row)),
        ):
            button = icon_button(icon, text.format(name=row.name))
            button.clicked.connect(act)
            layout.addWidget(button)
        return line

    def _add(self) -> None:
        name = self.new.text().strip()
        if name:
            self._do(lambda: self._desk.categories.add(self._desk.actor, name))
            self.new.clear()
            self.new.setFocus()

    def _rename(self, row: CategoryRow, field: QLineEdit) -> None:
        name = field.text().strip()
        if name == row.name:
            return
        self._do(
            lambda: self._desk.categories.rename(
                self._desk.actor, row.category, name, version=row.version
            )
        )

    def _move(self, place: int, step: int) -> None:
        order = [row.category for row in self._rows]
        other = place + step
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            self._do(lambda: self._desk.categories.arrange(self._desk.actor, order))

    def _delete(self, row: CategoryRow) -> None:
        """Delete a category; where products are in it, after a question."""
        question = Question(
            _("Delete {name}?").format(name=row.name),
            _("Delete {name}").format(name=row.name),
            _("Its products stay, without a category."),
        )
        if not row.products or confirm(self, question):
            self._do(lambda: self._desk.categories.delete(self._desk.actor, row.category))

    def _do(self, act: Callable[[], UUID | None]) -> None:
        self.problem.setText("")
        try:
            act()
        except ShopError as problem:
            self.problem.setText(sentence(problem.code, problem.params))
        self._fill()


def edit_categories(parent: QWidget, desk: ProductsDesk) -> None:
    """Show the categories until the person is done."""
    dialog = CategoriesDialog(parent, desk)
    dialog.ask()
    dialog.deleteLater()
