"""Reports as tables for spreadsheets: money and quantities are plain decimals."""

from collections.abc import Iterable, Iterator, Sequence

from microshop_desktop.domain.export_table import ExportColumn, ExportTable, Kind
from microshop_desktop.domain.money import currency, plain_amount
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text, source_text
from microshop_desktop.services.reports import DayReport, Figures, ProductFigures, SalesReport


def sales_table(report: SalesReport) -> ExportTable:
    """Return a span: a row for each currency, the shop's own first."""
    columns = [
        ExportColumn("from", _("From day"), Kind.TIME),
        ExportColumn("to", _("To day"), Kind.TIME),
        ExportColumn("currency", _("Currency")),
        ExportColumn("orders", _("Orders"), Kind.COUNT),
        ExportColumn("refunds", _("Refunds"), Kind.COUNT),
        ExportColumn("gross", _("Gross sales"), Kind.MONEY),
        ExportColumn("discount", _("Discounts"), Kind.MONEY),
        ExportColumn("refunded", _("Refunded"), Kind.MONEY),
        ExportColumn("net", _("Net sales"), Kind.MONEY),
        ExportColumn("tax", _("Tax in it"), Kind.MONEY),
        ExportColumn("cost", _("Cost of goods"), Kind.MONEY),
        ExportColumn("profit", _("Profit"), Kind.MONEY),
    ]
    span = [report.first_day.isoformat(), report.last_day.isoformat()]
    rows = [[*span, *_figures(figures)] for figures in (report.figures, *report.other)]
    return _table(columns, rows, report.figures.currency)


def day_table(report: DayReport) -> ExportTable:
    """Return a day's parts below each other: whole, by hour, by payment, by source, the best."""
    columns = [
        ExportColumn("part", _("Kind")),
        ExportColumn("name", _("Name")),
        ExportColumn("orders", _("Orders"), Kind.COUNT),
        ExportColumn("quantity", _("Quantity"), Kind.QUANTITY),
        ExportColumn("net", _("Net sales"), Kind.MONEY),
    ]
    return _table(columns, _parts_of_day(report), report.sales.figures.currency)


def products_table(products: Iterable[ProductFigures], currency_code: str) -> ExportTable:
    """Return what each product sold, in this currency."""
    columns = [
        ExportColumn("code", _("Code")),
        ExportColumn("name", _("Product")),
        ExportColumn("unit", _("Unit")),
        ExportColumn("quantity", _("Quantity"), Kind.QUANTITY),
        ExportColumn("net", _("Net sales"), Kind.MONEY),
        ExportColumn("cost", _("Cost of goods"), Kind.MONEY),
        ExportColumn("profit", _("Profit"), Kind.MONEY),
    ]
    rows = (
        [one.code, one.name, one.unit, one.quantity, one.net, one.cost, one.profit]
        for one in products
    )
    return _table(columns, rows, currency_code)


def _table(
    columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]], currency_code: str
) -> ExportTable:
    return ExportTable(columns, rows, currency_code, currency(currency_code).exponent)


def _figures(figures: Figures) -> list[object]:
    """Return the figures of one currency, its money by its own decimals."""
    exponent = currency(figures.currency).exponent
    money = (
        figures.gross,
        -figures.discount,
        -figures.refunded,
        figures.net,
        figures.tax,
        figures.cost,
        figures.profit,
    )
    amounts = [plain_amount(minor, exponent) for minor in money]
    return [figures.currency, figures.orders, figures.refunds, *amounts]


def _parts_of_day(report: DayReport) -> Iterator[Sequence[object]]:
    figures = report.sales.figures
    yield [_("Total"), figures.currency, figures.orders, None, figures.net]
    for hour in report.by_hour:
        yield [_("Time"), f"{hour.hour:02d}:00", hour.orders, None, hour.net]
    for method in report.by_method:
        yield [_("Payment"), method_text(method.method), method.payments, None, method.net]
    for source in report.by_source:
        by = source.figures
        yield [_("Source"), source_text(source.source), by.orders, None, by.net]
    for product in report.top:
        yield [_("Product"), product.name, None, product.quantity, product.net]
