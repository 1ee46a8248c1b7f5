"""Labels in the design's kinds of text, and icons as widgets."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import TypeName, current


def label(text: str = "", *, kind: TypeName = "body", tone: str = "", wrap: bool = False) -> QLabel:
    """A label of a kind of text (`strong`, `title` …) in a tone (`muted`, `danger` …)."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("type", kind)
    if tone:
        result.setProperty("tone", tone)
    if wrap:
        result.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        result.setSizePolicy(policy)
    return result


def set_tone(target: QLabel, tone: str) -> None:
    """Change the tone of a label."""
    set_look(target, tone=tone)


def surface(kind: str) -> QFrame:
    """A frame with a background of the style sheet, such as `card`, `sunken` or `panel`."""
    frame = QFrame()
    frame.setProperty("surface", kind)
    return frame


def hairline() -> QFrame:
    """A line of one pixel across."""
    frame = surface("line")
    frame.setFixedHeight(1)
    return frame


class IconLabel(QWidget):
    """An icon as a widget, painted anew in the colours of each theme."""

    def __init__(self, name: str, size: int = 20, tone: str = "text") -> None:
        super().__init__()
        self._name, self._size, self._tone = name, size, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tone: str | None = None) -> None:
        """Show another icon, in another colour of the design where one is given."""
        self._name = name
        self._tone = tone or self._tone
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = current().px(self._size)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        paint_icon(painter, self._name, QRectF(self.rect()), self._tone)
