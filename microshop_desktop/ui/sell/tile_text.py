"""A tile as texts, for the screen and for screen readers."""

from typing import NamedTuple
from uuid import UUID

from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.tile import Tile
from microshop_desktop.infra.formats import money_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.names import named


class TileText(NamedTuple):
    """What is painted on a tile. `badge` counts it in the basket, empty for none."""

    sku: UUID
    name: str
    price: str
    unit: str
    stock: str
    low: bool
    sold_out: bool
    badge: str
    picture: str
    group: str
    spoken: str
    spoken_more: str


def tile_text(tile: Tile, in_basket: int, currency: Currency) -> TileText:
    """Return the texts of a tile; `in_basket` in thousandths."""
    sold_out = tile.is_sold_out
    price = money_text(tile.price, currency)
    unit = f"/{tile.unit}" if tile.by_weight and tile.unit else ""
    name = named(tile.name, tile.spec)
    stock = _stock(tile)
    return TileText(
        sku=tile.sku,
        name=name,
        price=price,
        unit=unit,
        stock=stock,
        low=(tile.low or tile.is_oversold) and not sold_out,
        sold_out=sold_out,
        badge=_badge(tile, in_basket),
        picture=tile.picture,
        group=tile.category_name,
        spoken=f"{name}, {price}{unit}",
        spoken_more=_("Sold out") if sold_out else stock,
    )


def _stock(tile: Tile) -> str:
    """What is left; empty for goods whose stock nobody keeps."""
    if not tile.is_counted:
        return ""
    if tile.available > 0 and tile.low:
        unit = tile.unit if not tile.by_weight else ""
        return _("{count} left").format(count=quantity_text(tile.available, unit))
    if tile.by_weight and tile.available > 0:
        return quantity_text(tile.available, tile.unit)
    return _("Stock {count}").format(count=quantity_text(tile.available))


def _badge(tile: Tile, in_basket: int) -> str:
    if not in_basket:
        return ""
    return "1" if tile.by_weight else quantity_text(in_basket)
