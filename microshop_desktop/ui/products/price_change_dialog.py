"""Changing many prices: the rule above, old → new below, one verb."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.price_change import ChangeKind, Ending
from microshop_desktop.infra.translations import _
from microshop_desktop.services.bulk_edits import PricePreview
from microshop_desktop.ui.products.dialog import FormDialog
from microshop_desktop.ui.products.price_change_model import PriceChangeModel, StepText
from microshop_desktop.ui.products.view_model import ProductsViewModel
from microshop_desktop.ui.runner import Runner
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.amount_edit import QuantityEdit
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.paged_model import Column, PagedModel
from microshop_desktop.ui.widgets.segments import Segment, Segments
from microshop_desktop.ui.widgets.table_view import CellDelegate, Index, TableView

_UP, _DOWN, _SET = "up", "down", "set"


class PriceChangeDialog(FormDialog):
    """`model.preview` is what was agreed to when `ask` gives true."""

    def __init__(self, parent: QWidget, view_model: ProductsViewModel, *, runner: Runner) -> None:
        super().__init__(parent, _("Change prices"), verb="", width=640)
        self.model = PriceChangeModel(view_model)
        self._runner, self._latest = runner, 0
        self._build_rule()
        self.problem = label(kind="micro", tone="danger", wrap=True)
        self.warning = Banner(tone="warning")
        self._rows: list[StepText] = []
        self._table_model = PagedModel(_columns(), lambda first, n: self._rows[first : first + n])
        self.table = TableView(_StepDelegate())
        self.table.show_model(self._table_model)
        self.table.setFixedHeight(current().px(300))
        self.summary = label(kind="micro", tone="muted")
        for widget in (self.problem, self.warning, self.table, self.summary):
            self.column.addWidget(widget)
        self._look()
        self.amount.setFocus()

    def _build_rule(self) -> None:
        self.level = ComboBox()
        for level, text in (
            (PriceLevel.RETAIL, _("Retail price")),
            (PriceLevel.MEMBER, _("Member price")),
            (PriceLevel.WHOLESALE, _("Wholesale price")),
        ):
            self.level.addItem(text, level)
        self.base = ComboBox()
        self.way = Segments(
            [Segment(_UP, _("Raise")), Segment(_DOWN, _("Lower")), Segment(_SET, _("Set to"))]
        )
        self.amount = QuantityEdit()
        self.amount.setFixedWidth(current().px(96))
        self.amount.setAccessibleName(_("By how much"))
        self.unit = Segments(
            [
                Segment(ChangeKind.PERCENT.value, "%"),
                Segment(ChangeKind.ADD.value, self.model.currency.symbol),
            ]
        )
        self.ending = ComboBox()
        for ending, text in (
            (Ending.EXACT, _("Not rounded")),
            (Ending.WHOLE, _("To a whole")),
            (Ending.HALF, _("To .5")),
            (Ending.NINE, _("To end in .9")),
        ):
            self.ending.addItem(text, ending)
        self._lay_out_rule()
        self._connect_rule()

    def _lay_out_rule(self) -> None:
        for widgets in ((self.level, self.base), (self.way, self.amount, self.unit, self.ending)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
            self.column.addLayout(row)
        self.base.hide()

    def _connect_rule(self) -> None:
        self.level.currentIndexChanged.connect(self._choose_level)
        self.base.currentIndexChanged.connect(self._look)
        self.way.chosen.connect(self._choose_way)
        self.unit.chosen.connect(self._look)
        self.ending.currentIndexChanged.connect(self._look)
        self.amount.textEdited.connect(self._look)

    def _choose_level(self) -> None:
        level = PriceLevel(self.level.currentData())
        self.base.setVisible(level is not PriceLevel.RETAIL)
        self.base.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.base.clear()
        self.base.addItem(_("from the retail price"), PriceLevel.RETAIL)
        self.base.addItem(_("from itself"), level)
        self.base.blockSignals(False)  # noqa: FBT003 (Qt's own)
        self._look()

    def _choose_way(self, way: str) -> None:
        self.unit.setVisible(way != _SET)
        self._look()

    def _look(self) -> None:
        model = self.model
        way = self.way.current_key
        model.kind = ChangeKind.SET if way == _SET else ChangeKind(self.unit.current_key)
        model.down = way == _DOWN
        model.text = self.amount.text()
        model.ending = Ending(self.ending.currentData())
        model.level = PriceLevel(self.level.currentData())
        model.base = PriceLevel(self.base.currentData() or PriceLevel.RETAIL)
        wanted = model.wanted()
        self._latest += 1
        if wanted is not None:
            self._preview(wanted, self._latest)
        self._show()

    def _preview(self, wanted: Callable[[], PricePreview], number: int) -> None:
        def take(preview: PricePreview) -> None:
            if number == self._latest:
                self.model.take(preview)
                self._show()

        self._runner.run(self, lambda _job: wanted(), done=take)

    def _show(self) -> None:
        self._rows = self.model.rows()
        self._table_model.show(len(self._rows))
        self.problem.setText(self.model.problem)
        self.problem.setVisible(bool(self.model.problem))
        warning = self.model.warning()
        self.warning.say(warning, tone="warning")
        self.warning.setVisible(bool(warning))
        self.summary.setText(self.model.summary())
        self.go.set_label(self.model.verb())
        self.go.setEnabled(self.model.ready)


class _StepDelegate(CellDelegate):
    """Paints warnings amber and the new price bold."""

    @override
    def paint_cell(self, painter: QPainter, box: QRectF, index: Index, row: object) -> None:
        if not isinstance(row, StepText) or index.column() < 2:
            super().paint_cell(painter, box, index, row)
            return
        theme = current()
        is_new = index.column() == 2
        painter.setFont(theme.font("body", bold=is_new))
        painter.setPen(theme.colour("text" if is_new and not row.warning else "warning"))
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(box, int(align), str(index.data()))


def _columns() -> list[Column[StepText]]:
    return [
        Column("name", _("Product"), lambda row: row.name),
        Column("old", _("Now"), lambda row: row.old, width=88, right=True),
        Column("new", _("Then"), lambda row: row.new, width=88, right=True),
        Column("warning", "", lambda row: row.warning, width=120, right=True),
    ]
