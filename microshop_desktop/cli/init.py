"""`microshop init`: makes a shop."""

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import URL_VARIABLE, CliState, JsonFlag, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Make a shop."))
def init(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Option(help=_("Name of the shop."))],
    currency: Annotated[str, typer.Option(help=_("Currency of its books, such as CNY."))] = "CNY",
    zone: Annotated[str, typer.Option(help=_("Time zone; this computer's by default."))] = "",
    owner: Annotated[str, typer.Option(help=_("Name of the owner."))] = "",
    sample: Annotated[bool, typer.Option("--sample", help=_("Fill it with sample goods."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Found the shop of this data folder; `shop_exists` when there is one."""
    from microshop_desktop.infra.clock import SystemClock
    from microshop_desktop.infra.zone import system_zone
    from microshop_desktop.persistence.migrate import open_database
    from microshop_desktop.services.founding import found_shop

    state: CliState = ctx.obj
    database = open_database(_target(state))
    try:
        shop = found_shop(
            database,
            SystemClock(),
            name=name,
            currency_code=currency,
            zone=zone or system_zone(),
            owner=owner,
        )
        if sample:
            _fill(shop, state)
        _remember(shop, state)
    finally:
        database.close()
    if as_json:
        print_json({"shop": str(shop.profile.shop), "name": shop.profile.name})
        return
    say(_ready(shop, state))


def _fill(shop: "Shop", state: CliState) -> None:
    """Put the sample goods into the new shop, in the language of the call."""
    from microshop_desktop.infra.translations import current_language
    from microshop_desktop.services.pictures import Pictures
    from microshop_desktop.services.sample_shop import SampleShop

    SampleShop(shop, Pictures(state.folders.pictures)).load(shop.owner(), current_language())


def _remember(shop: "Shop", state: CliState) -> None:
    """Keep what this computer has to know: the language that `--lang` named, its own till."""
    from microshop_desktop.infra.settings import LANGUAGE, TILL, Settings

    settings = Settings(state.folders.settings_file)
    if state.lang is not None:
        settings.put(LANGUAGE, state.lang)
    if not shop.database.is_sqlite:
        settings.put(TILL, str(shop.profile.till))


def _ready(shop: "Shop", state: CliState) -> str:
    """Say that the shop is there, and how its window is opened where it has one."""
    if not shop.database.is_sqlite:
        return _("{name} is ready.").format(name=shop.profile.name)
    words = ["microshop", *(["--data", str(state.data)] if state.data else [])]
    command = subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
    text = _("{name} is ready. Start the window with: {command}")
    return text.format(name=shop.profile.name, command=command)


def _target(state: CliState) -> str:
    """Return where the shop is to be: its folder is made, a file that is there is left alone."""
    url = os.environ.get(URL_VARIABLE)
    if url:
        return url
    state.folders.data.mkdir(parents=True, exist_ok=True)
    return str(state.folders.shop_file)
