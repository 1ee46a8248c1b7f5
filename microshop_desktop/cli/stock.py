"""`microshop stock list|value|receive|adjust`: what lies on the shelf, and how it came there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import Column, Limit, print_array, print_table
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.money import Currency
    from microshop_desktop.domain.stock import MovementKind
    from microshop_desktop.services.goods_by_code import Goods
    from microshop_desktop.services.receiving import Receipt, ReceiptItem
    from microshop_desktop.services.stock_records import StockRow

app = typer.Typer(
    help=_("Look at stock, receive goods and correct what is on hand."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
_NUMBERS = {"ignore_unknown_options": True}
"""So that a negative quantity is not taken for an option."""


@app.command("list", help=_("List what is on hand, reserved and available."))
def list_stock(
    ctx: typer.Context,
    *,
    text: Annotated[str, typer.Option(help=_("Name, pinyin or code."))] = "",
    shelf: Annotated[str | None, typer.Option(help=_("Only this shelf."))] = None,
    low: Annotated[bool, typer.Option("--low", help=_("Only what is low or sold out."))] = False,
    sort: Annotated[
        str, typer.Option(help=_("newest, name, available, value or shelf."))
    ] = "newest",
    limit: Limit = None,
    as_json: JsonFlag = False,
) -> None:
    """Print the levels that fit, the newest goods first."""
    from microshop_desktop.services.stock_json import stock_json
    from microshop_desktop.services.stock_list import StockList
    from microshop_desktop.services.stock_records import StockQuery, StockSort

    try:
        order = StockSort(sort)
    except ValueError:
        raise typer.BadParameter(", ".join(StockSort), param_hint="--sort") from None
    newest = order is StockSort.NEWEST
    query = StockQuery(text=text, shelf=shelf, low=low, sort=order, descending=newest)
    with opened(ctx) as (shop, actor):
        stock = StockList(shop)
        rows = stock.rows(actor, stock.ids(actor, query, limit=limit))
        currency = shop.profile.currency
    if as_json:
        print_array(stock_json(row) for row in rows)
    else:
        print_table(_columns(), (_row(row, currency) for row in rows))


@app.command("value", help=_("Say what the stock as a whole is worth."))
def value(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Print the figures of the whole stock."""
    from microshop_desktop.infra.formats import money_text, number_text
    from microshop_desktop.services.stock_json import figures_json
    from microshop_desktop.services.stock_list import StockList

    with opened(ctx) as (shop, actor):
        figures = StockList(shop).figures(actor)
        currency = shop.profile.currency
    if as_json:
        print_json(figures_json(figures, currency.code))
        return
    say(f"{_('Stock value (cost)')}  {money_text(figures.value, currency)}")
    say(f"{_('Variants')}  {number_text(figures.skus)}")
    say(f"{_('Low')}  {number_text(figures.low)}")


