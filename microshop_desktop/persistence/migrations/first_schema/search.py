"""Frozen statements of the first schema: the type-ahead search."""

STATEMENTS = {
    "sqlite": (
        """
CREATE TABLE search_row (
    position INTEGER PRIMARY KEY NOT NULL,
    sku_id BLOB NOT NULL UNIQUE REFERENCES sku (id),
    source TEXT NOT NULL,
    text TEXT NOT NULL
)
""",
        """
CREATE VIRTUAL TABLE sku_search
USING fts5 (
    tokens, content='', detail=none, columnsize=0, prefix='1 2 3 4', tokenize='ascii'
)
""",
    ),
    "postgresql": (
        """
CREATE TABLE search_row (
    position BIGINT PRIMARY KEY NOT NULL,
    sku_id UUID NOT NULL UNIQUE REFERENCES sku (id),
    source TEXT NOT NULL,
    text TEXT NOT NULL
)
""",
    ),
}
