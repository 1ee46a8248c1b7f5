"""`microshop import customers FILE`: nicknames, phones, tags and notes."""

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


@app.command(help=_("Import customers: known by phone or card number, else made."))
def customers(
    ctx: typer.Context,
    file: FileArgument,
    *,
    mapping: MapOption = None,
    dry_run: DryRun = False,
    sheet: SheetOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Import a file of customers and say what was done."""
    from microshop_desktop.domain.columns import LOOKED_AT, FileKind, assign, guess_layout
    from microshop_desktop.domain.table_cells import first_rows
    from microshop_desktop.exchange.tables import open_table
    from microshop_desktop.services.customer_import import CustomerImport

    source = open_table(file, sheet=sheet)
    layout = guess_layout(first_rows(source, LOOKED_AT), FileKind.CUSTOMERS)
    layout = assign(layout, read_mapping(mapping))
    with opened(ctx) as (shop, actor):
        result = CustomerImport(shop).run(
            actor, source, layout, dry_run=dry_run, progress=ProgressLine()
        )
    if as_json:
        print_outcome(result, result.batch)
        return
    say_unused(layout)
    say_outcome(result, dry_run=dry_run)
