"""One import at a time in a shop, and the way to tell a running import from one that was cut off.

The lock belongs to the process that imports: it is gone with it, whatever ended it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.failures import translated_files
from microshop_desktop.persistence.lock import take_lock

LOCK_NAME = "import.lock"
_TRY_LOCK = "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || '.import', 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended(current_schema() || '.import', 0))"


@contextmanager
def import_lock(database: Database) -> Iterator[None]:
    """Hold the shop's right to import; `import_running` while another process has it."""
    if database.path is None:
        with database.engine.connect() as connection:
            if not connection.exec_driver_sql(_TRY_LOCK).scalar():
                raise ShopError(ErrorCode.IMPORT_RUNNING)
            connection.commit()
            try:
                yield
            finally:
                connection.exec_driver_sql(_UNLOCK)
                connection.commit()
        return
    path = database.path.with_name(LOCK_NAME)
    with translated_files(path):
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT), "r+b")
    with file:
        try:
            take_lock(file)
        except OSError as error:
            raise ShopError(ErrorCode.IMPORT_RUNNING) from error
        yield
