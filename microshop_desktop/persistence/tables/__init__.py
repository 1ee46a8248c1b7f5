"""The records of the shop as typed mappings, a file per family. Importing this loads them all.

Tables complete for the first migration.

All families of the plan are here from the first migration on, also where their pages come later.
"""

from microshop_desktop.persistence.tables import (
    catalogue,
    channels,
    customers,
    orders,
    shop,
    stock,
)

__all__ = ["catalogue", "channels", "customers", "orders", "shop", "stock"]
