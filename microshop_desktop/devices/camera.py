"""The computer's camera as a scanner: frames come in, codes go out.

Reading runs in a thread of its own, always on the newest frame; frames that come meanwhile are
dropped, so that what is held up is read within a second however slow the computer is. QtMultimedia
is loaded when a camera is opened and not before. Where there is none, `CameraTrouble` says why.
"""

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage
from typing_extensions import override

from microshop_desktop.devices.code_pictures import codes_in

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QCameraFormat, QVideoFrame

_log = logging.getLogger(__name__)
REPEAT_SECONDS, GONE_SECONDS = 2.0, 0.7
"""A code counts again after the first, and only once it was out of sight for the second."""
LONGEST_SIDE = 1280
"""Pixels of a frame that are read; finer ones take longer and read no better."""
PAUSE_SECONDS = 0.05
"""Between two frames, so that the till has the computer for itself most of the time."""
_PREVIEW = QSize(320, 240)
_STOP_SECONDS = 2.0


class CameraTrouble(StrEnum):
    """Why the camera does not help."""

    NONE = "none"
    """There is no camera, or nothing on this computer that can use one."""
    NOT_ALLOWED = "not_allowed"
    NOT_USABLE = "not_usable"
    """Mostly another program has it."""


OnFrame = Callable[[QImage], None]
OnTrouble = Callable[[CameraTrouble], None]


class CameraPort(Protocol):
    """A camera, or what stands in for one."""

    def open(self, on_frame: OnFrame, on_trouble: OnTrouble) -> None:
        """Begin to give frames, from whichever thread; what is wrong is told once."""
        ...

    def close(self) -> None:
        """Give no more frames."""
        ...


class NoCamera:
    """A computer without a camera."""

    def open(self, on_frame: OnFrame, on_trouble: OnTrouble) -> None:
        """Say so."""
        del on_frame
        on_trouble(CameraTrouble.NONE)

    def close(self) -> None:
        """There is nothing to close."""


class Repeats:
    """Tells a code that is shown anew from one that is still held up. Times in seconds."""

    def __init__(self) -> None:
        self._taken: dict[str, float] = {}
        self._seen: dict[str, float] = {}

    def is_new(self, text: str, now: float) -> bool:
        """Tell whether a code counts, and remember that it was seen."""
        held = now - self._seen.get(text, float("-inf")) < GONE_SECONDS
        early = now - self._taken.get(text, float("-inf")) < REPEAT_SECONDS
        self._seen[text] = now
        if held or early:
            return False
        self._taken = {code: at for code, at in self._taken.items() if now - at < REPEAT_SECONDS}
        self._seen = {code: at for code, at in self._seen.items() if now - at < GONE_SECONDS}
        self._taken[text] = self._seen[text] = now
        return True


