"""Where a key is dropped, chosen or pasted; afterwards it says which file is there."""

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QSizePolicy
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.dropping import take_files
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.paint import dashed_pen, elided, paint_box
from microshop_desktop.ui.widgets.pressable import Pressable

_HEIGHT, _LEAST_WIDTH = 60, 180


class KeyTile(Pressable):
    """A tile for one key. `chosen` tells a file, `pasted` a text from the clipboard."""

    chosen = Signal(Path)
    pasted = Signal(str)

    def __init__(self, title: str, paste: str) -> None:
        """`paste` names the way to give it as text."""
        super().__init__()
        self._paste = paste
        self._line, self._filled, self._needed = "", False, True
        self.setText(title)
        take_files(self, self.chosen.emit)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._offer)

    @property
    def is_filled(self) -> bool:
        """Whether there is a key."""
        return self._filled

    @property
    def line(self) -> str:
        """What stands under its name."""
        return self._line

    def show_state(self, line: str, *, filled: bool, needed: bool = True) -> None:
        """Show whether the key is there; `needed`: nothing goes on without it."""
        self._line, self._filled, self._needed = line, filled, needed
        self.setAccessibleName(f"{self.text()}, {line}")
        self.setToolTip(line)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(current().px(_LEAST_WIDTH), current().px(_HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, current().px(_HEIGHT))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Take the text of the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.pasted.emit(text)

    def ask(self) -> None:
        """Let a person choose a file in the system's dialog."""
        kinds = f"{_('Keys and certificates')} (*.pem *.p12 *.pfx *.crt *.cer *.key *.txt)"
        name, _kind = QFileDialog.getOpenFileName(
            self, self.text(), "", f"{kinds};;{_('All files')} (*)"
        )
        if name:
            self.chosen.emit(Path(name))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box, corner = QRectF(self.rect()), float(radius("control"))
        wanted = self._needed and not self._filled
        ink = "onWarningSoft" if wanted else "text"
        fill = "warningSoft" if wanted else "hover" if self.underMouse() else "surface"
        edge = theme.colour("onWarningSoft" if wanted else "border")
        border = edge if self._filled else dashed_pen(edge, 2.0 if wanted else 1.0)
        paint_box(painter, box, corner=corner, fill=theme.colour(fill), border=border)
        side = theme.px(22)
        icon = QRectF(14, box.center().y() - side / 2, side, side)
        name, tone = ("check-circle-fill", "success") if self._filled else ("upload-simple", ink)
        paint_icon(painter, name, icon, tone)
        left = icon.right() + 10
        self._paint_texts(painter, QRectF(left, 0, box.right() - left - 10, box.height()), ink)

    def _paint_texts(self, painter: QPainter, room: QRectF, ink: str) -> None:
        theme = current()
        title, line = theme.font("strong"), theme.font("micro")
        half = room.center().y()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(title)
        painter.setPen(theme.colour(ink))
        above = QRectF(room.left(), half - theme.px(22), room.width(), theme.px(22))
        painter.drawText(above, flags, elided(self.text(), title, room.width()))
        painter.setFont(line)
        painter.setPen(theme.colour("textMuted" if ink == "text" else ink))
        under = QRectF(room.left(), half, room.width(), theme.px(20))
        painter.drawText(under, flags, elided(self._line, line, room.width()))

    def _offer(self) -> None:
        """Offer the ways to give a key."""
        menu = QMenu(self)
        menu.addAction(_("Choose a file…"), self.ask)
        menu.addAction(self._paste, self.paste)
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))


def name_label(text: str) -> QLabel:
    """The name of an account at the head of its card."""
    shown = label(text, kind="lead")
    shown.setFont(current().font("lead", bold=True))
    return shown
