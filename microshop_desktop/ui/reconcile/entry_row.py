"""A difference in the list: what it is, three figures, and the choices as cards."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.reconcile.entries import Entry
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.choice_row import ChoiceRow
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel
from microshop_desktop.ui.widgets.pill import Pill

_COLUMN = 96
_CARDS_A_ROW = 3


class Figures(QWidget):
    """Bill, shop and difference in columns that stand under each other in all rows."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(3 * _COLUMN), theme.px(42))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        tone = self._entry.tone
        columns = (
            (_("Bill"), self._entry.bill, "text"),
            (_("Shop"), self._entry.shop, "text"),
            (_("Gap"), self._entry.difference, tone if tone != "neutral" else "text"),
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        width, half = theme.px(_COLUMN), self.height() / 2
        for place, (head, figure, ink) in enumerate(columns):
            box = QRectF(place * width, 0, width, half)
            painter.setFont(theme.font("micro"))
            painter.setPen(theme.colour("textMuted"))
            painter.drawText(box, right, head)
            painter.setFont(theme.font("strong", bold=True))
            painter.setPen(theme.colour(ink))
            painter.drawText(box.translated(0, half), right, figure)


class EntryRow(ChoiceRow):
    """`picked` tells which choice, `reasoned` the reason."""

    picked = Signal(str, int)
    reasoned = Signal(str, str)

    def __init__(self, entry: Entry, index: int, reason: str, *, fixed: bool = False) -> None:
        super().__init__([(card.text, card.effect) for card in entry.cards], index, fixed=fixed)
        self.entry = entry
        self.setAccessibleName(f"{entry.pill} {entry.title} {entry.difference}")
        self.why = QLineEdit(reason)
        self.why.setPlaceholderText(_("Why, in a few words"))
        self.why.textChanged.connect(lambda text: self.reasoned.emit(self.entry.key, text))
        self._build()
        self.mark()

    @override
    def pick(self, index: int) -> None:
        super().pick(index)
        self.picked.emit(self.entry.key, self.index)

    def _build(self) -> None:
        theme = current()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 11, 16, 11)
        outer.setSpacing(theme.px(12))
        mark = IconLabel(self.entry.icon, 24, self.entry.tone)
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addLayout(self._head())
        for start in range(0, len(self.cards), _CARDS_A_ROW):
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            for card in self.cards[start : start + _CARDS_A_ROW]:
                row.addWidget(card, 1)
            column.addLayout(row)
        column.addWidget(self.why)
        outer.addLayout(column, 1)

    def _head(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(Pill(self.entry.pill, tone=self.entry.tone))
        first.addWidget(ElidedLabel(self.entry.title, kind="strong"), 1)
        texts.addLayout(first)
        texts.addWidget(ElidedLabel(self.entry.line, kind="micro", tone="muted"))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(texts, 1)
        head.addWidget(Figures(self.entry))
        return head

    @override
    def mark(self) -> None:
        super().mark()
        self.why.setVisible(self.entry.cards[self.index].choice.kind.needs_reason)
