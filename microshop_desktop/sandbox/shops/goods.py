"""What an online shop lists. Prices in minor units, stock in whole pieces."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Sku:
    """What can be put in a basket. `stock` are the pieces that can still be sold.

    `tracked`: the shop counts its pieces at all.
    """

    sku_id: str
    product_id: str
    code: str
    price: int
    stock: int = 0
    spec: str = ""
    barcode: str = ""
    tracked: bool = True


@dataclass(slots=True)
class Product:
    """A page of the shop with its SKUs; one without a spec is the only one."""

    product_id: str
    title: str
    changed_at: datetime
    skus: list[Sku] = field(default_factory=list)
    on_sale: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether the customer has nothing to choose."""
        return len(self.skus) == 1 and not self.skus[0].spec
