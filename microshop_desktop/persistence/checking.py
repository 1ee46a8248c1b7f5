"""Is this SQLite file a whole shop? Used for each copy after it is written and before a restore.

Standard library only and on a connection of its own.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from microshop_desktop.domain.errors import ErrorCode, ShopError

COUNTED = ("orders", "order_line", "payment", "refund", "stock_movement", "audit_entry")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a shop's file holds: enough to tell two states apart and to anchor the audit chains.

    `audit_heads` is the head of each till's chain by letter, `last_seq` its last fact number.
    """

    schema: int
    counts: dict[str, int]
    last_seq: dict[str, int]
    audit_heads: dict[str, str]


def read_facts(connection: sqlite3.Connection) -> FileFacts:
    """Count the facts of a shop and read the heads of its chains."""
    schema: int = connection.execute("PRAGMA user_version").fetchone()[0]
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our names
        for table in COUNTED
    }
    tills = connection.execute(
        "SELECT letter, last_seq, audit_head FROM till ORDER BY letter"
    ).fetchall()
    return FileFacts(
        schema=schema,
        counts=counts,
        last_seq={letter: seq for letter, seq, _ in tills},
        audit_heads={letter: head for letter, _, head in tills},
    )


def check_file(path: Path, *, called: Path | None = None) -> FileFacts:
    """Read a whole file through: pages, indexes, foreign keys, last sale; `backup_unusable` if not.

    The file must have no open writer; it is not changed. `called` is the name that people know it
    by, where the file itself is a copy of that one.
    """
    name = called or path
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
            _demand(connection, name)
            _read_last_sale(connection)
            return read_facts(connection)
    except sqlite3.Error as error:
        raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(name), detail=str(error)) from error


def quick_check(path: Path) -> str | None:
    """Look through a shop's file in use; None when it is sound, else what SQLite says is wrong."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            found: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else found


def _demand(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(path), detail=found)
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan:
        detail = f"a row of {orphan[0]} points nowhere"
        raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(path), detail=detail)


def _read_last_sale(connection: sqlite3.Connection) -> None:
    """Read the newest sale with its lines and payments, as a person would after a restore."""
    last = connection.execute("SELECT id FROM orders ORDER BY seq DESC LIMIT 1").fetchone()
    if last is None:
        return
    for table in ("order_line", "payment"):
        connection.execute(f"SELECT * FROM {table} WHERE order_id = ?", last).fetchall()  # noqa: S608
