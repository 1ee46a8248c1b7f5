"""The bar at the top: the shop, who is at the till, states of the outside, help and the time."""

from datetime import datetime

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QHBoxLayout

from microshop_desktop.infra.formats import time_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface
from microshop_desktop.ui.widgets.pill import StatusChip, Tone

_NEWS_GAP = 4


class TopBar(QFrame):
    """Texts and chips are pushed into it; it asks nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "topbar")
        self._shop = ElidedLabel(kind="lead")
        font = current().font("lead", bold=True)
        self._shop.setFont(font)
        self._staff = label()
        self._shift = label(kind="micro", tone="muted")
        self._person = IconLabel("user", 20, "textMuted")
        self._clock = label(kind="lead")
        self._clock.setFont(font)
        self.help = icon_button("question", _("Help and keys"))
        self.display = icon_button("monitor", _("Customer display"))
        self._chips: dict[str, StatusChip] = {}
        self._row = QHBoxLayout(self)
        self._build()
        self.restyle()

    def show_shop(self, name: str) -> None:
        """Show the shop's name."""
        self._shop.setText(name)

    def show_staff(self, name: str, shift: str = "") -> None:
        """Show who is at the till and since when."""
        self._person.setVisible(bool(name))
        self._staff.setText(name)
        self._shift.setText(shift)

    def show_time(self, moment: datetime) -> None:
        """Show the time of day."""
        self._clock.setText(time_text(moment))

    def chip(self, key: str) -> StatusChip:
        """The chip with this key, left of all buttons; hidden until it has a state."""
        if key not in self._chips:
            chip = StatusChip()
            chip.hide()
            self._chips[key] = chip
            self._row.insertWidget(self._row.indexOf(self.display), chip)
        return self._chips[key]

    def show_chip(self, key: str, text: str, *, tone: Tone, icon: str, count: str = "") -> None:
        """Show a state, such as a receipt that was not printed."""
        chip = self.chip(key)
        chip.show_state(text, tone=tone, icon=icon, count=count)
        chip.show()

    def hide_chip(self, key: str) -> None:
        """Hide a state that is over."""
        if key in self._chips:
            self._chips[key].hide()

    def news_room(self) -> QRect:
        """Where news may stand without covering anything that can be pressed.

        Beside the person at the till; a long piece of news may cover the names at the left.
        """
        pressed = [self.help, self.display, *self._chips.values()]
        right = min(part.x() for part in pressed if not part.isHidden()) - _NEWS_GAP
        return QRect(_NEWS_GAP, 0, max(0, right - _NEWS_GAP), self.height())

    def restyle(self) -> None:
        """Take the sizes of the text scale in use."""
        self.setFixedHeight(current().px(control("topBar")))
        font = current().font("lead", bold=True)
        self._shop.setFont(font)
        self._clock.setFont(font)

    def retranslate(self) -> None:
        """Show the texts in the language in use."""
        self.help.name_it(_("Help and keys"))
        self.display.name_it(_("Customer display"))

    def _build(self) -> None:
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self._shop)
        line = surface("line")
        line.setFixedSize(1, 24)
        self._row.addWidget(line)
        people = QHBoxLayout()
        people.setSpacing(8)
        for part in (self._person, self._staff, self._shift):
            people.addWidget(part)
        self._row.addLayout(people)
        self._row.addStretch(1)
        self._row.addWidget(self.display)
        self._row.addWidget(self.help)
        self._row.addWidget(self._clock)
        self._person.hide()
