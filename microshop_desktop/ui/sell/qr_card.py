"""The card with the QR, its amount and its life; where there is no QR, what stands in its place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.figures import set_size
from microshop_desktop.ui.sell.hand_page import BrandHead
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.phone_desk import CODE_LIFE
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.phone_words import PhoneSight
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.labels import IconLabel, label
from microshop_desktop.ui.widgets.paint import paint_box
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.qr_code import QrCode

if TYPE_CHECKING:
    from microshop_desktop.domain.payment import Attempt
    from microshop_desktop.services.attempt_records import AttemptRecord
    from microshop_desktop.ui.sell.view_model import SellViewModel

_HEAD, _BAND = 34, 6
_READABLE = {Stage.WAITING, Stage.PAYING, Stage.CLOSING}


class QrCard(Card):
    """Shows one attempt; `renew` makes a new code after one that ended."""

    def __init__(self) -> None:
        super().__init__(padding=1, gap=0)
        self.head = BrandHead()
        self.head.setMinimumHeight(current().px(_HEAD))
        self.practice = Pill(_("Practice"), tone="warning", icon="graduation-cap")
        self.code = QrCode()
        self.amount = label()
        self.renew = key_button("", "Enter", icon="arrows-clockwise", kind="primary", size="large")
        self.renew.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = IconLabel("qr-code", 64, "textMuted")
        self._words = label(kind="title", wrap=True)
        self._life_word = label(_("Code valid"), tone="muted")
        self._life = label(kind="strong")
        self._bar = LifeBar()
        self._stack = QStackedWidget()
        self._build()

    def show_attempt(self, record: "AttemptRecord", sight: PhoneSight, vm: "SellViewModel") -> None:
        """Show an attempt as it is now."""
        attempt = record.attempt
        self.head.show_method(attempt.method, _head_words(attempt))
        self.practice.setVisible(record.practice)
        self.amount.setText(money_text(attempt.amount, vm.currency))
        readable = bool(attempt.qr) and sight.stage in _READABLE
        self.code.show_text(attempt.qr if readable else "", dimmed=sight.stage is not Stage.WAITING)
        self.code.setAccessibleName(self.head.text)
        self._stack.setCurrentIndex(0 if readable else 1)
        self._show_placard(attempt, sight, vm.code_tail)
        self.renew.setVisible(bool(sight.renew))
        self.renew.set_label(sight.renew)
        self.show_life(sight)

    def needed(self, width: int) -> int:
        """Return how high the card is with its head and a code that is large enough."""
        head = max(current().px(_HEAD), self.head.needed(width))
        return head + self.code.sizeHint().height() + self._foot.sizeHint().height() + 2

    def save_room(self, *, low: bool) -> None:
        """In a low window the head is a band of the method's colour; the banner says the rest."""
        self.head.set_band(low=low, high=current().px(_BAND if low else _HEAD))

    def show_life(self, sight: PhoneSight) -> None:
        """Show how long the code is still good."""
        left = sight.left
        for part in (self._life_word, self._life, self._bar):
            part.setVisible(left is not None)
        if left is not None:
            self._life.setText(f"{left // 60}:{left % 60:02d}")
            self._bar.show_share(left / CODE_LIFE.total_seconds())

    def _show_placard(self, attempt: "Attempt", sight: PhoneSight, tail: str) -> None:
        by_code = attempt.kind is AttemptKind.CODE
        self._icon.show_icon("device-mobile" if by_code else sight.icon, "textMuted")
        words = sight.title
        if by_code and tail and sight.stage is Stage.PAYING:
            words = _("The code that ends in {tail}").format(tail=tail)
        self._words.setText(words)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.head)
        self.column.addLayout(head)
        self._stack.addWidget(self._paper())
        self._stack.addWidget(self._placard())
        self.column.addWidget(self._stack, 1)
        self._foot = self._strip()
        self.column.addWidget(self._foot)

    def _paper(self) -> QWidget:
        """White paper up to the edges of the card, in both themes."""
        paper = QFrame()
        paper.setObjectName("paper")
        paper.setStyleSheet(f"#paper {{ background: {current().hex('qrPaper')}; }}")
        column = QVBoxLayout(paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.code)
        return paper

    def _placard(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._words)
        column.addWidget(self.renew)
        column.addStretch(1)
        return box

    def _strip(self) -> QWidget:
        strip = QWidget()
        column = QVBoxLayout(strip)
        column.setContentsMargins(16, 0, 16, 6)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(8)
        set_size(self.amount, 24)
        row.addWidget(self.amount)
        row.addWidget(self.practice)
        row.addStretch(1)
        row.addWidget(self._life_word)
        row.addWidget(self._life)
        column.addLayout(row)
        column.addWidget(self._bar)
        return strip


class LifeBar(QWidget):
    """A bar that empties; the words beside it say the same in figures."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Show how much is left, from 0 to 1."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(80, 6)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, corner=3, fill=theme.colour("sunken"))
        box.setWidth(box.width() * self._share)
        paint_box(painter, box, corner=3, fill=theme.colour("accent"))


def _head_words(attempt: "Attempt") -> str:
    """Say whose code is used; the words for a QR are those of the method."""
    if attempt.kind is AttemptKind.CODE:
        return _("With the code on their phone")
    return ""
