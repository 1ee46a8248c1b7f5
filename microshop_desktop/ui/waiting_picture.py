"""What the window shows where nothing can be looked at yet: a shop that is brought up to date."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from microshop_desktop.infra.overriding import override
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import current

_LINE = 34


class WaitingPicture(QWidget):
    """Says in the middle of the window that the shop is being opened, and what to do: wait."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current()
        painter.fillRect(self.rect(), theme.colour("canvas"))
        texts = (
            (_("Your shop is being opened"), theme.font("title"), "text"),
            (
                _("After an update this can take a minute. Leave the computer on."),
                theme.font("lead"),
                "textMuted",
            ),
        )
        top = self.height() / 2 - theme.px(_LINE)
        for text, font, ink in texts:
            painter.setFont(font)
            painter.setPen(theme.colour(ink))
            box = QRectF(0, top, self.width(), theme.px(_LINE))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            top += theme.px(_LINE)
