"""What stands inside the window: rail, top bar, the stack of pages, toasts, keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.page import PageSpec
from microshop_desktop.ui.rail import Rail
from microshop_desktop.ui.runner import Runner
from microshop_desktop.ui.theme import tokens
from microshop_desktop.ui.top_bar import TopBar
from microshop_desktop.ui.widgets.focus_ring import FocusRing
from microshop_desktop.ui.widgets.sounds import Sounds
from microshop_desktop.ui.widgets.toast import ToastLayer
from microshop_desktop.ui.window_keys import WindowKeys

if TYPE_CHECKING:
    from microshop_desktop.ui.main_window import MainWindow
    from microshop_desktop.ui.widgets.practice_bar import PracticeBar


@dataclass(frozen=True, slots=True)
class Equipment:
    """What pages work with, whichever page is shown."""

    runner: Runner
    sounds: Sounds


class WindowParts(QWidget):
    """The central widget of the window. Made in one go, after the window's first picture."""

    def __init__(self, window: "MainWindow", specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.rail = Rail(specs)
        self.top_bar = TopBar()
        self.stack = QStackedWidget()
        self.practice: PracticeBar | None = None
        self._right = QVBoxLayout()
        self._build()
        self.toasts = ToastLayer(window, self._news_room)
        self.ring = FocusRing(window)
        self.keys = WindowKeys(window)
        self.rail.chosen.connect(window.go_to)
        self.top_bar.help.clicked.connect(window.show_keys)
        looks().changed.connect(self._restyle)
        looks().scaled.connect(window.rebuild)

    def fit(self, width: int) -> None:
        """Take the width of the window: a wide one shows labels beside the rail's icons."""
        self.rail.set_wide(wide=width >= tokens()["breakpoint"]["wide"])

    def retranslate(self) -> None:
        """Show all texts in the language in use."""
        self.rail.retranslate()
        self.top_bar.retranslate()
        if self.practice is not None:
            self.practice.retranslate()
        self.keys.retranslate()

    def show_practice(self, *, on: bool) -> None:
        """Show over every page that no real money moves, or take that away."""
        if on and self.practice is None:
            from microshop_desktop.ui.widgets.practice_bar import PracticeBar

            self.practice = PracticeBar(slim=True)
            self._right.insertWidget(1, self.practice)
        if self.practice is not None:
            self.practice.setVisible(on)

    def _build(self) -> None:
        right = self._right
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)

    def _news_room(self) -> QRect:
        room = self.top_bar.news_room()
        return room.translated(self.top_bar.mapTo(self.window(), QPoint(0, 0)))

    def _restyle(self) -> None:
        self.top_bar.restyle()
        self.rail.updateGeometry()
