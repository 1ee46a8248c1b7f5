"""`microshop init`: makes a shop."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import URL_VARIABLE, CliState, JsonFlag, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.shop import Shop

app = typer.Typer()


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
    finally:
        database.close()
    if as_json:
        print_json({"shop": str(shop.profile.shop), "name": shop.profile.name})
        return
    say(_("{name} is ready. Start the window with: microshop").format(name=shop.profile.name))


def _fill(shop: "Shop", state: CliState) -> None:
    """Put the sample goods into the new shop, in the language of the call."""
    from microshop_desktop.infra.translations import current_language
    from microshop_desktop.services.pictures import Pictures
    from microshop_desktop.services.sample_shop import SampleShop

    SampleShop(shop, Pictures(state.folders.pictures)).load(shop.owner(), current_language())


def _target(state: CliState) -> str:
    """Return where the shop is to be: its folder is made, a file that is there is left alone."""
    url = os.environ.get(URL_VARIABLE)
    if url:
        return url
    state.folders.data.mkdir(parents=True, exist_ok=True)
    return str(state.folders.shop_file)
