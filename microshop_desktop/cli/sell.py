"""`microshop sell CODE[*QTY]…`: ring up one order and take its money, in cash or by phone."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.cli.sell_by_phone import PhoneWish
    from microshop_desktop.domain.basket import Basket, CustomerFacts, Tender
    from microshop_desktop.domain.payment import Attempt
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.lookup import Found
    from microshop_desktop.services.order_values import OrderView
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class PhoneMethod(StrEnum):
    """The platforms whose QR can be shown."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


_GOODS = re.compile(r"(.+?)(?:[*×](\d+(?:[.,]\d+)?))?")


@app.command(help=_("Ring up one order. Without an option for payment it is exact cash."))
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
    code: Annotated[
        str | None, typer.Option(help=_("Payment code on the customer's phone."))
    ] = None,
    qr: Annotated[
        PhoneMethod | None, typer.Option(help=_("Show a QR that the customer scans."))
    ] = None,
    wait: Annotated[
        float | None,
        typer.Option(min=1, help=_("Seconds after which the payment is given up and closed.")),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Sell the goods and print the order."""
    from microshop_desktop.services.orders import Orders

    if sum(way is not None for way in (cash, code, qr)) > 1:
        raise typer.BadParameter(_("Choose one of --cash, --code and --qr."))
    wish = _phone_wish(code, qr, wait)
    with opened(ctx) as (shop, actor):
        basket, remarks = _basket(shop, actor, goods, customer)
        number = _finish(ctx, (shop, actor, basket), cash, wish)
        order = Orders(shop).by_number(actor, number)
        zone = shop.profile.zone
    for remark in remarks:
        note(remark)
    if as_json:
        from microshop_desktop.services.order_json import order_json

        print_json(order_json(order, zone))
    else:
        _say(order)


def _phone_wish(code: str | None, qr: PhoneMethod | None, wait: float | None) -> "PhoneWish | None":
    """Return how the money is to come by phone; None where it is cash."""
    if code is None and qr is None:
        return None
    from microshop_desktop.cli.sell_by_phone import PhoneWish, read_code
    from microshop_desktop.domain.basket import Method

    if code is not None:
        return read_code(code, wait)
    return PhoneWish(Method(str(qr)), seconds=wait)


def _finish(
    ctx: typer.Context,
    sale: "tuple[Shop, Actor, Basket]",
    cash: str | None,
    wish: "PhoneWish | None",
) -> str:
    """Take the money and return the order's number."""
    shop, actor, basket = sale
    if wish is None:
        from microshop_desktop.services.selling import Selling

        return Selling(shop).finish(actor, basket, _tenders(shop, cash)).number
    from microshop_desktop.cli.collecting import collector_of
    from microshop_desktop.cli.sell_by_phone import PhoneSale

    return PhoneSale(shop, actor, collector_of(ctx, shop, actor)).sell(basket, wish, _show_qr)


def _show_qr(attempt: "Attempt") -> None:
    """Print at once what the QR holds, for whatever draws it."""
    print_json({"qr": attempt.qr, "out_trade_no": attempt.out_trade_no})


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
    if not found:
        raise ShopError(ErrorCode.NOT_FOUND, what="customer", key=text)
    if len(found) > 1:
        raise ShopError(ErrorCode.CUSTOMER_AMBIGUOUS, text=text)
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
