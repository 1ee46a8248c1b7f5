"""`microshop movements list`: what came and went, newest first."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, opened
from microshop_desktop.cli.lists import (
    Column,
    FirstDay,
    LastDay,
    Limit,
    local_minute,
    print_array,
    print_table,
)
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.stock_records import MovementRow

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("List stock movements, newest first."))
def list_movements(
    ctx: typer.Context,
    *,
    code: Annotated[
        str, typer.Option("--sku", "--code", help=_("Only the goods with this code."))
    ] = "",
    kind: Annotated[MovementKind | None, typer.Option(help=_("Only this kind."))] = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    limit: Limit = None,
    as_json: JsonFlag = False,
) -> None:
    """Print the movements that fit."""
    from microshop_desktop.services.movements import MovementFilter, Movements
    from microshop_desktop.services.stock import Stock
    from microshop_desktop.services.stock_json import movement_json

    with opened(ctx) as (shop, actor):
        sku = Stock(shop).find(actor, code).sku if code else None
        wanted = MovementFilter(sku=sku, kind=kind, first=first_day, last=last_day)
        rows = islice(Movements(shop).stream(actor, wanted), limit)
        zone = shop.profile.zone
        if as_json:
            print_array(movement_json(row, zone) for row in rows)
        else:
            print_table(_columns(), (_row(row, zone) for row in rows))


def _columns() -> list[Column]:
    return [
        Column(_("Time")),
        Column(_("Product")),
        Column(_("Movement")),
        Column(_("Quantity"), right=True),
        Column(_("Cause")),
        Column(_("Note")),
    ]


def _row(row: "MovementRow", zone: str) -> list[str]:
    from microshop_desktop.infra.formats import signed_quantity_text
    from microshop_desktop.infra.stock_words import movement_kind_text

    return [
        local_minute(row.at, zone),
        " ".join(part for part in (row.name, row.spec) if part),
        movement_kind_text(row.kind.value),
        signed_quantity_text(row.quantity),
        row.cause_name,
        row.note,
    ]
