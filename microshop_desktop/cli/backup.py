"""`microshop backup [FILE]`: a checked copy of the shop, while it goes on selling."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import CliState, JsonFlag, opened, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.backups import BackupView

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Back up the shop, into its backup folder or into a file of your choice."))
def backup(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help=_("Where to put the backup."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a backup and say where it is."""
    from microshop_desktop.services.backups import Backups, backup_folder

    state: CliState = ctx.obj
    with opened(ctx) as (shop, actor):
        backups = Backups(shop, backup_folder(state.folders))
        made = backups.make_file(actor, file.absolute()) if file else backups.make(actor)
        newest = made or next(iter(backups.all(actor)))
    if as_json:
        print_json(backup_document(newest, made=made is not None))
    elif made:
        say(_("The backup is in {path}.").format(path=made.path))
    else:
        say(_("Nothing changed since the backup {path}.").format(path=newest.path))


def backup_document(backup: "BackupView", *, made: bool) -> dict[str, object]:
    """Return a backup as scripts get it; `made` is False when nothing had changed since it."""
    return {
        "path": str(backup.path),
        "made": made,
        "at": backup.made_at.isoformat(),
        "bytes": backup.bytes,
        "orders": backup.orders,
    }
