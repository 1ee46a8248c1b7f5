"""`microshop payments refund ORDER`: money that came too late or twice goes back."""

from typing import Annotated

import typer

from microshop_desktop.cli.collecting import collector_of
from microshop_desktop.cli.context import JsonFlag, opened, print_json
from microshop_desktop.cli.refund import known_key, say_refund
from microshop_desktop.cli.refund_following import follow_refund
from microshop_desktop.infra.translations import _

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Give back money of an order that came too late, twice, or for nothing."))
def refund(
    ctx: typer.Context,
    order: Annotated[str, typer.Argument(help=_("Number of the order, such as A-000123."))],
    *,
    cash: Annotated[bool, typer.Option("--cash", help=_("Give the money back in cash."))] = False,
    key: Annotated[
        str | None,
        typer.Option(help=_("A UUID of yours; the same key twice makes one refund.")),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Book what goes back, send it, and print it; an unfinished order is cancelled with it."""
    from microshop_desktop.services.money_refunds import MoneyRefunds
    from microshop_desktop.services.order_json import refund_json
    from microshop_desktop.services.order_money import PENDING
    from microshop_desktop.services.orders import Orders

    with opened(ctx) as (shop, actor):
        found = Orders(shop).by_number(actor, order)
        money, number = MoneyRefunds(shop), known_key(key) or shop.ids.new()
        if found.state == PENDING:
            booked = money.drop_order(actor, found.order, number)
        else:
            booked = money.give_back(actor, found.order, number, in_cash=cash)
        done = follow_refund(shop, actor, booked, lambda: collector_of(ctx, shop, actor))
        zone = shop.profile.zone
    if as_json:
        print_json(refund_json(done, zone))
    else:
        say_refund(done)
