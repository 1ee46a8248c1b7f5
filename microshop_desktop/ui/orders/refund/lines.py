"""The table of the refund page: stepper and fate of the goods are painted and pressed in cells."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.formats import amount_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.orders.line_list import paint_photo
from microshop_desktop.ui.orders.refund.view_model import PIECE, RefundRow, RefundViewModel
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.paged_model import ROW_ROLE, Column, PagedModel
from microshop_desktop.ui.widgets.paint import (
    elided,
    icon_run,
    paint_box,
    paint_centred,
    text_run,
)
from microshop_desktop.ui.widgets.pill import paint_pill
from microshop_desktop.ui.widgets.stepper import paint_stepper, stepper_zones
from microshop_desktop.ui.widgets.table_view import CellDelegate, TableView

Index = QModelIndex | QPersistentModelIndex
_DASH = "—"
_LEAST_WORD = 36
_LEAST_GOODS = 230
_GIVEN_UP = ("price", "bought", "back")
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RefundLines(TableView):
    """Shows the lines; `stepped` tells of − (−1) and +, `fated` of shelf (True) or loss."""

    stepped = Signal(int, int)
    fated = Signal(int, bool)

    def __init__(self, model: RefundViewModel, photos: Photos) -> None:
        self._lines_delegate = _LineDelegate(model.currency, photos)
        super().__init__(self._lines_delegate)
        self._model = model
        self._shown: list[RefundRow] = model.rows()
        self._paged: PagedModel[RefundRow] = PagedModel(
            _columns(model.currency, self.width()), self._fetch
        )
        self._paged.show(len(self._shown))
        self._lines_delegate.pressed_at = self._press
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_model(self._paged)
        self.clicked.connect(self._choose)
        photos.loaded.connect(self.viewport().update)
        self.refresh()

    @property
    def columns(self) -> Sequence[Column[RefundRow]]:
        """The columns that are shown."""
        return self._paged.columns

    def refresh(self) -> None:
        """Show the lines as they are now."""
        self._shown = self._model.rows()
        self._paged.refresh(len(self._shown))
        numbers = [row.line.no for row in self._shown]
        if self._model.current_no in numbers:
            self.go_to_row(numbers.index(self._model.current_no))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        columns = _columns(self._model.currency, event.size().width())
        if [column.key for column in columns] != [column.key for column in self._paged.columns]:
            self._paged.set_columns(columns)
            self.refresh()
        super().resizeEvent(event)

    def _fetch(self, first: int, count: int) -> Sequence[RefundRow]:
        return self._shown[first : first + count]

    def _choose(self, index: QModelIndex) -> None:
        row = self._paged.row(index.row())
        if row is not None and row.left:
            self._model.current_no = row.line.no

    def _press(self, row: RefundRow, column: str, zone: int) -> None:
        if column == "now":
            self.stepped.emit(row.line.no, (-1, 0, 1)[zone])
        elif row.now:
            self.fated.emit(row.line.no, zone == 0)


def _columns(unit: Currency, room: int) -> list[Column[RefundRow]]:
    """The columns that find place in so many pixels; with large texts only what is pressed."""
    columns = _all_columns(unit)
    if current().roomy:
        return [column for column in columns if column.key in {"goods", "now", "fate"}]
    for key in _GIVEN_UP:
        if sum(current().px(column.width or _LEAST_GOODS) for column in columns) > room:
            columns = [column for column in columns if column.key != key]
    return columns


def _all_columns(unit: Currency) -> list[Column[RefundRow]]:
    fate_width = 104 if current().roomy else 190
    return [
        Column("goods", _("Products"), lambda row: row.line.full_name),
        Column(
            "price",
            _("Price"),
            lambda row: amount_text(row.line.unit_price, unit),
            76,
            right=True,
        ),
        Column("bought", _("Bought"), lambda row: _figure(row.line.quantity), 64, right=True),
        Column(
            "back",
            _("Went back"),
            lambda row: _figure(row.line.refunded_quantity),
            96,
            right=True,
        ),
        Column("now", _("Refund now"), lambda row: _figure(row.now), 136),
        Column("fate", _("The goods"), _fate_text, fate_width),
        Column("amount", _("Money back"), lambda row: _money(row, unit), 100, right=True),
    ]


def _figure(quantity: int) -> str:
    return quantity_text(quantity)


def _fate_text(row: RefundRow) -> str:
    if not row.now:
        return _DASH
    return _("To shelf") if row.restock else _("Write off")


def _money(row: RefundRow, unit: Currency) -> str:
    return amount_text(row.amount, unit) if row.now else _DASH


class _LineDelegate(CellDelegate):
    """Paints a line and finds out what in it was pressed."""

    def __init__(self, unit: Currency, photos: Photos) -> None:
        super().__init__()
        self._unit, self._photos = unit, photos
        self._selected = False
        self.pressed_at: Callable[[RefundRow, str, int], None] = _nothing

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._selected = self.is_selected(option)
        super().paint(painter, option, index)

    @override
    def paint_cell(self, painter: QPainter, box: QRectF, index: Index, row: object) -> None:
        if not isinstance(row, RefundRow):
            return
        match _key(index):
            case "goods":
                self._paint_goods(painter, box, row)
            case "now":
                self._paint_now(painter, box, row)
            case "fate" if row.now:
                self._paint_fate(painter, box, row)
            case "amount":
                self._paint_figure(painter, box, str(index.data()), bold=bool(row.now))
            case "back" if row.line.refunded_quantity:
                self._paint_figure(painter, box, str(index.data()), bold=True, ink="warning")
            case "fate":
                painter.setPen(current().colour("textMuted"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _DASH)
            case _:
                self._paint_figure(painter, box, str(index.data()), bold=False)

    @override
    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Presses into the stepper and the fate of the goods."""
        pressed = event.type() in {
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonDblClick,
        }
        if not pressed or not isinstance(event, QMouseEvent):
            return False
        row = index.data(ROW_ROLE)
        if not isinstance(row, RefundRow) or not row.left:
            return False
        return self._press(event, QRectF(option.rect), index, row)

    def _press(self, event: QMouseEvent, cell: QRectF, index: Index, row: RefundRow) -> bool:
        key = _key(index)
        if key not in {"now", "fate"}:
            return False
        inner = cell.adjusted(8, 0, -8, -1)
        zones = stepper_zones(_stepper_box(inner)) if key == "now" else _halves(inner)
        for number, zone in enumerate(zones):
            if zone.contains(event.position()):
                self.pressed_at(row, key, number)
        return True

    def _paint_goods(self, painter: QPainter, box: QRectF, row: RefundRow) -> None:
        side = current().px(40)
        photo = QRectF(box.left() + 4, box.center().y() - side / 2, side, side)
        paint_photo(painter, photo, self._photos, row.line.picture, row.line.name)
        rest = box.adjusted(side + 16, 0, 0, 0)
        self.paint_two_lines(painter, rest, first=row.line.full_name, second=self._under(row))

    def _under(self, row: RefundRow) -> str:
        if not row.left:
            return _("All of it went back")
        text = _("{count} can go back").format(count=quantity_text(row.left, row.line.unit))
        if row.discount_share > 0 and row.left >= PIECE:
            share = amount_text(row.discount_share, self._unit)
            text += " · " + _("{amount} discount a piece").format(amount=share)
        return text

    def _paint_now(self, painter: QPainter, box: QRectF, row: RefundRow) -> None:
        if row.left:
            paint_stepper(painter, _stepper_box(box), quantity_text(row.now))
            return
        paint_pill(
            painter,
            box,
            _("All back"),
            tone="neutral",
            icon="check-circle",
            on_selected=self._selected,
        )

    def _paint_fate(self, painter: QPainter, box: QRectF, row: RefundRow) -> None:
        theme = current()
        left, right = _halves(box)
        frame = left.united(right)
        paint_box(painter, frame, corner=radius("card"), fill=theme.colour("sunken"))
        self._paint_half(painter, left, _("To shelf"), icon="arrow-u-up-left", chosen=row.restock)
        self._paint_half(painter, right, _("Write off"), icon="trash", chosen=not row.restock)

    def _paint_half(
        self, painter: QPainter, box: QRectF, text: str, *, icon: str, chosen: bool
    ) -> None:
        theme = current()
        if chosen:
            fill, border = theme.colour("surface"), theme.colour("borderStrong")
            inner = box.adjusted(2, 2, -2, -2)
            paint_box(painter, inner, corner=radius("control"), fill=fill, border=border)
        ink = theme.colour("text" if chosen else "textMuted")
        font = theme.font("micro", bold=chosen)
        room = box.width() - theme.px(16) - 4 - theme.px(12)
        runs = [icon_run(icon, theme.px(16), ink)]
        if room > theme.px(_LEAST_WORD):
            runs.append(text_run(elided(text, font, room), font, ink))
        paint_centred(painter, box, runs, gap=4)

    def _paint_figure(
        self, painter: QPainter, box: QRectF, text: str, *, bold: bool, ink: str = ""
    ) -> None:
        theme = current()
        painter.setFont(theme.font("strong" if bold else "body"))
        painter.setPen(theme.colour(ink or ("text" if bold else "textMuted")))
        painter.drawText(box, _RIGHT, text)


def _nothing(_row: RefundRow, _column: str, _zone: int) -> None:
    """What a press does before somebody listens."""


def _key(index: Index) -> str:
    model = index.model()
    return model.columns[index.column()].key if isinstance(model, PagedModel) else ""


def _stepper_box(box: QRectF) -> QRectF:
    height = current().px(control("min"))
    return QRectF(box.left(), box.center().y() - height / 2, box.width(), height)


def _halves(box: QRectF) -> tuple[QRectF, QRectF]:
    height = current().px(control("min"))
    top, half = box.center().y() - height / 2, box.width() / 2
    return QRectF(box.left(), top, half, height), QRectF(box.left() + half, top, half, height)
