"""Reading many rows a few at a time, so that a long history takes little memory."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select

CHUNK = 2000
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


def stream(
    connection: Connection, statement: AnySelect, values: Mapping[str, object]
) -> Iterator[AnyRow]:
    """Yield the rows of a statement; the cursor is closed at the end or when the reader leaves."""
    options = {"yield_per": CHUNK}
    with connection.execute(statement, dict(values), execution_options=options) as rows:
        yield from rows
