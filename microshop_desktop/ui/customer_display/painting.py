"""The scenes of the customer's screen, painted as the mock-ups have them."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPixmap

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.customer_display.canvas import HEIGHT, WIDTH, Canvas
from microshop_desktop.ui.customer_display.view_model import (
    CustomerLine,
    CustomerSight,
    Pane,
    Scene,
)
from microshop_desktop.ui.shop_mark import shop_mark
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import round_path

PANE = 500
"""Width of the coloured side."""
_LINE, _FIRST, _FOOT, _ROW = 80, 92, 612, 32
_LEFT, _RIGHT = 40, 744
POSTER_HIGH = 704
"""Height of the picture on the idle screen; the shop's name stands under it."""
QR_PLACE = (824, 139, 412, 412)
THANKS_QR = (460, 596, 112, 112)
_INKS = {"wechat": ("wechatFill", "onWechat"), "alipay": ("alipayFill", "onAlipay")}


class PhotoSource(Protocol):
    """Where photos of goods come from."""

    def photo(self, name: str, size: QSize, ratio: float) -> QPixmap | None:
        """Return a photo of a size in logical pixels, None while it is not here."""
        ...


def pane_colours(method: str) -> tuple[str, str]:
    """Background and ink of the coloured side."""
    return _INKS.get(method, ("ink", "onInk"))


