"""What lies beside the books: photos in their folder, baskets and settings kept as texts."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from sqlalchemy import Connection, Text, select, type_coerce, union

from microshop_desktop.domain.basket_text import from_text
from microshop_desktop.persistence.tables.bills import BillRow
from microshop_desktop.persistence.tables.catalogue import ProductImage, Sku
from microshop_desktop.persistence.tables.orders import HeldBasket
from microshop_desktop.persistence.tables.shop import ShopSetting
from microshop_desktop.services.shop_settings import ShopSettings, settings_in

_BASKETS = select(HeldBasket.id, type_coerce(HeldBasket.content, Text).label("content")).where(
    HeldBasket.state.in_(("open", "held"))
)
_SETTINGS = select(ShopSetting.key, type_coerce(ShopSetting.value, Text).label("value")).where(
    ShopSetting.key.in_([field.name for field in fields(ShopSettings)])
)
_BILLS = select(BillRow.file_name, BillRow.stored_name)
_PHOTOS = union(
    select(Sku.picture.label("name")).where(Sku.picture != "", Sku.deleted_at.is_(None)),
    select(ProductImage.file_name),
)


def unreadable_texts(connection: Connection) -> Iterator[str]:
    """Yield each basket and each setting that cannot be read any more."""
    for basket in connection.execute(_BASKETS):
        if from_text(basket.content) is None:
            yield str(basket.id)
    stored = {row.key: row.value for row in connection.execute(_SETTINGS)}
    yield from sorted(stored.keys() - settings_in(stored).keys())


def missing_bills(connection: Connection, folder: Path) -> Iterator[str]:
    """Yield each bill that was booked and whose file the folder lacks."""
    for row in connection.execute(_BILLS):
        if not (folder / row.stored_name).is_file():
            yield row.file_name


def missing_photos(connection: Connection, folder: Path) -> Iterator[str]:
    """Yield each photo that a product names and the folder lacks."""
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for row in connection.execute(_PHOTOS):
        if row.name not in there:
            yield row.name
