"""The three columns of the page; where they find no room side by side, some wait behind tabs."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.segments import Segment, Segments

GOODS, PARCELS, SLIP = "goods", "parcels", "slip"
_GAP = 12
_WIDE, _SLIM = (362, 272), (320, 244)
"""Widths of the goods and of the slip, with room and with little."""
_PARCELS_WIDTH, _PARCELS_WIDE = 530, 580
_MOST = 10_000
Groups = tuple[tuple[str, ...], ...]
_ALONE: Groups = ((GOODS,), (PARCELS,), (SLIP,))


class Columns(QWidget):
    """Shows one group of columns at a time; `tabs` names the groups where there are several."""

    turned = Signal()
    """Another group is shown."""

    def __init__(self, goods: QWidget, parcels: QWidget, slip: QWidget) -> None:
        super().__init__()
        self._panes = {GOODS: goods, PARCELS: parcels, SLIP: slip}
        self._groups: Groups = ((GOODS, PARCELS, SLIP),)
        self.tabs = Segments()
        self.tabs.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for name, pane in self._panes.items():
            row.addWidget(pane, 1 if name == PARCELS else 0)
        self.tabs.chosen.connect(self._turn)

    def show_pane(self, name: str) -> None:
        """Bring a column before the person."""
        group = next(group for group in self._groups if name in group)
        if self.tabs.current_key != group[0]:
            self.tabs.choose(group[0])
            self._show_group()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Find the columns that stand side by side, and how wide they are."""
        px, width = current().px, self.width()
        roomy = width >= sum(map(px, _WIDE)) + px(_PARCELS_WIDE) + 2 * _GAP
        goods, slip = map(px, _WIDE if roomy else _SLIM)
        parcels = px(_PARCELS_WIDTH)
        groups: Groups = _ALONE
        if width >= goods + parcels + slip + 2 * _GAP:
            groups = ((GOODS, PARCELS, SLIP),)
        elif width >= parcels + slip + _GAP:
            groups = ((GOODS,), (PARCELS, SLIP))
        for name, size in ((GOODS, goods), (SLIP, slip)):
            alone = (name,) in groups
            self._panes[name].setMinimumWidth(0 if alone else size)
            self._panes[name].setMaximumWidth(_MOST if alone else size)
        if groups != self._groups:
            self._groups = groups
            self._name_groups()
            self._show_group()

    def _name_groups(self) -> None:
        names = {GOODS: _("Pick by shelf"), PARCELS: _("Parcels"), SLIP: _("Slip")}
        with QSignalBlocker(self.tabs):
            self.tabs.set_segments([Segment(group[0], names[group[0]]) for group in self._groups])
            self.tabs.choose(self.tabs.current_key)
        self.tabs.setVisible(len(self._groups) > 1)

    def _turn(self, _name: str) -> None:
        self._show_group()
        self.turned.emit()

    def _show_group(self) -> None:
        key = self.tabs.current_key
        shown = next((group for group in self._groups if group[0] == key), self._groups[0])
        for name, pane in self._panes.items():
            pane.setVisible(name in shown)
