"""Writing many rows of one table as fast as the driver takes them.

On SQLite the values are bound by the column types of the table, as Core does it, but without its
work for each row; what a row leaves out takes the default of the database. Other databases get
Core's own `executemany`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert
from sqlalchemy.types import TypeEngine

Bind = Callable[[Any], Any] | None
_SAME = frozenset({int, bool, type(None)})


class BulkInsert:
    """Inserts rows into one table; made once, safe to share."""

    def __init__(self, table: Table) -> None:
        """Take the table; its types are looked at when the first rows come."""
        self._table = table
        self._insert = insert(table)
        self._prepared: dict[tuple[str, ...], tuple[str, list[Bind]]] = {}

    def __call__(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Write rows that all have the same columns; nothing for none."""
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self._insert, list(rows))
            return
        names = tuple(rows[0])
        statement, binds = self._prepared.get(names) or self._prepare(connection, names)
        plan = list(zip(names, binds, strict=True))
        connection.exec_driver_sql(statement, [_bound(row, plan) for row in rows])

    def _prepare(self, connection: Connection, names: tuple[str, ...]) -> tuple[str, list[Bind]]:
        dialect = connection.dialect
        columns = [self._table.c[name] for name in names]
        binds = [_bind_of(column.type, dialect) for column in columns]
        marks = ", ".join("?" for _ in columns)
        listed = ", ".join(f'"{column.name}"' for column in columns)
        statement = f'INSERT INTO "{self._table.name}" ({listed}) VALUES ({marks})'  # noqa: S608
        self._prepared[names] = (statement, binds)
        return self._prepared[names]


def _bound(row: Mapping[str, object], plan: Sequence[tuple[str, Bind]]) -> tuple[object, ...]:
    """Bind one row; whole numbers, flags and nothing are the same on both sides."""
    return tuple(
        [
            value if bind is None or type(value) in _SAME else bind(value)
            for name, bind in plan
            for value in (row[name],)
        ]
    )


def _bind_of(kind: TypeEngine[Any], dialect: Dialect) -> Bind:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def table_of(mapping: type) -> Table:
    """Return the table of a mapped class."""
    table = mapping.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)  # noqa: S101 (narrows what SQLAlchemy cannot say)
    return table
