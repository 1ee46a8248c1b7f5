"""`microshop accounts add KIND --transport file`: shops that work by files, without any keys."""

from collections.abc import Callable, Collection
from typing import Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.infra.translations import _

FILES = "file"
"""The transport of these accounts."""
Name = Annotated[str, typer.Option(help=_("How the account is called in your shop."))]
Transport = Annotated[str, typer.Option(help=_("file: this platform works by files alone."))]


def kinds() -> tuple[str, ...]:
    """Return the kinds of shops that can work by files."""
    from microshop_desktop.domain.order_file import FILE_KINDS

    return FILE_KINDS


def add_to(app: typer.Typer, others: Collection[str]) -> None:
    """Give `accounts add` a command for each kind that is asked in no other way."""
    for kind in kinds():
        if kind not in others:
            app.command(kind, help=_("Add an online shop that works by files."))(_command(kind))


def add(ctx: typer.Context, kind: str, name: str, *, as_json: bool) -> None:
    """Add an account, or switch the one of this name on again."""
    from microshop_desktop.cli.accounts_shops import channel_json
    from microshop_desktop.infra.words import source_text
    from microshop_desktop.services.order_files import OrderFiles

    with opened(ctx) as (shop, actor):
        view = OrderFiles(shop).open_account(actor, kind, name.strip() or source_text(kind))
    if as_json:
        print_json(channel_json(view))
        return
    text = _("{name} works by files: microshop import online-orders FILE --account “{name}”")
    say(text.format(name=view.name))


def _command(kind: str) -> Callable[..., None]:
    def command(
        ctx: typer.Context,
        *,
        name: Name = "",
        transport: Transport = FILES,
        as_json: JsonFlag = False,
    ) -> None:
        if transport != FILES:
            raise typer.BadParameter(transport, param_hint="--transport")
        add(ctx, kind, name, as_json=as_json)

    return command
