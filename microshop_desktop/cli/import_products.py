"""`microshop import products FILE`: goods from a csv, xls or xlsx file of any program."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from microshop_desktop.cli.context import CliState, JsonFlag, note, opened, say
from microshop_desktop.cli.import_report import (
    ProgressLine,
    keep_rejected,
    print_outcome,
    say_outcome,
    say_unused,
)
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

app = typer.Typer(add_completion=False, rich_markup_mode=None)
FileArgument = Annotated[Path, typer.Argument(help=_("A csv, xls or xlsx file."))]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=FIELD",
        help=_("What a column holds, by its head or number; “-” leaves it out."),
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be done."))]
SheetOption = Annotated[str | None, typer.Option(help=_("The sheet of a spreadsheet."))]


@app.command(help=_("Import products: new ones are made, known ones are changed by their code."))
def products(
    ctx: typer.Context,
    file: FileArgument,
    *,
    mapping: MapOption = None,
    dry_run: DryRun = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help=_("Import nothing if a row is rejected."))
    ] = False,
    leave_price_zero: Annotated[
        bool, typer.Option("--leave-price-zero", help=_("Leave out goods without a price."))
    ] = False,
    sheet: SheetOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Plan an import and, unless it is only to be tried, do it."""
    from microshop_desktop.domain.columns import LOOKED_AT, FileKind, assign, guess_layout
    from microshop_desktop.domain.table_cells import first_rows
    from microshop_desktop.exchange.tables import open_table
    from microshop_desktop.services.import_records import ImportOptions
    from microshop_desktop.services.imports import Imports

    source = open_table(file, sheet=sheet)
    layout = guess_layout(first_rows(source, LOOKED_AT), FileKind.PRODUCTS)
    layout = assign(layout, read_mapping(mapping))
    with opened(ctx) as (shop, actor), stopped_by_signal() as stopped:
        imports = Imports(shop)
        options = ImportOptions(take_price_zero=not leave_price_zero)
        plan = imports.plan(actor, source, layout, options)
        if all_or_nothing and plan.rejected and not dry_run:
            raise ShopError(ErrorCode.IMPORT_HAS_ERRORS, count=len(plan.rejected))
        if not as_json:
            say_unused(layout)
        if dry_run:
            if as_json:
                print_outcome(plan, None)
            else:
                say_outcome(plan, dry_run=True)
            return
        result = imports.run(actor, plan, progress=ProgressLine(), cancelled=stopped)
    state: CliState = ctx.obj
    keep_rejected(source, layout, result.rejected, state.folders.data / "imports")
    if as_json:
        print_outcome(result, result.batch)
        return
    say_outcome(result, dry_run=False)
    say(_("Take it back with: microshop import undo {batch}").format(batch=result.batch))


def read_mapping(pairs: list[str] | None) -> dict[str, str]:
    """Read `COLUMN=FIELD` pairs; the last sign of equality parts them."""
    mapping: dict[str, str] = {}
    for pair in pairs or ():
        column, sign, field = pair.rpartition("=")
        if not sign:
            raise typer.BadParameter(pair, param_hint="--map")
        mapping[column] = field
    return mapping


@contextmanager
def stopped_by_signal() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl+C stop an import at the next good place; the second ends the program."""
    asked = threading.Event()

    def ask(_number: int, _frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        note(_("Stopping. What was written so far is taken back…"))

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
