"""A shop with many goods on the shelf, written straight into its tables: for benchmarks alone."""

import sqlite3
import uuid
from pathlib import Path

from benchmarks.made_goods import MadeGoods, made_goods
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import Shop

_PRODUCT = """INSERT INTO product
    (id, name, category_id, options, on_sale, unfinished, changed_at, version)
    VALUES (?, ?, ?, '[]', 1, 0, ?, 1)"""
_SKU = """INSERT INTO sku
    (id, product_id, category_id, name, spec, option_values, main_code, unit, by_weight,
     price, cost, merchant_code, on_sale, popularity, changed_at, version)
    VALUES (?, ?, ?, ?, ?, '[]', ?, ?, 0, ?, ?, ?, 1, ?, ?, 1)"""
_CODE = "INSERT INTO sku_code (id, code, sku_id) VALUES (?, ?, ?)"
_LEVEL = """INSERT INTO stock_level (id, sku_id, place_id, on_hand, reserved, cost_value)
    VALUES (?, ?, ?, 50000, 0, ?)"""
_CATEGORY = "INSERT INTO category (id, name, position, changed_at, version) VALUES (?, ?, ?, ?, 1)"
_MOMENT = 1_767_225_600_000_000


def make_shop(file: Path, skus: int) -> list[str]:
    """Found a shop with so many SKUs of 50 pieces each; return their barcodes, first made first."""
    database = open_database(file)
    shop = found_shop(database, SystemClock(), name="满货铺", currency_code="CNY", owner="Lin")
    place = shop.profile.place.bytes
    goods = list(made_goods(skus))
    database.close()
    with sqlite3.connect(file) as connection:
        categories = _write_categories(connection, goods, shop)
        _write_goods(connection, goods, categories, place=place)
        connection.execute("ANALYZE")
    connection.close()
    return [each.code for each in goods]


def _write_categories(
    connection: sqlite3.Connection, goods: list[MadeGoods], shop: Shop
) -> dict[str, bytes]:
    names = sorted({each.category for each in goods})
    categories = {name: shop.ids.new().bytes for name in names}
    connection.executemany(
        _CATEGORY,
        [(key, name, place, _MOMENT) for place, (name, key) in enumerate(categories.items())],
    )
    return categories


def _write_goods(
    connection: sqlite3.Connection,
    goods: list[MadeGoods],
    categories: dict[str, bytes],
    *,
    place: bytes,
) -> None:
    ids = [(uuid.uuid4().bytes, uuid.uuid4().bytes) for _each in goods]
    both = list(zip(goods, ids, strict=True))
    connection.executemany(
        _PRODUCT,
        [(product, each.name, categories[each.category], _MOMENT) for each, (product, _) in both],
    )
    connection.executemany(
        _SKU,
        [
            (
                sku,
                product,
                categories[each.category],
                each.name,
                each.spec,
                each.code,
                each.unit,
                each.price,
                each.cost,
                each.merchant_code,
                number % 997,
                _MOMENT,
            )
            for number, (each, (product, sku)) in enumerate(both)
        ],
    )
    connection.executemany(_CODE, [(uuid.uuid4().bytes, each.code, sku) for each, (_, sku) in both])
    connection.executemany(
        _LEVEL, [(uuid.uuid4().bytes, sku, place, each.cost * 50_000) for each, (_, sku) in both]
    )
