"""The bills on the page as cards, and where another one is dropped or chosen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.reconcile.loaded import Loaded, icon_of, tone_of
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface
from microshop_desktop.ui.widgets.pill import Pill

ENDINGS = (".csv", ".txt", ".xlsx", ".xls", ".zip", ".bill")
_MOST = 3
"""Cards in the strip; further bills are counted in the last one."""


class BillCard(QFrame):
    """A bill that was read; `dropped` asks to take it off the page."""

    dropped = Signal(object)

    def __init__(self, loaded: Loaded) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon_of(loaded.method), 24, tone_of(loaded.method)))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        name = ElidedLabel(loaded.source.name, kind="strong")
        texts.addWidget(name)
        texts.addWidget(ElidedLabel(loaded.subtitle, kind="micro", tone="muted"))
        row.addLayout(texts, 1)
        row.addWidget(_pill(loaded))
        off = icon_button("x", _("Take this bill off the page"))
        off.clicked.connect(lambda: self.dropped.emit(loaded))
        row.addWidget(off)


class DropCard(QFrame):
    """Where a bill is dropped, the first one or `another`; a press chooses one."""

    pressed = Signal()

    def __init__(self, *, another: bool) -> None:
        super().__init__()
        frame = self
        frame.setProperty("surface", "drop")
        frame.setCursor(Qt.CursorShape.PointingHandCursor)
        frame.setAccessibleName(_("Choose a bill…"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 6, 14, 6)
        row.addStretch(1)
        row.addWidget(IconLabel("upload-simple", 20, "textMuted"))
        text = _("Drop another bill here") if another else _("Drop a bill here")
        row.addWidget(label(text, tone="muted"))
        row.addStretch(1)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()


class FileStrip(QWidget):
    """`chosen` tells files to read, `dropped` a bill to take off."""

    chosen = Signal(list)
    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(current().px(58))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    def show_bills(self, bills: Sequence[Loaded]) -> None:
        """Show the bills that are on the page."""
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for loaded in bills[:_MOST]:
            card = BillCard(loaded)
            card.dropped.connect(self.dropped)
            self._row.addWidget(card, 3)
        if len(bills) > _MOST:
            more = surface("sunken")
            line = QHBoxLayout(more)
            line.addWidget(label(f"+{len(bills) - _MOST}", kind="strong"))
            self._row.addWidget(more)
        drop = DropCard(another=bool(bills))
        drop.pressed.connect(self.ask)
        self._row.addWidget(drop, 2)

    def ask(self) -> None:
        """Let a person choose files in the system's dialog."""
        names = " ".join(f"*{ending}" for ending in ENDINGS)
        found, _filter = QFileDialog.getOpenFileNames(
            self, _("Choose a bill…"), "", f"{_('Bills')} ({names})"
        )
        if found:
            self.chosen.emit([Path(name) for name in found])


def bills_in(data: QMimeData) -> list[Path]:
    """Return the files that are dragged and may be bills."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]


def _pill(loaded: Loaded) -> Pill:
    if loaded.incomplete:
        return Pill(_("Not whole"), tone="danger", icon="warning")
    if loaded.source.bill.contradictions:
        return Pill(_("Contradicts itself"), tone="warning", icon="warning")
    if loaded.seen.known:
        return Pill(_("Booked"), tone="neutral", icon="check")
    return Pill(_("Read"), tone="success", icon="check-circle")
