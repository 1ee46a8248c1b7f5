"""`microshop orders`: orders of every source, newest first; parcels and holds of online ones."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import (
    Column,
    FirstDay,
    LastDay,
    Limit,
    local_minute,
    print_array,
    print_table,
)
from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.readable import readable
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.order_values import OrderView
    from microshop_desktop.services.shop import Shop

app = typer.Typer(
    help=_("Look at orders, and ship those of online shops."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("list", help=_("List orders, newest first."))
def list_orders(
    ctx: typer.Context,
    *,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    state: Annotated[str | None, typer.Option(help=_("State, such as completed."))] = None,
    source: Annotated[str | None, typer.Option(help=_("Source, such as counter."))] = None,
    method: Annotated[Method | None, typer.Option(help=_("How it was paid."))] = None,
    refund_state: Annotated[
        RefundState | None, typer.Option(help=_("How much of it went back."))
    ] = None,
    text: Annotated[str, typer.Option(help=_("Number, amount, customer or phone."))] = "",
    limit: Limit = None,
    as_json: JsonFlag = False,
) -> None:
    """Print the orders that fit."""
    from microshop_desktop.services.order_json import order_json
    from microshop_desktop.services.order_search import OrderFilters
    from microshop_desktop.services.orders import Orders

    filters = OrderFilters(
        first_day=first_day,
        last_day=last_day,
        state=state,
        source=source and source.replace("-", "_"),
        method=method,
        refund_state=refund_state,
        text=text,
    )
    with opened(ctx) as (shop, actor):
        orders = islice(Orders(shop).every(actor, filters), limit)
        zone = shop.profile.zone
        if as_json:
            print_array(order_json(order, zone) for order in orders)
        else:
            print_table(_columns(), (_row(order, zone) for order in orders))


@app.command("show", help=_("Show one order."))
def show_order(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=_("Number of the order, such as A-000123."))],
    as_json: JsonFlag = False,
) -> None:
    """Print one order."""
    from microshop_desktop.services.order_json import order_json
    from microshop_desktop.services.orders import Orders

    with opened(ctx) as (shop, actor):
        order = Orders(shop).by_number(actor, number)
        zone = shop.profile.zone
    if as_json:
        print_json(order_json(order, zone))
        return
    say("  ".join(_row(order, zone)))
    print_table(_line_columns(), _line_rows(order))
    for text in _money_lines(order):
        say(text)


def _columns() -> list[Column]:
    return [
        Column(_("Number")),
        Column(_("Time")),
        Column(_("Source")),
        Column(_("State")),
        Column(_("Refunded"), right=True),
        Column(_("Refund")),
        Column(_("Total"), right=True),
        Column(_("Payment")),
        Column(_("Customer")),
    ]


def _row(order: "OrderView", zone: str) -> list[str]:
    from microshop_desktop.infra.attempt_words import refund_progress_text
    from microshop_desktop.infra.words import methods_text, order_state_text, source_text

    return [
        order.number,
        local_minute(order.at, zone),
        source_text(order.source),
        order_state_text(order.state),
        _amount(order, order.refunded) if order.refunded else "",
        refund_progress_text(order.progress.value) if order.refunded else "",
        _amount(order, order.total),
        methods_text(order.methods),
        order.customer_name,
    ]


def _line_columns() -> list[Column]:
    return [
        Column("#", right=True),
        Column(_("Product")),
        Column(_("Quantity"), right=True),
        Column(_("Price"), right=True),
        Column(_("Discount"), right=True),
        Column(_("Amount"), right=True),
    ]


def _line_rows(order: "OrderView") -> Iterator[list[str]]:
    from microshop_desktop.infra.formats import quantity_text

    for line in order.lines:
        yield [
            str(line.no),
            line.full_name,
            quantity_text(line.quantity, line.unit),
            _amount(order, line.unit_price),
            _amount(order, line.discount) if line.discount else "",
            _amount(order, line.total),
        ]


def _money_lines(order: "OrderView") -> Iterator[str]:
    from microshop_desktop.infra.words import method_text

    if order.rounding:
        yield f"{_('Rounding')}  {_amount(order, -order.rounding)}"
    yield f"{_('Total')}  {_amount(order, order.total)}"
    for payment in order.payments:
        number = f"  {payment.number}" if payment.number else ""
        yield f"{method_text(payment.method)}  {_amount(order, payment.amount)}{number}"
    if order.change:
        yield f"{_('Change')}  {_amount(order, order.change)}"
    if order.refunded:
        yield f"{_('Refunded')}  {_amount(order, order.refunded)}"


def _amount(order: "OrderView", minor: int) -> str:
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text

    return money_text(minor, currency(order.currency))


@app.command("ship", help=_("Pack a parcel of an online order; the next sync tells the shop."))
def ship(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=_("Number of the order."))],
    *,
    tracking: Annotated[str, typer.Option(help=_("Tracking number of the parcel."))],
    courier: Annotated[str, typer.Option(help=_("Courier, as the online shop names it."))] = "",
    line: Annotated[
        list[str] | None,
        typer.Option(metavar="N*QTY", help=_("Pieces of a line; without it all that is left.")),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Pack the parcel."""
    from microshop_desktop.services.orders import Orders
    from microshop_desktop.services.shipping import Packing, Shipping

    pieces = None if line is None else dict(map(_line_pieces, line))
    tracking = readable(tracking).strip()
    with opened(ctx) as (shop, actor):
        order = Orders(shop).by_number(actor, number)
        packing = Packing(order.order, courier, tracking, pieces)
        parcel = Shipping(shop).pack(actor, packing)
        by_files = _is_by_files(shop, actor, order.source)
    if as_json:
        print_json({"order": number, "parcel": str(parcel), "tracking": tracking})
        return
    text = _("The parcel of {number} is packed. microshop sync tells the shop.")
    if by_files:
        text = _("The parcel of {number} is packed. Write it for upload: microshop export tracking")
    say(text.format(number=number))


