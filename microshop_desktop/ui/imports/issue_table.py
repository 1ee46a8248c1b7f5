"""The rows that are rejected, and the remarks on rows that are not."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.imports.view_model import IssueText
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paged_model import Column, PagedModel
from microshop_desktop.ui.widgets.paint import elided
from microshop_desktop.ui.widgets.table_view import CellDelegate, Index, TableView


class IssueTable(TableView):
    """A list of any length."""

    def __init__(self) -> None:
        super().__init__(_IssueDelegate())
        self._issues: Sequence[IssueText] = ()
        columns: list[Column[IssueText]] = [
            Column("row", _("Row"), lambda issue: issue.row, width=72, right=True),
            Column("reason", _("Reason"), lambda issue: issue.reason),
        ]
        self._model = PagedModel(columns, lambda first, n: self._issues[first : first + n])
        self.show_model(self._model)

    def show_issues(self, issues: Sequence[IssueText]) -> None:
        """Show a list anew."""
        self._issues = issues
        self._model.show(len(issues))


class _IssueDelegate(CellDelegate):
    """Paints what is rejected in the colour of danger."""

    @override
    def paint_cell(self, painter: QPainter, box: QRectF, index: Index, row: object) -> None:
        theme = current()
        font = theme.font("body")
        rejected = isinstance(row, IssueText) and row.rejected
        painter.setFont(font)
        painter.setPen(theme.colour("danger" if rejected else "text"))
        align = int(index.data(Qt.ItemDataRole.TextAlignmentRole))
        painter.drawText(box, align, elided(str(index.data()), font, box.width()))
