"""A row of the pending payments: state, amount, and what tells it from the others."""

from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from microshop_desktop.ui.pending.words import EntryLook
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import elided, paint_box
from microshop_desktop.ui.widgets.pill import paint_pill
from microshop_desktop.ui.widgets.pressable import Pressable

_HEIGHT = 64


class EntryRow(Pressable):
    """`picked` carries the key of the entry it shows."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._key: UUID | None = None
        self._look: EntryLook | None = None
        self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._pick)

    def show_entry(self, key: UUID, look: EntryLook, *, chosen: bool) -> None:
        """Show an entry."""
        if (key, look, chosen) == (self._key, self._look, self._chosen):
            return
        self._key, self._look, self._chosen = key, look, chosen
        self.setAccessibleName(f"{look.word} {look.amount}. {look.facts}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(300), theme.px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        fill = "selected" if self._chosen else "hover" if self.underMouse() else "surface"
        edge = QPen(theme.colour("accent" if self._chosen else "border"), 1)
        paint_box(painter, box, corner=radius("card"), fill=theme.colour(fill), border=edge)
        inner = box.adjusted(theme.px(12), theme.px(6), -theme.px(12), -theme.px(6))
        upper = QRectF(inner.left(), inner.top(), inner.width(), theme.px(28))
        paint_pill(
            painter, upper, look.word, tone=look.tone, icon=look.icon, on_selected=self._chosen
        )
        painter.setFont(theme.font("lead", bold=True))
        painter.setPen(theme.colour("text"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(upper, right, look.amount)
        font = theme.font("micro")
        painter.setFont(font)
        painter.setPen(theme.colour("textMuted"))
        high = QFontMetricsF(font).height()
        lower = QRectF(inner.left(), upper.bottom() + 2, inner.width(), high)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(lower, left, elided(look.facts, font, lower.width()))

    def _pick(self) -> None:
        if self._key is not None:
            self.picked.emit(self._key)
