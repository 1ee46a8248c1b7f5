"""Kills a program between two commits, as the power does: nothing is written after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from microshop_desktop.persistence.database import Database


class Killed(BaseException):
    """The program is gone."""


@contextmanager
def killing(database: Database, *, after: int) -> Iterator[None]:
    """Let so many acts be committed, and none after them."""
    left = after

    def before_commit(connection: Connection) -> None:
        nonlocal left
        del connection
        if left == 0:
            raise Killed
        left -= 1

    event.listen(database.engine, "commit", before_commit)
    try:
        yield
    finally:
        event.remove(database.engine, "commit", before_commit)
