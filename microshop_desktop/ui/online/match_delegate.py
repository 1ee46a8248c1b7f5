"""A listing in the list: its name there, what it is here, why, and how alike they are."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.services.matching import MatchRow, MatchState
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.online import match_words as words
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.channel_badge import paint_channel
from microshop_desktop.ui.widgets.choices import paint_tick
from microshop_desktop.ui.widgets.paged_model import ROW_ROLE
from microshop_desktop.ui.widgets.paint import elided

_HEIGHT, _SIDE, _BADGE, _TICK, _ARROW = 82, 16, 22, 40, 20
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class MatchDelegate(QStyledItemDelegate):
    """`tick_pressed` tells the row whose tick box was pressed."""

    tick_pressed = Signal(int)

    def __init__(self, model: MatchModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, current().px(_HEIGHT))

    @override
    def editorEvent(
        self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            box = QRectF(_rect(option))
            inside = event.position().x() - box.left() < current().px(_SIDE + _TICK)
            if inside and event.position().y() - box.top() > box.height() * 0.4:
                self.tick_pressed.emit(index.row())
                return True
        return super().editorEvent(event, model, option, index)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme, box = index.data(ROW_ROLE), current(), QRectF(_rect(option))
        state: Any = option.state  # type: ignore[attr-defined,unused-ignore]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        fill = "selected" if chosen else "hover" if hovered else "surface"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(box, theme.colour(fill))
        line = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.colour("border"))
        if isinstance(row, MatchRow):
            inner = box.adjusted(theme.px(_SIDE), theme.px(6), -theme.px(_SIDE), -theme.px(6))
            self._paint_there(painter, row, inner)
            self._paint_here(painter, row, inner)
        painter.restore()

    def _paint_there(self, painter: QPainter, row: MatchRow, inner: QRectF) -> None:
        theme = current()
        height = theme.px(26)
        side = theme.px(_BADGE)
        top = QRectF(inner.left(), inner.top(), inner.width(), height)
        badge = QRectF(top.left(), top.center().y() - side / 2, side, side)
        paint_channel(painter, badge, self._model.source(row.account))
        quiet, font = theme.font("micro"), theme.font("body")
        price = words.there_text(row)
        painter.setFont(quiet)
        painter.setPen(theme.colour("textMuted"))
        width = min(QFontMetricsF(quiet).horizontalAdvance(price), top.width() / 2)
        painter.drawText(top, _RIGHT, elided(price, quiet, width + 1))
        left = badge.right() + theme.px(10)
        room = QRectF(left, top.top(), top.right() - left - width - theme.px(12), height)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(room, _LEFT, elided(row.name, font, room.width()))

    def _paint_here(self, painter: QPainter, row: MatchRow, inner: QRectF) -> None:
        theme, model = current(), self._model
        choice = model.choice(row.id) if row.state is MatchState.OPEN else None
        low = inner.adjusted(0, theme.px(27), 0, 0)
        if row.state is MatchState.OPEN:
            box = QRectF(low.left(), low.top(), theme.px(_BADGE), low.height())
            paint_tick(painter, box, checked=model.is_ticked(row.id))
        icon = QRectF(low.left() + theme.px(32), low.top(), theme.px(_ARROW), low.height())
        name = "arrow-right" if row.state is not MatchState.ALONE else "prohibit"
        paint_icon(painter, name, icon, "textMuted")
        room = low.adjusted(theme.px(64), 0, 0, 0)
        likeness = 0 if choice is None else choice.candidate.likeness
        if likeness:
            room = self._paint_likeness(painter, likeness, room)
        upper, under = words.row_lines(
            row, choice, model.desk.currency, known=model.is_known(row.id)
        )
        self._paint_lines(painter, room, upper, under)

    @staticmethod
    def _paint_lines(painter: QPainter, room: QRectF, upper: str, under: str) -> None:
        theme = current()
        bold, quiet = theme.font("body", bold=True), theme.font("micro")
        half = room.height() / 2
        above = QRectF(room.left(), room.top(), room.width(), half)
        below = QRectF(room.left(), room.top() + half, room.width(), half)
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        painter.drawText(above if under else room, _LEFT, elided(upper, bold, room.width()))
        painter.setFont(quiet)
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(below, _LEFT, elided(under, quiet, room.width()))

    @staticmethod
    def _paint_likeness(painter: QPainter, likeness: int, room: QRectF) -> QRectF:
        """Paint the likeness at the right and return the room that is left."""
        theme = current()
        text = _("{percent}% alike").format(percent=likeness)
        font = theme.font("body", bold=True)
        painter.setFont(font)
        painter.setPen(theme.colour(words.likeness_tone(likeness)))
        painter.drawText(room, _RIGHT, text)
        return room.adjusted(0, 0, -QFontMetricsF(font).horizontalAdvance(text) - 16, 0)


def _rect(option: Any) -> Any:  # noqa: ANN401 (Qt names it at run time)
    return option.rect
