"""The camera's button, what it shows, and that its codes land in the basket."""

from pathlib import Path

import pytest
import qrcode
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from microshop_desktop.app.camera_scanning import CameraScanning
from microshop_desktop.app.till import Till
from microshop_desktop.devices.camera import CameraTrouble, NoCamera
from microshop_desktop.infra.settings import CAMERA
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.widgets.camera_panel import trouble_text
from tests.devices.test_camera import PictureCamera
from tests.ui.app.conftest import CODE


@pytest.fixture
def sell(till: Till, qtbot: QtBot) -> SellPage:
    till.settings.put(CAMERA, True)
    till.show()
    till.begin()
    qtbot.waitUntil(lambda: till.opened is not None and till.scan is not None, timeout=5000)
    assert till.window is not None
    page = till.window.page("sell")
    assert isinstance(page, SellPage)
    return page


def test_the_button_is_there_only_where_it_is_wanted(till: Till, sell: SellPage) -> None:
    assert not sell.catalogue.camera.isHidden()
    till.settings.put(CAMERA, False)
    assert sell.catalogue.camera.isHidden()


def test_without_a_camera_a_plain_sentence(till: Till, sell: SellPage) -> None:
    camera = CameraScanning(till, sell, NoCamera)
    camera.toggle()
    assert camera.panel is not None
    assert camera.panel.words.text().startswith("No camera was found")
    camera.toggle()
    assert not camera.is_on


def test_a_code_before_the_camera_lands_in_the_basket(
    till: Till, sell: SellPage, qtbot: QtBot, tmp_path: Path
) -> None:
    port = PictureCamera()
    camera = CameraScanning(till, sell, lambda: port)
    camera.toggle()
    qrcode.make(CODE).save(tmp_path / "code.png")
    port.show(QImage(str(tmp_path / "code.png")))
    qtbot.waitUntil(lambda: bool(sell.vm.basket.lines), timeout=2000)
    assert camera.panel is not None
    assert not camera.panel.picture.pixmap().isNull()
    camera.panel.close_button.click()
    assert (camera.is_on, port.closed) == (False, 1)


@pytest.mark.parametrize("trouble", list(CameraTrouble))
def test_every_trouble_has_its_own_sentence(trouble: CameraTrouble) -> None:
    others = {trouble_text(other) for other in CameraTrouble if other is not trouble}
    assert trouble_text(trouble) not in others
