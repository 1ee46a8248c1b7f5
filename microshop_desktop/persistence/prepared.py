"""A statement of the selling path: compiled once for a database, then handed to its driver.

Core's own work for a call costs several times what SQLite needs for it, and a sale makes seventeen
calls. So on SQLite a statement keeps its text, how each value is bound and how each column comes
back, and speaks to the driver's connection of the open transaction. Other databases, where the way
to the server costs more than Core, get Core's own `execute`. Errors are SQLAlchemy's on both.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Executable, bindparam, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Values = Mapping[str, object]
_SAME = frozenset({int, bool, type(None)})
"""Whole numbers, flags and nothing are the same on both sides, whatever the column."""


class Prepared:
    """One statement; made once, safe to share."""

    def __init__(self, statement: Executable | str, **kinds: TypeEngine[Any]) -> None:
        """Take a Core statement, or a text with `:name` values and the types of typed ones."""
        self._statement = _typed(statement, kinds) if isinstance(statement, str) else statement
        self._plan: _Plan | None = None

    def __call__(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Run it once for each row of values; not at all for none."""
        if not rows:
            return
        if not _is_sqlite(connection):
            connection.execute(self._statement, list(rows))
            return
        plan = self._plan or self._prepare(connection.dialect)
        try:
            driver_of(connection).executemany(plan.text, map(plan.bound, rows))
        except sqlite3.Error as error:
            raise _core_error(plan.text, error) from error

    def run(self, connection: Connection, **values: object) -> int:
        """Run it once and return how many rows it changed."""
        if not _is_sqlite(connection):
            return connection.execute(self._statement, values).rowcount
        plan = self._plan or self._prepare(connection.dialect)
        try:
            return driver_of(connection).execute(plan.text, plan.bound(values)).rowcount
        except sqlite3.Error as error:
            raise _core_error(plan.text, error) from error

    def rows(self, connection: Connection, **values: object) -> Sequence[Any]:
        """Return the rows it finds, with their columns by name."""
        if not _is_sqlite(connection):
            return connection.execute(self._statement, values).all()
        plan = self._plan or self._prepare(connection.dialect)
        try:
            found = driver_of(connection).execute(plan.text, plan.bound(values)).fetchall()
        except sqlite3.Error as error:
            raise _core_error(plan.text, error) from error
        return [plan.record(row) for row in found]

    def first(self, connection: Connection, **values: object) -> Any:  # noqa: ANN401 (a row)
        """Return the first row it finds, or None."""
        found = self.rows(connection, **values)
        return found[0] if found else None

    def _prepare(self, dialect: Dialect) -> "_Plan":
        self._plan = _Plan(self._statement, dialect)
        return self._plan


class _Plan:
    """What the driver needs of a statement: its text, and the conversions both ways."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled = cast("SQLCompiler", cast("Any", statement).compile(dialect=dialect))
        binds = compiled.binds
        self.text = str(compiled)
        self._binds = [
            (name, _bind_of(binds[name].type, dialect)) for name in compiled.positiontup or ()
        ]
        self._said = {
            name: value for name, value in compiled.params.items() if not binds[name].required
        }
        columns = getattr(statement, "exported_columns", ())
        self._results = [_result_of(column.type, dialect) for column in columns]
        named: Any = namedtuple("Record", [column.key for column in columns])  # type: ignore[misc]
        self._named = named._make

    def bound(self, values: Values) -> Sequence[object]:
        """Return values as the driver takes them, in the order of the statement's marks."""
        given = {**self._said, **values} if self._said else values
        return [
            value if bind is None or type(value) in _SAME else bind(value)
            for name, bind in self._binds
            for value in (given[name],)
        ]

    def record(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 (a row)
        """Return a row of the driver with its values converted and named."""
        return self._named(
            [
                value if result is None else result(value)
                for result, value in zip(self._results, row, strict=True)
            ]
        )


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return SQLite's own connection behind Core's; it is in the same transaction."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _typed(statement: str, kinds: Mapping[str, TypeEngine[Any]]) -> Executable:
    return text(statement).bindparams(
        *(bindparam(name, type_=kind) for name, kind in kinds.items())
    )


def _bind_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _core_error(statement: str, error: sqlite3.Error) -> BaseException:
    """Return what Core raises for a driver's error; never with values, which may be names."""
    return DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True)
