"""What every command shares: the shop it works in, and how it speaks to people and scripts."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.translations import _, mark

if TYPE_CHECKING:
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.shop import Shop

JsonFlag = Annotated[bool, typer.Option("--json", help=_("Print one JSON document for scripts."))]
"""The `--json` option; every command that prints takes it as `as_json: JsonFlag = False`."""
NOT_HERE = {
    "order": mark("There is no order {key}. See them with: microshop orders list"),
    "customer": mark(
        "No customer has “{key}” in the phone, code or name, so nothing was sold. See who there "
        "is with: microshop customers list. A new customer is made at the till, with F3."
    ),
}
"""What a command says of what it was told to find, by its kind."""
URL_VARIABLE = "MICROSHOP_DATABASE"
"""Names the PostgreSQL database of a shop with several tills."""


@dataclass(slots=True)
class CliState:
    """One call of the command line; typer hands it around as `ctx.obj`."""

    folders: Folders
    asked_json: bool = False
    data: Path | None = None
    """The folder that `--data` named."""
    lang: str | None = None
    """The language that `--lang` named."""

    def fail(self, error: ShopError) -> int:
        """Say in one sentence what went wrong, and to scripts as a document; return exit code 1."""
        text = _said(error)
        print(text, file=sys.stderr)
        if self.asked_json:
            params = {name: _plain(value) for name, value in error.params.items()}
            print_json({"error": {"code": error.code, "message": text, "params": params}})
        return 1


def _said(error: ShopError) -> str:
    """The sentence of an error; what is not there was typed, so it is named."""
    from microshop_desktop.infra.messages import sentence

    what = NOT_HERE.get(str(error.params.get("what")))
    if error.code is not ErrorCode.NOT_FOUND or what is None:
        return sentence(error.code, error.params)
    return _(what).format(key=error.params.get("key", ""))


@contextmanager
def opened(ctx: typer.Context) -> Iterator[tuple["Shop", "Actor"]]:
    """Open the shop of the call for its owner; `shop_missing` where there is none yet."""
    from microshop_desktop.infra.clock import SystemClock
    from microshop_desktop.persistence.migrate import open_database
    from microshop_desktop.services.price_journal import has_notes
    from microshop_desktop.services.shop import open_shop
    from microshop_desktop.services.unfinished_imports import has_unfinished

    state: CliState = ctx.obj
    database = open_database(shop_target(state.folders))
    try:
        till = None if database.is_sqlite else own_till(state.folders)
        shop = open_shop(database, SystemClock(), till=till)
        actor = shop.owner()
        if has_unfinished(database):
            _end_imports(shop, actor)
        if has_notes(database):
            _end_price_change(shop, actor)
        yield shop, actor
    finally:
        database.close()


def _end_imports(shop: "Shop", actor: "Actor") -> None:
    """Take back or finish an import that was cut off."""
    from microshop_desktop.services.imports import Imports

    Imports(shop).recover(actor)


def _end_price_change(shop: "Shop", actor: "Actor") -> None:
    """Put back the prices of a change that was cut off."""
    from microshop_desktop.services.bulk_edits import BulkEdits

    BulkEdits(shop).recover(actor)


def shop_target(folders: Folders) -> str:
    """Return the shop's file, or the URL of its PostgreSQL database; `shop_missing` without one."""
    url = os.environ.get(URL_VARIABLE)
    if url:
        return url
    if not folders.shop_file.exists():
        raise ShopError(ErrorCode.SHOP_MISSING, place=str(folders.data))
    return str(folders.shop_file)


def own_till(folders: Folders) -> UUID:
    """Return this computer's till in a shop that several share; `till_missing` without one."""
    from microshop_desktop.infra.settings import TILL, Settings

    try:
        return UUID(Settings(folders.settings_file).get(TILL))
    except ValueError:
        raise ShopError(ErrorCode.TILL_MISSING) from None


def print_json(document: object) -> None:
    """Print a document for scripts, as UTF-8 whatever the terminal says."""
    text = json.dumps(document, ensure_ascii=False, default=_plain)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="replace") + b"\n")
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Print a line for a person."""
    print(text)


def note(text: str, *, end: str = "\n") -> None:
    """Print progress or a remark, on stderr so that it never mixes with the result."""
    print(text, end=end, file=sys.stderr, flush=True)


def _plain(value: object) -> object:
    """Give a value JSON has no form for as text."""
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)
