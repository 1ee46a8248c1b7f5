"""What the window shows while a shop of an older program is brought up to date."""

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.translations import LANGUAGES, Language, use_language
from microshop_desktop.ui.theme import Theme, current, use
from microshop_desktop.ui.waiting_picture import WaitingPicture


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [100, 200])
def test_it_says_something_within_the_smallest_window(
    qtbot: QtBot, language: Language, scale: int
) -> None:
    before = current()
    use_language(language)
    use(Theme("light", scale))
    try:
        picture = WaitingPicture()
        qtbot.addWidget(picture)
        picture.resize(1280, 640)
        image = picture.grab().toImage()
    finally:
        use(before)
        use_language("en")
    ground = image.pixelColor(0, 0)
    inked = [
        x
        for x in range(image.width())
        for y in range(280, 400, 2)
        if image.pixelColor(x, y) != ground
    ]
    assert inked
    assert min(inked) > 8
    assert max(inked) < image.width() - 8
