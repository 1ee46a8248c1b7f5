"""The papers of a round: slips, the pick list and the couriers' sheets."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QFileDialog, QWidget

from microshop_desktop.domain.couriers import known_courier
from microshop_desktop.domain.waybill import PickLine, PickSheet
from microshop_desktop.domain.waybill_sheets import waybill_table
from microshop_desktop.drawing.pick_sheet import HEIGHT_MM as SHEET_HEIGHT
from microshop_desktop.drawing.pick_sheet import WIDTH_MM as SHEET_WIDTH
from microshop_desktop.drawing.pick_sheet import draw_pick_sheet
from microshop_desktop.drawing.waybill import HEIGHT_MM, WIDTH_MM, draw_waybill
from microshop_desktop.exchange.writers import write_table
from microshop_desktop.infra.formats import moment_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.picking_values import Parcel
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.pick.printing import print_pages
from microshop_desktop.ui.pick.slip_pane import waybill_words
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.pick.words import (
    crate_text,
    orders_text,
    pieces_text,
    shelf_count,
    shelf_title,
)
from microshop_desktop.ui.widgets.toast import Toast

_A4 = QSizeF(SHEET_WIDTH, SHEET_HEIGHT)


class PaperActs:
    """Prints and writes what the page shows; may raise `ShopError`."""

    def __init__(self, shell: Shell, model: PickModel, parent: QWidget) -> None:
        """Ask for printers and files before this window."""
        self._shell, self._model, self._parent = shell, model, parent

    def print_slips(self) -> None:
        """Print the slips of what is good."""
        model = self._model
        pages = [
            draw_waybill(slip, waybill_words())
            for slip in model.desk.slips(model.good, model.books)
        ]
        if pages:
            print_pages(self._parent, pages, QSizeF(WIDTH_MM, HEIGHT_MM), name=_("Slips"))

    def print_list(self) -> None:
        """Print the pick list on A4."""
        if self._model.shelves:
            pages = draw_pick_sheet(pick_sheet(self._model))
            print_pages(self._parent, pages, _A4, name=_("Pick list"))

    def write_sheet(self) -> None:
        """Write the sheet of a courier, one for each where there are several."""
        day = self._model.desk.now().date().isoformat()
        chosen, _kind = QFileDialog.getSaveFileName(
            self._parent,
            _("Sheet for the courier's batch form"),
            f"{_('parcels {day}').format(day=day)}.xlsx",
            f"{_('Tables')} (*.xlsx *.csv)",
        )
        if not chosen:
            return
        path = Path(chosen if Path(chosen).suffix else f"{chosen}.xlsx")
        self._shell.runner.run(
            self._parent,
            lambda _job: write_sheets(self._model, path),
            done=self._tell_written,
            failed=self._shell.report,
        )

    def _tell_written(self, files: Sequence[str]) -> None:
        text = _("Written: {files}. Addresses are as the shop shows them.")
        said = text.format(files=_(", ").join(files))
        self._shell.toast(Toast(said, icon="check"))


def pick_sheet(model: PickModel) -> PickSheet:
    """Return the list that is printed, with what was taken already."""
    now = model.desk.now()
    count = sum(shelf.pieces for shelf in model.shelves)
    shelves = tuple(
        (
            f"{shelf_title(shelf)} · {shelf_count(shelf)}",
            tuple(
                PickLine(
                    name=row.first.name,
                    code=row.first.code,
                    pieces=row.counts[1],
                    orders=_(", ").join(
                        f"{crate_text(want.crate)}: {want.number} × {want.pieces}"
                        for want in row.wants
                    ),
                )
                for row in shelf.rows
            ),
        )
        for shelf in model.shelves
    )
    parts = (orders_text(len(model.parcels)), pieces_text(count), moment_text(now, now.date()))
    return PickSheet(_("Pick list"), " · ".join(parts), shelves, _("Page {number}"))


def write_sheets(model: PickModel, path: Path) -> Sequence[str]:
    """Write a sheet for each courier and return the names of the files."""
    groups: dict[str, list[Parcel]] = {}
    for parcel in model.on_sheet():
        groups.setdefault(model.courier_name(parcel), []).append(parcel)
    written = []
    for courier, parcels in groups.items():
        known = known_courier(courier)
        table = waybill_table(known.key if known else "", model.desk.sheet_rows(parcels))
        place = path
        if len(groups) > 1:
            place = path.with_name(f"{path.stem} {_file_word(courier)}{path.suffix}")
        write_table(place, table)
        written.append(place.name)
    return written


def _file_word(text: str) -> str:
    """Return a text without what no file may be named by."""
    return "".join(sign for sign in text if sign.isalnum() or sign in " -_") or "-"
