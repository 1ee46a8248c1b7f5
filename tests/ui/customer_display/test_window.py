"""The customer's window paints each scene; its QR can be read back from what is painted."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from microshop_desktop.devices.code_pictures import codes_in
from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.ui.customer_display.poster import Poster
from microshop_desktop.ui.customer_display.source import Surroundings
from microshop_desktop.ui.customer_display.view_model import CustomerViewModel, Scene
from microshop_desktop.ui.customer_display.window import CustomerWindow
from microshop_desktop.ui.runner import ImmediateRunner
from tests.ui.sell.phones import PhoneTill
from tests.ui.sell.view import CRISPS, TEA


class Photos:
    """One red photo for all goods."""

    def photo(self, name: str, size: QSize, ratio: float) -> QPixmap | None:
        picture = QPixmap(size)
        picture.fill("red")
        return picture


@pytest.fixture
def window(display: CustomerViewModel, qtbot: QtBot) -> CustomerWindow:
    made = CustomerWindow(display, Photos())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def grey(window: CustomerWindow) -> Image.Image:
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    size = (picture.width(), picture.height())
    rows = bytes(picture.constBits())
    return Image.frombuffer("L", size, rows, "raw", "L", picture.bytesPerLine(), 1)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1024, 768), (800, 480)])
def test_the_qr_is_read_from_the_screen(
    window: CustomerWindow, till: PhoneTill, size: tuple[int, int]
) -> None:
    window.resize(*size)
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    window.look()
    texts = [code.text for code in codes_in(grey(window))]
    assert texts == [till.record.attempt.qr]


def test_after_paying_the_code_of_the_order_is_shown(
    window: CustomerWindow, till: PhoneTill
) -> None:
    till.vm.scanned(TEA)
    till.vm.take_exact()
    window.look()
    assert window.sight.scene is Scene.THANKS
    assert till.vm.last_sale is not None
    assert [code.text for code in codes_in(grey(window))] == [till.vm.last_sale.number]


def test_idle_shows_no_code(window: CustomerWindow) -> None:
    assert not window.code.isVisible()
    assert codes_in(grey(window)) == ()


def picture_file(folder: Path, name: str, size: tuple[int, int]) -> str:
    Image.new("RGB", size, (0, 0, 255)).save(folder / name)
    return name


@pytest.fixture
def shown() -> list[str]:
    """The name of the idle picture; a test changes it."""
    return [""]


@pytest.fixture
def idle(
    till: PhoneTill, clock: FixedClock, shown: list[str], tmp_path: Path, qtbot: QtBot
) -> CustomerWindow:
    around = Surroundings(
        lambda: "Corner", lambda _skus: {}, lambda _way: None, clock.monotonic, lambda: shown[0]
    )
    poster = Poster(tmp_path, ImmediateRunner())
    made = CustomerWindow(CustomerViewModel(till.vm, around), Photos(), poster)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def colour_at(window: CustomerWindow, x: int, y: int) -> str:
    window.look()
    return window.grab().toImage().pixelColor(x, y).name()


def test_the_idle_picture_is_shown_whole_over_the_name_of_the_shop(
    idle: CustomerWindow, shown: list[str], tmp_path: Path
) -> None:
    plain = colour_at(idle, 640, 352)
    shown[0] = picture_file(tmp_path, "wide.png", (640, 320))
    assert colour_at(idle, 640, 352) == "#0000ff"
    assert colour_at(idle, 2, 352) == "#0000ff"
    assert colour_at(idle, 640, 10) != "#0000ff"
    shown[0] = picture_file(tmp_path, "high.png", (100, 200))
    assert colour_at(idle, 640, 2) == "#0000ff"
    assert colour_at(idle, 100, 352) != "#0000ff"
    assert colour_at(idle, 68, 752) != colour_at(idle, 1000, 752)
    shown[0] = ""
    assert colour_at(idle, 640, 352) == plain


def test_a_picture_that_is_gone_or_broken_leaves_the_plain_screen(
    idle: CustomerWindow, shown: list[str], tmp_path: Path
) -> None:
    plain = idle.grab().toImage()
    (tmp_path / "broken.png").write_bytes(b"no picture")
    for name in ("gone.png", "broken.png"):
        shown[0] = name
        idle.look()
        assert idle.grab().toImage() == plain


def test_the_picture_gives_way_to_a_basket(
    idle: CustomerWindow, shown: list[str], till: PhoneTill, tmp_path: Path
) -> None:
    shown[0] = picture_file(tmp_path, "wide.png", (640, 320))
    assert colour_at(idle, 640, 352) == "#0000ff"
    till.vm.scanned(CRISPS)
    assert colour_at(idle, 640, 352) != "#0000ff"


def test_photos_of_the_goods_are_painted(window: CustomerWindow, till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    window.look()
    assert window.grab().toImage().pixelColor(70, 130).name() == "#ff0000"


def test_a_long_basket_shows_its_newest_lines(window: CustomerWindow, till: PhoneTill) -> None:
    for number in range(9):
        code = f"69012345000{number:02d}"
        till.vm.desk.quick_product(code, f"Thing {number}", 100)
        till.vm.scanned(code)
    window.look()
    assert len(window.sight.lines) == 9
    assert not window.grab().isNull()


def test_closing_it_is_told(window: CustomerWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()
    QApplication.processEvents()
