"""Texts that do not fit: what a person would see cut, in any window."""

import gettext
import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QLabel,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.pill import Pill

_ACCENTS = str.maketrans("aeionuAEOU", "áéíóñúÁÉÓÚ")
_PLACEHOLDER = re.compile(r"(\{[^}]*\})")
_LONGER = 0.4
_HEAD_PADDING = 16


class LongerTexts(gettext.NullTranslations):
    """A language whose every text is 40 % longer and easy to tell: `[Séll ~~]`."""

    @override
    def gettext(self, message: str) -> str:
        return longer(message)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return longer(msgid1 if n == 1 else msgid2)

    @override
    def pgettext(self, context: str, message: str) -> str:
        return longer(message)


def longer(text: str) -> str:
    """Lengthen a text by 40 %, counting what stands for it in brackets; placeholders stay."""
    parts = _PLACEHOLDER.split(text)
    plain = sum(len(part) for part in parts[::2])
    more = max(0, round(plain * _LONGER) - 3)
    said = "".join(
        part if place % 2 else part.translate(_ACCENTS) for place, part in enumerate(parts)
    )
    return f"[{said} {'~' * more}]" if text else text


def cut_texts(shown: QWidget) -> Iterator[str]:
    """Name every label, button and head in a window (and before it) whose text is cut."""
    for window in (shown, *_before(shown)):
        for widget in window.findChildren(QWidget):
            if widget.isVisible() and widget.width() and _can_be_seen(widget):
                yield from _cut(widget)


def _before(shown: QWidget) -> list[QWidget]:
    kinds = {Qt.WindowType.Dialog, Qt.WindowType.Popup}
    windows = QApplication.topLevelWidgets()
    return [
        one for one in windows if one is not shown and one.isVisible() and one.windowType() in kinds
    ]


def _cut(widget: QWidget) -> Iterator[str]:
    if _sticks_out(widget):
        yield _named(widget, "what scrolls")
    if isinstance(widget, QHeaderView):
        yield from _cut_heads(widget)
    elif isinstance(widget, QLabel):
        if not isinstance(widget, ElidedLabel) and not _label_fits(widget):
            yield _named(widget, widget.text())
    elif isinstance(widget, QAbstractButton | Pill) and _is_narrow(widget):
        yield _named(widget, widget.accessibleName())


def _is_narrow(widget: QWidget) -> bool:
    return widget.width() < widget.minimumSizeHint().width() - 1


def _label_fits(widget: QLabel) -> bool:
    if not widget.text():
        return True
    room = widget.contentsRect()
    if widget.wordWrap():
        return widget.heightForWidth(widget.width()) <= widget.height() + 1
    metrics = widget.fontMetrics()
    return metrics.horizontalAdvance(widget.text()) <= room.width() + 1


def _cut_heads(heads: QHeaderView) -> Iterator[str]:
    model = heads.model()
    for section in range(heads.count() if heads.orientation() == Qt.Orientation.Horizontal else 0):
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if text and not heads.isSectionHidden(section):
            wanted = heads.fontMetrics().horizontalAdvance(text) + _HEAD_PADDING
            if wanted > heads.sectionSize(section):
                yield _named(heads, text)


def _can_be_seen(widget: QWidget) -> bool:
    """Whether it is in the part of a list that is scrolled into view, as all else must be."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            place = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
            if not parent.rect().intersects(place):
                return False
        parent = parent.parentWidget()
    return True


def _sticks_out(widget: QWidget) -> bool:
    """Whether a list or a form is wider than the place that it scrolls in."""
    place = widget.parentWidget()
    area = place.parentWidget() if place is not None else None
    if not isinstance(area, QScrollArea) or area.viewport() is not place:
        return False
    return widget.width() > place.width() + 1


def _named(widget: QWidget, text: str) -> str:
    owner = widget.parentWidget()
    while owner is not None and not owner.__class__.__module__.startswith("microshop"):
        owner = owner.parentWidget()
    wanted = widget.minimumSizeHint().width()
    return f"{type(owner).__name__}: {text!r} has {widget.width()} of {wanted}"
