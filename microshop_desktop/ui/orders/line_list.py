"""The lines of an order in the detail panel, and its history: painted, so any number is cheap."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.formats import amount_text, money_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.order_values import OrderLineView
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.orders.words import Step
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import elided, paint_box, round_path

_LINE = 60
_PHOTO = 44
_STEP = 48
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def paint_photo(painter: QPainter, box: QRectF, photos: Photos, name: str, goods: str) -> None:
    """Paint the photo of goods, or their first sign where there is none."""
    theme = current()
    ratio = painter.device().devicePixelRatio()
    pixmap = photos.photo(name, box.size().toSize(), ratio)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pixmap is not None:
        painter.setClipPath(round_path(box, 6))
        painter.drawPixmap(box.topLeft(), pixmap)
    else:
        paint_box(painter, box, corner=6, fill=theme.colour("sunken"))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, goods[:1])
    painter.restore()


class _Rows(QWidget):
    """Rows of equal height, painted as far as they are looked at."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _count(self) -> int:
        raise NotImplementedError

    def _paint_row(self, painter: QPainter, box: QRectF, number: int) -> None:
        raise NotImplementedError

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._count() * current().px(self._height))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        height = current().px(self._height)
        seen = event.rect()
        first = max(0, seen.top() // height)
        last = min(self._count(), seen.bottom() // height + 1)
        for number in range(first, last):
            self._paint_row(painter, QRectF(0, number * height, self.width(), height), number)


class LineList(_Rows):
    """Goods with photo, code and quantity, amount, and what of them went back."""

    def __init__(self, photos: Photos) -> None:
        super().__init__(_LINE)
        self._photos = photos
        self._lines: Sequence[OrderLineView] = ()
        self._unit: Currency | None = None
        photos.loaded.connect(self.update)

    def show_lines(self, lines: Sequence[OrderLineView], unit: Currency) -> None:
        """Show other lines."""
        self._lines, self._unit = lines, unit
        texts = [f"{line.full_name} × {quantity_text(line.quantity)}" for line in lines[:20]]
        self.setAccessibleName(", ".join(texts))
        self.updateGeometry()
        self.update()

    @override
    def _count(self) -> int:
        return len(self._lines)

    @override
    def _paint_row(self, painter: QPainter, box: QRectF, number: int) -> None:
        line, unit, theme = self._lines[number], self._unit, current()
        if unit is None:
            return
        side = theme.px(_PHOTO)
        photo = QRectF(box.left(), box.center().y() - side / 2, side, side)
        paint_photo(painter, photo, self._photos, line.picture, line.name)
        amount = money_text(line.total, unit)
        top = QRectF(photo.right() + 12, box.top() + theme.px(9), 0, theme.px(22))
        top.setRight(box.right())
        low = top.translated(0, theme.px(22))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        painter.drawText(top, _RIGHT, amount)
        room = top.width() - painter.fontMetrics().horizontalAdvance(amount) - 12
        painter.drawText(top, _LEFT, elided(line.full_name, painter.font(), room))
        self._paint_under(painter, low, line, unit)

    def _paint_under(
        self, painter: QPainter, box: QRectF, line: OrderLineView, unit: Currency
    ) -> None:
        theme = current()
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("textMuted"))
        count = f"{amount_text(line.unit_price, unit)} × {quantity_text(line.quantity, line.unit)}"
        painter.drawText(box, _RIGHT, count)
        parts = [line.code] if line.code else []
        if line.discount:
            parts.append(_("−{amount} off").format(amount=amount_text(abs(line.discount), unit)))
        if line.refunded_quantity:
            back = quantity_text(line.refunded_quantity)
            parts.append(_("{count} back").format(count=back))
        room = box.width() - painter.fontMetrics().horizontalAdvance(count) - 12
        painter.drawText(box, _LEFT, elided(" · ".join(parts), painter.font(), room))


class HistoryList(_Rows):
    """Steps of an order, the newest first, joined by a line."""

    def __init__(self) -> None:
        super().__init__(_STEP)
        self._steps: Sequence[Step] = ()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self._steps = steps
        self.setAccessibleName(", ".join(f"{step.title} {step.time}" for step in steps))
        self.updateGeometry()
        self.update()

    @override
    def _count(self) -> int:
        return len(self._steps)

    @override
    def _paint_row(self, painter: QPainter, box: QRectF, number: int) -> None:
        step, theme = self._steps[number], current()
        side = theme.px(20)
        icon = QRectF(box.left(), box.top() + theme.px(2), side, side)
        if number + 1 < len(self._steps):
            middle = icon.center().x()
            line = QRectF(middle - 0.5, icon.bottom() + 2, 1, box.height() - side - 4)
            painter.fillRect(line, theme.colour("borderStrong"))
        paint_icon(painter, step.icon, icon, step.tone)
        top = QRectF(icon.right() + 12, box.top(), 0, theme.px(22))
        top.setRight(box.right())
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(top, _RIGHT, step.time)
        room = top.width() - painter.fontMetrics().horizontalAdvance(step.time) - 12
        low = top.translated(0, theme.px(20))
        painter.drawText(low, _LEFT, elided(step.detail, painter.font(), low.width()))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        painter.drawText(top, _LEFT, elided(step.title, painter.font(), room))
