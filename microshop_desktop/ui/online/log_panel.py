"""The log of the syncs at the right of the page: painted rows, so any number of them is cheap."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.online.list_layout import list_head, scrolling, stacked
from microshop_desktop.ui.online.words import LogRow
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import surface
from microshop_desktop.ui.widgets.paint import elided

_HEIGHT, _SIDE, _ICON, _TEXT = 50, 16, 20, 48
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LogList(QWidget):
    """Rows of icon, what was done, by which shop, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[LogRow] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[LogRow]) -> None:
        """Show other rows."""
        self.rows = rows
        self.setAccessibleName("\n".join(f"{r.time} {r.title} {r.detail}" for r in rows[:50]))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, current().px(_HEIGHT) * len(self.rows))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, height = QPainter(self), current().px(_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        first = max(0, event.rect().top() // height)
        last = min(len(self.rows), event.rect().bottom() // height + 1)
        for place in range(first, last):
            box = QRectF(0, place * height, self.width(), height)
            self._paint_row(painter, box, self.rows[place])

    @staticmethod
    def _paint_row(painter: QPainter, box: QRectF, row: LogRow) -> None:
        theme = current()
        side = theme.px(_ICON)
        icon = QRectF(_SIDE, box.center().y() - side / 2, side, side)
        paint_icon(painter, row.icon, icon, row.tone)
        inner = box.adjusted(theme.px(_TEXT), 0, -_SIDE, 0)
        quiet, font = theme.font("micro"), theme.font("body")
        painter.setFont(quiet)
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(inner, _RIGHT, row.time)
        room = inner.width() - QFontMetricsF(quiet).horizontalAdvance(row.time) - 12
        half = box.height() / 2
        low = QRectF(inner.left(), box.top() + half, room, theme.px(19))
        painter.drawText(low, _LEFT, elided(row.detail, quiet, room))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        top = QRectF(inner.left(), box.top() + half - theme.px(21), room, theme.px(22))
        painter.drawText(top, _LEFT, elided(row.title, font, room))
        line = QRectF(0, box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.colour("border"))


class LogPanel(QWidget):
    """The log under its head; `narrowed` tells whether only failures are wanted."""

    narrowed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.only_bad = Button(_("Only failures"), kind="ghost", icon="funnel")
        self.only_bad.setCheckable(True)
        self.list = LogList()
        self._stack = QStackedWidget()
        self._empty = EmptyState("clock-counter-clockwise", _("Nothing was synced yet"))
        self._build()
        self.only_bad.toggled.connect(self.narrowed)

    def show_rows(self, rows: Sequence[LogRow]) -> None:
        """Show other rows."""
        self.list.show_rows(rows)
        narrowed = self.only_bad.isChecked()
        self._empty.say(_("Nothing failed") if narrowed else _("Nothing was synced yet"))
        self._stack.setCurrentIndex(0 if rows else 1)

    def to_the_top(self) -> None:
        """Bring the newest lines into view."""
        self._area.verticalScrollBar().setValue(0)

    def _build(self) -> None:
        inside = surface("surface")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.list)
        rows.addStretch(1)
        self._area = scrolling(inside)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._empty)
        stacked(self, list_head(_("Log"), self.only_bad), self._stack)
