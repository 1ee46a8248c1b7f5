"""The tables of the first schema, frozen as they were: never the mappings of today."""

from microshop_desktop.persistence.migrations.first_schema import (
    catalogue,
    channels,
    customers,
    orders,
    shop,
    stock,
)
from microshop_desktop.persistence.migrations.first_schema.kinds import metadata

__all__ = ["catalogue", "channels", "customers", "metadata", "orders", "shop", "stock"]
