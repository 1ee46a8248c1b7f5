"""What a dry run found, in the place of the decisions until it is closed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.online.list_layout import list_head, scrolling, stacked
from microshop_desktop.ui.online.view_model import OnlineModel
from microshop_desktop.ui.reconcile.loaded import Row
from microshop_desktop.ui.reconcile.row_list import RowList
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.labels import surface


class PlanPane(QWidget):
    """`closed` when it was read."""

    closed = Signal()

    def __init__(self, model: OnlineModel) -> None:
        super().__init__()
        self._model = model
        self.found = Banner(tone="quiet")
        self.rows = RowList()
        self.close_button = icon_button("x", _("Close"))
        self._build()
        self.close_button.clicked.connect(self.closed)

    def refresh(self) -> None:
        """Show what is known by now."""
        rows = self._model.plan()
        self.found.say(self._model.plan_text(), tone="quiet")
        self.rows.show_rows(
            [
                Row("upload-simple", "accent", row.name, row.account, row.change)
                for row in rows or ()
            ]
        )

    def _build(self) -> None:
        inside = surface("surface")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.found)
        rows.addWidget(self.rows)
        rows.addStretch(1)
        stacked(self, list_head(_("What would be written"), self.close_button), scrolling(inside))