def _is_by_files(shop: "Shop", actor: "Actor", kind: str) -> bool:
    """Tell whether all shops of a platform work by files."""
    from microshop_desktop.services.channel_accounts import FILE, ChannelAccounts

    ways = {view.transport for view in ChannelAccounts(shop).every(actor) if view.kind == kind}
    return ways == {FILE}


@app.command("sent", help=_("Say that an order of a removed online shop has left: it is sold."))
def sent(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=_("Number of the order."))],
) -> None:
    """Sell the order."""
    from microshop_desktop.services.left_orders import LeftOrders
    from microshop_desktop.services.orders import Orders

    with opened(ctx) as (shop, actor):
        LeftOrders(shop).send(actor, Orders(shop).by_number(actor, number).order)
    say(_("Order {number} is sold.").format(number=number))


@app.command("cancel", help=_("Cancel an order of a removed online shop; its goods are free."))
def cancel(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=_("Number of the order."))],
) -> None:
    """Cancel the order."""
    from microshop_desktop.services.left_orders import LeftOrders
    from microshop_desktop.services.orders import Orders

    with opened(ctx) as (shop, actor):
        LeftOrders(shop).cancel(actor, Orders(shop).by_number(actor, number).order)
    say(_("Order {number} is cancelled.").format(number=number))


@app.command("hold", help=_("Let an online order wait: it is not picked, printed or shipped."))
def hold(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=_("Number of the order."))],
    *,
    why: Annotated[str, typer.Option(help=_("Why it waits."))],
) -> None:
    """Hold the order."""
    from microshop_desktop.services.order_holds import OrderHolds
    from microshop_desktop.services.orders import Orders

    with opened(ctx) as (shop, actor):
        order = Orders(shop).by_number(actor, number)
        OrderHolds(shop).hold(actor, order.order, why)
    say(_("Order {number} waits now.").format(number=order.number))


@app.command("release", help=_("Lift the hold that somebody here put on an online order."))
def release(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=_("Number of the order."))],
    *,
    why: Annotated[str, typer.Option(help=_("Why it may go on."))] = "",
) -> None:
    """Lift the hold."""
    from microshop_desktop.services.order_holds import OrderHolds
    from microshop_desktop.services.orders import Orders

    with opened(ctx) as (shop, actor):
        orders = Orders(shop)
        order = orders.by_number(actor, number)
        OrderHolds(shop).release(actor, order.order, why)
        order = orders.detail(actor, order.order)
    if order.held:
        text = _("Order {number} still waits: its platform holds it, or somebody asks it back.")
    else:
        text = _("Order {number} may go on.")
    say(text.format(number=order.number))


def _line_pieces(text: str) -> tuple[int, int]:
    """Read `2*3`: three pieces of the second line."""
    no, _sign, count = text.partition("*")
    if not (no.isdigit() and count.isdigit()):
        raise typer.BadParameter(_("Write lines as {example}.").format(example="1*2"))
    return int(no), int(count)
