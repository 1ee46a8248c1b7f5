"""How far a phone payment is: a banner with running seconds over its steps."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.phone_stage import OPEN_STAGES
from microshop_desktop.ui.sell.phone_words import PhoneSight, StepLine
from microshop_desktop.ui.sell.step_list import StepList, present_steps
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.labels import IconLabel, label, set_tone

_TONES = {
    "info": ("onInfo", "onAccentSoft"),
    "warning": ("onWarning", "onWarningSoft"),
    "danger": ("onDanger", "onDangerSoft"),
}
_SIDE, _ABOVE, _BELOW = 16, 6, 8


class ProgressCard(Card):
    """Shows a sight of an attempt."""

    def __init__(self) -> None:
        super().__init__(padding=0, gap=0)
        self.title = label(kind="title", wrap=True)
        self.note = label(wrap=True)
        self.seconds = label(kind="lead")
        self.steps = StepList()
        self._brief = False
        self._all: tuple[StepLine, ...] = ()
        self._icon = IconLabel("qr-code", 28, "onAccentSoft")
        self._banner = QFrame()
        self._build()

    def show_sight(self, sight: PhoneSight) -> None:
        """Show what is said of an attempt now."""
        tone, icon_tone = _TONES[sight.tone]
        if self._banner.property("surface") != sight.tone:
            set_look(self._banner, surface=sight.tone)
            for part in (self.title, self.note, self.seconds):
                set_tone(part, tone)
        self._icon.show_icon(sight.icon, icon_tone)
        if self.title.text() != sight.title:
            self.title.setText(sight.title)
        if self.note.text() != sight.note:
            self.note.setText(sight.note)
            self.note.setVisible(bool(sight.note))
        runs = sight.stage in OPEN_STAGES
        self.seconds.setText(_("{count} s").format(count=sight.seconds) if runs else "")
        self._all = sight.steps
        self._show_steps()

    def save_room(self, *, brief: bool) -> None:
        """Where room is short show the step alone at which the payment is."""
        if brief != self._brief:
            self._brief = brief
            self._show_steps()

    def needed(self, width: int) -> int:
        """Return how high it is with all steps when it is so wide, in pixels."""
        banner = self._banner.layout()
        head = 0 if banner is None else banner.totalHeightForWidth(width)
        return head + self.steps.needed(self._all, width - 2 * _SIDE) + _ABOVE + _BELOW

    def _show_steps(self) -> None:
        self.steps.show_steps(present_steps(self._all) if self._brief else self._all)

    def _build(self) -> None:
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        row.addWidget(self.seconds)
        self.note.hide()
        self.column.addWidget(self._banner)
        inside = QVBoxLayout()
        inside.setContentsMargins(_SIDE, _ABOVE, _SIDE, _BELOW)
        inside.addWidget(self.steps)
        self.column.addLayout(inside)
