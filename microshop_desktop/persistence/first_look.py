"""What the first paint of the selling page needs, read before anything heavy is loaded.

Standard library `sqlite3` alone, on a connection of its own that can only read: importing
SQLAlchemy would cost more than the whole look. The first page of tiles comes from the index
`ix_sku_tiles`, so it costs the same however many SKUs there are.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from microshop_desktop.domain.tile import CategoryChip, Tile
from microshop_desktop.persistence.schema import SCHEMA

TILES = 48
"""More than one screen of tiles at the largest size."""

_SHOP = """
    SELECT shop.name, shop.currency, shop.zone, shop.day_starts_at, till.id, till.letter,
           till.place_id
    FROM shop JOIN till ON till.shop_id = shop.id
    ORDER BY till.id LIMIT 1
"""
_BASKET = "SELECT content FROM held_basket WHERE till_id = ? AND state = 'open'"
_HELD = "SELECT count(*) FROM held_basket WHERE state = 'held'"
_TILES = """
    SELECT sku.id, sku.name, sku.spec, sku.price, sku.unit, sku.by_weight, sku.low_stock,
           sku.picture, sku.category_id, category.name,
           stock_level.on_hand, coalesce(stock_level.on_hand - stock_level.reserved, 0)
    FROM sku
    LEFT JOIN stock_level ON stock_level.sku_id = sku.id AND stock_level.place_id = ?
        AND stock_level.lot_id IS NULL
    LEFT JOIN category ON category.id = sku.category_id
    WHERE sku.on_sale = 1 AND sku.deleted_at IS NULL AND sku.hidden_by_batch IS NULL
    ORDER BY sku.popularity DESC, sku.id DESC LIMIT ?
"""
_CHIPS = "SELECT id, name FROM category WHERE deleted_at IS NULL ORDER BY position, name"
_ONLINE = "SELECT EXISTS (SELECT 1 FROM channel_account WHERE deleted_at IS NULL)"


class FirstLook(NamedTuple):
    """The shop as it is painted first. `basket` is the open basket as it was saved, JSON text."""

    shop_name: str
    currency: str
    zone: str
    day_starts_at: int
    till_letter: str
    basket: str | None
    held_baskets: int
    tiles: tuple[Tile, ...]
    chips: tuple[CategoryChip, ...]


def first_look(shop_file: Path, *, tiles: int = TILES) -> FirstLook | None:
    """Read what is painted first; None where there is no shop that this program can read at once.

    None means that the longer way is due: no file, a file of another schema, damage, a lock.
    """
    try:
        with closing(sqlite3.connect(f"{shop_file.as_uri()}?mode=ro", uri=True)) as connection:
            return _read(connection, tiles)
    except sqlite3.Error:
        return None


def has_online_shops(shop_file: Path) -> bool:
    """Tell whether the shop has an account of an online shop; False where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{shop_file.as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute(_ONLINE).fetchone()[0])
    except sqlite3.Error:
        return False


def _read(connection: sqlite3.Connection, limit: int) -> FirstLook | None:
    connection.execute("BEGIN")
    if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
        return None
    shop = connection.execute(_SHOP).fetchone()
    if shop is None:
        return None
    name, currency, zone, day_starts_at, till, letter, place = shop
    basket = connection.execute(_BASKET, (till,)).fetchone()
    return FirstLook(
        shop_name=name,
        currency=currency,
        zone=zone,
        day_starts_at=day_starts_at,
        till_letter=letter,
        basket=basket[0] if basket else None,
        held_baskets=connection.execute(_HELD).fetchone()[0],
        tiles=tuple(_tile(row) for row in connection.execute(_TILES, (place, limit))),
        chips=tuple(
            CategoryChip(UUID(bytes=key), name) for key, name in connection.execute(_CHIPS)
        ),
    )


def _tile(row: tuple[Any, ...]) -> Tile:
    """Build a tile as `services.lookup` does, so that the second look changes nothing."""
    sku, name, spec, price, unit, by_weight, low_stock, picture, category, chip, *stock = row
    on_hand, available = stock
    return Tile(
        sku=UUID(bytes=sku),
        name=name,
        spec=spec,
        price=price,
        unit=unit,
        by_weight=bool(by_weight),
        on_hand=on_hand,
        available=available,
        low=low_stock is not None and available <= low_stock,
        picture=picture,
        category=UUID(bytes=category) if category else None,
        category_name=chip or "",
    )
