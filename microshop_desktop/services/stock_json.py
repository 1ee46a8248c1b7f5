"""The JSON of stock that scripts rely on: money in minor units, quantities in thousandths."""

from microshop_desktop.domain.stock import shown_unit_cost
from microshop_desktop.services.goods_by_code import Goods
from microshop_desktop.services.order_json import iso_text
from microshop_desktop.services.receiving import Receipt, ReceiptLineView
from microshop_desktop.services.stock_records import (
    Adjusted,
    MovementRow,
    StockFigures,
    StockRow,
)

Document = dict[str, object]


def stock_json(row: StockRow) -> Document:
    """Return a level as `stock list` prints it; `cost` is that of a base unit, or null."""
    average = shown_unit_cost(row.cost_value, row.on_hand)
    return {
        "sku": str(row.sku),
        "code": row.code,
        "codes": list(row.codes),
        "merchant_code": row.merchant_code,
        "name": row.name,
        "spec": row.spec,
        "unit": row.unit,
        "on_hand": row.on_hand,
        "reserved": row.reserved,
        "available": row.available,
        "cost": row.cost if average is None else average,
    }


def movement_json(row: MovementRow, zone: str) -> Document:
    """Return a movement as `movements list` prints it.

    `cause` is the number of the order, refund or receipt behind it, else what kind of cause it is.
    """
    return {
        "at": iso_text(row.at, zone),
        "sku": str(row.sku),
        "name": row.name,
        "spec": row.spec,
        "kind": row.kind.value,
        "quantity": row.quantity,
        "unit_cost": shown_unit_cost(abs(row.cost_value), abs(row.quantity)),
        "cause": row.cause_name or row.cause_kind,
        "note": row.note,
    }


def adjusted_json(goods: Goods, adjusted: Adjusted, kind: str) -> Document:
    """Return a correction as `stock adjust` prints it; `quantity` is the signed change."""
    return {
        "sku": str(goods.sku),
        "code": goods.code,
        "name": goods.name,
        "kind": kind,
        "quantity": adjusted.change,
        "on_hand": adjusted.on_hand,
        "available": adjusted.available,
    }


def receipt_json(receipt: Receipt, zone: str, currency: str) -> Document:
    """Return a delivery as `stock receive` prints it."""
    return {
        "number": receipt.number,
        "id": str(receipt.receipt),
        "at": iso_text(receipt.at, zone),
        "currency": currency,
        "supplier": receipt.supplier or None,
        "lines": [_receipt_line(line) for line in receipt.lines],
        "goods_total": receipt.goods_total,
        "freight": receipt.freight,
        "total": receipt.total,
        "paid": receipt.paid,
        "owed": receipt.owed,
        "note": receipt.note,
    }


def figures_json(figures: StockFigures, currency: str) -> Document:
    """Return the stock as a whole as `stock value` prints it."""
    return {
        "currency": currency,
        "value": figures.value,
        "skus": figures.skus,
        "on_hand": figures.on_hand,
        "reserved": figures.reserved,
        "low": figures.low,
        "unmoved": figures.unmoved,
        "unmoved_value": figures.unmoved_value,
    }


def _receipt_line(line: ReceiptLineView) -> Document:
    return {
        "no": line.no,
        "sku": str(line.sku),
        "code": line.code,
        "name": line.name,
        "spec": line.spec,
        "unit": line.unit,
        "factor": line.factor,
        "quantity": line.quantity,
        "unit_cost": line.unit_cost,
        "total": line.total,
        "freight_share": line.freight_share,
    }
