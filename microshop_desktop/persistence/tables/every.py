"""Loads every family of records, for whoever looks at the schema as a whole.

A partial index says its condition once, for SQLite; here PostgreSQL learns it too. Said at each
index, it would load that database's whole dialect at every start of the till.
"""

from microshop_desktop.persistence.columns import Base
from microshop_desktop.persistence.tables import (
    bills,
    catalogue,
    channels,
    customers,
    drawer,
    loyalty,
    orders,
    shipping,
    shop,
    stock,
    stock_papers,
)

__all__ = [
    "bills",
    "catalogue",
    "channels",
    "customers",
    "drawer",
    "loyalty",
    "orders",
    "shipping",
    "shop",
    "stock",
    "stock_papers",
]

for _table in Base.metadata.tables.values():
    for _index in _table.indexes:
        _index.dialect_options["postgresql"]["where"] = _index.dialect_options["sqlite"]["where"]
