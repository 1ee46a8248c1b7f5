"""`microshop report day|sales|products`: figures of a day or a span of days."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import (
    Column,
    FirstDay,
    LastDay,
    Limit,
    print_csv,
    print_table,
)
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.money import Currency
    from microshop_desktop.services.reports import (
        DayReport,
        Figures,
        ProductFigures,
        SalesReport,
    )

app = typer.Typer(
    help=_("Figures of a day or a span; without days: the current shop day."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


class Form(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


ReportFormat = Annotated[
    Form, typer.Option("--format", help=_("text, json (the same as --json) or csv."))
]


@app.command(help=_("A day by hour, payment and source, with the best sellers."))
def day(
    ctx: typer.Context,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    form: ReportFormat = Form.TEXT,
    as_json: JsonFlag = False,
) -> None:
    """Print a day; one day alone means that day."""
    from microshop_desktop.services.report_json import day_json
    from microshop_desktop.services.report_tables import day_table
    from microshop_desktop.services.reports import Reports

    with opened(ctx) as (shop, actor):
        report = Reports(shop).day(actor, first_day or last_day, last_day or first_day)
        currency = shop.profile.currency
    if as_json or form is Form.JSON:
        print_json(day_json(report))
    elif form is Form.CSV:
        print_csv(day_table(report))
    else:
        _say_day(report, currency)


@app.command(help=_("Sales of a span of days."))
def sales(
    ctx: typer.Context,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    form: ReportFormat = Form.TEXT,
    as_json: JsonFlag = False,
) -> None:
    """Print the sales of a span; without an end it goes to today."""
    from microshop_desktop.services.report_json import sales_json
    from microshop_desktop.services.report_tables import sales_table
    from microshop_desktop.services.reports import Reports

    with opened(ctx) as (shop, actor):
        report = Reports(shop).sales(actor, first_day, last_day)
    if as_json or form is Form.JSON:
        print_json(sales_json(report))
    elif form is Form.CSV:
        print_csv(sales_table(report))
    else:
        _say_sales(report)


@app.command(help=_("What each product sold in a span of days, the most money first."))
def products(
    ctx: typer.Context,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    limit: Limit = None,
    form: ReportFormat = Form.TEXT,
    as_json: JsonFlag = False,
) -> None:
    """Print the products sold in a span."""
    from microshop_desktop.services.report_json import products_json
    from microshop_desktop.services.report_tables import products_table
    from microshop_desktop.services.reports import Reports

    with opened(ctx) as (shop, actor):
        found = Reports(shop).products(actor, first_day, last_day, limit=limit)
        currency = shop.profile.currency
    if as_json or form is Form.JSON:
        print_json(products_json(found))
    elif form is Form.CSV:
        print_csv(products_table(found, currency.code))
    else:
        _say_products(found, currency)


def _say_sales(report: "SalesReport") -> None:
    say(f"{report.first_day.isoformat()} – {report.last_day.isoformat()}")
    for figures in (report.figures, *report.other):
        print_table([Column(""), Column(figures.currency, right=True)], _figure_rows(figures))


def _figure_rows(figures: "Figures") -> Iterator[list[str]]:
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text, number_text

    unit = currency(figures.currency)
    yield [_("Orders"), number_text(figures.orders)]
    yield [_("Refunds"), number_text(figures.refunds)]
    for name, minor in (
        (_("Gross sales"), figures.gross),
        (_("Discounts"), -figures.discount),
        (_("Refunded"), -figures.refunded),
        (_("Net sales"), figures.net),
        (_("Tax in it"), figures.tax),
        (_("Cost of goods"), figures.cost),
        (_("Profit"), figures.profit),
    ):
        yield [name, money_text(minor, unit)]


def _say_day(report: "DayReport", currency: "Currency") -> None:
    from microshop_desktop.infra.formats import money_text
    from microshop_desktop.infra.words import method_text, source_text

    _say_sales(report.sales)
    for hour in report.by_hour:
        if hour.orders or hour.net:
            say(f"{hour.hour:02d}:00  {hour.orders}  {money_text(hour.net, currency)}")
    for method in report.by_method:
        name = method_text(method.method)
        if method.practice:
            name = _("{method} (practice, no real money)").format(method=name)
        say(f"{name}  {money_text(method.net, currency)}")
    for source in report.by_source:
        say(f"{source_text(source.source)}  {money_text(source.figures.net, currency)}")
    _say_products(report.top, currency)


def _say_products(products: Iterable["ProductFigures"], currency: "Currency") -> None:
    columns = [
        Column(_("Code")),
        Column(_("Product")),
        Column(_("Quantity"), right=True),
        Column(_("Net sales"), right=True),
        Column(_("Cost of goods"), right=True),
        Column(_("Profit"), right=True),
    ]
    print_table(columns, (_product_row(product, currency) for product in products))


def _product_row(product: "ProductFigures", currency: "Currency") -> list[str]:
    from microshop_desktop.infra.formats import money_text, quantity_text

    return [
        product.code,
        product.name,
        quantity_text(product.quantity, product.unit),
        money_text(product.net, currency),
        money_text(product.cost, currency),
        money_text(product.profit, currency),
    ]
