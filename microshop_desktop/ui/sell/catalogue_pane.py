"""The left part of the selling page: scan field, chips, tiles, and the card of an open question."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.news import PriceGoods, UnknownGoods, WeighGoods, WhichGoods
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.sell.scan_field import ScanField
from microshop_desktop.ui.sell.tile_paint import GAP
from microshop_desktop.ui.sell.tile_view import TileArea, TileGrid
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.chip import Chip
from microshop_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from microshop_desktop.ui.sell.hit_list import HitList
    from microshop_desktop.ui.sell.question_card import UnknownCard, WhichCard


class ChipRow(QWidget):
    """Favourites and the categories; what does not fit is reached by the button at the end."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._chips: dict[UUID | None, Chip] = {}
        self._all_rows = False
        self._current: UUID | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 8, 0)
        self._row.setSpacing(8)
        self._more = icon_button("squares-four", _("All categories"))
        self._more.clicked.connect(self._show_menu)

    def show_chips(self, names: list[tuple[UUID | None, str]], current: UUID | None) -> None:
        """Show categories with the chosen one dark."""
        if [key for key, _name in names] != list(self._chips):
            self._make(names)
        self._current = current
        for key, chip in self._chips.items():
            chip.setChecked(key == current)

    def _make(self, names: list[tuple[UUID | None, str]]) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None and widget is not self._more:
                widget.deleteLater()
        self._chips = {}
        for key, name in names:
            chip = Chip(name, icon="" if key else "star-fill")
            chip.clicked.connect(lambda _on=False, key=key: self._press(key))
            self._chips[key] = chip
            self._row.addWidget(chip)
        self._row.addStretch(1)
        self._row.addWidget(self._more)
        self._fit()

    def _press(self, key: UUID | None) -> None:
        for other, chip in self._chips.items():
            chip.setChecked(other == key)
        self.chosen.emit(key)

    def _show_menu(self) -> None:
        from PySide6.QtWidgets import QMenu  # only when it is asked for

        menu = QMenu(self)
        for key, chip in self._chips.items():
            action = menu.addAction(chip.text())
            action.triggered.connect(lambda _on=False, key=key: self._press(key))
        menu.exec(self._more.mapToGlobal(self._more.rect().bottomLeft()))
        menu.deleteLater()

    def _fit(self) -> None:
        """Hide the chips that would not fit."""
        room = self.width() - 24 - self._more.sizeHint().width() - 8
        for key, chip in self._chips.items():
            room -= chip.sizeHint().width() + 8
            chip.setVisible(room >= 0 or key is None or key == self._current)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().event(event)


