"""`microshop doctor`: proves that the books are right; makes derived tables anew where asked."""

from typing import Annotated

import typer

from microshop_desktop.cli.context import CliState, JsonFlag, note, opened, print_json, say
from microshop_desktop.infra.translations import _

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Check that every figure of the shop is right. Exit code 1 when one is not."))
def doctor(
    ctx: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help=_("Make stock, day figures and search anew first."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Print each check; fail when one does not hold."""
    from microshop_desktop.infra.check_titles import check_title
    from microshop_desktop.services.doctor import Doctor

    with opened(ctx) as (shop, actor):
        state: CliState = ctx.obj
        books = Doctor(shop, state.folders.pictures, bills=state.folders.bills)
        findings = books.repair(actor) if repair else books.check(actor, _progress)
    if as_json:
        print_json(findings.to_document())
    else:
        for check in findings.checks:
            say(f"{'✓' if check.ok else '✗'} {check_title(check.name)}  {check.detail}".rstrip())
    if not findings.ok:
        note(_("The books do not add up. Keep a backup and have the details at hand."))
        raise typer.Exit(1)


def _progress(name: str) -> None:
    from microshop_desktop.infra.check_titles import check_title

    note(f"{check_title(name)}…")
