"""A hand-written statement that is prepared once and costs little each time, for the selling path.

Its values are named `:name`. On SQLite they are bound by their kinds and handed to the driver as
they are, without Core's work for each call; other databases get Core's own `execute`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.types import TypeEngine

Bind = Callable[[Any], Any]
Rows = Sequence[Mapping[str, object]]


class Prepared:
    """One statement; made once, safe to share."""

    def __init__(self, statement: str, **kinds: TypeEngine[Any]) -> None:
        """Take the statement and the column types of the values that need one."""
        self._text = statement
        self._kinds = kinds
        self._clause = text(statement).bindparams(
            *(bindparam(name, type_=kind) for name, kind in kinds.items())
        )
        self._binds: dict[str, Bind] | None = None

    def __call__(self, connection: Connection, rows: Rows) -> None:
        """Run it once for each row of values; not at all for none."""
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self._clause, list(rows))
            return
        binds = self._binds if self._binds is not None else self._prepare(connection)
        bound = [
            {name: binds[name](value) if name in binds else value for name, value in row.items()}
            for row in rows
        ]
        connection.exec_driver_sql(self._text, bound)

    def _prepare(self, connection: Connection) -> dict[str, Bind]:
        dialect = connection.dialect
        found = {
            name: kind.dialect_impl(dialect).bind_processor(dialect)
            for name, kind in self._kinds.items()
        }
        self._binds = {name: bind for name, bind in found.items() if bind is not None}
        return self._binds
