"""The camera as a scanner on the selling page: its codes go the way of all other scans."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QImage

from microshop_desktop.devices.camera import CameraPort, CameraScanner, CameraTrouble, QtCamera
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.widgets.camera_panel import CameraPanel

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till


class CameraScanning(QObject):
    """Switches the camera on and off and shows what it sees. Made at the first press."""

    def __init__(
        self, till: "Till", sell: SellPage, port: Callable[[], CameraPort] = QtCamera
    ) -> None:
        super().__init__(sell)
        self._till, self._sell = till, sell
        self._scanner = CameraScanner(port(), self)
        self._scanner.scanned.connect(self._give)
        self._scanner.looked.connect(self._look)
        self._scanner.failed.connect(self._say)
        self.panel: CameraPanel | None = None

    @property
    def is_on(self) -> bool:
        """Whether the camera looks for codes."""
        return self._scanner.is_on

    def toggle(self) -> None:
        """Switch it on or off."""
        if self.panel is None:
            self._show()
        else:
            self.stop()

    def stop(self) -> None:
        """Switch it off and take its picture away."""
        panel, self.panel = self.panel, None
        self._scanner.stop()
        if panel is not None:
            panel.hide()
            panel.deleteLater()
            self._sell.focus_search()

    def _show(self) -> None:
        self.panel = CameraPanel(self._sell)
        self.panel.closed.connect(self.stop)
        field = self._sell.catalogue.field
        corner = field.mapTo(self._sell, QPoint(field.width(), field.height()))
        self.panel.lie_at(corner.x() + 16, corner.y() + 8)
        self.panel.show()
        self._scanner.start()

    def _give(self, code: str) -> None:
        if self._till.scan is not None:
            self._till.scan.give(code)

    def _look(self, picture: QImage) -> None:
        if self.panel is not None:
            self.panel.show_picture(picture)

    def _say(self, trouble: CameraTrouble) -> None:
        if self.panel is not None:
            self.panel.show_trouble(trouble)
