"""The type-ahead list under the scan field; the field keeps the keyboard."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.formats import money_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.desk import Hit
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.paint import elided, paint_box

HIT = Qt.ItemDataRole.UserRole
_PADDING = 14
_NAME_WIDTH = 150
"""Room a name keeps from stock and code, in texts of normal size."""
_LONG_ENOUGH = 2
"""So many signs must be typed before it is said that nothing was found."""
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class HitModel(QAbstractListModel):
    """What was found, as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: Sequence[Hit] = ()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show other results."""
        self.beginResetModel()
        self.hits = tuple(hits)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.hits)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.hits):
            return None
        hit = self.hits[index.row()]
        if role == HIT:
            return hit
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return hit.name
        return None


class HitDelegate(QStyledItemDelegate):
    """Paints name and code at the left, stock and price at the right."""

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        self._currency = currency

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, current().px(44))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            return
        theme = current()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        view = option.widget
        if isinstance(view, QListView) and view.currentIndex().row() == index.row():
            chosen = QRectF(rect).adjusted(4, 1, -4, -1)
            paint_box(painter, chosen, corner=radius("control"), fill=theme.colour("selected"))
        box = QRectF(rect).adjusted(_PADDING, 0, -_PADDING, 0)
        price_width = theme.px(96)
        self._text(painter, box, money_text(hit.price, self._currency), right=True, strong=True)
        room = QRectF(box.left(), box.top(), box.width() - price_width, box.height())
        self._text(painter, self._facts(painter, hit, room), hit.name, strong=True)
        painter.restore()

    def _facts(self, painter: QPainter, hit: Hit, room: QRectF) -> QRectF:
        """Paint stock and code where they leave room for the name; return that room."""
        count = quantity_text(hit.available, hit.unit)
        for text, width in ((_("Stock {count}").format(count=count), 110), (hit.code, 130)):
            if room.width() - current().px(width) < current().px(_NAME_WIDTH):
                break
            self._text(painter, room, text, right=True, muted=True)
            room = room.adjusted(0, 0, -current().px(width), 0)
        return room

    def _text(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        *,
        right: bool = False,
        strong: bool = False,
        muted: bool = False,
    ) -> None:
        theme = current()
        font = theme.font("strong" if strong else "micro")
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(theme.colour("textMuted" if muted else "text"))
        align = side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, align, elided(text, font, box.width()))


class HitList(QFrame):
    """A frame over the tiles; `chosen` carries the SKU of a pressed row."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, currency: Currency) -> None:
        super().__init__(parent)
        self.setObjectName("hits")
        self._model = HitModel()
        self._view = QListView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(HitDelegate(currency))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._choose)
        self._nothing = label(tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        column.addWidget(self._view)
        column.addWidget(self._nothing)
        self._nothing.setContentsMargins(_PADDING, 0, _PADDING, 0)
        self.hide()

    @property
    def picked(self) -> UUID | None:
        """The SKU of the row the arrows are on, None while they were not used."""
        row = self._view.currentIndex().row()
        return self._model.hits[row].sku if self.isVisible() and row >= 0 else None

    def show_hits(self, hits: Sequence[Hit], text: str, below: QRect) -> None:
        """Show results under the field, or that there are none for a text that is long enough."""
        self._model.show_hits(hits)
        words = text.strip()
        self._nothing.setVisible(not hits)
        self._nothing.setText(_("“{text}” not found. Add a product?").format(text=words))
        self._view.setVisible(bool(hits))
        if not hits and len(words) < _LONG_ENOUGH:
            self.hide()
            return
        theme = current()
        self._view.setCurrentIndex(self._model.index(0))
        self.setStyleSheet(
            f"#hits {{ background: {theme.hex('raised')}; border: 1px solid {theme.hex('border')};"
            f" border-radius: {radius('card')}px; }}"
            "QListView { background: transparent; }"
        )
        height = max(len(hits), 1) * theme.px(44) + 12
        self.setGeometry(below.left(), below.bottom() + 5, below.width(), height)
        self._lift()
        self.raise_()
        self.show()

    def move_by(self, step: int) -> None:
        """Go to the next or previous row."""
        row = min(max(self._view.currentIndex().row() + step, 0), len(self._model.hits) - 1)
        self._view.setCurrentIndex(self._model.index(row))
        self._view.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.hits[index.row()].sku)

    def _lift(self) -> None:
        effect = QGraphicsDropShadowEffect(self)
        effect.setBlurRadius(16)
        effect.setOffset(0, 4)
        effect.setColor(current().colour("scrim", alpha=0.5 if current().dark else 0.2))
        self.setGraphicsEffect(effect)
