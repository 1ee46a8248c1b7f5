"""Room that scrolls where a low window or large texts leave too little of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override


class ScrollColumn(QScrollArea):
    """Scrolls up and down only: it is never narrower than what is in it beside its own bar."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = content
        self.setWidget(content)

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)

    @override
    def minimumSizeHint(self) -> QSize:
        inside = self.content.minimumSizeHint().width()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(inside + bar, super().minimumSizeHint().height())


def scrolling(content: QWidget) -> ScrollColumn:
    """Lay a widget into an area that scrolls up and down and is not seen otherwise."""
    return ScrollColumn(content)
