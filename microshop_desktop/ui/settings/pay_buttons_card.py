"""A card over the window that puts the payment buttons of the till into an order."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.settings import PAY_BUTTONS
from microshop_desktop.infra.translations import _, mark
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.settings.pay_buttons import PayButtonOrder
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label
from microshop_desktop.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from microshop_desktop.ui.settings.view_model import SettingsViewModel

_WIDTH = 460
NAMES = {
    "cash": (mark("Cash"), "money"),
    "code": (mark("Scan the customer's code"), "barcode"),
    "wechat": (mark("WeChat"), "wechat-pay"),
    "alipay": (mark("Alipay"), "alipay"),
}


class PayButtonsCard(Overlay):
    """Each change is saved at once; the page behind it offers to take it back."""

    def __init__(self, window: QWidget, vm: "SettingsViewModel") -> None:
        super().__init__(window, width=_WIDTH)
        self._vm = vm
        self.order = PayButtonOrder(vm.laptop)
        self.rows: dict[str, WayRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.card.column.addLayout(self._head())
        self.card.column.addLayout(self._list)
        words = _("Hidden ones still work by their keys and on the payment page.")
        self.card.column.addWidget(label(words, kind="micro", tone="muted", wrap=True))
        for way in NAMES:
            self.rows[way] = self._row(way)
        self._show()

    def move_way(self, way: str, step: int) -> None:
        """Move a button one place up or down."""
        self._put(self.order.moved(way, step))

    def show_way(self, way: str) -> None:
        """Show or hide a button as its switch says."""
        self._put(self.order.with_way(way, shown=self.rows[way].switch.isChecked()))

    def _put(self, value: str) -> None:
        self._vm.put(PAY_BUTTONS, value, _("Buttons at the till"))
        self._show()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(_("Buttons at the till"), kind="title", wrap=True), 1)
        close = icon_button("x", _("Close"))
        close.clicked.connect(self.close_layer)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _row(self, way: str) -> "WayRow":
        row = WayRow(way)
        row.up.clicked.connect(partial(self.move_way, way, -1))
        row.down.clicked.connect(partial(self.move_way, way, 1))
        row.switch.clicked.connect(partial(self.show_way, way))
        return row

    def _show(self) -> None:
        shown = list(self.order.shown)
        for row in self.rows.values():
            self._list.removeWidget(row)
        for way in self.order.ways:
            row = self.rows[way]
            self._list.addWidget(row)
            row.switch.setChecked(way in shown)
            row.switch.setEnabled(self.order.can_hide(way))
            row.up.setEnabled(way in shown[1:])
            row.down.setEnabled(way in shown[:-1])


class WayRow(QFrame):
    """A way to pay with its place and whether it is shown."""

    def __init__(self, way: str) -> None:
        super().__init__()
        text, icon = NAMES[way]
        name = _(text)
        self.up = icon_button("arrow-up", _("{name}: further up").format(name=name))
        self.down = icon_button("arrow-down", _("{name}: further down").format(name=name))
        self.switch = Switch(name)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconLabel(icon, 24, "text"))
        line.addWidget(label(name, wrap=True), 1)
        for part in (self.up, self.down, self.switch):
            line.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(hairline())
        column.addLayout(line)
