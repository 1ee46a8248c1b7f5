"""A delivery as plain values, to be kept while it is scanned, and back."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from microshop_desktop.domain.deliveries import FreightBy
from microshop_desktop.ui.goods_in.delivery import Draft, Line, Unknown

LineMaker = Callable[[UUID, UUID | None], "Line | None"]
"""Makes an empty line of a SKU in a pack as they are now; None when the goods are gone."""


def to_plain(draft: Draft) -> dict[str, object]:
    """Return what is needed to go on with a delivery after a restart."""
    return {
        "key": draft.key.hex,
        "lines": [
            {
                "no": line.no,
                "sku": line.goods.sku.hex,
                "pack": line.pack.pack.hex if line.pack.pack else None,
                "quantity": line.quantity,
                "unit_cost": line.unit_cost,
                "settled": line.price_settled,
            }
            for line in draft.lines
        ],
        "unknown": [[unknown.code, unknown.count] for unknown in draft.unknown],
        "supplier": draft.supplier,
        "freight": draft.freight,
        "freight_by": draft.freight_by.value,
        "paid": draft.paid,
        "note": draft.note,
        "last_no": draft.last_no,
    }


def from_plain(values: Mapping[str, Any], make_line: LineMaker) -> Draft:
    """Return the delivery; lines whose goods are gone meanwhile are left out."""
    lines = [_line(line, make_line) for line in values["lines"]]
    return Draft(
        key=UUID(values["key"]),
        lines=tuple(line for line in lines if line is not None),
        unknown=tuple(Unknown(code, count) for code, count in values["unknown"]),
        supplier=values["supplier"],
        freight=values["freight"],
        freight_by=FreightBy(values["freight_by"]),
        paid=values["paid"],
        note=values["note"],
        last_no=values["last_no"],
    )


def _line(values: Mapping[str, Any], make_line: LineMaker) -> Line | None:
    pack = UUID(values["pack"]) if values["pack"] else None
    line = make_line(UUID(values["sku"]), pack)
    if line is None:
        return None
    return Line(
        no=values["no"],
        goods=line.goods,
        packs=line.packs,
        place=line.place,
        quantity=values["quantity"],
        unit_cost=values["unit_cost"],
        on_hand=line.on_hand,
        price_settled=values["settled"],
    )
