"""`microshop import stock FILE`: what lies there, by code and quantity."""

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
from microshop_desktop.infra.translations import _

app = typer.Typer()


@app.command(help=_("Import counted stock: a code and what lies there of it."))
def stock(
    ctx: typer.Context,
    file: FileArgument,
    *,
    mapping: MapOption = None,
    dry_run: DryRun = False,
    sheet: SheetOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Book a file of counted stock and say what was done."""
    from microshop_desktop.domain.columns import LOOKED_AT, FileKind, assign, guess_layout
    from microshop_desktop.domain.table_cells import first_rows
    from microshop_desktop.exchange.tables import open_table
    from microshop_desktop.services.stock_import import StockImport

    source = open_table(file, sheet=sheet)
    layout = guess_layout(first_rows(source, LOOKED_AT), FileKind.STOCK)
    layout = assign(layout, read_mapping(mapping))
    with opened(ctx) as (shop, actor):
        result = StockImport(shop).run(
            actor, source, layout, dry_run=dry_run, progress=ProgressLine()
        )
    if as_json:
        print_outcome(result, result.batch)
        return
    say_unused(layout)
    say_outcome(result, dry_run=dry_run)
