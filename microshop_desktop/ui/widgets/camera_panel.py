"""What the camera sees, in a corner of the selling page, and a sentence where it sees nothing."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.devices.camera import CameraTrouble
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.labels import IconLabel, label

_WIDTH, _PICTURE = 272, QSize(248, 186)
_GAP = 16


class CameraPanel(QFrame):
    """Lies over its parent, at the right under the scan field; `closed` by its button."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setFixedWidth(current().px(_WIDTH))
        self._right, self._top = 0, 0
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumHeight(current().px(_PICTURE.height()))
        self.words = label(wrap=True)
        self.close_button = icon_button("x", _("Close the camera"))
        self.close_button.clicked.connect(self.closed)
        self._build()
        parent.installEventFilter(self)
        self.say_waiting()

    def say_waiting(self) -> None:
        """Say that the camera begins."""
        self.picture.clear()
        self.picture.show()
        self.words.setText(_("Hold a barcode or a payment code in front of the camera"))
        self._place()

    def show_picture(self, picture: QImage) -> None:
        """Show what the camera sees."""
        ratio = self.devicePixelRatioF()
        size = _PICTURE * (current().scale / 100) * ratio
        mode = Qt.AspectRatioMode.KeepAspectRatio
        shown = QPixmap.fromImage(
            picture.scaled(size, mode, Qt.TransformationMode.SmoothTransformation)
        )
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)

    def show_trouble(self, trouble: CameraTrouble) -> None:
        """Say why the camera does not help, and what can be done."""
        self.picture.hide()
        self.words.setText(trouble_text(trouble))
        self._place()

    def lie_at(self, right: int, top: int) -> None:
        """Lie with its upper right corner there, in its parent's coordinates."""
        self._right, self._top = right, top
        self._place()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel("camera", 20, "accent"))
        head.addWidget(label(_("Camera"), kind="strong"), 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        column.addWidget(self.picture)
        column.addWidget(self.words)

    def _place(self) -> None:
        self.adjustSize()
        self.move(max(0, self._right - self.width() - _GAP), self._top)
        self.raise_()


def trouble_text(trouble: CameraTrouble) -> str:
    """A sentence for what is wrong with the camera."""
    if trouble is CameraTrouble.NOT_ALLOWED:
        return _(
            "This computer does not let Microshop use the camera. Allow it in the system's "
            "settings for privacy, then switch the camera on again."
        )
    if trouble is CameraTrouble.NOT_USABLE:
        return _(
            "The camera cannot be used. Mostly another program has it: close that one, then "
            "switch the camera on again."
        )
    return _("No camera was found. Plug one in, then switch it on again; a scanner always works.")
