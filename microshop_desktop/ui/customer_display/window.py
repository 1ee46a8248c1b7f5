"""The customer's window: without a frame on a second screen, else a window like any other."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.customer_display.canvas import WIDTH, Canvas, scale_for
from microshop_desktop.ui.customer_display.painting import (
    POSTER_HIGH,
    QR_PLACE,
    THANKS_QR,
    PhotoSource,
    ScenePainter,
)
from microshop_desktop.ui.customer_display.poster import Poster
from microshop_desktop.ui.customer_display.view_model import (
    CustomerSight,
    CustomerViewModel,
    Scene,
)
from microshop_desktop.ui.widgets.qr_code import QrCode

_SHARE = 0.6
"""Of the only screen, the window takes this much at first."""
_QR_MARGIN = 8


class CustomerWindow(QWidget):
    """Shows what its view-model sees; `closed` when a person closes it. It takes no keys."""

    closed = Signal()

    def __init__(
        self, vm: CustomerViewModel, photos: PhotoSource, poster: Poster | None = None
    ) -> None:
        super().__init__()
        self._vm, self._photos, self._poster = vm, photos, poster
        self._sight = vm.sight()
        self._until_idle = QTimer(self)
        self._until_idle.setSingleShot(True)
        self._until_idle.timeout.connect(self.look)
        self.code = QrCode()
        self.code.setParent(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(512, 320)
        self.look()

    @property
    def sight(self) -> CustomerSight:
        """What it shows."""
        return self._sight

    def look(self) -> None:
        """Look at the till again."""
        self._sight = self._vm.sight()
        self.setWindowTitle(_("Customer display") + f" · {self._sight.shop}")
        if self._sight.scene is Scene.THANKS:
            self._until_idle.start(int(self._vm.thanks_left * 1000) + 50)
        else:
            self._until_idle.stop()
        self._place_code()
        self.update()

    @property
    def is_behind(self) -> bool:
        """Whether it has no screen of its own and lies behind the till's window."""
        return not self.isFullScreen()

    def open_on(self, till: QScreen) -> None:
        """Show it: on another screen than the till's where there is one, else behind the till."""
        others = [screen for screen in QGuiApplication.screens() if screen != till]
        if others:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
            return
        room = till.availableGeometry()
        self.setGeometry(_in_a_corner(room))
        self.show()
        self.lower()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_code()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scale = scale_for(self.width(), self.height())
        self._fill_around(painter)
        left, top = self._offset(scale)
        painter.translate(left, top)
        poster = self._poster_for(scale)
        ScenePainter(Canvas(painter, scale), self._sight, self._photos, poster).paint()

    def _poster_for(self, scale: float) -> QPixmap | None:
        """The picture of the idle screen, once it is here."""
        if self._poster is None or self._sight.scene is not Scene.IDLE:
            return None
        ratio = self.devicePixelRatioF()
        room = QSize(round(WIDTH * scale * ratio), round(POSTER_HIGH * scale * ratio))
        picture = self._poster.picture(self._sight.poster, room)
        if picture is not None:
            picture.setDevicePixelRatio(ratio)
        return picture

    def _fill_around(self, painter: QPainter) -> None:
        """Fill what is left beside a screen of another shape."""
        from microshop_desktop.ui.theme import current

        empty = self._sight.scene in {Scene.IDLE, Scene.THANKS}
        painter.fillRect(self.rect(), current().colour("surface" if empty else "canvas"))

    def _offset(self, scale: float) -> tuple[int, int]:
        wide, high = round(1280 * scale), round(800 * scale)
        return max(0, (self.width() - wide) // 2), max(0, (self.height() - high) // 2)

    def _place_code(self) -> None:
        """Put the QR code where the scene has it, in whole pixels."""
        thanks = self._sight.scene is Scene.THANKS and bool(self._sight.number)
        text = self._sight.number if thanks else self._sight.pane.qr
        self.code.setVisible(bool(text))
        if not text:
            return
        scale = scale_for(self.width(), self.height())
        left, top = self._offset(scale)
        place, inset = (THANKS_QR, 0) if thanks else (QR_PLACE, _QR_MARGIN)
        x, y, wide, high = (part * scale for part in place)
        box = QRect(round(x) + left, round(y) + top, round(wide), round(high))
        self.code.setGeometry(box.adjusted(inset, inset, -inset, -inset))
        self.code.show_text(text)


def _in_a_corner(room: QRect) -> QRect:
    """Return the lower right of a screen; all of it is on the screen, however low that is."""
    width = round(min(room.width() * _SHARE, room.height() * 1280 / 800))
    height = round(width * 800 / 1280)
    return QRect(room.right() - width, room.bottom() - height, width, height)
