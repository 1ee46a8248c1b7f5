"""The head of the Reconcile page: which day it is, the ways to others, and the file out of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.formats import weekday_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.reconcile.view_model import ReconcileModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.day_field import DayField
from microshop_desktop.ui.widgets.flow_layout import FlowLayout
from microshop_desktop.ui.widgets.labels import label

_ONE_ROW = 100
"""The largest texts, in percent, with which all of it has place in one row."""


class PageHead(QWidget):
    """Shows a model's day; `moved` wants so many days on, `day_chosen` a day."""

    moved = Signal(int)
    day_chosen = Signal(object)
    """A `date`."""

    def __init__(self, model: ReconcileModel) -> None:
        super().__init__()
        self._model = model
        self._day = label(tone="muted")
        self.day = DayField(_("Bills of this day"))
        self.earlier = icon_button("arrow-left", _("The day before"), kind="secondary")
        self.later = icon_button("arrow-right", _("The day after"), kind="secondary")
        self.export = Button(_("Export"), icon="upload-simple")
        self.fetch = Button(_("Fetch bills"), icon="download-simple", key="Ctrl+R")
        self.stop = Button(_("Stop"), icon="x")
        self._build()
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.day.day_chosen.connect(self.day_chosen)

    def refresh(self, *, running: bool) -> None:
        """Show the day as it is now; `running`: bills are being fetched or read."""
        model, desk = self._model, self._model.desk
        self._day.setText(f"{model.day_text(model.day)} {weekday_text(model.day)}")
        self.day.show_day(model.day, last=desk.yesterday())
        self.later.setEnabled(model.day < desk.yesterday())
        self.export.setVisible(desk.may_export)
        self.export.setEnabled(bool(model.bills))
        self.show_running(running=running)

    def show_running(self, *, running: bool) -> None:
        """Offer to stop what runs, or to fetch where a platform gives bills."""
        self.stop.setVisible(running)
        self.fetch.setVisible(not running and bool(self._model.desk.methods()))

    def _build(self) -> None:
        """Lay all of it in a row, or the buttons below the names where texts are large."""
        large = current().scale > _ONE_ROW
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        names, acts = QHBoxLayout(), FlowLayout(gap=12) if large else QHBoxLayout()
        names.setSpacing(12)
        acts.setSpacing(12)
        names.addWidget(label(_("Reconcile"), kind="title"))
        names.addWidget(self._day)
        names.addStretch(1)
        for part in (self.earlier, self.day, self.later, self.export, self.stop, self.fetch):
            acts.addWidget(part)
        column.addLayout(names)
        (column if large else names).addLayout(acts)
        self.stop.hide()
