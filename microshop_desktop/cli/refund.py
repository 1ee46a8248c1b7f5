"""`microshop refund ORDER`: give goods and money back, all that is left or part of it."""

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.refund_following import follow_refund
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.refunds import Wanted
    from microshop_desktop.payments.collector import Collector
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.order_values import OrderView, RefundView, RefundWayView
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_LINE = re.compile(r"(\d+)(?:\s*[*×xX]\s*(\S+))?")


@app.command(help=_("Refund an order; without --line all that is left of it."))
def refund(
    ctx: typer.Context,
    order: Annotated[str, typer.Argument(help=_("Number of the order, such as A-000123."))],
    *,
    line: Annotated[
        list[str] | None,
        typer.Option(help=_("Line number and quantity, as 2*1; without quantity all of the line.")),
    ] = None,
    restock: Annotated[
        bool, typer.Option("--restock/--no-restock", help=_("Goods back on the shelf, or lost."))
    ] = True,
    cash: Annotated[bool, typer.Option("--cash", help=_("Give the money back in cash."))] = False,
    to_payment: Annotated[
        bool, typer.Option("--to-payment", help=_("Give the money back as it was paid."))
    ] = False,
    reason: Annotated[str, typer.Option(help=_("Why it goes back."))] = "",
    key: Annotated[
        str | None,
        typer.Option(help=_("A UUID of yours; the same key twice makes one refund.")),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Book the refund and print it."""
    from microshop_desktop.services.order_json import refund_json
    from microshop_desktop.services.orders import Orders
    from microshop_desktop.services.refund_booking import RefundWish
    from microshop_desktop.services.refunds import Refunds

    if cash and to_payment:
        raise typer.BadParameter(_("Choose either --cash or --to-payment."))
    with opened(ctx) as (shop, actor):
        refunds = Refunds(shop)
        found = Orders(shop).by_number(actor, order)
        wish = RefundWish(
            key=known_key(key) or refunds.new_key(),
            order=found.order,
            lines=tuple(_wanted(found, text, restock=restock) for text in line) if line else None,
            restock=restock,
            all_in_cash=cash,
            reason=reason,
        )
        booked = refunds.refund(actor, wish)
        done = follow_refund(shop, actor, booked, lambda: _collector(ctx, shop, actor))
        zone = shop.profile.zone
    if as_json:
        print_json(refund_json(done, zone))
    else:
        say_refund(done)


def _collector(ctx: typer.Context, shop: "Shop", actor: "Actor") -> "Collector":
    from microshop_desktop.cli.collecting import collector_of

    return collector_of(ctx, shop, actor)


def known_key(text: str | None) -> UUID | None:
    """Return the key that a script gave, if it gave one; wrong usage when it is no UUID."""
    try:
        return None if text is None else UUID(text)
    except ValueError:
        raise typer.BadParameter(_("“{text}” is not a UUID.").format(text=text)) from None


def _wanted(order: "OrderView", text: str, *, restock: bool) -> "Wanted":
    """Read `2*1`, or `2` for all that is left of line 2."""
    from microshop_desktop.domain.quantity import parse_quantity
    from microshop_desktop.domain.refunds import Wanted

    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise typer.BadParameter(_("“{text}” is not a line such as 2*1.").format(text=text))
    no = int(match[1])
    left = next((line.sold.left for line in order.lines if line.no == no), 0)
    return Wanted(no, parse_quantity(match[2]) if match[2] else left, restock)


def say_refund(refund: "RefundView") -> None:
    """Print a refund for a person, with where its money is."""
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text, quantity_text
    from microshop_desktop.infra.words import method_text

    unit = currency(refund.currency)
    say(
        _("Refund {number} of order {order}: {amount}").format(
            number=refund.number,
            order=refund.order_number,
            amount=money_text(refund.amount, unit),
        )
    )
    for line in refund.lines:
        place = _("back on the shelf") if line.restocked else _("written off")
        amount = money_text(line.amount, unit)
        say(f"  {line.name} × {quantity_text(line.quantity)}  {amount}  {place}")
    sums: Counter[tuple[str, str]] = Counter()
    for way in refund.ways:
        sums[way.method.value, _where(way)] += way.amount
    for (method, place), minor in sums.items():
        where = f"  {place}" if place else ""
        say(f"  {method_text(method)}  {money_text(minor, unit)}{where}")


def _where(way: "RefundWayView") -> str:
    """Say where the money of a way is; empty where the customer has it."""
    from microshop_desktop.domain.payment_refund import RefundProgress
    from microshop_desktop.infra.attempt_words import refund_progress_text, refund_state_text

    if way.progress is RefundProgress.DONE:
        return ""
    if way.progress is RefundProgress.ON_WAY:
        return refund_state_text(way.state)
    return refund_progress_text(way.progress.value)
