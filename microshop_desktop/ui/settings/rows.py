"""Rows of a settings card: a name and a hint at the left, the control at the right."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.labels import hairline, label, set_tone
from microshop_desktop.ui.widgets.segments import Segment, Segments
from microshop_desktop.ui.widgets.switch import Switch

FIELD_WIDTH = 280
_WIDE = (Segments, QLineEdit, ComboBox)
"""Controls that stand under their texts where those are large."""


class SettingRow(QWidget):
    """A row. `refresh` shows the value as it is now; the control changes it."""

    def __init__(self, name: str, control: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.name, self.control = name, control
        self._refresh: Callable[[], None] = lambda: None
        self._hint_text = hint
        title = label(name, kind="body", wrap=current().roomy)
        title.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(name)
        self._hint = label(hint, kind="micro", tone="muted", wrap=True)
        if not hint:
            self._hint.hide()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(title)
        texts.addWidget(self._hint)
        stacked = current().roomy and isinstance(control, _WIDE)
        row = QVBoxLayout(self) if stacked else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 if stacked else 16)
        row.addLayout(texts, 1)
        if isinstance(control, Segments) and stacked:
            row.addWidget(control)
        else:
            side = Qt.AlignmentFlag.AlignLeft if stacked else Qt.AlignmentFlag.AlignRight
            row.addWidget(control, 0, side | Qt.AlignmentFlag.AlignVCenter)

    def shows(self, refresh: Callable[[], None]) -> "SettingRow":
        """Show the value by this function, now and after each change."""
        self._refresh = refresh
        refresh()
        return self

    def refresh(self) -> None:
        """Show the value as it is now."""
        self._refresh()

    def say(self, text: str, *, tone: str = "muted") -> None:
        """Show another hint under the name; empty shows the first one again."""
        self._hint.setText(text or self._hint_text)
        self._hint.setVisible(bool(text or self._hint_text))
        set_tone(self._hint, tone)


class SettingsCard(Card):
    """A card with rows and lines between them."""

    def __init__(self, title: str = "") -> None:
        super().__init__(title)
        self.rows: list[SettingRow] = []

    def add(self, row: SettingRow) -> SettingRow:
        """Put a row under the others."""
        if self.rows:
            self.column.addWidget(hairline())
        self.rows.append(row)
        self.column.addWidget(row)
        return row

    def refresh(self) -> None:
        """Show all values as they are now."""
        for row in self.rows:
            row.refresh()


def breakable(path: Path) -> str:
    """A path that may go on in the next line after each folder and each part of a name."""
    return re.sub(r"[/\\_.-]", "\\g<0>\u200b", str(path))


def text_row(
    name: str, *, read: Callable[[], str], write: Callable[[str], None], hint: str = ""
) -> SettingRow:
    """A row with a line of text, taken when Enter is pressed or the field is left."""
    edit = QLineEdit()
    edit.setFixedWidth(current().px(FIELD_WIDTH))
    edit.editingFinished.connect(lambda: write(edit.text()))

    def show() -> None:
        if not edit.hasFocus() or not edit.isModified():
            edit.setText(read())

    return SettingRow(name, edit, hint=hint).shows(show)


def switch_row(
    name: str, *, read: Callable[[], bool], write: Callable[[bool], None], hint: str = ""
) -> SettingRow:
    """A row with a switch."""
    switch = Switch(name)
    switch.clicked.connect(lambda: write(switch.isChecked()))
    return SettingRow(name, switch, hint=hint).shows(lambda: switch.setChecked(read()))


def segment_row(
    name: str,
    choices: Sequence[tuple[str, str]],
    *,
    read: Callable[[], str],
    write: Callable[[str], None],
    hint: str = "",
) -> SettingRow:
    """A row with one of a few, as (key, text)."""
    segments = Segments([Segment(key, text) for key, text in choices])
    segments.chosen.connect(write)
    return SettingRow(name, segments, hint=hint).shows(lambda: segments.choose(read()))


def list_row(
    name: str,
    choices: Sequence[tuple[str, str]],
    *,
    read: Callable[[], str],
    write: Callable[[str], None],
    hint: str = "",
) -> SettingRow:
    """A row with one of many, as (key, text)."""
    box = ComboBox()
    box.setFixedWidth(current().px(FIELD_WIDTH))
    for key, text in choices:
        box.addItem(text, key)
    box.activated.connect(lambda _index: write(str(box.currentData())))
    return SettingRow(name, box, hint=hint).shows(lambda: box.choose(read()))