@app.command("receive", help=_("Book a delivery in."))
def receive(
    ctx: typer.Context,
    *,
    lines: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE[*QUANTITY][@COST]…",
            help=_("Code of a piece or a box, how many, and what one of them costs."),
        ),
    ],
    supplier: Annotated[str, typer.Option(help=_("Who delivered it."))] = "",
    freight: Annotated[str, typer.Option(help=_("Freight, shared over the lines."))] = "0",
    paid: Annotated[str, typer.Option(help=_("What was paid already."))] = "0",
    note_text: Annotated[str, typer.Option("--note", help=_("A remark."))] = "",
    key: Annotated[
        UUID | None, typer.Option(help=_("Chosen once: the same key is booked once."))
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Book goods in and print the receipt."""
    from microshop_desktop.domain.money import parse_amount
    from microshop_desktop.services.receiving import Delivery, Receiving
    from microshop_desktop.services.stock_json import receipt_json

    with opened(ctx) as (shop, actor):
        receiving, currency = Receiving(shop), shop.profile.currency
        delivery = Delivery(
            key=key or shop.ids.new(),
            items=tuple(
                _item(receiving.find(actor, code), code, quantity, cost, currency=currency)
                for code, quantity, cost in map(split_line, lines)
            ),
            supplier=supplier,
            freight=parse_amount(freight, currency.exponent),
            paid=parse_amount(paid, currency.exponent),
            note=note_text,
        )
        receipt = receiving.book(actor, delivery)
        zone = shop.profile.zone
    if as_json:
        print_json(receipt_json(receipt, zone, currency.code))
    else:
        _say_receipt(receipt, currency)


@app.command("adjust", help=_("Correct what is on hand, with a reason."), context_settings=_NUMBERS)
def adjust(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help=_("Code of the goods."))],
    quantity: Annotated[
        str, typer.Argument(help=_("How many are gone, were found, or were counted."))
    ],
    kind: Annotated[str, typer.Option(help=_("loss, gain, own-use, sample, gift or count."))] = "",
    reason: Annotated[str, typer.Option("--reason", "--note", help=_("Why."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """Book a correction; without a kind a negative quantity is a loss, a positive one a gain."""
    from microshop_desktop.domain.quantity import parse_quantity
    from microshop_desktop.infra.formats import quantity_text, signed_quantity_text
    from microshop_desktop.services.stock import Stock
    from microshop_desktop.services.stock_json import adjusted_json
    from microshop_desktop.services.stock_records import Adjustment

    amount = parse_quantity(quantity)
    chosen = _kind(kind, amount)
    with opened(ctx) as (shop, actor):
        stock = Stock(shop)
        goods = stock.find(actor, code)
        size = amount if kind else abs(amount)
        done = stock.adjust(actor, Adjustment(goods.sku, chosen, size, reason))
    if as_json:
        print_json(adjusted_json(goods, done, chosen.value))
        return
    say(
        _("{name}: {change}, now {on_hand} on hand.").format(
            name=goods.name,
            change=signed_quantity_text(done.change),
            on_hand=quantity_text(done.on_hand, goods.unit),
        )
    )


def split_line(text: str) -> tuple[str, str, str]:
    """Split `CODE*QUANTITY@COST` into its parts; the quantity is 1 where none is said."""
    rest, _at, cost = text.partition("@")
    code, star, quantity = rest.partition("*")
    return code, quantity if star else "1", cost


def _item(
    found: "Sequence[Goods]", code: str, quantity: str, cost: str, *, currency: "Currency"
) -> "ReceiptItem":
    from microshop_desktop.domain.errors import ErrorCode, ShopError
    from microshop_desktop.domain.money import parse_amount
    from microshop_desktop.domain.quantity import parse_quantity
    from microshop_desktop.services.receiving import ReceiptItem

    if not found:
        raise ShopError(ErrorCode.CODE_UNKNOWN, code=code)
    if len(found) > 1:
        raise ShopError(ErrorCode.CODE_AMBIGUOUS, code=code)
    known = (found[0].cost or 0) * found[0].factor
    unit_cost = parse_amount(cost, currency.exponent) if cost else known
    return ReceiptItem(found[0].sku, parse_quantity(quantity), unit_cost, found[0].pack)


def _kind(name: str, quantity: int) -> "MovementKind":
    from microshop_desktop.domain.stock import MovementKind
    from microshop_desktop.services.stock import ADJUSTABLE

    if not name:
        return MovementKind.LOSS if quantity < 0 else MovementKind.GAIN
    for kind in ADJUSTABLE:
        if kind.value == name.replace("-", "_"):
            return kind
    allowed = ", ".join(sorted(kind.value.replace("_", "-") for kind in ADJUSTABLE))
    raise typer.BadParameter(allowed, param_hint="--kind")


def _columns() -> list[Column]:
    return [
        Column(_("Product")),
        Column(_("Code")),
        Column(_("Shelf")),
        Column(_("On hand"), right=True),
        Column(_("Reserved"), right=True),
        Column(_("Available"), right=True),
        Column(_("Value"), right=True),
    ]


def _row(row: "StockRow", currency: "Currency") -> list[str]:
    from microshop_desktop.infra.formats import amount_text, quantity_text

    return [
        " ".join(part for part in (row.name, row.spec) if part),
        row.code,
        row.shelf,
        quantity_text(row.on_hand, row.unit),
        quantity_text(row.reserved),
        quantity_text(row.available),
        amount_text(row.value, currency),
    ]


def _say_receipt(receipt: "Receipt", currency: "Currency") -> None:
    from microshop_desktop.infra.formats import money_text, quantity_text

    say(
        _("{number} booked in: {total}, {owed} still to pay.").format(
            number=receipt.number,
            total=money_text(receipt.total, currency),
            owed=money_text(receipt.owed, currency),
        )
    )
    for line in receipt.lines:
        name = " ".join(part for part in (line.name, line.spec) if part)
        say(
            f"  {name}  {quantity_text(line.quantity, line.unit)}"
            f"  {money_text(line.total + line.freight_share, currency)}"
        )