class CataloguePane(QWidget):
    """Shows what the view-model has and brings it what was typed and pressed."""

    products_wanted = Signal()

    def __init__(self, vm: SellViewModel, photos: Photos) -> None:
        super().__init__()
        self._vm = vm
        self.field = ScanField()
        self.camera = icon_button("camera", _("Scan with the camera"))
        self.camera.hide()
        self.chips = ChipRow()
        self.grid = TileGrid(vm.currency, photos)
        self.unknown: UnknownCard | None = None
        self.which: WhichCard | None = None
        self.hits: HitList | None = None
        self._cards = QVBoxLayout()
        self._asked: object = None
        self._build()
        self._connect()
        self.refresh_tiles()

    def refresh(self) -> None:
        """Show the open question and the counts on the tiles."""
        self.grid.tiles.show_counts(self._vm.counts())
        if self._vm.question is not self._asked:
            self._asked = self._vm.question
            self._show_question()

    def refresh_tiles(self) -> None:
        """Show tiles and chips."""
        names: list[tuple[UUID | None, str]] = [(None, _("Favourites"))]
        names += [(chip.category, chip.name) for chip in self._vm.chips]
        self.chips.show_chips(names, self._vm.category)
        self.grid.tiles.show_tiles(self._vm.tiles)
        empty = self._vm.is_ready and not self._vm.tiles
        self._goods.setCurrentIndex(1 if empty else 0)
        self.grid.tiles.show_counts(self._vm.counts())

    def take_before(self) -> str:
        """Take what was typed before goods (`3*`); a weight or a price half typed stays."""
        return self.field.take_text() if self._vm.unsaid is None else ""

    def escape(self) -> bool:
        """Close one layer: results or typed text, then the question."""
        if self.field.edit.text():
            self.field.edit.clear()
            return True
        if self._vm.question is not None:
            self._vm.drop_question()
            self.field.setFocus()
            return True
        return False

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.setSpacing(8)
        top.addWidget(self.field)
        top.addWidget(self.camera)
        self._cards.setContentsMargins(16, 0, 16, 0)
        column.addLayout(top)
        column.addLayout(self._cards)
        self._shelf = QWidget()
        goods = QVBoxLayout(self._shelf)
        goods.setContentsMargins(0, 0, 0, 0)
        goods.setSpacing(12 - GAP // 2)
        goods.addWidget(self.chips)
        self._goods = QStackedWidget()
        self._goods.addWidget(TileArea(self.grid))
        self._goods.addWidget(self._nothing())
        goods.addWidget(self._goods, 1)
        column.addWidget(self._shelf, 1)
        column.addStretch(0)

    def _nothing(self) -> EmptyState:
        """Stand in for the tiles of a shop without goods."""
        button = Button(_("Add products"), kind="primary", icon="plus", size="default")
        button.clicked.connect(self.products_wanted)
        return EmptyState("package", _("There are no goods here yet"), button)

    def _connect(self) -> None:
        vm, field = self._vm, self.field
        field.text_changed.connect(self._on_text)
        field.submitted_text.connect(self._submit)
        field.result_moved.connect(self._move_result)
        field.line_moved.connect(vm.move)
        field.line_stepped.connect(vm.step)
        self.grid.chosen.connect(self._choose_tile)
        self.chips.chosen.connect(vm.show_category)

    def _on_text(self, text: str) -> None:
        found = self._vm.hits(text) if text.strip() else ()
        if text.strip() or self.hits is not None:
            self._hit_list().show_hits(found, text, self.field.geometry())

    def _move_result(self, step: int) -> None:
        self._hit_list().move_by(step)

    def _submit(self, text: str) -> None:
        picked = None if self.hits is None else self.hits.picked
        self.field.edit.clear()
        self._vm.submit(text, picked)

    def _hit_list(self) -> "HitList":
        if self.hits is None:
            from microshop_desktop.ui.sell.hit_list import HitList

            self.hits = HitList(self, self._vm.currency)
            self.hits.chosen.connect(self._choose_hit)
        return self.hits

    def _unknown_card(self) -> "UnknownCard":
        if self.unknown is None:
            from microshop_desktop.ui.sell.question_card import UnknownCard

            self.unknown = UnknownCard(self._vm.currency)
            self.unknown.made.connect(self._make_goods)
            self.unknown.left.connect(self.escape)
            self._cards.addWidget(self.unknown)
        return self.unknown

    def _which_card(self) -> "WhichCard":
        if self.which is None:
            from microshop_desktop.ui.sell.question_card import WhichCard

            self.which = WhichCard(self._vm.currency)
            self.which.chosen.connect(self._choose_found)
            self.which.left.connect(self.escape)
            self._cards.addWidget(self.which)
        return self.which

    def _choose_hit(self, sku: UUID) -> None:
        text = self.field.take_text()
        self._vm.submit(text, sku)

    def _choose_tile(self, sku: UUID) -> None:
        self._vm.choose(sku, self.take_before())
        self.field.setFocus()

    def _choose_found(self, found: object) -> None:
        self._vm.choose_found(found)  # type: ignore[arg-type]
        self.field.setFocus()

    def _make_goods(self, code: str, name: str, price: int) -> None:
        self._vm.make_goods(code, name, price)

    def _show_question(self) -> None:
        asked = self._asked
        for card in (self.unknown, self.which):
            if card is not None:
                card.hide()
        if isinstance(asked, UnknownGoods):
            self._unknown_card().ask(asked)
        elif isinstance(asked, WhichGoods):
            self._which_card().ask(asked)
        # A card in large texts takes the room of the tiles.
        self._shelf.setVisible(
            not (current().roomy and isinstance(asked, UnknownGoods | WhichGoods))
        )
        if isinstance(asked, WeighGoods):
            self.field.ask_for_weight(asked.name, asked.unit)
        elif isinstance(asked, PriceGoods):
            self.field.ask_for_price(asked.name)
        else:
            self.field.ask_for_goods()
        if asked is None or isinstance(asked, WeighGoods | PriceGoods):
            self.field.setFocus()
