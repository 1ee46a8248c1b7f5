"""Bringing a shop's database to the schema this program knows, all or nothing.

The schema number is the revision of the newest migration as a number. SQLite keeps it in
`PRAGMA user_version` as well, so that opening a current shop costs one tiny read: alembic is only
imported where the numbers differ.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.backup import keep_before_upgrade
from microshop_desktop.persistence.database import Database, connect_sqlite
from microshop_desktop.persistence.failures import translated
from microshop_desktop.persistence.schema import SCHEMA

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = "microshop_desktop.persistence:migrations"

KeepCopy = Callable[[Path, int], None]
"""Called with the file and its schema number before an upgrade touches it; an error stops it."""


def open_database(target: str | Path, *, keep_copy: KeepCopy = keep_before_upgrade) -> Database:
    """Open a shop's database, making or upgrading its tables first where that is due.

    Raises `database_newer` for a file of a later program, and what `Database` raises. An upgrade
    that fails leaves the file as it was; `keep_copy` is called before one, never for a new file.
    """
    database = Database(target)
    number = schema_number(database)
    if number > SCHEMA:
        database.close()
        raise ShopError(ErrorCode.DATABASE_NEWER, path=database.place, schema=number, known=SCHEMA)
    if number < SCHEMA:
        if number and database.path:
            keep_copy(database.path, number)
        upgrade(target)
    return database


def schema_number(database: Database) -> int:
    """Tell a database's schema; 0 for one that has no tables yet."""
    if database.path:
        return _sqlite_schema_number(database.path)
    with database.read() as connection:
        if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
            return 0
        return int(connection.scalar(text("SELECT version_num FROM alembic_version")) or 0)


def upgrade(target: str | Path, revision: str = "head") -> None:
    """Run the missing migrations in one transaction, checking foreign keys before it commits."""
    database = Database(target)
    path = database.path
    try:
        if path is None:
            with database.write() as connection:
                _run_migrations(connection, revision)
            return
        with translated(str(path)):
            _upgrade_file(path, revision)
    finally:
        database.close()


def alembic_config(connection: Connection) -> "Config":
    """Give alembic its scripts and the open connection to run them on."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    return config


def _sqlite_schema_number(path: Path) -> int:
    if not path.exists():
        return 0
    with translated(str(path)), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as c:
        number: int = c.execute("PRAGMA user_version").fetchone()[0]
        return number


def _upgrade_file(path: Path, revision: str) -> None:
    """Upgrade with foreign keys off: a table rebuilt with them on would delete its children."""
    engine = _engine_for_upgrade(path)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _run_migrations(connection, revision)
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise ShopError(
                ErrorCode.DATABASE_DAMAGED, path=str(path), table=orphans[0][0], rows=len(orphans)
            )
        number = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {int(number)}")
    engine.dispose()


def _engine_for_upgrade(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = connect_sqlite(path, busy_seconds=30.0)
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def _run_migrations(connection: Connection, revision: str) -> None:
    from alembic import command

    command.upgrade(alembic_config(connection), revision)
