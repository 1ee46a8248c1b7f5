"""The columns of a file, each with a value from below its head and what it holds, to be changed."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.imports.field_names import NAMES, NOT_USED
from microshop_desktop.ui.imports.view_model import ColumnText
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label

_FIELD_WIDTH = 196


class ColumnList(QScrollArea):
    """`assigned` tells the place of a column and the field a person gave it, or None."""

    assigned = Signal(int, object)

    def __init__(self, names: Mapping[StrEnum, str] = NAMES) -> None:
        """`names`: how the fields are called that a column may hold, to be translated."""
        super().__init__()
        self._names = names
        self._fields = {field.value: field for field in names}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.boxes: dict[int, ComboBox] = {}

    def show_columns(self, columns: Sequence[ColumnText]) -> None:
        """Show the columns of a file anew, or only their fields where they are the same."""
        if [column.place for column in columns] != list(self.boxes):
            self._build(columns)
        for column in columns:
            box = self.boxes[column.place]
            box.blockSignals(True)  # noqa: FBT003 (Qt's own)
            box.choose(column.field)
            box.blockSignals(False)  # noqa: FBT003 (Qt's own)

    def _build(self, columns: Sequence[ColumnText]) -> None:
        self.boxes = {}
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for line, column in enumerate(columns):
            grid.addWidget(ElidedLabel(column.head, kind="strong"), 2 * line, 0)
            grid.addWidget(
                ElidedLabel(column.sample or "–", kind="micro", tone="muted"), 2 * line + 1, 0
            )
            grid.addWidget(self._box(column), 2 * line, 1, 2, 1)
            grid.setRowMinimumHeight(2 * line + 1, current().px(24))
        grid.addWidget(label(""), 2 * len(columns), 0)
        grid.setRowStretch(2 * len(columns), 1)
        self.setWidget(body)

    def _box(self, column: ColumnText) -> ComboBox:
        box = ComboBox()
        box.setFixedWidth(current().px(_FIELD_WIDTH))
        box.setAccessibleName(_("What “{head}” holds").format(head=column.head))
        box.addItem(_(NOT_USED), None)
        for field, name in self._names.items():
            box.addItem(_(name), field)
        box.currentIndexChanged.connect(lambda _index: self._tell(column.place))
        self.boxes[column.place] = box
        return box

    def _tell(self, place: int) -> None:
        chosen = self.boxes[place].currentData()
        self.assigned.emit(place, None if chosen is None else self._fields[str(chosen)])
