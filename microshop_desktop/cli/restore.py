"""`microshop restore FILE`: the shop goes back to a backup; the file it had is kept."""

from pathlib import Path
from typing import Annotated

import typer

from microshop_desktop.cli.context import CliState, JsonFlag, note, print_json, say
from microshop_desktop.infra.translations import _

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Go back to a backup. The shop's present file is kept under another name."))
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("The backup to go back to."))],
    as_json: JsonFlag = False,
) -> None:
    """Check a backup in a side copy, then put it in the place of the shop's file."""
    from microshop_desktop.infra.clock import SystemClock
    from microshop_desktop.services.backups import restore_shop

    state: CliState = ctx.obj
    note(_("Checking the backup before it is used…"))
    done = restore_shop(file.absolute(), state.folders.shop_file, SystemClock())
    if as_json:
        kept = None if done.kept is None else str(done.kept)
        document = {"restored": str(file), "orders": done.orders, "kept": kept}
        print_json({**document, "pictures": done.pictures})
        return
    say(_("The shop is back as the backup had it, with {count} orders.").format(count=done.orders))
    if done.pictures:
        say(_("Photos that came back: {count}").format(count=done.pictures))
    if done.kept:
        say(_("The file it had before is kept as {path}.").format(path=done.kept))
