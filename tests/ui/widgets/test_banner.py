"""A sentence across a region takes the lines it needs, and no more."""

from PySide6.QtWidgets import QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.banner import Banner

LONG = "The shop cannot be reached. Check the connection; nothing was lost. Next try 14:10."


def test_a_sentence_takes_more_lines_when_a_button_takes_its_room(qtbot: QtBot) -> None:
    place = QScrollArea()
    qtbot.addWidget(place)
    place.setWidgetResizable(True)
    banner = Banner(LONG, tone="warning")
    place.setWidget(banner)
    place.resize(800, 60)
    place.show()
    before = banner.minimumSizeHint().height()
    button = QPushButton("A button that needs much of the room")
    button.setMinimumWidth(500)
    banner.add_action(button)
    qtbot.waitUntil(lambda: banner.minimumSizeHint().height() > before, timeout=2_000)
