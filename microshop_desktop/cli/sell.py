"""`microshop sell CODE[*QTY]…`: ring up one order and take its money in cash."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.basket import Basket, CustomerFacts, Tender
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.lookup import Found
    from microshop_desktop.services.order_values import OrderView
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_GOODS = re.compile(r"(.+?)(?:[*×](\d+(?:[.,]\d+)?))?")


@app.command(help=_("Ring up one order. Without --cash it is paid exactly."))
def sell(
    ctx: typer.Context,
    goods: Annotated[
        list[str],
        typer.Argument(metavar="CODE[*QTY]…", help=_("Codes with quantities, as 6901…*3.")),
    ],
    *,
    customer: Annotated[
        str | None, typer.Option(help=_("Phone, member code or name of the customer."))
    ] = None,
    cash: Annotated[
        str | None, typer.Option(help=_("Cash handed over, such as 50; the rest is change."))
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Sell the goods and print the order."""
    from microshop_desktop.services.orders import Orders
    from microshop_desktop.services.selling import Selling

    with opened(ctx) as (shop, actor):
        basket, remarks = _basket(shop, actor, goods, customer)
        sale = Selling(shop).finish(actor, basket, _tenders(shop, cash))
        order = Orders(shop).by_number(actor, sale.number)
        zone = shop.profile.zone
    for remark in remarks:
        note(remark)
    if as_json:
        from microshop_desktop.services.order_json import order_json

        print_json(order_json(order, zone))
    else:
        _say(order)


def _basket(
    shop: "Shop", actor: "Actor", goods: Sequence[str], customer: str | None
) -> "tuple[Basket, list[str]]":
    """Fill a basket; the remarks are for when it is sold."""
    from microshop_desktop.domain.basket import add, set_customer
    from microshop_desktop.services.baskets import Baskets

    basket = Baskets(shop).new()
    if customer is not None:
        basket = set_customer(basket, _customer(shop, actor, customer))
    remarks: list[str] = []
    for text in goods:
        found, quantity = _found(shop, actor, text)
        label_total = found.label_total if quantity == found.quantity else None
        basket, _no = add(
            basket, found.goods, quantity=quantity, unit=found.unit, label_total=label_total
        )
        remarks += [*_below_zero(found, basket), *_without_price(found)]
    return basket, remarks


def _found(shop: "Shop", actor: "Actor", text: str) -> "tuple[Found, int]":
    """Read `CODE*QTY` and return the goods with how many of them."""
    from microshop_desktop.domain.errors import ErrorCode, ShopError
    from microshop_desktop.domain.quantity import ONE, parse_quantity
    from microshop_desktop.services.lookup import Lookup

    match = _GOODS.fullmatch(text.strip())
    if match is None:
        raise ShopError(ErrorCode.CODE_UNKNOWN, code=text)
    founds = Lookup(shop).scan(actor, match[1])
    if not founds:
        raise ShopError(ErrorCode.CODE_UNKNOWN, code=match[1])
    if len(founds) > 1:
        raise ShopError(ErrorCode.CODE_AMBIGUOUS, code=match[1])
    times = parse_quantity(match[2]) if match[2] else ONE
    return founds[0], founds[0].quantity * times // ONE


def _customer(shop: "Shop", actor: "Actor", text: str) -> "CustomerFacts":
    from microshop_desktop.domain.errors import ErrorCode, ShopError
    from microshop_desktop.services.customers import Customers

    customers = Customers(shop)
    by_code = customers.by_code(actor, text)
    found = (by_code,) if by_code is not None else customers.find(actor, text, limit=2)
    if len(found) != 1:
        raise ShopError(ErrorCode.NOT_FOUND, what="customer", key=text)
    return found[0].facts


def _tenders(shop: "Shop", cash: str | None) -> "tuple[Tender, ...]":
    from microshop_desktop.domain.basket import Method, Tender
    from microshop_desktop.domain.errors import ErrorCode, ShopError
    from microshop_desktop.domain.money import parse_amount

    if cash is None:
        return ()
    amount = parse_amount(cash, shop.profile.currency.exponent)
    if amount < 0:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=cash)
    return (Tender(Method.CASH, amount),)


def _below_zero(found: "Found", basket: "Basket") -> list[str]:
    """Say that more is sold than is there, where the SKU wants that said."""
    from microshop_desktop.domain.basket import quantities_by_sku
    from microshop_desktop.domain.stock import BelowZero
    from microshop_desktop.infra.formats import quantity_text

    sku = found.goods.sku
    if sku is None or found.goods.below_zero is not BelowZero.WARN:
        return []
    if quantities_by_sku(basket)[sku] <= found.available:
        return []
    left = quantity_text(max(found.available, 0), found.goods.unit)
    text = _("Only {count} of {name} left in stock")
    return [text.format(count=left, name=found.goods.name)]


def _without_price(found: "Found") -> list[str]:
    """Say that goods went for nothing because nobody priced them."""
    if found.goods.prices[0].unit_price or found.unit.unit_price or found.label_total:
        return []
    return [_("{name} has no price yet and was sold for nothing").format(name=found.goods.name)]


def _say(order: "OrderView") -> None:
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text, quantity_text

    unit = currency(order.currency)
    total = money_text(order.total, unit)
    say(_("Order {number}: {total}").format(number=order.number, total=total))
    for line in order.lines:
        amount = money_text(line.total, unit)
        say(f"  {line.full_name} × {quantity_text(line.quantity)}  {amount}")
    if order.change:
        say(_("Change {amount}").format(amount=money_text(order.change, unit)))
