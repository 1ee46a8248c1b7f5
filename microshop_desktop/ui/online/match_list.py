"""The list of online listings, of any length: rows are read and looked up as they are seen."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.services.matching import MatchRow, MatchState
from microshop_desktop.ui.online import match_words as words
from microshop_desktop.ui.online.match_delegate import MatchDelegate
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.widgets.paged_model import Column, PagedModel


class MatchList(QListView):
    """`chosen` tells the listing that was gone to, `ticked` one that is to be ticked."""

    chosen = Signal(object)
    ticked = Signal(object)
    opened = Signal()
    """Enter was pressed on a listing."""

    def __init__(self, model: MatchModel) -> None:
        super().__init__()
        self._model = model
        self._rows: PagedModel[MatchRow] = PagedModel(
            [Column("name", "", self._spoken)], model.fetch
        )
        delegate = MatchDelegate(model, self)
        self.setModel(self._rows)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Goods that are listed online"))
        delegate.tick_pressed.connect(self._tick)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def row(self) -> MatchRow | None:
        """The current listing."""
        return self._rows.row(self.currentIndex().row())

    def begin(self) -> None:
        """Show the listings of the model's state from the first on."""
        self._rows.show(self._model.counts.get(self._model.state, 0))
        self.scrollToTop()

    def refresh(self) -> None:
        """Read anew what is shown, keeping the place."""
        self._rows.refresh(self._model.counts.get(self._model.state, 0))
        self.viewport().update()

    def seen(self) -> list[MatchRow]:
        """Return the open listings that are in sight."""
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        if first < 0:
            return []
        most = self.viewport().height() // max(1, self.sizeHintForRow(first)) + 2
        rows = (self._rows.row(place) for place in range(first, first + most))
        return [row for row in rows if row is not None and row.state is MatchState.OPEN]

    def go_to_row(self, number: int) -> None:
        """Make a row the current one, the nearest there is."""
        last = self._rows.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self._rows.index(max(0, min(number, last)), 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = Qt.Key(event.key()), self.row
        if row is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if key == Qt.Key.Key_Space:
                self.ticked.emit(row)
                return
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.opened.emit()
                return
        super().keyPressEvent(event)

    def _spoken(self, row: MatchRow) -> str:
        """Return a row as it is read aloud."""
        choice = self._model.choice(row.id) if row.state is MatchState.OPEN else None
        upper, under = words.row_lines(
            row, choice, self._model.desk.currency, known=self._model.is_known(row.id)
        )
        ticked = _("ticked") if self._model.is_ticked(row.id) else ""
        return _(", ").join(part for part in (row.name, upper, under, ticked) if part)

    def _tick(self, number: int) -> None:
        row = self._rows.row(number)
        if row is not None:
            self.ticked.emit(row)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows.row(now.row()))
