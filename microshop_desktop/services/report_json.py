"""The JSON of reports that scripts rely on; money in minor units, quantities in thousandths."""

from collections.abc import Iterable

from microshop_desktop.services.order_json import Document
from microshop_desktop.services.reports import (
    DayReport,
    Figures,
    ProductFigures,
    SalesReport,
)


def sales_json(report: SalesReport) -> Document:
    """Return a span as `report sales` prints it."""
    return {
        "from": report.first_day.isoformat(),
        "to": report.last_day.isoformat(),
        **_figures(report.figures),
        "other": [_figures(figures) for figures in report.other],
    }


def day_json(report: DayReport) -> Document:
    """Return a day as `report day` prints it."""
    return {
        **sales_json(report.sales),
        "by_hour": [
            {"hour": hour.hour, "orders": hour.orders, "net": hour.net} for hour in report.by_hour
        ],
        "by_method": [
            {
                "method": method.method.value,
                "payments": method.payments,
                "amount": method.amount,
                "refunded": method.refunded,
                "net": method.net,
                **({"practice": True} if method.practice else {}),
            }
            for method in report.by_method
        ],
        "by_source": [
            {"source": source.source, **_figures(source.figures)} for source in report.by_source
        ],
        "top": products_json(report.top),
    }


def products_json(products: Iterable[ProductFigures]) -> list[Document]:
    """Return products as `report products` prints them."""
    return [
        {
            "sku": str(product.sku),
            "code": product.code,
            "name": product.name,
            "quantity": product.quantity,
            "net": product.net,
            "cost": product.cost,
            "profit": product.profit,
        }
        for product in products
    ]


def _figures(figures: Figures) -> Document:
    return {
        "currency": figures.currency,
        "orders": figures.orders,
        "refunds": figures.refunds,
        "gross": figures.gross,
        "discount": figures.discount,
        "refunded": figures.refunded,
        "net": figures.net,
        "tax": figures.tax,
        "cost": figures.cost,
        "profit": figures.profit,
    }