class ScenePainter:
    """Paints one look of the screen."""

    def __init__(
        self,
        canvas: Canvas,
        sight: CustomerSight,
        photos: PhotoSource,
        poster: QPixmap | None = None,
    ) -> None:
        self._canvas, self._sight, self._photos = canvas, sight, photos
        self._poster = poster

    def paint(self) -> None:
        """Paint the scene."""
        if self._sight.scene is Scene.IDLE and self._poster is not None:
            self._paint_poster(self._poster)
        elif self._sight.scene is Scene.IDLE:
            self._paint_idle()
        elif self._sight.scene is Scene.THANKS:
            self._paint_thanks()
        else:
            self._paint_basket()
            self._paint_pane(self._sight.pane)
        if self._sight.practice:
            self._paint_practice()

    # ------------------------------------------------------------------ idle and thanks

    def _paint_idle(self) -> None:
        draw, shop = self._canvas, self._sight.shop
        draw.fill(draw.box(0, 0, WIDTH, HEIGHT), "surface")
        draw.fill(draw.box(0, HEIGHT - 24, WIDTH, 24), "accentFill")
        draw.fill(draw.box(WIDTH / 2 - 80, 190, 160, 160), "ink", corner=32)
        mark = draw.box(WIDTH / 2 - 80, 190, 160, 160)
        draw.text(mark, shop_mark(shop), 84, colour="onInk", bold=True, align="middle")
        size = draw.fitting(shop, 64, WIDTH - 120, bold=True)
        draw.text(draw.box(60, 400, WIDTH - 120, 90), shop, size, bold=True, align="middle")
        welcome = draw.box(60, 500, WIDTH - 120, 50)
        draw.text(welcome, self._sight.pane.title, 32, colour="textMuted", align="middle")

    def _paint_poster(self, poster: QPixmap) -> None:
        """The picture in the middle of all there is above the band with the shop's name."""
        draw, shop = self._canvas, self._sight.shop
        draw.fill(draw.box(0, 0, WIDTH, HEIGHT), "surface")
        room = draw.box(0, 0, WIDTH, POSTER_HIGH)
        left = room.center().x() - poster.deviceIndependentSize().width() / 2
        top = room.center().y() - poster.deviceIndependentSize().height() / 2
        draw.painter.drawPixmap(QPointF(left, top), poster)
        draw.fill(draw.box(_LEFT, POSTER_HIGH + 2, WIDTH - 2 * _LEFT, 1), "border")
        draw.fill(draw.box(_LEFT, POSTER_HIGH + 20, 56, 56), "ink", corner=12)
        mark = draw.box(_LEFT, POSTER_HIGH + 20, 56, 56)
        draw.text(mark, shop_mark(shop), 28, colour="onInk", bold=True, align="middle")
        middle = draw.box(116, POSTER_HIGH, WIDTH - 460, HEIGHT - POSTER_HIGH)
        draw.text(middle, shop, 36, bold=True)
        right = draw.box(WIDTH - 330, POSTER_HIGH, 290, HEIGHT - POSTER_HIGH)
        draw.text(right, self._sight.pane.title, 28, colour="textMuted", align="right")

    def _paint_thanks(self) -> None:
        draw, pane = self._canvas, self._sight.pane
        draw.fill(draw.box(0, 0, WIDTH, HEIGHT), "surface")
        draw.fill(draw.box(580, 96, 120, 120), "successFill", corner=60)
        draw.icon("check", draw.box(610, 126, 60, 60), "onSuccess")
        draw.text(draw.box(60, 240, 1160, 54), pane.title, 34, align="middle")
        size = draw.fitting(pane.amount, 96, 1160, bold=True)
        draw.text(draw.box(60, 290, 1160, 110), pane.amount, size, bold=True, align="middle")
        self._paint_pills()
        draw.text(draw.box(60, 514, 1160, 60), pane.note, 40, bold=True, align="middle")
        if self._sight.number:
            right = draw.box(592, 624, 640, 28)
            draw.text(right, pane.hint, 18, colour="textMuted")
            words = _("{shop} · order {number}")
            text = words.format(shop=self._sight.shop, number=self._sight.number)
            draw.text(draw.box(592, 652, 640, 28), text, 18, colour="textMuted")

    def _paint_pills(self) -> None:
        draw = self._canvas
        widths = [draw.width_of(text, 20) + 44 for text in self._sight.pills]
        left = (WIDTH - sum(widths) - 12 * max(0, len(widths) - 1)) / 2
        for text, width in zip(self._sight.pills, widths, strict=True):
            place = draw.box(left, 412, width, 48)
            draw.fill(place, "accentSoft", corner=24)
            draw.text(place, text, 20, colour="onAccentSoft", align="middle")
            left += width + 12

    # ------------------------------------------------------------------ the basket

    def _paint_basket(self) -> None:
        draw, sight = self._canvas, self._sight
        draw.fill(draw.box(0, 0, WIDTH - PANE, HEIGHT), "canvas")
        draw.fill(draw.box(_LEFT, 28, 52, 52), "ink", corner=10)
        mark = draw.box(_LEFT, 28, 52, 52)
        draw.text(mark, shop_mark(sight.shop), 25, colour="onInk", bold=True, align="middle")
        draw.text(draw.box(104, 28, 380, 52), sight.shop, 26, bold=True)
        if sight.customer:
            width = min(250.0, draw.width_of(sight.customer, 18) + 32)
            pill = draw.box(_RIGHT - width, 34, width, 40)
            draw.fill(pill, "accentSoft", corner=20)
            draw.text(pill, sight.customer, 18, colour="onAccentSoft", align="middle")
        self._paint_lines()
        self._paint_money()

    def _paint_lines(self) -> None:
        """Paint the newest lines that there is room for, and how many stand before them."""
        room = (self._foot - _FIRST) // _LINE
        lines, top = self._sight.lines, float(_FIRST)
        if len(lines) > room:
            hidden = len(lines) - room + 1
            text = _("and {count} more before").format(count=hidden)
            place = self._canvas.box(_LEFT, top, _RIGHT - _LEFT, 40)
            self._canvas.text(place, text, 18, colour="textMuted")
            lines, top = lines[hidden:], top + 40
        for line in lines:
            self._paint_line(line, top)
            top += _LINE

    def _paint_line(self, line: CustomerLine, top: float) -> None:
        draw = self._canvas
        self._paint_photo(line, draw.box(_LEFT, top + 8, 60, 60))
        draw.text(draw.box(116, top + 6, 480, 36), line.name, 22)
        draw.text(draw.box(116, top + 40, 400, 28), line.detail, 18, colour="textMuted")
        if line.tag:
            left = 116 + min(400.0, draw.width_of(line.detail, 18)) + 10
            tag = draw.box(left, top + 42, draw.width_of(line.tag, 16) + 12, 24)
            draw.fill(tag, "accentSoft", corner=4)
            draw.text(tag, line.tag, 16, colour="onAccentSoft", align="middle")
        total = draw.box(600, top + 18, _RIGHT - 600, 40)
        draw.text(total, line.total, 25, bold=True, align="right")
        draw.fill(draw.box(_LEFT, top + _LINE - 3, _RIGHT - _LEFT, 1), "border")

    def _paint_photo(self, line: CustomerLine, place: QRectF) -> None:
        """Paint the photo, or the first signs of the name in its place."""
        draw = self._canvas
        ratio = draw.painter.device().devicePixelRatioF()
        size = QSize(round(place.width()), round(place.height()))
        photo = self._photos.photo(line.picture, size, ratio) if line.picture else None
        if photo is None:
            draw.fill(place, "accentSoft", corner=8)
            draw.text(place, line.name[:2], 22, colour="onAccentSoft", align="middle")
            return
        draw.painter.save()
        draw.painter.setClipPath(round_path(place, 8 * draw.scale))
        draw.painter.drawPixmap(place.toRect(), photo)
        draw.painter.restore()

    @property
    def _foot(self) -> int:
        """Where the figures under the lines begin: higher by a row once a part was paid."""
        return _FOOT - _ROW if self._sight.money.received else _FOOT

    def _paint_money(self) -> None:
        draw, money = self._canvas, self._sight.money
        top = self._foot + 6
        self._paint_sum(top, money.pieces, money.subtotal, bold=False)
        if money.saved:
            self._paint_sum(top + _ROW, money.why, money.saved)
        if money.received:
            self._paint_sum(top + 2 * _ROW, _("Paid so far"), money.received)
        draw.fill(draw.box(_LEFT, 689, _RIGHT - _LEFT, 2), "text")
        name = _("Still to pay") if money.received else _("Total to pay")
        draw.text(draw.box(_LEFT, 720, 180, 70), name, 26, bold=True)
        size = draw.fitting(money.due, 72, _RIGHT - 230, bold=True)
        place = draw.box(230, 694, _RIGHT - 230, 94)
        draw.text(place, money.due, size, bold=True, align="right")

    def _paint_sum(self, top: float, name: str, figure: str, *, bold: bool = True) -> None:
        draw, half = self._canvas, (_RIGHT - _LEFT) / 2
        draw.text(draw.box(_LEFT, top, half, 28), name, 20, colour="textMuted")
        place = draw.box(_LEFT + half, top, half, 28)
        draw.text(place, figure, 20, bold=bold, align="right")

    # ------------------------------------------------------------------ the coloured side

    def _paint_pane(self, pane: Pane) -> None:
        draw = self._canvas
        fill, ink = pane_colours(pane.method)
        left = WIDTH - PANE
        draw.fill(draw.box(left, 0, PANE, HEIGHT), fill)
        if self._sight.scene is Scene.BASKET:
            draw.icon("bag-simple", draw.box(left + 200, 270, 100, 100), ink)
            place = draw.box(left + 40, 400, PANE - 80, 120)
            draw.words(place, _("Please check your goods"), 30, colour=ink)
            return
        if pane.qr:
            self._paint_code_words(pane, ink)
            return
        draw.icon(pane.icon, draw.box(left + 190, 170, 120, 120), ink)
        draw.words(draw.box(left + 40, 330, PANE - 80, 90), pane.title, 34, colour=ink)
        self._paint_amount(pane, ink, top=440)
        draw.words(draw.box(left + 40, 530, PANE - 80, 120), pane.note, 24, colour=ink)

    def _paint_code_words(self, pane: Pane, ink: str) -> None:
        draw, left = self._canvas, WIDTH - PANE
        size = draw.fitting(pane.title, 30, PANE - 110, bold=True)
        wide = draw.width_of(pane.title, size, bold=True) + 54
        start = left + (PANE - wide) / 2
        draw.icon(pane.icon, draw.box(start, 78, 40, 40), ink)
        title = draw.box(start + 54, 74, wide, 48)
        draw.text(title, pane.title, size, colour=ink, bold=True)
        draw.fill(draw.box(*QR_PLACE), "qrPaper", corner=20)
        self._paint_amount(pane, ink, top=565)
        draw.words(draw.box(left + 24, 630, PANE - 48, 56), pane.note, 19, colour=ink)
        if pane.hint:
            line = current().colour(ink, alpha=0.5)
            draw.fill(draw.box(left + 28, 692, PANE - 56, 1), line)
            draw.words(draw.box(left + 24, 704, PANE - 48, 56), pane.hint, 18, colour=ink)

    def _paint_amount(self, pane: Pane, ink: str, *, top: float) -> None:
        draw = self._canvas
        size = draw.fitting(pane.amount, 48, PANE - 60, bold=True)
        place = draw.box(WIDTH - PANE + 30, top, PANE - 60, 66)
        draw.text(place, pane.amount, size, colour=ink, bold=True, align="middle")

    def _paint_practice(self) -> None:
        draw = self._canvas
        place = draw.box(WIDTH - PANE, 0, PANE, 40)
        draw.fill(place, "warningFill")
        text = _("Practice, no real money")
        draw.text(place, text, 20, colour="onWarning", bold=True, align="middle")
