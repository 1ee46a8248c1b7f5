"""`microshop import orders FILE`: the sales of the past, from another program's ledger."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.row_issues import RowIssue
    from microshop_desktop.services.order_import import OrderImportResult

app = typer.Typer(add_completion=False, rich_markup_mode=None)
SHOWN = 20
"""Rejected rows that are named on the screen; `--json` gives all."""


@app.command(
    help=_(
        "Import sales of the past from another program's ledger: "
        "invoices, cancellations, write-offs."
    )
)
def orders(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=_("The ledger: csv, xls or xlsx, also packed with gzip."))
    ],
    create_products: Annotated[
        bool,
        typer.Option(
            "--create-products", help=_("Make the products that the codes of the file belong to.")
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Book a ledger and say what was done with each row."""
    from microshop_desktop.exchange.tables import open_table
    from microshop_desktop.services.order_import import OrderImport

    with opened(ctx) as (shop, actor):
        result = OrderImport(shop).run(
            actor,
            open_table(file),
            create_products=create_products,
            dry_run=dry_run,
            progress=_Progress(),
        )
    if as_json:
        print_json(import_document(result))
        return
    _say_result(result, dry_run=dry_run)


def import_document(result: "OrderImportResult") -> dict[str, object]:
    """Return an import as scripts get it."""
    return {
        "batch": None if result.batch is None else str(result.batch),
        "rows": result.rows,
        "created": result.created,
        "updated": 0,
        "unchanged": result.unchanged,
        "rejected": [_issue_document(issue) for issue in result.rejected],
        "warnings": [_issue_document(issue) for issue in result.warnings],
    }


def _issue_document(issue: "RowIssue") -> dict[str, object]:
    from microshop_desktop.infra.ledger_texts import ledger_text

    return {
        "row": issue.row,
        "field": issue.field,
        "code": issue.code,
        "reason": ledger_text(issue.code, issue.value),
    }


def _say_result(result: "OrderImportResult", *, dry_run: bool) -> None:
    sentence = (
        _("{created} rows would be booked, {rejected} rejected.")
        if dry_run
        else _("{created} rows booked, {unchanged} were there already, {rejected} rejected.")
    )
    rejected = len(result.rejected)
    say(sentence.format(created=result.created, unchanged=result.unchanged, rejected=rejected))
    for issue in [*result.rejected[:SHOWN], *result.warnings[:SHOWN]]:
        document = _issue_document(issue)
        say(_("Row {row}: {reason}").format(row=document["row"], reason=document["reason"]))


class _Progress:
    """Tells how far the import is: in place on a screen, a line each tenth in a log."""

    def __init__(self) -> None:
        self._on_screen = sys.stderr.isatty()
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        text = _("{done} of {total} rows").format(done=done, total=total)
        if self._on_screen:
            note("\r" + text, end="\n" if done >= total else "")
        elif done * 10 // total > self._told:
            self._told = done * 10 // total
            note(text)
