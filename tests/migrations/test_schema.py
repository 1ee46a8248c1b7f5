"""The migrations build what the mappings say, all or nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

import microshop_desktop.persistence.tables.every  # noqa: F401 - fills the metadata
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence import migrate
from microshop_desktop.persistence.backup import unpack
from microshop_desktop.persistence.checking import check_file
from microshop_desktop.persistence.columns import Base
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.migrations import first_schema
from microshop_desktop.persistence.schema import SCHEMA


def test_the_migrations_build_what_the_mappings_say(database: Database) -> None:
    with database.read() as connection:
        config = migrate.alembic_config(connection)
        config.attributes["metadata"] = Base.metadata
        command.check(config)


def test_the_newest_migration_is_the_known_schema(database: Database) -> None:
    with database.read() as connection:
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    assert int(str(revision)) == SCHEMA == migrate.schema_number(database)


def test_a_file_of_a_later_program_is_refused_untouched(sqlite_database: Database) -> None:
    path = sqlite_database.path
    assert path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = path.read_bytes()
    with pytest.raises(ShopError) as caught:
        migrate.open_database(path)
    assert caught.value.code is ErrorCode.DATABASE_NEWER
    assert path.read_bytes() == before


def test_a_failed_upgrade_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.sqlite"
    broken = sa.MetaData()
    sa.Table("good", broken, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table("bad", broken, sa.Column("x", sa.Integer, sa.CheckConstraint("no such syntax here")))
    with monkeypatch.context() as patched:
        patched.setattr(first_schema, "metadata", broken)
        with pytest.raises(sa.exc.OperationalError):
            migrate.open_database(path)
    assert tables_of(path) == []
    migrate.open_database(path).close()
    assert "orders" in tables_of(path)


def test_an_upgrade_that_leaves_orphans_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.sqlite"
    migrate.open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO customer_tag VALUES (x'01', x'02')")
        connection.execute("PRAGMA user_version = 0")
        connection.commit()
    with pytest.raises(ShopError) as caught:
        migrate.open_database(path)
    assert caught.value.code is ErrorCode.DATABASE_DAMAGED
    assert caught.value.params["table"] == "customer_tag"


def test_a_copy_is_kept_before_an_upgrade_but_not_for_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[Path, int]] = []
    path = tmp_path / "shop.sqlite"
    migrate.open_database(path, keep_copy=lambda *asked: kept.append(asked)).close()
    assert kept == []
    monkeypatch.setattr("microshop_desktop.persistence.migrate.SCHEMA", SCHEMA + 1)
    migrate.open_database(path, keep_copy=lambda *asked: kept.append(asked)).close()
    assert kept == [(path, SCHEMA)]


def tables_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]


def test_the_copy_before_an_upgrade_is_whole_and_lies_among_the_backups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.sqlite"
    migrate.open_database(path).close()
    monkeypatch.setattr("microshop_desktop.persistence.migrate.SCHEMA", SCHEMA + 1)
    migrate.open_database(path).close()
    kept = tmp_path / "backups" / f"before-upgrade-from-{SCHEMA:04d}.sqlite.gz"
    unpack(kept, tmp_path / "seen.sqlite")
    assert check_file(tmp_path / "seen.sqlite").schema == SCHEMA


def test_an_upgrade_without_its_copy_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.sqlite"
    migrate.open_database(path).close()
    before = path.read_bytes()
    (tmp_path / "backups").write_text("a file where the folder should be")
    monkeypatch.setattr("microshop_desktop.persistence.migrate.SCHEMA", SCHEMA + 1)
    with pytest.raises(ShopError) as caught:
        migrate.open_database(path)
    assert caught.value.code is ErrorCode.FOLDER_READ_ONLY
    assert path.read_bytes() == before
