"""News that need no answer, in the window's top bar, with one action where there is one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import current, motion
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface

_MOST = 3
_SHADOW = 4
_SIDES = 12
_TEXT = "news"
Room = Callable[[], QRect]
"""Where in the window a toast covers nothing that can be pressed."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A piece of news: its text, an icon, and an action with its word."""

    text: str
    icon: str = ""
    action: str = ""
    act: Callable[[], None] | None = None
    undoes: bool = False


class ToastLayer(QWidget):
    """Shows the newest toast; what it hid is seen again where its time is not over.

    Lives as long as the window.
    """

    def __init__(self, window: QWidget, room: Room | None = None) -> None:
        super().__init__(window)
        self._room = room or window.rect
        self._undo: Callable[[], None] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_SIDES, _SHADOW, _SIDES, _SHADOW)
        self._column.setSpacing(0)
        window.installEventFilter(self)
        self.hide()

    def show_toast(self, toast: Toast) -> None:
        """Show news for five seconds, or eight where it can be undone."""
        while self._column.count() >= _MOST:
            self._remove(self._frames()[0])
        frame = self._frame(toast)
        self._column.addWidget(frame)
        if toast.undoes:
            self._undo = toast.act
        QTimer.singleShot(
            motion("undo" if toast.undoes else "toast"), frame, lambda: self._remove(frame)
        )
        self._place()

    def show_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done and offer to take it back for eight seconds; Ctrl+Z does so too."""
        self.show_toast(Toast(text, icon="check-circle", action=_("Undo"), act=undo, undoes=True))

    def undo_last(self) -> bool:
        """Take back what the newest toast with an undo says; false where there is none."""
        undo, self._undo = self._undo, None
        if undo is None:
            return False
        for frame in self._frames():
            if frame.property("undoes"):
                self._remove(frame)
        undo()
        return True

    def clear(self) -> None:
        """Take all news away, as when the language they are in is another."""
        for frame in self._frames():
            self._remove(frame)

    def texts(self) -> list[str]:
        """The texts whose time is not over, oldest first."""
        return [str(frame.property("text")) for frame in self._frames()]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._column.count():
            self._place()
        return False

    def _frames(self) -> list[QFrame]:
        items = [self._column.itemAt(index) for index in range(self._column.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QFrame)]

    def _frame(self, toast: Toast) -> QFrame:
        frame = surface("ink")
        frame.setProperty("text", toast.text)
        frame.setProperty("undoes", toast.undoes)
        frame.setAccessibleName(toast.text)
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 4, 16 if not toast.action else 8, 4)
        row.setSpacing(12)
        if toast.icon:
            row.addWidget(IconLabel(toast.icon, 20, "onInk"))
        text = label(toast.text, tone="onInk")
        text.setObjectName(_TEXT)
        text.setMinimumHeight(current().px(40))
        row.addWidget(text, 1)
        if toast.action and toast.act is not None:
            row.addWidget(self._action(toast, frame))
        frame.setGraphicsEffect(_shadow(frame))
        return frame

    def _action(self, toast: Toast, frame: QFrame) -> Button:
        button = Button(toast.action, kind="on_ink")
        if toast.undoes:
            button.print_key("Ctrl+Z")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.undo_last if toast.undoes else lambda: self._act(toast, frame))
        return button

    def _act(self, toast: Toast, frame: QFrame) -> None:
        self._remove(frame)
        if toast.act is not None:
            toast.act()

    def _remove(self, frame: QFrame) -> None:
        if frame.property("undoes") and not [
            other for other in self._frames() if other is not frame and other.property("undoes")
        ]:
            self._undo = None
        self._column.removeWidget(frame)
        frame.hide()
        frame.deleteLater()
        self._place()

    def _place(self) -> None:
        """Show the newest in the middle of the window, or as near as its room allows."""
        frames = self._frames()
        if not frames:
            self.hide()
            return
        for frame in frames:
            frame.setVisible(frame is frames[-1])
        room = self._room()
        size = self._size_in(frames[-1], room)
        left = (self.window().width() - size.width()) // 2
        left = max(room.left(), min(left, room.right() + 1 - size.width()))
        top = room.top() + max(0, (room.height() - size.height()) // 2)
        self.setGeometry(QRect(left, top, size.width(), size.height()))
        self.raise_()
        self.show()

    def _size_in(self, frame: QFrame, room: QRect) -> QSize:
        """The size of the layer in a room; a long text takes lines there."""
        text = frame.findChild(QLabel, _TEXT)
        if text is not None:
            text.setWordWrap(False)
            text.setWordWrap(self._whole_size().width() > room.width())
        size = self._whole_size()
        width = min(size.width(), room.width())
        high = self._column.heightForWidth(width) if self._column.hasHeightForWidth() else 0
        return QSize(width, max(high, size.height()))

    def _whole_size(self) -> QSize:
        self._column.invalidate()
        return self._column.sizeHint()


def _shadow(owner: QWidget) -> QGraphicsDropShadowEffect:
    """The second level of the design: close and soft."""
    theme = current()
    effect = QGraphicsDropShadowEffect(owner)
    effect.setBlurRadius(16)
    effect.setOffset(0, 4)
    effect.setColor(theme.colour("scrim", alpha=0.5 if theme.dark else 0.25))
    return effect
