"""Loads every family of records, for whoever looks at the schema as a whole."""

from microshop_desktop.persistence.tables import (
    catalogue,
    channels,
    customers,
    orders,
    shop,
    stock,
)

__all__ = ["catalogue", "channels", "customers", "orders", "shop", "stock"]
