"""Paints a tile in the order of the design: frame, photo, pill, name, price, stock, badge.

Apart from the delegate, because the window's first picture paints tiles before any view exists.
"""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextLayout, QTextOption

from microshop_desktop.infra.formats import MINUS
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.tile_text import TileText
from microshop_desktop.ui.theme import Theme, current, radius
from microshop_desktop.ui.widgets.paint import (
    elided,
    icon_run,
    line_width,
    paint_box,
    paint_line,
    round_path,
    text_run,
)

GAP = 12
TEXT_HEIGHT = 78
"""Height under the photo at 100 %: two lines of name and the price."""
ROW_PHOTO = 48
_PADDING = 10
_GROUP_COLOURS = ("accent", "success", "danger", "warning", "alipayFill", "chart4", "wechatFill")
_DARK_VEIL = 0.14
_SOLD_OUT = 0.42


class PhotoSource(Protocol):
    """Where photos come from; see `Photos`."""

    def photo(self, name: str, size: QSize, ratio: float) -> QPixmap | None:
        """Return a photo of a size in logical pixels, None while it is not here."""
        ...


class TilePainter:
    """Paints tiles and list rows with the photos of one source."""

    def __init__(self, photos: PhotoSource) -> None:
        """Take photos from here."""
        self._photos = photos

    def paint_resting(self, painter: QPainter, tile: TileText, box: QRectF) -> None:
        """Paint a whole tile that nobody points at."""
        theme = current()
        fill, border = theme.colour("surface"), theme.colour("border")
        paint_box(painter, box, corner=radius("card"), fill=fill, border=border)
        self.paint_tile(painter, tile, box)

    def paint_tile(self, painter: QPainter, tile: TileText, box: QRectF) -> None:
        """Paint what is inside the frame of a tile."""
        theme = current()
        inner = box.adjusted(1, 1, -1, -1)
        photo = QRectF(inner.left(), inner.top(), inner.width(), 0)
        photo.setBottom(max(inner.top(), inner.bottom() - theme.px(TEXT_HEIGHT)))
        self._paint_photo(painter, tile, photo, clip=inner)
        painter.fillRect(
            QRectF(inner.left(), photo.bottom(), inner.width(), 1), theme.colour("border")
        )
        text = QRectF(box.left() + _PADDING, photo.bottom(), box.width() - 2 * _PADDING, 0)
        text.setBottom(box.bottom() - theme.px(7))
        self._paint_name(painter, tile, text.adjusted(0, theme.px(5), 0, 0))
        self._paint_price(painter, tile, text)
        if tile.sold_out:
            self._paint_sold_out(painter, photo)
        if tile.badge:
            self._paint_badge(painter, tile.badge, QPointF(box.right(), box.top()))

    def paint_row(self, painter: QPainter, tile: TileText, box: QRectF) -> None:
        """Paint what is inside the frame of a list row, for very large texts."""
        theme = current()
        photo = QRectF(box.left() + 8, box.center().y() - ROW_PHOTO / 2, ROW_PHOTO, ROW_PHOTO)
        self._paint_photo(painter, tile, photo, clip=photo)
        right = text_run(
            tile.price + tile.unit, theme.font("lead", bold=True), theme.colour("text")
        )
        name = QRectF(photo.right() + 12, box.top(), 0, box.height())
        name.setRight(box.right() - right.width - 2 * _PADDING - 12)
        font = theme.font("strong")
        shown = f"{tile.badge} × {tile.name}" if tile.badge else tile.name
        painter.setFont(font)
        painter.setPen(theme.colour("textDisabled" if tile.sold_out else "text"))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, elided(shown, font, name.width()))
        price = QRectF(box.right() - right.width - _PADDING, box.top(), right.width, box.height())
        right.paint(painter, price)

    def _paint_photo(
        self, painter: QPainter, tile: TileText, photo: QRectF, *, clip: QRectF
    ) -> None:
        theme = current()
        painter.save()
        painter.setClipPath(round_path(clip, radius("card") - 1))
        painter.setClipRect(photo, Qt.ClipOperation.IntersectClip)
        if tile.sold_out:
            painter.setOpacity(_SOLD_OUT)
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._photos.photo(tile.picture, photo.size().toSize(), ratio)
        if pixmap is not None:
            painter.drawPixmap(photo.topLeft(), pixmap)
            if theme.dark:
                painter.fillRect(photo, QColor(0, 0, 0, round(255 * _DARK_VEIL)))
        else:
            _paint_letters(painter, tile, photo, theme)
        painter.restore()

    def _paint_name(self, painter: QPainter, tile: TileText, box: QRectF) -> None:
        theme = current()
        painter.setPen(theme.colour("text"))
        layout = QTextLayout(tile.name, theme.font("strong"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(box.width())
        layout.endLayout()
        cut = first.textLength()
        painter.setFont(theme.font("strong"))
        height = theme.px(21)
        line = QRectF(box.left(), box.top(), box.width() + 2, height)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, align, tile.name[:cut].rstrip())
        rest = tile.name[cut:].strip()
        if rest:
            line.translate(0, theme.px(19))
            painter.drawText(line, align, elided(rest, theme.font("strong"), box.width()))

    def _paint_price(self, painter: QPainter, tile: TileText, box: QRectF) -> None:
        theme = current()
        height = theme.px(24)
        line = QRectF(box.left(), box.bottom() - height, box.width(), height)
        muted = theme.colour("textMuted")
        price = [text_run(tile.price, theme.font("lead", bold=True), theme.colour("text"))]
        if tile.unit:
            price.append(text_run(tile.unit, theme.font("micro"), muted))
        paint_line(painter, line, price, gap=1)
        room = line.width() - line_width(price, 1) - 6
        runs = [text_run(tile.stock, theme.font("micro"), muted)]
        if tile.low:
            warning = theme.colour("warning")
            bold = theme.font("micro", bold=True)
            icon = icon_run("warning", theme.px(16), warning)
            runs = [icon, text_run(tile.stock, bold, warning)]
            if line_width(runs, 4) > room:
                runs = [icon, text_run(_digits(tile.stock), bold, warning)]
        width = line_width(runs, 4)
        if width <= room:
            end = QRectF(line.right() - width, line.top(), width, height)
            paint_line(painter, end, runs, gap=4)

    def _paint_sold_out(self, painter: QPainter, photo: QRectF) -> None:
        theme = current()
        run = text_run(_("Sold out"), theme.font("micro"), theme.colour("onInk"))
        height = theme.px(24)
        pill = QRectF(photo.left() + 9, photo.top() + 8, run.width + theme.px(18), height)
        paint_box(painter, pill, corner=height / 2, fill=theme.colour("ink"))
        run.paint(painter, pill.adjusted(theme.px(9), 0, 0, 0))

    def _paint_badge(self, painter: QPainter, text: str, corner: QPointF) -> None:
        theme = current()
        side = theme.px(28)
        font = theme.font("strong", bold=True)
        width = max(float(side), text_run(text, font, QColor()).width + theme.px(14))
        box = QRectF(corner.x() - width - 8, corner.y() + 8, width, side)
        paint_box(painter, box, corner=side / 2, fill=theme.colour("accentFill"))
        painter.setFont(font)
        painter.setPen(theme.colour("onAccent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_letters(painter: QPainter, tile: TileText, box: QRectF, theme: Theme) -> None:
    """Stand in for a photo: the colour of the category and the first two characters."""
    name = _GROUP_COLOURS[sum(map(ord, tile.group)) % len(_GROUP_COLOURS)]
    painter.fillRect(box, theme.colour(name, alpha=0.12))
    painter.setFont(theme.font("figure"))
    painter.setPen(theme.colour("textMuted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tile.name[:2])


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign in {".", MINUS})
