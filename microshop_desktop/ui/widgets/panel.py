"""The panel at the right of a page: a head with a title and ×, a body, a foot with actions."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import surface


class Panel(QFrame):
    """Put widgets into `body` (a column that scrolls), actions into `foot` (a column).

    `head_extra` is a row in the head, left of ×, for a pill. `closed` is sent when × is pressed;
    the page hides the panel.
    """

    closed = Signal()

    def __init__(self, title: str = "", *, width: int = 0, closable: bool = True) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setFixedWidth(current().px(width or control("detailPanel")))
        self._title = ElidedLabel(title, kind="title")
        self._subtitle = ElidedLabel(kind="micro", tone="muted")
        self._subtitle.hide()
        self.head_extra = QHBoxLayout()
        self.body = QVBoxLayout()
        self.foot = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(closable=closable))
        self._area = self._scroll()
        column.addWidget(self._area, 1)
        self._foot = self._framed_foot()
        column.addWidget(self._foot)
        self._foot.hide()

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Show another title, and a quiet line under it where one is given."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def put_before_title(self, widget: QWidget) -> None:
        """Put a badge or picture into the head, left of the title."""
        self._head_row.insertWidget(0, widget)

    def to_top(self) -> None:
        """Show the body from its beginning."""
        self._area.verticalScrollBar().setValue(0)

    def add_action(self, button: QWidget) -> None:
        """Put an action into the foot, under those that are there."""
        self.foot.addWidget(button)
        self._foot.show()

    def show_actions(self, *, shown: bool) -> None:
        """Show the foot with the actions, or take it away while none can be done."""
        self._foot.setVisible(shown)

    def _head(self, *, closable: bool) -> QFrame:
        head = surface("head")
        row = self._head_row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._title)
        titles.addWidget(self._subtitle)
        row.addLayout(titles, 1)
        row.addLayout(self.head_extra)
        if closable:
            close = icon_button("x", _("Close"))
            close.clicked.connect(self.closed)
            row.addWidget(close)
        head.setMinimumHeight(current().px(control("topBar")))
        return head

    def _scroll(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = surface("surface")
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(12)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self.body)
        outer.addStretch(1)
        area.setWidget(inside)
        return area

    def _framed_foot(self) -> QFrame:
        frame = surface("foot")
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(16, 12, 16, 14)
        self.foot.setSpacing(8)
        outer.addLayout(self.foot)
        return frame
