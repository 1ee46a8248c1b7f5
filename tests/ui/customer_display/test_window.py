"""The customer's window paints each scene; its QR can be read back from what is painted."""

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from microshop_desktop.devices.code_pictures import codes_in
from microshop_desktop.domain.basket import Method
from microshop_desktop.ui.customer_display.view_model import CustomerViewModel, Scene
from microshop_desktop.ui.customer_display.window import CustomerWindow
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
