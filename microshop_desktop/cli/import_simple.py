"""What `microshop import customers` and `microshop import stock` share: one pass over one file."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from microshop_desktop.cli.context import JsonFlag, opened
from microshop_desktop.cli.import_products import (
    DryRun,
    FileArgument,
    MapOption,
    SheetOption,
    read_mapping,
)
from microshop_desktop.cli.import_report import (
    ProgressLine,
    print_outcome,
    say_outcome,
    say_unused,
)

if TYPE_CHECKING:
    from microshop_desktop.services.customer_import import CustomerImport
    from microshop_desktop.services.shop import Shop
    from microshop_desktop.services.stock_import import StockImport


def import_app(
    kind: str, service: "Callable[[Shop], CustomerImport | StockImport]", *, text: str
) -> typer.Typer:
    """Make the command that imports files of a kind by a service; `text` explains it."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    @app.command(name=kind, help=text)
    def command(
        ctx: typer.Context,
        file: FileArgument,
        *,
        mapping: MapOption = None,
        dry_run: DryRun = False,
        sheet: SheetOption = None,
        as_json: JsonFlag = False,
    ) -> None:
        """Import a file and say what was done."""
        from microshop_desktop.domain.columns import LOOKED_AT, FileKind, assign, guess_layout
        from microshop_desktop.domain.table_cells import first_rows
        from microshop_desktop.exchange.tables import open_table

        source = open_table(file, sheet=sheet)
        layout = guess_layout(first_rows(source, LOOKED_AT), FileKind(kind))
        layout = assign(layout, read_mapping(mapping))
        with opened(ctx) as (shop, actor):
            result = service(shop).run(
                actor, source, layout, dry_run=dry_run, progress=ProgressLine()
            )
        if as_json:
            print_outcome(result, result.batch)
            return
        say_unused(layout)
        say_outcome(result, dry_run=dry_run)

    return app
