"""The pick list and the couriers' sheets of a round, made from what the page shows."""

from collections.abc import Sequence
from pathlib import Path

from microshop_desktop.domain.couriers import known_courier
from microshop_desktop.domain.waybill import PickLine, PickSheet
from microshop_desktop.domain.waybill_sheets import waybill_table
from microshop_desktop.exchange.writers import write_table
from microshop_desktop.infra.formats import moment_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.picking_values import Parcel
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.pick.words import (
    crate_text,
    orders_text,
    pieces_text,
    shelf_count,
    shelf_title,
)


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
