"""`microshop export KIND FILE`: what the shop has, as csv, xlsx or json."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from microshop_desktop.cli import exports_online
from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.infra.translations import _

app = typer.Typer(
    help=_("Write products, stock, orders and the like into a file."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


class Exported(StrEnum):
    """What can be exported."""

    PRODUCTS = "products"
    STOCK = "stock"
    MOVEMENTS = "movements"
    ORDERS = "orders"
    PAYMENTS = "payments"
    CUSTOMERS = "customers"


def _command(kind: Exported) -> Callable[..., None]:
    def export(
        ctx: typer.Context,
        file: Annotated[
            Path, typer.Argument(help=_("The file; its ending says how: csv, xlsx, json."))
        ],
        as_json: JsonFlag = False,
    ) -> None:
        """Write one table and say how many rows it has."""
        from microshop_desktop.exchange.writers import write_table
        from microshop_desktop.services.exports import ExportKind, Exports

        with (
            opened(ctx) as (shop, actor),
            Exports(shop).table(actor, ExportKind(kind)).open() as table,
        ):
            rows = write_table(file, table)
        if as_json:
            print_json({"file": str(file), "rows": rows})
            return
        say(_("{rows} rows written to {file}.").format(rows=rows, file=file))

    return export


for _kind in Exported:
    app.command(_kind.value, help=_("Write this table."))(_command(_kind))
exports_online.add_to(app)
