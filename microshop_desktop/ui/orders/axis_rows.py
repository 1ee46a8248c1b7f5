"""How an online order stands on its three axes, a row each: status, refund, hold.

None hides another: an order may wait to be sent, be asked back and be on hold all at once.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.orders.words import PillText
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.labels import hairline, label
from microshop_desktop.ui.widgets.pill import Pill

_NAME_WIDTH = 64
_NOTHING = "—"


class AxisRow(QWidget):
    """The name of an axis, its pill, and what there is to know of it at the right."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pill, self._dash = Pill(), label(_NOTHING, tone="muted")
        self.more = label(kind="micro", tone="muted", wrap=True)
        self.more.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        title = label(name, tone="muted")
        title.setMinimumWidth(current().px(_NAME_WIDTH))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        for part in (title, self.pill, self._dash):
            row.addWidget(part)
        row.addWidget(self.more, 1)

    def say(self, pill: PillText | None, more: str = "") -> None:
        """Show another state; None for nothing to say."""
        self.pill.setVisible(pill is not None)
        self._dash.setVisible(pill is None)
        if pill is not None:
            self.pill.show_state(pill.text, tone=pill.tone, icon=pill.icon)
        self.more.setText(more)


class AxisRows(QWidget):
    """The three rows."""

    def __init__(self) -> None:
        super().__init__()
        self.state = AxisRow(_("State"))
        self.refund = AxisRow(_("Refund"))
        self.hold = AxisRow(_("Hold"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in (self.state, self.refund, self.hold):
            column.addWidget(row)
            column.addWidget(hairline())
