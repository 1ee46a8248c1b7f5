"""A sentence across a region: what is the matter and what can be done."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.widgets.labels import IconLabel, label

BannerTone = Literal["info", "success", "warning", "danger", "quiet"]

_LOOKS: dict[BannerTone, tuple[str, str, str]] = {
    "info": ("info", "onAccentSoft", "onInfo"),
    "success": ("check-circle", "onSuccessSoft", "onSuccess"),
    "warning": ("warning", "onWarningSoft", "onWarning"),
    "danger": ("warning-circle", "onDangerSoft", "onDanger"),
    "quiet": ("info", "textMuted", "muted"),
}


class Banner(QFrame):
    """Icon, sentence and room for buttons at the right (`add_action`)."""

    def __init__(self, text: str = "", *, tone: BannerTone = "info", icon: str = "") -> None:
        super().__init__()
        self._icon = IconLabel(icon or _LOOKS[tone][0], 20, _LOOKS[tone][1])
        self._label = label(text, wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 10, 16, 10)
        self._row.setSpacing(12)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._label, 1)
        self._label.installEventFilter(self)
        self.say(text, tone=tone, icon=icon)

    @property
    def text(self) -> str:
        """The sentence it shows."""
        return self._label.text()

    def say(self, text: str, *, tone: BannerTone = "info", icon: str = "") -> None:
        """Say something in a tone."""
        own_icon, colour, label_tone = _LOOKS[tone]
        self._label.setText(text)
        self._icon.show_icon(icon or own_icon, colour)
        set_look(self, surface=tone)
        set_look(self._label, tone=label_tone)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width that the sentence gets, which it learns after the banner itself."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        """Keep the lines that the sentence takes, also in a place that gives one line only."""
        self._label.setMinimumHeight(max(0, self._label.heightForWidth(self._label.width())))

    def add_action(self, button: QWidget) -> None:
        """Put a button at the right end."""
        self._row.addWidget(button)
