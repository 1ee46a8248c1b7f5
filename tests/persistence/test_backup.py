"""A backup is whole, checked and thinned out; a restore swaps it in and keeps the old file."""

import gzip
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence import migrate
from microshop_desktop.persistence.backup import Backups, copy_database, write_backup
from microshop_desktop.persistence.checking import check_file, quick_check
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.lock import WindowLock
from microshop_desktop.persistence.restore import restore
from microshop_desktop.persistence.schema import SCHEMA
from microshop_desktop.services.founding import found_shop

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SETTINGS = sa.table("shop_setting", sa.column("key"), sa.column("value"), sa.column("changed_at"))


@pytest.fixture
def file(sqlite_database: Database, clock: FixedClock) -> Path:
    """The file of a founded shop that stays open during the test."""
    found_shop(sqlite_database, clock, name="Corner shop", currency_code="CNY")
    assert sqlite_database.path
    return sqlite_database.path


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(tmp_path / "backups", floor_bytes=0)


def note(database: Database, key: str) -> None:
    with database.write() as connection:
        connection.execute(SETTINGS.insert().values(key=key, value="1", changed_at=0))


def notes(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM shop_setting")}


def only_files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_holds_the_shop_as_it_is(
    file: Path, sqlite_database: Database, backups: Backups, tmp_path: Path
) -> None:
    note(sqlite_database, "a")
    made = backups.make(file, NOON)
    assert made
    (tmp_path / "seen.sqlite").write_bytes(gzip.decompress(made.path.read_bytes()))
    assert notes(tmp_path / "seen.sqlite") == {"a"}
    assert backups.all() == [made]
    assert only_files(backups.folder) == {
        "shop-20260302T040000Z.sqlite.gz",
        "shop-20260302T040000Z.sqlite.gz.json",
    }


def test_the_note_beside_holds_the_heads_of_the_chains(file: Path, backups: Backups) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE till SET audit_head = 'abc', last_seq = 5")
        connection.commit()
    made = backups.make(file, NOON)
    assert made
    assert made.facts
    assert made.facts.audit_heads == {"A": "abc"}
    assert made.facts.last_seq == {"A": 5}


def test_nothing_is_written_when_nothing_changed(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    assert backups.make(file, NOON)
    assert backups.make(file, NOON + timedelta(hours=1)) is None
    sqlite_database.close()  # folds the log into the file: other bytes, the same shop
    file.touch()
    assert backups.make(file, NOON + timedelta(hours=2)) is None
    note(sqlite_database, "a")
    assert backups.make(file, NOON + timedelta(hours=3))
    assert len(backups.all()) == 2


def test_a_busy_till_does_not_spoil_a_copy(
    file: Path, sqlite_database: Database, tmp_path: Path
) -> None:
    stop = threading.Event()

    def sell() -> None:
        number = 0
        while not stop.is_set():
            note(sqlite_database, f"sale {number:06}" + "x" * 2000)
            number += 1

    seller = threading.Thread(target=sell)
    seller.start()
    try:
        for number in range(10):
            copy = tmp_path / f"copy{number}.sqlite"
            facts = copy_database(file, copy)
            assert check_file(copy) == facts
            found = sorted(notes(copy))
            assert [key[5:11] for key in found] == [f"{n:06}" for n in range(len(found))]
    finally:
        stop.set()
        seller.join()


def test_old_backups_are_thinned_out(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    for hour in range(60):
        note(sqlite_database, str(hour))
        backups.make(file, NOON + timedelta(hours=hour))
    assert len(backups.all()) == 25
    assert len(only_files(backups.folder)) == 50


def test_room_for_the_till_is_never_taken(file: Path, tmp_path: Path) -> None:
    greedy = Backups(tmp_path / "backups", floor_bytes=1 << 60)
    with pytest.raises(ShopError) as caught:
        greedy.make(file, NOON)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert only_files(greedy.folder) == set()


def test_old_backups_give_way_before_space_runs_out(
    file: Path, sqlite_database: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in range(4):
        note(sqlite_database, str(month))
        backups.make(file, NOON + timedelta(days=31 * month))
    oldest = backups.all()[-1]
    needed = 2 * file.stat().st_size
    monkeypatch.setattr(backups, "_free", lambda: needed - oldest.bytes)
    note(sqlite_database, "one more")
    assert backups.make(file, NOON + timedelta(days=120))
    assert len(backups.all()) == 4
    assert oldest not in backups.all()


def test_no_backup_is_given_up_in_vain(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    for month in range(4):
        note(sqlite_database, str(month))
        backups.make(file, NOON + timedelta(days=31 * month))
    note(sqlite_database, "one more")
    with pytest.raises(ShopError):
        Backups(backups.folder, floor_bytes=1 << 60).make(file, NOON + timedelta(days=200))
    assert len(backups.all()) == 4


def test_a_damaged_shop_is_not_backed_up_over_good_ones(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    backups.make(file, NOON)
    sqlite_database.close()
    damage(file)
    with pytest.raises(ShopError) as caught:
        backups.make(file, NOON + timedelta(hours=1))
    assert caught.value.code in {ErrorCode.BACKUP_UNUSABLE, ErrorCode.DATABASE_DAMAGED}
    assert len(backups.all()) == 1


def test_quick_check_tells_a_sound_file_from_a_damaged_one(
    file: Path, sqlite_database: Database
) -> None:
    assert quick_check(file) is None
    sqlite_database.close()
    damage(file)
    assert quick_check(file)


@pytest.mark.parametrize("name", ["kept.sqlite", "kept.sqlite.gz"])
def test_a_backup_to_a_file_of_ones_own_can_be_restored(
    file: Path, sqlite_database: Database, tmp_path: Path, name: str
) -> None:
    note(sqlite_database, "a")
    made = write_backup(file, tmp_path / name)
    sqlite_database.close()
    target = tmp_path / "elsewhere" / "shop.sqlite"
    assert restore(made.path, target, NOON).kept is None
    assert notes(target) == {"a"}


def test_a_restore_keeps_the_old_file_with_all_it_held(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    made = backups.make(file, NOON)
    assert made
    note(sqlite_database, "sold since")
    sqlite_database.close()
    done = restore(made.path, file, NOON + timedelta(hours=1))
    assert done.kept
    assert done.kept.name == "shop-replaced-20260302T050000Z.sqlite"
    assert (notes(file), notes(done.kept)) == (set(), {"sold since"})
    with closing(Database(file)) as restored:
        assert migrate.schema_number(restored) == SCHEMA


def test_a_second_restore_in_the_same_second_keeps_both_old_files(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    made = backups.make(file, NOON)
    assert made
    sqlite_database.close()
    kept = {restore(made.path, file, NOON).kept for _ in range(3)}
    assert len(kept) == 3


def test_a_restore_under_an_open_window_is_refused(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    made = backups.make(file, NOON)
    assert made
    sqlite_database.close()
    with WindowLock(file.parent), pytest.raises(ShopError) as caught:
        restore(made.path, file, NOON)
    assert caught.value.code is ErrorCode.WINDOW_OPEN


def test_a_restore_under_a_working_command_is_refused(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    made = backups.make(file, NOON)
    assert made
    with sqlite_database.write(), pytest.raises(ShopError) as caught:
        restore(made.path, file, NOON)
    assert caught.value.code is ErrorCode.DATABASE_LOCKED
    assert "shop.sqlite.restoring" not in only_files(file.parent)


def test_a_restore_in_place_of_a_damaged_file_does_not_replay_its_log(
    file: Path, sqlite_database: Database, backups: Backups
) -> None:
    note(sqlite_database, "good")
    made = backups.make(file, NOON)
    assert made
    sqlite_database.close()
    file.write_bytes(b"no database at all, " * 500)
    file.with_name("shop.sqlite-wal").write_bytes(b"left over")
    done = restore(made.path, file, NOON)
    assert notes(file) == {"good"}
    assert done.kept
    assert done.kept.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("harm", ["cut", "flip", "other"])
def test_a_torn_backup_is_refused_and_the_shop_stays(
    file: Path, sqlite_database: Database, backups: Backups, harm: str
) -> None:
    made = backups.make(file, NOON)
    assert made
    note(sqlite_database, "sold since")
    sqlite_database.close()
    spoil(made.path, harm)
    with pytest.raises(ShopError) as caught:
        restore(made.path, file, NOON)
    assert caught.value.code is ErrorCode.BACKUP_UNUSABLE
    assert notes(file) == {"sold since"}


def test_a_backup_of_a_later_program_is_refused(
    file: Path, sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = write_backup(file, tmp_path / "kept.sqlite.gz")
    sqlite_database.close()
    monkeypatch.setattr("microshop_desktop.persistence.restore.SCHEMA", SCHEMA - 1)
    with pytest.raises(ShopError) as caught:
        restore(made.path, file, NOON)
    assert caught.value.code is ErrorCode.DATABASE_NEWER


def test_a_missing_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShopError) as caught:
        restore(tmp_path / "none.gz", tmp_path / "shop.sqlite", NOON)
    assert caught.value.params["detail"] == "missing"


def damage(path: Path) -> None:
    """Write rubbish over a page in the middle, as a failing disk would."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(content)


def spoil(backup: Path, harm: str) -> None:
    packed = backup.read_bytes()
    if harm == "cut":
        backup.write_bytes(packed[: len(packed) // 2])
    elif harm == "flip":
        middle = len(packed) // 2
        backup.write_bytes(packed[:middle] + bytes([packed[middle] ^ 0xFF]) + packed[middle + 1 :])
    else:
        backup.write_bytes(gzip.compress(b"not a shop"))
        beside = backup.with_name(f"{backup.name}.json")
        beside.write_text(json.dumps({"sha256": "0"}), encoding="utf-8")


@pytest.fixture(autouse=True)
def closed_files(sqlite_database: Database) -> Iterator[None]:
    yield
    sqlite_database.close()


@pytest.mark.parametrize("place", ["shop.sqlite", "shop.sqlite-wal", ".", "missing/shop.sqlite"])
def test_a_backup_never_takes_the_place_of_the_shop_or_a_folder(
    file: Path, sqlite_database: Database, place: str
) -> None:
    note(sqlite_database, "a")
    before = only_files(file.parent)
    with pytest.raises(ShopError) as caught:
        write_backup(file, file.parent / place)
    assert caught.value.code is ErrorCode.FILE_NOT_WRITTEN
    assert str(file.parent / place) in caught.value.params.values()
    assert only_files(file.parent) == before
    note(sqlite_database, "b")


def test_a_shop_is_no_backup_of_itself(file: Path, sqlite_database: Database) -> None:
    note(sqlite_database, "a")
    with pytest.raises(ShopError) as caught:
        restore(file, file, NOON)
    assert caught.value.code is ErrorCode.BACKUP_UNUSABLE
    assert notes(file) == {"a"}
