"""A sentence across a region takes the lines it needs, and no more."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.banner import Banner

LONG = "The shop cannot be reached. Check the connection; nothing was lost. Next try 14:10."


def test_a_sentence_said_while_hidden_takes_one_line_where_there_is_room(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    banner = Banner()
    column = QVBoxLayout(page)
    column.addWidget(banner)
    column.addStretch(1)
    banner.hide()
    page.resize(1200, 400)
    page.show()
    banner.say(LONG, tone="warning")
    banner.show()
    narrow = Banner("One line", tone="warning")
    column.insertWidget(1, narrow)
    qtbot.waitUntil(lambda: banner.height() == narrow.height())
