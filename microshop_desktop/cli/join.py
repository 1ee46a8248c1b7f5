"""`microshop join`: gives this computer a till of its own in a shop that several share."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import (
    URL_VARIABLE,
    CliState,
    JsonFlag,
    own_till,
    print_json,
    say,
)
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.infra.folders import Folders
    from microshop_desktop.persistence.database import Database
    from microshop_desktop.services.shop import Profile

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Give this computer a till of its own in a shop that several share."))
def join(
    ctx: typer.Context,
    till: Annotated[
        str | None,
        typer.Option(help=_("Letter of the till of a computer that this one replaces.")),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Remember this computer's till, a new one where it has none yet, and say its letter."""
    from microshop_desktop.persistence.migrate import open_database

    url = os.environ.get(URL_VARIABLE)
    if not url:
        text = _("Set {variable} to the address of the shop's database first.")
        raise typer.BadParameter(text.format(variable=URL_VARIABLE))
    state: CliState = ctx.obj
    database = open_database(url)
    try:
        profile = _joined(database, state.folders, till)
    finally:
        database.close()
    if as_json:
        print_json({"shop": str(profile.shop), "name": profile.name, "till": profile.letter})
        return
    text = _("This computer is till {letter} of {name}.")
    say(text.format(letter=profile.letter, name=profile.name))


def _joined(database: "Database", folders: "Folders", letter: str | None) -> "Profile":
    """Return the shop with this computer's till, which is remembered from now on."""
    from microshop_desktop.infra.clock import SystemClock
    from microshop_desktop.infra.ids import Ids
    from microshop_desktop.infra.settings import TILL, Settings
    from microshop_desktop.services.shop import read_profile
    from microshop_desktop.services.tills import add_till, till_of_letter

    known = _known(database, folders)
    if letter is not None:
        mine = till_of_letter(database, letter.strip().upper())
    elif known is not None:
        return known
    else:
        mine = add_till(database, Ids(SystemClock()))
    Settings(folders.settings_file).put(TILL, str(mine))
    return read_profile(database, mine)


def _known(database: "Database", folders: "Folders") -> "Profile | None":
    """Return the shop with the till that this computer has in it already, if it has one."""
    from microshop_desktop.services.shop import read_profile

    try:
        return read_profile(database, own_till(folders))
    except ShopError as error:
        if error.code is not ErrorCode.TILL_MISSING:
            raise
        return None
