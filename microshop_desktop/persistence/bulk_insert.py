"""Writing many rows of one table as fast as the driver takes them.

Values are bound by the column types of the table; what a row leaves out takes the default of the
database.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table

from microshop_desktop.persistence.prepared import Prepared


class BulkInsert:
    """Inserts rows into one table; made once, safe to share."""

    def __init__(self, table: Table) -> None:
        """Take the table; its types are looked at when the first rows come."""
        self._table = table
        self._prepared: dict[tuple[str, ...], Prepared] = {}

    def __call__(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Write rows that all have the same columns; nothing for none."""
        if not rows:
            return
        names = tuple(rows[0])
        prepared = self._prepared.get(names) or self._prepare(names)
        prepared(connection, rows)

    def _prepare(self, names: tuple[str, ...]) -> Prepared:
        columns = [self._table.c[name] for name in names]
        listed = ", ".join(f'"{column.name}"' for column in columns)
        marks = ", ".join(f":{name}" for name in names)
        statement = f'INSERT INTO "{self._table.name}" ({listed}) VALUES ({marks})'  # noqa: S608
        kinds = {name: column.type for name, column in zip(names, columns, strict=True)}
        self._prepared[names] = Prepared(statement, **kinds)
        return self._prepared[names]


def table_of(mapping: type) -> Table:
    """Return the table of a mapped class."""
    table = mapping.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)  # noqa: S101 (narrows what SQLAlchemy cannot say)
    return table
