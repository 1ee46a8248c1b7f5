"""The camera as a scanner, on pictures in the place of frames."""

import csv
import threading
import time
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
import qrcode
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaDevices, QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from microshop_desktop.devices.camera import (
    CameraScanner,
    CameraTrouble,
    NoCamera,
    OnFrame,
    OnTrouble,
    QtCamera,
    Repeats,
    grey,
    picture_of,
)
from microshop_desktop.devices.code_pictures import codes_in

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "data" / "barcodes"
needs_photos = pytest.mark.skipif(
    not PHOTOS.exists(), reason="the photos of ../shared/data/barcodes are missing"
)
TEXT = "A-000123"


class PictureCamera:
    """A camera that shows the pictures it is given."""

    def __init__(self) -> None:
        self.show: OnFrame = lambda _picture: None
        self.trouble: OnTrouble = lambda _trouble: None
        self.closed = 0

    def open(self, on_frame: OnFrame, on_trouble: OnTrouble) -> None:
        self.show, self.trouble = on_frame, on_trouble

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def code(tmp_path: Path) -> QImage:
    qrcode.make(TEXT).save(tmp_path / "code.png")
    return QImage(str(tmp_path / "code.png"))


@pytest.fixture
def camera() -> PictureCamera:
    return PictureCamera()


@pytest.fixture
def scanner(camera: PictureCamera, qtbot: QtBot) -> CameraScanner:
    return CameraScanner(camera)


def test_a_code_in_a_frame_is_scanned(
    scanner: CameraScanner, camera: PictureCamera, code: QImage, qtbot: QtBot
) -> None:
    scanner.start()
    with qtbot.waitSignal(scanner.scanned, timeout=1000) as told:
        camera.show(code)
    scanner.stop()
    assert told.args == [TEXT]


def test_a_code_that_is_held_up_is_scanned_once(
    scanner: CameraScanner, camera: PictureCamera, code: QImage, qtbot: QtBot
) -> None:
    codes: list[str] = []
    looks: list[QImage] = []
    scanner.scanned.connect(codes.append)
    scanner.looked.connect(looks.append)
    scanner.start()
    for wanted in range(1, 6):
        camera.show(code)
        qtbot.waitUntil(partial(reached, looks, wanted), timeout=2000)
    scanner.stop()
    assert codes == [TEXT]


def test_only_the_newest_frame_is_read(
    scanner: CameraScanner, camera: PictureCamera, code: QImage, qtbot: QtBot
) -> None:
    looks: list[QImage] = []
    scanner.looked.connect(looks.append)
    scanner.start()
    for _frame in range(200):
        camera.show(code)
    qtbot.waitUntil(lambda: len(looks) >= 1, timeout=2000)
    qtbot.wait(200)
    scanner.stop()
    assert len(looks) < 10


def test_reading_is_not_done_in_the_main_thread(
    scanner: CameraScanner, camera: PictureCamera, code: QImage, qtbot: QtBot
) -> None:
    scanner.start()
    names = {thread.name for thread in threading.enumerate()}
    scanner.stop()
    assert "camera" in names
    assert "camera" not in {thread.name for thread in threading.enumerate()}
    assert camera.closed == 1
    assert not scanner.is_on


def test_it_can_be_switched_on_again(
    scanner: CameraScanner, camera: PictureCamera, code: QImage, qtbot: QtBot
) -> None:
    for _time in range(2):
        scanner.start()
        with qtbot.waitSignal(scanner.scanned, timeout=1000):
            camera.show(code)
        scanner.stop()


def test_without_a_camera_it_says_so(qtbot: QtBot) -> None:
    scanner = CameraScanner(NoCamera())
    with qtbot.waitSignal(scanner.failed) as told:
        scanner.start()
    assert told.args == [CameraTrouble.NONE]
    scanner.stop()


def test_the_real_port_on_a_computer_without_a_camera(qtbot: QtBot) -> None:
    if QMediaDevices.videoInputs():
        pytest.skip("this computer has a camera")
    troubles: list[CameraTrouble] = []
    port = QtCamera()
    port.open(lambda _picture: None, troubles.append)
    port.close()
    assert troubles == [CameraTrouble.NONE]


def test_a_code_counts_again_once_it_was_away() -> None:
    repeats = Repeats()
    assert repeats.is_new("1", 0.0)
    assert not repeats.is_new("1", 1.9)
    assert not repeats.is_new("1", 2.5)  # still held up
    assert repeats.is_new("2", 2.5)
    assert repeats.is_new("1", 3.3)


def test_never_twice_within_two_seconds() -> None:
    repeats = Repeats()
    taken = [step / 10 for step in range(0, 100, 9) if repeats.is_new("1", step / 10)]
    assert len(taken) > 2
    assert all(later - earlier >= 2.0 for earlier, later in pairwise(taken))


@needs_photos
@pytest.mark.qt_log_ignore("No RHI backend")
@pytest.mark.parametrize("as_colour", [True, False])
def test_video_frames_are_read_like_pictures(as_colour: bool, qtbot: QtBot) -> None:
    picture = QImage(str(PHOTOS / "ean13-1__1.png"))
    frame = QVideoFrame(picture) if as_colour else bright_frame(picture)
    assert [code.text for code in codes_in(grey(picture_of(frame)))] == ["8413000065504"]


@needs_photos
def test_frames_are_read_as_well_and_as_fast_as_wanted(qtbot: QtBot) -> None:
    with (PHOTOS / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["read_by_zxing_cpp"] == "yes"]
    slowest = 0.0
    for row in rows:
        picture = QImage(str(PHOTOS / row["file"]))
        begin = time.perf_counter()
        texts = [code.text for code in codes_in(grey(picture))]
        slowest = max(slowest, time.perf_counter() - begin)
        assert row["text"] in texts
    assert slowest < 1.0


def reached(looks: list[QImage], wanted: int) -> bool:
    return len(looks) >= wanted


def bright_frame(picture: QImage) -> QVideoFrame:
    """A frame as most cameras give it: brightness first, then colours."""
    kind = QVideoFrameFormat.PixelFormat.Format_NV12
    frame = QVideoFrame(QVideoFrameFormat(picture.size(), kind))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    grey_picture = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows, target = grey_picture.constBits(), frame.bits(0)
    assert isinstance(target, memoryview)
    for row in range(picture.height()):
        source = row * grey_picture.bytesPerLine()
        place = row * frame.bytesPerLine(0)
        target[place : place + picture.width()] = rows[source : source + picture.width()]
    frame.unmap()
    return frame
