"""The table of orders: its columns and how their cells are painted."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.domain.money import currency
from microshop_desktop.infra.formats import date_text, time_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import methods_text
from microshop_desktop.services.order_search import OrderTab
from microshop_desktop.services.order_values import OrderRowView
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.orders.words import (
    PillText,
    customer_text,
    goods_line,
    hold_pill,
    pieces_text,
    refund_pill,
    row_amount,
    state_pill,
)
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.channel_badge import paint_channel
from microshop_desktop.ui.widgets.choices import paint_tick
from microshop_desktop.ui.widgets.paged_model import Column, PagedModel
from microshop_desktop.ui.widgets.paint import elided, elided_number
from microshop_desktop.ui.widgets.pill import paint_pill
from microshop_desktop.ui.widgets.table_view import CellDelegate

Index = QModelIndex | QPersistentModelIndex
_DASH = "—"


LEAST_GOODS = 140
_GIVEN_UP = ("time", "tick", "refund")
"""What gives way first where there is little room; the panel of an order says the time."""


def order_columns(model: OrdersViewModel, room: int) -> list[Column[OrderRowView]]:
    """The columns that find place in so many pixels, in the language in use."""
    columns = _all_columns(model)
    for key in _GIVEN_UP:
        width = sum(current().px(column.width or LEAST_GOODS) for column in columns)
        if width > room:
            columns = [column for column in columns if column.key != key]
    return columns


def _all_columns(model: OrdersViewModel) -> list[Column[OrderRowView]]:
    own = model.desk.currency.code
    return [
        Column("tick", "", lambda row: _("Ticked") if row.order in model.ticked else "", 44),
        Column("order", _("Order · customer"), lambda row: f"{row.number} {row.customer}", 190),
        Column("goods", _("Products"), lambda row: goods_line(row.goods)),
        Column("amount", _("Amount"), lambda row: _amount_text(row, own), 104, right=True),
        Column("state", _("State"), lambda row: state_pill(row.state, row.pay_state).text, 122),
        Column("refund", _("Refund"), _refund_text, 152),
        *_hold_column(model),
        Column("time", _("Time"), lambda row: row_time(row, model), 84, right=True),
    ]


def _hold_column(model: OrdersViewModel) -> list[Column[OrderRowView]]:
    """The column of what must wait, where anything does."""
    if not model.counts.get(OrderTab.HELD):
        return []
    return [Column("hold", _("Hold"), lambda row: _pill_text(hold_pill(held=row.held)), 116)]


def row_time(row: OrderRowView, model: OrdersViewModel) -> str:
    """The time of an order of today, else its day."""
    return when_text(row, model.desk.zone, model.desk.today())


def when_text(row: OrderRowView, zone: str, today: date) -> str:
    """Time or day by the order's own shop day; imported ones have no time that means anything."""
    day = row.cursor.day
    local = row.at.astimezone(ZoneInfo(zone))
    if day == today:
        return time_text(local)
    return date_text(day, with_year=day.year != today.year)


class OrderDelegate(CellDelegate):
    """Paints a row: tick, badge with number and customer, goods, amount, pills, time."""

    def __init__(self, model: OrdersViewModel, tick: Callable[[int], None]) -> None:
        super().__init__()
        self._model, self._tick = model, tick
        self._selected = False

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._selected = self.is_selected(option)
        super().paint(painter, option, index)

    @override
    def paint_cell(self, painter: QPainter, box: QRectF, index: Index, row: object) -> None:
        if not isinstance(row, OrderRowView):
            return
        model = index.model()
        key = model.columns[index.column()].key if isinstance(model, PagedModel) else ""
        match key:
            case "tick":
                paint_tick(painter, box, checked=row.order in self._model.ticked)
            case "order":
                self._paint_order(painter, box, row)
            case "goods":
                self._paint_goods(painter, box, row)
            case "amount":
                self._paint_amount(painter, box, row)
            case "state" | "refund" | "hold":
                self._paint_pill(painter, box, _pill_of(key, row))
            case _:
                self._paint_figure(painter, box, str(index.data()), bold=False)

    @override
    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A press into the first column ticks the row."""
        pressed = event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent)
        if pressed and index.column() == 0:
            self._tick(index.row())
            return True
        return False

    def _paint_order(self, painter: QPainter, box: QRectF, row: OrderRowView) -> None:
        side = current().px(22)
        top = box.center().y() - side / 2
        paint_channel(painter, QRectF(box.left(), top, side, side), row.source)
        rest = box.adjusted(side + 8, 0, 0, 0)
        number = elided_number(row.number, current().font("strong"), rest.width())
        self.paint_two_lines(painter, rest, first=number, second=customer_text(row.customer))

    def _paint_goods(self, painter: QPainter, box: QRectF, row: OrderRowView) -> None:
        theme = current()
        font, quiet = theme.font("body"), theme.font("micro")
        middle = box.center().y()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        top = QRectF(box.left(), middle - theme.px(20), box.width(), theme.px(22))
        painter.drawText(top, flags, elided(goods_line(row.goods), font, box.width()))
        painter.setFont(quiet)
        painter.setPen(theme.colour("textMuted"))
        low = QRectF(box.left(), middle + theme.px(1), box.width(), theme.px(19))
        painter.drawText(low, flags, pieces_text(row.pieces))

    def _paint_amount(self, painter: QPainter, box: QRectF, row: OrderRowView) -> None:
        """Paint the total with the way it was paid under it."""
        amount = row_amount(row, self._model.desk.currency.code)
        if not row.methods:
            self._paint_figure(painter, box, amount, bold=True)
            return
        theme = current()
        middle = box.center().y()
        top = QRectF(box.left(), middle - theme.px(20), box.width(), theme.px(22))
        self._paint_figure(painter, top, amount, bold=True)
        quiet = theme.font("micro")
        painter.setFont(quiet)
        painter.setPen(theme.colour("textMuted"))
        low = QRectF(box.left(), middle + theme.px(1), box.width(), theme.px(19))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(low, flags, elided(methods_text(row.methods), quiet, box.width()))

    def _paint_figure(self, painter: QPainter, box: QRectF, text: str, *, bold: bool) -> None:
        theme = current()
        painter.setFont(theme.font("strong" if bold else "body"))
        painter.setPen(theme.colour("text" if bold else "textMuted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _paint_pill(self, painter: QPainter, box: QRectF, pill: PillText | None) -> None:
        if pill is None:
            painter.setFont(current().font("body"))
            painter.setPen(current().colour("textMuted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, _DASH)
            return
        paint_pill(
            painter, box, pill.text, tone=pill.tone, icon=pill.icon, on_selected=self._selected
        )


def _amount_text(row: OrderRowView, own: str) -> str:
    """What the column says to whoever does not see it painted: the total and how it was paid."""
    return f"{row_amount(row, own)} {methods_text(row.methods)}".strip()


def _pill_of(key: str, row: OrderRowView) -> PillText | None:
    """What a column says as a pill: each axis of an order has its own."""
    if key == "state":
        return state_pill(row.state, row.pay_state)
    return _refund_pill(row) if key == "refund" else hold_pill(held=row.held)


def _refund_pill(row: OrderRowView) -> PillText | None:
    unit = currency(row.currency)
    return refund_pill(row.refund_state, row.refunded, unit, row.progress, row.asked)


def _refund_text(row: OrderRowView) -> str:
    return _pill_text(_refund_pill(row))


def _pill_text(pill: PillText | None) -> str:
    return _DASH if pill is None else pill.text
