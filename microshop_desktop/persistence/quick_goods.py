"""Goods by their barcode before the shop is open, for the line that answers an early scan.

Standard library `sqlite3` alone, as in `first_look`: the services are loading meanwhile. Only what
is beyond doubt is answered; anything else waits for the services.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from microshop_desktop.domain.basket import Price, PriceLevel, SaleUnit, SkuFacts
from microshop_desktop.domain.stock import BelowZero

_GOODS = """
    SELECT sku.id, sku.name, sku.spec, sku_code.code, sku.unit, sku.price, sku.tax_rate,
           sku.below_zero, sku_unit.id, sku_unit.name, sku_unit.factor, sku_unit.price
    FROM sku_code
    JOIN sku ON sku.id = sku_code.sku_id
    LEFT JOIN sku_unit ON sku_unit.id = sku_code.sku_unit_id
    WHERE sku_code.code = ? AND sku.on_sale = 1 AND sku.by_weight = 0
      AND sku.deleted_at IS NULL AND sku.hidden_by_batch IS NULL
    LIMIT 2
"""
_PRICES = "SELECT level, unit_price, from_quantity FROM price WHERE sku_id = ?"


def quick_goods(shop_file: Path, code: str) -> tuple[SkuFacts, SaleUnit] | None:
    """Return the goods and the unit a barcode means; None unless there is exactly one answer."""
    try:
        with closing(sqlite3.connect(f"{shop_file.as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(_GOODS, (code,)).fetchall()
            if len(rows) != 1:
                return None
            return _read(rows[0], connection.execute(_PRICES, (rows[0][0],)).fetchall())
    except sqlite3.Error:
        return None


def _read(row: tuple[Any, ...], others: list[tuple[Any, ...]]) -> tuple[SkuFacts, SaleUnit]:
    sku, name, spec, code, unit, price, tax_rate, below_zero, *pack = row
    prices = (
        Price(PriceLevel.RETAIL, price),
        *(Price(PriceLevel(level), amount, start) for level, amount, start in others),
    )
    goods = SkuFacts(
        sku=UUID(bytes=sku),
        name=name,
        prices=prices,
        spec=spec,
        code=code,
        unit=unit,
        tax_rate=tax_rate,
        below_zero=BelowZero(below_zero),
    )
    key, pack_name, factor, pack_price = pack
    if key is None:
        return goods, SaleUnit(unit)
    return goods, SaleUnit(pack_name, factor, pack_price, UUID(bytes=key))
