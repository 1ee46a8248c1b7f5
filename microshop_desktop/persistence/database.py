"""Opening the shop's database and running one short transaction per act.

SQLite by path, PostgreSQL by URL, the same promises on both:

- `write()` is the only writer while it lasts: `BEGIN IMMEDIATE` on SQLite, a lock of the shop on
  PostgreSQL. Leaving it commits durably, leaving it by an exception undoes everything.
- `read()` sees one unchanging state of the shop and blocks nobody.
- What the world does wrong (locked, full, read-only, damaged) is raised as a `ShopError`; a broken
  rule of the tables stays SQLAlchemy's `IntegrityError` for the service that knows what it means.

A `Database` may be used from several threads; what it yields belongs to the thread that asked.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.failures import translated
from microshop_desktop.persistence.turns import Turns

BUSY_SECONDS = 5.0
CACHE_KIBIBYTES = 16 * 1024
WAL_KEPT_BYTES = 64 * 1024 * 1024
CHECKPOINT_PAGES = 4_000
"""Of 4 KiB. Written back so seldom, a page that many transactions change is written back once."""

# No mmap: a disk that fails under a mapped page kills the program instead of giving an error.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{CACHE_KIBIBYTES}",
    f"PRAGMA journal_size_limit = {WAL_KEPT_BYTES}",
    f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
)
# Errors go to the log, and parameters are names and phones.
_HIDE_PARAMETERS = True
_ASK_AGAIN_SECONDS = 0.002
_LOCK_SHOP = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 0))"
_READ_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def sqlite_path(target: str | Path) -> Path | None:
    """Give the file that a path or `sqlite:///` URL names, or None for another database's URL."""
    if isinstance(target, Path):
        return target
    if target.startswith("sqlite:///"):
        return Path(target.removeprefix("sqlite:///"))
    return None if "://" in target else Path(target)


def connect_sqlite(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open a file with the rules of the house; the caller begins and ends transactions itself."""
    connection = sqlite3.connect(
        path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


class Database:
    """One shop's database; connections are opened when they are first needed."""

    def __init__(self, target: str | Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Take a file (made when missing) or a PostgreSQL URL; nothing is opened yet.

        `busy_seconds` is how long a writer waits for another before `database_locked`.
        """
        self.path = sqlite_path(target)
        self.busy_seconds = busy_seconds
        self.is_damaged = False
        self._turns = Turns()
        self.engine = (
            _postgresql_engine(str(target))
            if self.path is None
            else _sqlite_engine(self.path, busy_seconds)
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether the shop is a SQLite file, which full-text search and backups need."""
        return self.path is not None

    @property
    def place(self) -> str:
        """Where the shop is kept, for sentences; never holds a password."""
        return str(self.path) if self.path else self.engine.url.render_as_string()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one act alone: committed when left, undone when left by an exception."""
        with (
            translated(self.place),
            self._turn(),
            self.engine.connect() as connection,
            connection.begin(),
        ):
            self._begin_writing(connection)
            yield connection

    @contextmanager
    def write_revocable(self) -> Iterator[Connection]:
        """As `write()`, but a power cut may lose it whole, for what is then done or undone again.

        The disk is not waited for; whatever `write()` commits later brings it to the disk as well.
        """
        with translated(self.place), self._turn(), self.engine.connect() as connection:
            if not self.is_sqlite:
                with connection.begin():
                    self._begin_writing(connection)
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                    yield connection
                return
            driver = _driver(connection)
            driver.execute("PRAGMA synchronous = NORMAL")
            try:
                with connection.begin():
                    self._begin_writing(connection)
                    yield connection
            finally:
                driver.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Look at one state of the shop; a statement that writes is refused in it."""
        with translated(self.place), self.engine.connect() as connection, connection.begin():
            if not self.is_sqlite:
                connection.exec_driver_sql(_READ_SNAPSHOT)
                yield connection
                return
            driver = _driver(connection)
            driver.execute("PRAGMA query_only = ON")
            try:
                driver.execute("BEGIN")
                yield connection
            finally:
                driver.execute("PRAGMA query_only = OFF")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give an ORM session inside one `write()`; it is flushed and committed when left."""
        with (
            self.write() as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session
            session.flush()

    @contextmanager
    def reading_session(self) -> Iterator[Session]:
        """Give an ORM session inside one `read()`: nobody who writes waits for it."""
        with self.read() as connection, Session(connection) as session:
            yield session

    def refuse_writing(self) -> None:
        """From now on raise `database_damaged` for every writer: a check found the file damaged."""
        self.is_damaged = True

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Keep writers of this program in the order they came, as PostgreSQL does by itself."""
        if not self.is_sqlite:
            yield
            return
        if not self._turns.take(self.busy_seconds):
            raise ShopError(ErrorCode.DATABASE_LOCKED, path=self.place)
        try:
            yield
        finally:
            self._turns.pass_on()

    def _begin_writing(self, connection: Connection) -> None:
        if self.is_damaged:
            raise ShopError(ErrorCode.DATABASE_DAMAGED, path=self.place)
        if self.is_sqlite:
            _begin_immediate(_driver(connection), self.busy_seconds)
            return
        milliseconds = round(self.busy_seconds * 1000)
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
        connection.exec_driver_sql(_LOCK_SHOP)


def _sqlite_engine(path: Path, busy_seconds: float) -> Engine:
    connect = partial(connect_sqlite, path, busy_seconds=busy_seconds)
    return create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        max_overflow=20,
        hide_parameters=_HIDE_PARAMETERS,
    )


def _begin_immediate(driver: sqlite3.Connection, busy_seconds: float) -> None:
    """Become the only writer; ask every 2 ms while one of another program is.

    SQLite itself asks ever more seldom, at last every 100 ms, and so would miss the moments between
    the transactions of an import again and again.
    """
    end = time.monotonic() + busy_seconds
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() >= end:
                    raise
                time.sleep(_ASK_AGAIN_SECONDS)
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {round(1000 * busy_seconds)}")


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_pre_ping=True,
        hide_parameters=_HIDE_PARAMETERS,
    )


def _driver(connection: Connection) -> sqlite3.Connection:
    """Give the driver's own connection: SQLAlchemy's work for BEGIN costs more than BEGIN."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)