class _Reader(threading.Thread):
    """Reads the newest frame, again and again, until it is stopped."""

    def __init__(self, on_code: Callable[[str], None], on_look: OnFrame) -> None:
        super().__init__(name="camera", daemon=True)
        self._on_code, self._on_look = on_code, on_look
        self._newest: QImage | None = None
        self._wake = threading.Condition()
        self._stopped = False
        self._repeats = Repeats()

    def give(self, frame: QImage) -> None:
        """Put a frame in the place of the one that was not read yet."""
        with self._wake:
            self._newest = frame
            self._wake.notify()

    def stop(self) -> None:
        """Read no more; returns when nothing more will be told."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self.is_alive():
            self.join(_STOP_SECONDS)

    @override
    def run(self) -> None:
        """Read in this thread."""
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopped or self._newest is not None)
                if self._stopped:
                    return
                frame, self._newest = self._newest, None
            if frame is not None:
                self._read(grey(frame))
            with self._wake:
                self._wake.wait_for(lambda: self._stopped, PAUSE_SECONDS)

    def _read(self, frame: QImage) -> None:
        mode = Qt.AspectRatioMode.KeepAspectRatio
        self._on_look(frame.scaled(_PREVIEW, mode, Qt.TransformationMode.FastTransformation))
        for code in codes_in(frame):
            if self._repeats.is_new(code.text, time.monotonic()):
                self._on_code(code.text)


class CameraScanner(QObject):
    """A scanner made of a camera. Lives in the main thread; its signals are told there.

    `scanned` tells a code, `looked` a small grey picture of what was read, `failed` the trouble.
    """

    scanned = Signal(str)
    looked = Signal(QImage)
    failed = Signal(object)

    def __init__(self, port: CameraPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self._reader: _Reader | None = None

    @property
    def is_on(self) -> bool:
        """Whether it looks for codes."""
        return self._reader is not None

    def start(self) -> None:
        """Look for codes from now on."""
        if self._reader is None:
            self._reader = _Reader(self.scanned.emit, self.looked.emit)
            self._reader.start()
            self._port.open(self._reader.give, self.failed.emit)

    def stop(self) -> None:
        """Close the camera."""
        reader, self._reader = self._reader, None
        if reader is not None:
            self._port.close()
            reader.stop()


class QtCamera(QObject):
    """The camera that the system offers first, through QtMultimedia. Lives in the main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[QObject, ...] = ()
        self._camera: QCamera | None = None
        self._on_frame: OnFrame = _nowhere

    def open(self, on_frame: OnFrame, on_trouble: OnTrouble) -> None:
        """Open the camera; a computer without QtMultimedia's parts counts as one without camera."""
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError as error:
            _log.warning("no camera: %s", error)
            on_trouble(CameraTrouble.NONE)
            return
        if QMediaDevices.defaultVideoInput().isNull():
            on_trouble(CameraTrouble.NONE)
        else:
            self._ask_permission(on_frame, on_trouble)

    def close(self) -> None:
        """Give the camera back."""
        self._on_frame = _nowhere
        if self._camera is not None:
            self._camera.stop()
        for part in self._parts:
            part.deleteLater()
        self._camera, self._parts = None, ()

    def _ask_permission(self, on_frame: OnFrame, on_trouble: OnTrouble) -> None:
        """Ask the system where it wants to be asked; most answer at once."""
        from PySide6.QtCore import QCameraPermission, QCoreApplication

        app = QCoreApplication.instance()
        if app is None:
            return

        def answered(_permission: object) -> None:
            if app.checkPermission(QCameraPermission()) is Qt.PermissionStatus.Granted:
                self._begin(on_frame, on_trouble)
            else:
                on_trouble(CameraTrouble.NOT_ALLOWED)

        app.requestPermission(QCameraPermission(), self, answered)

    def _begin(self, on_frame: OnFrame, on_trouble: OnTrouble) -> None:
        from PySide6.QtMultimedia import (
            QCamera,
            QMediaCaptureSession,
            QMediaDevices,
            QVideoSink,
        )

        device = QMediaDevices.defaultVideoInput()
        camera, session, sink = QCamera(device, self), QMediaCaptureSession(self), QVideoSink(self)
        formats = device.videoFormats()
        if formats:
            camera.setCameraFormat(min(formats, key=_distance))
        session.setCamera(camera)
        session.setVideoSink(sink)
        self._on_frame = on_frame
        sink.videoFrameChanged.connect(self._frame)
        camera.errorOccurred.connect(lambda *_why: on_trouble(CameraTrouble.NOT_USABLE))
        self._camera, self._parts = camera, (camera, session, sink)
        camera.start()

    def _frame(self, frame: "QVideoFrame") -> None:
        picture = picture_of(frame)
        if not picture.isNull():
            self._on_frame(picture)


def picture_of(frame: "QVideoFrame") -> QImage:
    """Return a frame as a picture; of the usual kinds only the brightness, which costs least."""
    from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

    kinds = QVideoFrameFormat.PixelFormat
    bright_first = {
        kinds.Format_NV12,
        kinds.Format_NV21,
        kinds.Format_YUV420P,
        kinds.Format_YV12,
        kinds.Format_YUV422P,
        kinds.Format_Y8,
    }
    if frame.pixelFormat() not in bright_first or not frame.map(QVideoFrame.MapMode.ReadOnly):
        return frame.toImage()
    try:
        rows = bytes(frame.bits(0))
        stride = frame.bytesPerLine(0)
        kind = QImage.Format.Format_Grayscale8
        return QImage(rows, frame.width(), frame.height(), stride, kind).copy()
    finally:
        frame.unmap()


def grey(picture: QImage) -> QImage:
    """Return a picture in grey, not larger than codes need."""
    if max(picture.width(), picture.height()) > LONGEST_SIDE:
        size = QSize(LONGEST_SIDE, LONGEST_SIDE)
        picture = picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    return picture.convertToFormat(QImage.Format.Format_Grayscale8)


def _distance(kind: "QCameraFormat") -> tuple[int, float]:
    """How far a format is from what suits: 1280 pixels wide, 15 to 30 frames a second."""
    return abs(kind.resolution().width() - LONGEST_SIDE), abs(kind.maxFrameRate() - 30)


def _nowhere(_picture: QImage) -> None:
    """Where frames go that come after the end."""
