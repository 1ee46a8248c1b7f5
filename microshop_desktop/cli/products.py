"""`microshop products list|price|on-sale|off-sale`: the catalogue for scripts and quick hands."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import Column, Limit, print_array, print_table
from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.price_change import Ending
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.money import Currency
    from microshop_desktop.domain.price_change import PriceChange
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.bulk_edits import PricePreview
    from microshop_desktop.services.catalogue_records import ProductQuery, ProductRow, SkuRow
    from microshop_desktop.services.shop import Shop

app = typer.Typer(
    help=_("List products, change prices, put goods on or off sale."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
_PAGE = 500
_Codes = Annotated[
    list[str], typer.Argument(metavar="CODE…", help=_("Codes of the goods."), show_default=False)
]


@app.command("list", help=_("List products with their variants."))
def list_products(
    ctx: typer.Context,
    *,
    text: Annotated[str, typer.Option(help=_("Name, pinyin or code."))] = "",
    low: Annotated[bool, typer.Option("--low", help=_("Only what is low or sold out."))] = False,
    off_sale: Annotated[bool, typer.Option("--off-sale", help=_("Only what is off sale."))] = False,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help=_("Only what is to be completed."))
    ] = False,
    limit: Limit = None,
    as_json: JsonFlag = False,
) -> None:
    """Print the SKUs that fit, in the order of their names."""
    from itertools import islice

    from microshop_desktop.services.catalogue_records import ProductQuery, StockFilter
    from microshop_desktop.services.product_json import sku_json

    query = ProductQuery(
        text=text,
        stock=StockFilter.LOW if low else None,
        on_sale=False if off_sale else None,
        unfinished=True if unfinished else None,
    )
    with opened(ctx) as (shop, actor):
        rows = islice(_every(shop, actor, query), limit)
        if as_json:
            print_array(sku_json(product, sku) for product, sku in rows)
        else:
            currency = shop.profile.currency
            print_table(_columns(), (_row(product, sku, currency) for product, sku in rows))


@app.command("price", help=_("Change prices, with a preview by --dry-run."))
def price(
    ctx: typer.Context,
    *,
    codes: _Codes,
    set_to: Annotated[str, typer.Option("--set", help=_("The new price."))] = "",
    add: Annotated[str, typer.Option("--add", help=_("So much more, or less."))] = "",
    percent: Annotated[
        str, typer.Option("--percent", help=_("So many percent more, or less."))
    ] = "",
    level: Annotated[PriceLevel, typer.Option(help=_("Which price."))] = PriceLevel.RETAIL,
    ending: Annotated[Ending, typer.Option(help=_("How it is rounded."))] = Ending.EXACT,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Change one price of each of these goods by one rule, all or none."""
    from microshop_desktop.services.bulk_edits import BulkEdits
    from microshop_desktop.services.product_json import preview_json

    with opened(ctx) as (shop, actor):
        currency = shop.profile.currency
        change = _rule(set_to, add, percent, ending=ending, exponent=currency.exponent)
        edits = BulkEdits(shop)
        preview = edits.preview_prices(actor, _skus(shop, actor, codes), change, level=level)
        if not dry_run:
            edits.change_prices(actor, preview)
    if as_json:
        print_json(preview_json(preview, currency.code, written=not dry_run))
    else:
        _say_steps(preview, currency)


@app.command("on-sale", help=_("Put goods on sale."))
def put_on_sale(ctx: typer.Context, codes: _Codes, as_json: JsonFlag = False) -> None:
    """Let the till sell these goods."""
    _set_on_sale(ctx, codes, on_sale=True, as_json=as_json)


@app.command("off-sale", help=_("Take goods off sale."))
def take_off_sale(ctx: typer.Context, codes: _Codes, as_json: JsonFlag = False) -> None:
    """Keep the till from selling these goods."""
    _set_on_sale(ctx, codes, on_sale=False, as_json=as_json)


def _set_on_sale(ctx: typer.Context, codes: Sequence[str], *, on_sale: bool, as_json: bool) -> None:
    from microshop_desktop.services.bulk_edits import BulkEdits

    with opened(ctx) as (shop, actor):
        done = BulkEdits(shop).put_on_sale(actor, _skus(shop, actor, codes), on_sale=on_sale)
    if as_json:
        print_json({"on_sale": on_sale, "changed": [str(sku) for sku in done.skus]})
        return
    text = _("Put on sale: {count}") if on_sale else _("Taken off sale: {count}")
    say(text.format(count=len(done.skus)))


def _skus(shop: "Shop", actor: "Actor", codes: Sequence[str]) -> list[UUID]:
    from microshop_desktop.services.stock import Stock

    stock = Stock(shop)
    return list(dict.fromkeys(stock.find(actor, code).sku for code in codes))


def _rule(set_to: str, add: str, percent: str, *, ending: Ending, exponent: int) -> "PriceChange":
    from microshop_desktop.domain.errors import ErrorCode
    from microshop_desktop.domain.money import parse_amount, parse_decimal
    from microshop_desktop.domain.price_change import ChangeKind, PriceChange

    if sum(bool(given) for given in (set_to, add, percent)) != 1:
        raise typer.BadParameter(_("Say one of --set, --add and --percent."))
    if set_to:
        return PriceChange(ChangeKind.SET, parse_amount(set_to, exponent), ending)
    if add:
        return PriceChange(ChangeKind.ADD, parse_amount(add, exponent), ending)
    return PriceChange(ChangeKind.PERCENT, parse_decimal(percent, 2, ErrorCode.BAD_AMOUNT), ending)


def _every(
    shop: "Shop", actor: "Actor", query: "ProductQuery"
) -> "Iterator[tuple[ProductRow, SkuRow]]":
    """Give every SKU of a list, a page at a time."""
    from microshop_desktop.services.product_list import ProductList

    products = ProductList(shop)
    page = products.page(actor, query, limit=_PAGE)
    while True:
        for product in page.rows:
            for sku in product.skus:
                yield product, sku
        if page.after is None:
            return
        page = products.page(actor, query, after=page.after, limit=_PAGE)


def _columns() -> list[Column]:
    return [
        Column(_("Product")),
        Column(_("Category")),
        Column(_("Code")),
        Column(_("Price"), right=True),
        Column(_("Member price"), right=True),
        Column(_("Available"), right=True),
    ]


def _row(product: "ProductRow", sku: "SkuRow", currency: "Currency") -> list[str]:
    from microshop_desktop.infra.formats import amount_text, quantity_text

    return [
        " ".join(part for part in (product.name, sku.spec) if part),
        product.category,
        sku.code,
        amount_text(sku.price, currency),
        "" if sku.member is None else amount_text(sku.member, currency),
        quantity_text(sku.available, sku.unit),
    ]


def _say_steps(preview: "PricePreview", currency: "Currency") -> None:
    from microshop_desktop.infra.formats import amount_text

    for step in preview.steps:
        name = " ".join(part for part in (step.name, step.spec) if part)
        old = "—" if step.old is None else amount_text(step.old, currency)
        warning = f"  {_('below its cost')}" if step.below_cost else ""
        say(f"{name}  {old} → {amount_text(step.new, currency)}{warning}")
    if not preview.steps:
        say(_("No price changes."))
