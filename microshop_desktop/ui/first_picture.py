"""The window's first picture: the selling page with its real tiles, painted before it is built.

Building the page takes longer than painting it. So the window shows this for a moment: what the
first look read, at the places where the page puts it. Keys pressed meanwhile wait in Qt's queue.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.tile import CategoryChip, Tile
from microshop_desktop.infra.overriding import override
from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.icons import load_icons, paint_icon
from microshop_desktop.ui.sell.room import basket_width, columns_for, pay_places, tile_height
from microshop_desktop.ui.sell.tile_paint import GAP, TilePainter
from microshop_desktop.ui.sell.tile_text import tile_text
from microshop_desktop.ui.shop_mark import paint_shop_mark, shop_mark
from microshop_desktop.ui.theme import control, current, radius, tokens
from microshop_desktop.ui.widgets.paint import (
    hint_run,
    icon_run,
    line_width,
    paint_box,
    paint_centred,
    paint_line,
    text_run,
)

PAGE_TOP = 14
EDGE = 16
BAR = 10
"""Room that the scroll bar of the tiles keeps."""


class RailItem(NamedTuple):
    """A page on the rail."""

    icon: str
    label: str
    foot: bool = False


class FirstSight(NamedTuple):
    """What is known of the shop before it is open."""

    name: str
    currency: Currency
    tiles: Sequence[Tile]
    chips: Sequence[CategoryChip]
    rail: Sequence[RailItem]
    ways: Sequence[str]
    """The payment buttons in their order."""


class _NoPhotos:
    """Photos come later, as they do on the page itself."""

    def photo(self, name: str, size: QSize, ratio: float) -> QPixmap | None:
        """None, so that the tile shows its letters."""
        del name, size, ratio
        return None


class FirstPicture(QWidget):
    """Paints the frame of the window, the scan field, the chips and the tiles."""

    def __init__(self, sight: FirstSight) -> None:
        super().__init__()
        self._sight = sight
        self._tiles = TilePainter(_NoPhotos())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        load_icons()
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        theme = current()
        painter.fillRect(self.rect(), theme.colour("canvas"))
        rail = control("railWide" if self._is_wide else "rail")
        top = theme.px(control("topBar"))
        basket = basket_width(self.width(), theme.scale)
        page = QRectF(rail, top, self.width() - rail - basket, self.height() - top)
        self._paint_rail(painter, QRectF(0, 0, rail, self.height()))
        self._paint_top_bar(painter, QRectF(rail, 0, self.width() - rail, top))
        self._paint_basket(painter, QRectF(page.right(), top, basket, page.height()))
        self._paint_goods(painter, page)

    @property
    def _is_wide(self) -> bool:
        return self.width() >= int(tokens()["breakpoint"]["wide"])

    def _paint_rail(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        painter.fillRect(box, theme.colour("surface"))
        painter.fillRect(QRectF(box.right() - 1, 0, 1, box.height()), theme.colour("border"))
        paint_shop_mark(painter, shop_mark(self._sight.name), wide=self._is_wide)
        top = 61.0
        height = theme.px(28) + 18 + (0 if theme.roomy else theme.px(18))
        for place, item in enumerate(self._sight.rail):
            if item.foot:
                top = box.height() - height - 6
            cell = QRectF(6, top, box.width() - 13, height)
            self._paint_rail_item(painter, item, cell, chosen=place == 0)
            top += height + 3

    def _paint_rail_item(
        self, painter: QPainter, item: RailItem, cell: QRectF, *, chosen: bool
    ) -> None:
        theme = current()
        ink = theme.colour("accent" if chosen else "textMuted")
        if chosen:
            paint_box(painter, cell, corner=radius("card"), fill=theme.colour("selected"))
        side = theme.px(control("iconRail"))
        name = f"{item.icon}-fill" if chosen else item.icon
        if self._is_wide:
            runs = [icon_run(name, side, ink), text_run(item.label, theme.font("body"), ink)]
            paint_line(painter, cell.adjusted(16, 0, 0, 0), runs, gap=14)
            return
        icon = QRectF(cell.center().x() - side / 2, cell.top() + 9, side, side)
        paint_icon(painter, name, icon, ink)
        if not theme.roomy:
            painter.setFont(theme.font("micro", bold=chosen))
            painter.setPen(ink)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(QRectF(0, icon.bottom() + 2, cell.width() + 12, 20), flags, item.label)

    def _paint_top_bar(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        painter.fillRect(box, theme.colour("surface"))
        line = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.colour("border"))
        name = text_run(self._sight.name, theme.font("lead", bold=True), theme.colour("text"))
        paint_line(painter, box.adjusted(EDGE, 0, 0, 0), [name], gap=0)

    def _paint_basket(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        painter.fillRect(box, theme.colour("surface"))
        painter.fillRect(QRectF(box.left(), box.top(), 1, box.height()), theme.colour("border"))
        head = QRectF(box.left(), box.top(), box.width(), theme.px(control("topBar")))
        title = text_run(_("Basket"), theme.font("lead", bold=True), theme.colour("text"))
        paint_line(painter, head.adjusted(EDGE + 1, 0, 0, 0), [title], gap=0)
        line = QRectF(box.left(), head.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.colour("border"))
        self._paint_ways_to_pay(painter, box)

    def _paint_ways_to_pay(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        height = theme.px(control("pay"))
        width = (box.width() - 2 * EDGE - 8) / 2
        short = pgettext("payment|short", "Scan code")
        looks = {
            "cash": (_("Cash"), "money", "ink", "onInk"),
            "code": (short, "barcode", "surface", "text"),
            "wechat": (_("WeChat"), "wechat-pay", "wechatFill", "onWechat"),
            "alipay": (_("Alipay"), "alipay", "alipayFill", "onAlipay"),
        }
        ways = self._sight.ways
        places = pay_places(len(ways))
        for way, (row, column, span) in zip(ways, places, strict=True):
            text, icon, fill, ink = looks[way]
            left = box.left() + EDGE + column * (width + 8)
            top = box.bottom() - EDGE - height - (places[-1][0] - row) * (height + 8)
            cell = QRectF(left, top, width * span + 8 * (span - 1), height)
            border = theme.colour("borderControl") if fill == "surface" else None
            fill_colour = theme.colour(fill)
            paint_box(painter, cell, corner=radius("control"), fill=fill_colour, border=border)
            colour = theme.colour(ink)
            font = theme.font("lead", bold=True)
            runs = [icon_run(icon, theme.px(24), colour), text_run(text, font, colour)]
            paint_line(painter, cell.adjusted(EDGE, 0, 0, 0), runs, gap=10)

    def _paint_goods(self, painter: QPainter, page: QRectF) -> None:
        theme = current()
        field = QRectF(page.left() + EDGE, page.top() + PAGE_TOP, page.width() - 2 * EDGE, 0)
        field.setHeight(theme.px(control("large")))
        self._paint_field(painter, field)
        chips = QRectF(field.left(), field.bottom() + GAP, page.width() - 2 * EDGE, 0)
        chips.setHeight(theme.px(control("min")))
        self._paint_chips(painter, chips)
        top = chips.bottom() + GAP - GAP // 2
        room = QRectF(page.left() + EDGE - GAP // 2, top, 0, 0)
        room.setRight(page.right() - BAR)
        room.setBottom(page.bottom() - EDGE + GAP // 2)
        if not theme.roomy:
            self._paint_tiles(painter, room)

    def _paint_field(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        border = QPen(theme.colour("focusRing"), 2)
        fill = theme.colour("surface")
        paint_box(painter, box, corner=radius("card"), fill=fill, border=border)
        text = _("Scan, or type a code, a name or pinyin initials (such as {sample})")
        muted = theme.colour("textMuted")
        runs = [
            icon_run("barcode", theme.px(28), theme.colour("accent")),
            text_run(text.format(sample="bqt"), theme.font("lead"), muted),
        ]
        paint_line(painter, box.adjusted(EDGE, 0, -EDGE, 0), runs, gap=GAP)
        key = hint_run("F2", muted)
        end = QRectF(box.right() - EDGE - key.width, box.top(), key.width, box.height())
        key.paint(painter, end)

    def _paint_chips(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        left = box.left()
        for place, name in enumerate([_("Favourites"), *(chip.name for chip in self._sight.chips)]):
            chosen = place == 0
            ink = theme.colour("onInk" if chosen else "text")
            runs = [icon_run("star-fill", theme.px(20), ink)] if chosen else []
            runs.append(text_run(name, theme.font("strong", bold=chosen), ink))
            width = max(line_width(runs, 8) + theme.px(32), theme.px(56))
            if left + width > box.right() - theme.px(control("min")):
                return
            cell = QRectF(left, box.top(), width, box.height())
            fill: QColor = theme.colour("ink" if chosen else "surface")
            border = None if chosen else theme.colour("border")
            paint_box(painter, cell, corner=cell.height() / 2, fill=fill, border=border)
            paint_centred(painter, cell, runs, gap=8)
            left += width + 8

    def _paint_tiles(self, painter: QPainter, room: QRectF) -> None:
        theme = current()
        width, height = int(room.width()) - GAP, int(room.height()) - GAP
        columns = columns_for(width, theme.px(control("tileMinWidth")))
        cell_width = (width + GAP - 1) // columns
        cell_height = tile_height(height, theme.scale / 100) + GAP
        rows = -(-int(room.height()) // cell_height)
        half = GAP / 2
        painter.setClipRect(room)
        for place, tile in enumerate(self._sight.tiles[: columns * rows]):
            left = room.left() + place % columns * cell_width
            top = room.top() + place // columns * cell_height
            cell = QRectF(left, top, cell_width, cell_height).adjusted(half, half, -half, -half)
            self._tiles.paint_resting(painter, tile_text(tile, 0, self._sight.currency), cell)
