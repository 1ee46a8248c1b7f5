"""One act at a time, durable and whole, on both kinds of database."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.database import Database, connect_sqlite, sqlite_path

NOTES = sa.table("shop_setting", sa.column("key"), sa.column("value"), sa.column("changed_at"))


def put(connection: sa.Connection, key: str) -> None:
    connection.execute(NOTES.insert().values(key=key, value="1", changed_at=0))


def keys(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(sa.select(NOTES.c.key).order_by(NOTES.c.key)))


def test_leaving_a_write_commits(database: Database) -> None:
    with database.write() as connection:
        put(connection, "a")
    assert keys(database) == ["a"]


def test_an_exception_undoes_the_whole_act(database: Database) -> None:
    def half_an_act() -> None:
        with database.write() as connection:
            put(connection, "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_an_act()
    assert keys(database) == []


def test_a_session_is_committed_when_left(database: Database) -> None:
    with database.session() as session:
        session.execute(NOTES.insert().values(key="a", value="1", changed_at=0))
    assert keys(database) == ["a"]


def test_a_revocable_write_is_committed_or_undone_like_any_other(database: Database) -> None:
    def half_an_act() -> None:
        with database.write_revocable() as connection:
            put(connection, "lost")
            raise RuntimeError

    with database.write_revocable() as connection:
        put(connection, "a")
    with pytest.raises(RuntimeError):
        half_an_act()
    assert keys(database) == ["a"]


def test_after_a_revocable_write_the_disk_is_waited_for_again(sqlite_database: Database) -> None:
    with sqlite_database.write_revocable() as connection:
        put(connection, "a")
    with sqlite_database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_a_file_found_damaged_takes_no_more_writers(database: Database) -> None:
    database.refuse_writing()
    for begin in (database.write, database.write_revocable):
        with pytest.raises(ShopError) as caught, begin():
            pass
        assert caught.value.code is ErrorCode.DATABASE_DAMAGED
    assert keys(database) == []


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(ShopError), database.read() as connection:
        put(connection, "a")
    with database.write() as connection:
        put(connection, "b")
    assert keys(database) == ["b"]


def test_a_reader_keeps_its_state_while_another_writes(database: Database) -> None:
    with database.read() as reader:
        before = reader.scalar(sa.select(sa.func.count()).select_from(NOTES))
        with database.write() as writer:
            put(writer, "a")
        assert reader.scalar(sa.select(sa.func.count()).select_from(NOTES)) == before
    assert keys(database) == ["a"]


def test_a_broken_rule_stays_an_integrity_error(database: Database) -> None:
    with database.write() as connection:
        put(connection, "a")
    with pytest.raises(IntegrityError), database.write() as connection:
        put(connection, "a")


def test_a_second_writer_is_told_that_the_shop_is_locked(database: Database) -> None:
    impatient = Database(database.path or _url(database), busy_seconds=0.05)
    with database.write(), pytest.raises(ShopError) as caught, impatient.write():
        pass
    impatient.close()
    assert caught.value.code is ErrorCode.DATABASE_LOCKED


def test_writers_in_threads_take_turns(database: Database) -> None:
    def count_up() -> None:
        for _ in range(20):
            with database.write() as connection:
                value = connection.scalar(sa.select(NOTES.c.value)) or "0"
                connection.execute(NOTES.update().values(value=str(int(value) + 1)))

    with database.write() as connection:
        put(connection, "counter")
    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.scalar(sa.select(NOTES.c.value)) == "81"


def test_sqlite_follows_the_rules_of_the_house(tmp_path: Path) -> None:
    connection = connect_sqlite(tmp_path / "shop.sqlite")
    found = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store")
    }
    connection.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}


def test_a_damaged_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite"
    path.write_bytes(b"this is no database, " * 100)
    database = Database(path)
    with pytest.raises(ShopError) as caught, database.read():
        pass
    assert caught.value.code is ErrorCode.DATABASE_DAMAGED
    assert caught.value.params == {"path": str(path)}


def test_a_server_that_does_not_answer_is_called_unreachable() -> None:
    pytest.importorskip("psycopg")
    database = Database("postgresql://nobody:secret@127.0.0.1:9/none")
    with pytest.raises(ShopError) as caught, database.read():
        pass
    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert "secret" not in str(caught.value.params)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        (Path("a/b.sqlite"), Path("a/b.sqlite")),
        ("a/b.sqlite", Path("a/b.sqlite")),
        ("sqlite:////a/b.sqlite", Path("/a/b.sqlite")),
        ("postgresql://u@h/shop", None),
    ],
)
def test_paths_and_urls_are_told_apart(target: str | Path, path: Path | None) -> None:
    assert sqlite_path(target) == path


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def test_an_error_tells_no_values(database: Database) -> None:
    with database.write() as connection:
        put(connection, "13800138000")
    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        put(connection, "13800138000")
    assert "parameters hidden" in str(caught.value)
