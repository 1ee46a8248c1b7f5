"""The card of an online shop: how it stands, how much of it is matched, what waits."""

from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.online.file_buttons import FileButtons
from microshop_desktop.ui.online.view_model import AccountLook
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.paint import paint_box
from microshop_desktop.ui.widgets.pill import Pill

_BAR = 7


class Bar(QWidget):
    """How much of a whole there is, as a bar; `trough` is the colour of what is not."""

    def __init__(self, *, trough: str = "sunken") -> None:
        super().__init__()
        self._trough = trough
        self._part, self._whole, self._done = 0, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, part: int, whole: int, *, done: bool = False) -> None:
        """Show another share; what is `done` has the colour of success."""
        self._part, self._whole, self._done = part, whole, done
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(40, _BAR)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, corner=_BAR / 2, fill=theme.colour(self._trough))
        if self._part:
            fill = "success" if self._done else "accentFill"
            box.setWidth(max(_BAR, box.width() * self._part / self._whole))
            paint_box(painter, box, corner=_BAR / 2, fill=theme.colour(fill))


class AccountCard(Card):
    """Shows an account; `paused` asks to let it rest, or to sync it again."""

    paused = Signal(object)
    """The id of the account."""
    taking = Signal(object)
    saving = Signal(object, object)
    """An order file is to be taken in; a file of this kind is to be saved for upload."""

    def __init__(self, account: UUID, *, may_switch: bool) -> None:
        super().__init__(padding=14, gap=4)
        self.account = account
        self._badge = ChannelBadge()
        self._name = ElidedLabel(kind="strong")
        self._under = ElidedLabel(kind="micro", tone="muted")
        self.state = Pill()
        self._matched = ElidedLabel(kind="micro")
        self._unmatched = label(kind="micro", tone="muted")
        self._bar = Bar()
        self.foot = ElidedLabel(kind="micro", tone="muted")
        self.pause = icon_button("pause", _("Pause"))
        self.files = FileButtons()
        self._build()
        self.pause.setVisible(may_switch)
        self.pause.clicked.connect(lambda: self.paused.emit(self.account))
        self.files.taking.connect(lambda: self.taking.emit(self.account))
        self.files.saving.connect(lambda upload: self.saving.emit(self.account, upload))

    def show_look(self, look: AccountLook) -> None:
        """Show how the account stands now."""
        self._badge.show_source(look.source)
        self._name.setText(look.name)
        self._under.setText(look.under)
        self.state.show_state(look.state.text, tone=look.state.tone, icon=look.state.icon)
        self._matched.setText(look.matched)
        self._unmatched.setText(look.unmatched)
        self._bar.show_share(look.linked, look.listed)
        self.foot.setText(look.foot)
        self.files.show_them(shown=look.by_files)
        self.pause.name_it(_("Pause") if look.enabled else _("Sync again"))
        self.pause.set_icon_name("pause" if look.enabled else "play")
        self.setAccessibleName(f"{look.name}, {look.state.text}. {look.matched}. {look.foot}")
        self.setToolTip(look.problem)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._badge)
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._name)
        names.addWidget(self._under)
        top.addLayout(names, 1)
        matched = QHBoxLayout()
        matched.setSpacing(8)
        matched.addWidget(self._matched, 1)
        matched.addWidget(self._unmatched)
        self.column.addLayout(top)
        state = QHBoxLayout()
        state.addWidget(self.state)
        state.addStretch(1)
        state.addWidget(self.pause)
        self.column.addLayout(state)
        self.column.addLayout(matched)
        self.column.addWidget(self._bar)
        foot = QHBoxLayout()
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.files.tracking)
        foot.addWidget(self.files.stock)
        self.column.addLayout(foot)
        self.column.addWidget(self.files)
