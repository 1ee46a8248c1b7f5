"""The tables behind the type-ahead search, made by the first migration.

`search_row` holds one row for each SKU that can be found. Its `position` is the rank: the lowest is
shown first, so best sellers have low positions and goods off sale the highest. On SQLite the FTS5
table `sku_search` indexes the tokens of each row under the same number. FTS5 gives its rows in that
order, so a search ends as soon as it has enough, however many SKUs match.

`sku_search` keeps no text (`content=''`): a row is taken out of it by handing in the tokens it was
put in with, which are made again from `source`. `services/search_index.py` is the only writer.
"""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from microshop_desktop.persistence.columns import IdType

OWN_TABLES = frozenset({"search_row", "sku_search"})
"""Tables that are no part of the mapped metadata; FTS5 adds its own, named `sku_search_…`."""


def is_search_table(name: str | None) -> bool:
    """Tell whether a table belongs here, so that a comparison of schemas leaves it alone."""
    return name is not None and (name in OWN_TABLES or name.startswith("sku_search_"))


search_row = Table(
    "search_row",
    MetaData(),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("sku_id", IdType, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
)
"""`search_row` for Core statements, outside the mapped metadata on purpose."""
