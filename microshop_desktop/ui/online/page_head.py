"""The head of the Online page: how many shops there are, and the acts on all of them."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.online.view_model import OnlineModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.flow_layout import FlowLayout
from microshop_desktop.ui.widgets.labels import label

_ONE_ROW = 100
"""The largest texts, in percent, with which all of it has place in one row."""


class PageHead(QWidget):
    """Texts and buttons; the page listens to the buttons."""

    def __init__(self, model: OnlineModel) -> None:
        super().__init__()
        self._model = model
        self._subtitle = ElidedLabel(tone="muted")
        self.match = Button(icon="link")
        self.look = Button(_("What would be written"), icon="eye")
        self.sync = Button(_("Sync now"), icon="arrows-clockwise", key="Ctrl+R")
        self.stop = Button(_("Stop for now"), icon="pause")
        self.what_was_done = Button(_("See what was done"), icon="list")
        self.connect_shop = Button(_("Connect an online shop"), kind="primary", icon="plus")
        self._build()

    def refresh(self) -> None:
        """Show how it stands now; while a sync runs it can be stopped."""
        model = self._model
        catching = model.catch_up()
        self._subtitle.setText(model.subtitle() if catching is None else catching.when)
        self.what_was_done.setVisible(catching is not None)
        count = model.to_match()
        self.match.set_label(_("Match goods {count}").format(count=count))
        self.match.setVisible(bool(count))
        self.stop.setVisible(model.running)
        self.connect_shop.setVisible(model.desk.may_switch and catching is None)
        for button in (self.sync, self.look):
            button.setVisible(model.can_sync and not model.running)

    def _build(self) -> None:
        large = current().scale > _ONE_ROW
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        names, acts = QHBoxLayout(), FlowLayout(gap=12) if large else QHBoxLayout()
        names.setSpacing(12)
        acts.setSpacing(12)
        names.addWidget(label(_("Online shops"), kind="title"))
        names.addWidget(self._subtitle, 1)
        parts = (self.match, self.look, self.stop, self.what_was_done, self.sync, self.connect_shop)
        for part in parts:
            acts.addWidget(part)
        column.addLayout(names)
        (column if large else names).addLayout(acts)
        for part in (self.match, self.stop, self.what_was_done):
            part.hide()
