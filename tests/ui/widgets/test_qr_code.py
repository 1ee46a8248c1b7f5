"""The QR on the screen: whole pixels, a quiet zone, alike in both themes, read back by a reader."""

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.theme import Scheme, Theme
from microshop_desktop.ui.widgets.qr_code import LEAST_CODE, QUIET, QrCode, module_pixels, qr_matrix

TEXTS = (
    "weixin://wxpay/bizpayurl?pr=AbCdEfGzz",
    "https://qr.alipay.com/bax03431ljhokirwl38f00a7",
    "http://192.168.1.27:39211/pay/4f9c2b7a8d1e4c0b9a6f3e2d1c0b9a8f",
)


def picture(qtbot: QtBot, text: str, side: int, *, width: int | None = None) -> QImage:
    code = QrCode()
    qtbot.addWidget(code)
    code.resize(width or side, side)
    code.show_text(text)
    return code.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


def read(image: QImage) -> str:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (grey.width(), grey.height())
    row = grey.bytesPerLine()
    picture = Image.frombuffer("L", size, bytes(grey.constBits()), "raw", "L", row, 1)
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
def test_it_is_black_on_white_and_reads_back(qtbot: QtBot, text: str, scheme: Scheme) -> None:
    looks().apply(Theme(scheme))
    image = picture(qtbot, text, 372)
    colours = {
        QColor(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
    }
    assert colours == {"#000000", "#ffffff"}
    assert read(image) == text


@pytest.mark.parametrize("side", [200, 269, 270, 331, 372, 500])
def test_each_module_is_a_whole_number_of_pixels(qtbot: QtBot, side: int) -> None:
    text = TEXTS[0]
    matrix = qr_matrix(text)
    image = picture(qtbot, text, side, width=side + 40)
    module = module_pixels(len(matrix), side)
    left = (side + 40 - module * len(matrix)) // 2
    top = (side - module * len(matrix)) // 2
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            for inset in (0, module - 1):
                point = left + column * module + inset, top + row * module + inset
                assert (QColor(image.pixel(*point)).name() == "#000000") is dark


@pytest.mark.parametrize("text", TEXTS)
def test_the_size_it_asks_for_holds_a_large_code_and_its_quiet_zone(
    qtbot: QtBot, text: str
) -> None:
    code = QrCode()
    qtbot.addWidget(code)
    code.show_text(text)
    code.resize(code.sizeHint())
    assert code.code_rect().width() >= LEAST_CODE
    module = code.code_rect().width() // len(qr_matrix(text))
    assert code.code_rect().left() >= QUIET * module
    assert code.code_rect().top() >= QUIET * module


def test_a_dimmed_code_is_not_read(qtbot: QtBot) -> None:
    code = QrCode()
    qtbot.addWidget(code)
    code.resize(372, 372)
    code.show_text(TEXTS[0], dimmed=True)
    image = code.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    assert QColor(image.pixel(186, 40)).lightness() > 200


def test_without_a_text_there_is_white_paper(qtbot: QtBot) -> None:
    image = picture(qtbot, "", 100)
    assert QColor(image.pixel(50, 50)).name() == "#ffffff"
