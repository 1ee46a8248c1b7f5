"""The list of sections at the left, each with its state, and the field to look for a setting."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.paint import elided, paint_box
from microshop_desktop.ui.widgets.pressable import Pressable
from microshop_desktop.ui.widgets.search_field import SearchField

_WIDTH = 248


class SectionButton(Pressable):
    """A section in the list: icon, name, state in one line."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section
        self._state, self._tone = "", "muted"
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(section.title())
        self.refresh()

    def refresh(self) -> None:
        """Show the state as it is now."""
        self._state, self._tone = self.section.state()
        self.setAccessibleName(f"{self.text()}, {self._state}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, current().px(58))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            fill = theme.colour("selected" if self.isChecked() else "hover")
            paint_box(painter, box, corner=radius("control"), fill=fill)
        side = theme.px(22)
        icon = QRectF(14, box.center().y() - side / 2, side, side)
        tone = "accent" if self.isChecked() else "textMuted"
        paint_icon(painter, self.section.icon, icon, tone)
        self._paint_texts(painter, QRectF(icon.right() + 8, 0, box.right() - icon.right() - 38, 0))
        if self.isChecked():
            side = theme.px(18)
            caret = QRectF(box.right() - side - 10, box.center().y() - side / 2, side, side)
            paint_icon(painter, "caret-right", caret, "accent")

    def _paint_texts(self, painter: QPainter, room: QRectF) -> None:
        """Paint the name, and the state under it where large texts leave room for it."""
        theme = current()
        name, state = theme.font("strong", bold=self.isChecked()), theme.font("micro")
        half = self.height() / 2
        high, low = theme.px(22), theme.px(18)
        alone = self.height() < high + low + 2
        painter.setFont(name)
        painter.setPen(theme.colour("text"))
        top = half - high / 2 if alone else half - high + 1
        place = QRectF(room.left(), top, room.width(), high)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, flags, elided(self.text(), name, room.width()))
        if alone:
            return
        painter.setFont(state)
        painter.setPen(theme.colour("warning" if self._tone == "warning" else "textMuted"))
        place = QRectF(room.left(), half + 2, room.width(), low)
        painter.drawText(place, flags, elided(self._state, state, room.width()))


class SectionList(QFrame):
    """`chosen` tells the key of the section a person wants to see."""

    chosen = Signal(str)

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self.setProperty("surface", "surface")
        self.setFixedWidth(current().px(_WIDTH))
        self.search = SearchField(_("Find a setting"))
        self.search.text_changed.connect(self._find)
        self._buttons = {section.key: SectionButton(section) for section in sections}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(4)
        title = label(_("Settings"), kind="title")
        title.setContentsMargins(4, 4, 0, 10)
        column.addWidget(title)
        column.addWidget(self.search)
        column.addSpacing(8)
        self.none = label(kind="body", tone="muted", wrap=True)
        self.none.hide()
        column.addWidget(self.none)
        for button in self._buttons.values():
            column.addWidget(button)
            button.clicked.connect(lambda _on=False, key=button.section.key: self._press(key))
        column.addStretch(1)

    def show_current(self, key: str) -> None:
        """Mark a section as the one that is shown."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def refresh(self) -> None:
        """Show all states as they are now."""
        for button in self._buttons.values():
            button.refresh()

    def visible_keys(self) -> list[str]:
        """Keys of the sections that hold what is looked for."""
        return [key for key, button in self._buttons.items() if not button.isHidden()]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        keys = self.visible_keys()
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        shown = [key for key in keys if self._buttons[key].isChecked()]
        place = keys.index(shown[0]) + step if shown else 0
        self._press(keys[place % len(keys)])

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(current().px(_WIDTH))

    def _press(self, key: str) -> None:
        self.show_current(key)
        self.chosen.emit(key)

    def _find(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        for button in self._buttons.values():
            texts = [button.text(), *button.section.words()]
            button.setVisible(any(wanted in text.casefold() for text in texts))
        keys = self.visible_keys()
        self.none.setText(_("Nothing found for “{text}”.").format(text=typed.strip()))
        self.none.setVisible(not keys)
        if wanted and keys:
            self._press(keys[0])
