"""What sells, kept roughly: the order of tiles and search results.

Selling never touches it. The window asks for it some time after it was painted and once an hour;
only SKUs that moved by about a tenth are written, some at a time, so that nobody waits for it.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update

from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.orders import SalesBySkuDay
from microshop_desktop.services import search_index
from microshop_desktop.services.pace import Pace
from microshop_desktop.services.shop import Shop

DAYS = 90
"""How far back sales count."""
_UNIT = 1000
_LATELY = case((SalesBySkuDay.shop_day >= bindparam("first"), SalesBySkuDay.quantity), else_=0)
_SOLD = select(SalesBySkuDay.sku_id, func.sum(_LATELY).label("quantity")).group_by(
    SalesBySkuDay.sku_id
)
_KEPT = select(Sku.id, Sku.popularity).where(Sku.popularity != 0, Sku.deleted_at.is_(None))
_WRITE = update(Sku).where(Sku.id == bindparam("sku")).values(popularity=bindparam("sold"))


class Popularity:
    """Brings the kept popularity of SKUs up to what was sold; unsold ones keep what they have."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    def refresh(self) -> int:
        """Write what changed enough to matter; returns the number of SKUs."""
        changed = list(self._changed().items())
        pace = Pace(self._shop.clock)
        for some in pace.pieces(changed):
            with pace.measured(), self._shop.database.write_revocable() as connection:
                connection.execute(_WRITE, [{"sku": sku, "sold": sold} for sku, sold in some])
                search_index.refresh(connection, [sku for sku, _ in some])
        return len(changed)

    def _changed(self) -> Mapping[UUID, int]:
        first = self._shop.today() - timedelta(days=DAYS)
        with self._shop.database.read() as connection:
            kept: dict[UUID, int] = {row.id: row.popularity for row in connection.execute(_KEPT)}
            sold: dict[UUID, int] = {
                row.sku_id: max(row.quantity, 0) // _UNIT
                for row in connection.execute(_SOLD, {"first": first})
            }
        return {sku: sold[sku] for sku in sold if _rank(sold[sku]) != _rank(kept.get(sku, 0))}


def _rank(popularity: int) -> int:
    return search_index.rank_of(popularity, on_sale=True)
