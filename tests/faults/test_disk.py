"""A disk that is full, locked or damaged: the act is refused whole, and selling goes on later."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.messages import sentence
from microshop_desktop.persistence.backup import Backups as BackupFolder
from microshop_desktop.persistence.database import Database, connect_sqlite
from microshop_desktop.services.backups import damage_of, newest_good_backup, restore_shop
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.selling import Sale, Selling
from microshop_desktop.services.shop import Shop, open_shop
from tests.faults.small_disk import SmallDisk, small_disk
from tests.faults.test_kills import CODES, found
from tests.services.shelf import Shelf


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=4) as mounted:
        yield mounted


@pytest.fixture
def shop_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite"
    found(path)
    return path


def opened(path: Path) -> Shop:
    return open_shop(Database(path, busy_seconds=0.1), SystemClock())


def sell(shop: Shop, *codes: str) -> Sale:
    actor = shop.owner()
    return Selling(shop).finish(actor, Shelf(shop, actor).basket(*codes))


def refusal(shop: Shop, *codes: str) -> ShopError:
    with pytest.raises(ShopError) as caught:
        sell(shop, *codes)
    return caught.value


def is_healthy(shop: Shop) -> bool:
    return Doctor(shop).check(shop.owner()).ok


def test_on_a_full_disk_a_sale_is_refused_whole_and_then_goes_on(disk: SmallDisk) -> None:
    found(disk.path / "shop.sqlite")
    shop = opened(disk.path / "shop.sqlite")
    last = sell(shop, *CODES)
    disk.fill()
    error = refusal_of_many(shop)
    assert error.code is ErrorCode.DISK_FULL
    assert str(disk.path) in sentence(error.code, error.params)
    (disk.path / "filler").unlink()
    assert is_healthy(shop)
    assert sell(shop, *CODES).number > last.number
    assert is_healthy(shop)
    shop.database.close()


def refusal_of_many(shop: Shop) -> ShopError:
    """Sell until the log needs room that is not there."""
    for _ in range(500):
        try:
            sell(shop, *CODES)
        except ShopError as error:
            return error
    pytest.fail("the disk never got full")


def test_a_backup_on_a_full_disk_is_refused_and_leaves_nothing(
    disk: SmallDisk, shop_file: Path
) -> None:
    shop = opened(shop_file)
    disk.resize(2)
    disk.fill()
    folder = BackupFolder(disk.path / "backups", floor_bytes=0)
    with pytest.raises(ShopError) as caught:
        folder.make(shop_file, shop.clock.now())
    assert caught.value.code is ErrorCode.DISK_FULL
    assert [path.name for path in disk.path.rglob("*") if path.is_file()] == ["filler"]
    shop.database.close()


def test_in_a_read_only_folder_a_sale_is_refused_and_then_goes_on(disk: SmallDisk) -> None:
    path = disk.path / "shop.sqlite"
    found(path)
    disk.allow_writing(allowed=False)
    database = Database(path)
    with pytest.raises(ShopError) as caught, database.write():
        pass
    assert caught.value.code is ErrorCode.FOLDER_READ_ONLY
    assert str(path) in sentence(caught.value.code, caught.value.params)
    disk.allow_writing(allowed=True)
    shop = open_shop(database, SystemClock())
    sell(shop, "6901")
    assert is_healthy(shop)
    database.close()


def test_while_another_program_holds_the_file_a_sale_is_refused(shop_file: Path) -> None:
    shop = opened(shop_file)
    with closing(connect_sqlite(shop_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refusal(shop, "6901").code is ErrorCode.DATABASE_LOCKED
        other.execute("ROLLBACK")
    assert sell(shop, "6901").number == "A-000001"
    assert is_healthy(shop)
    shop.database.close()


def test_a_short_lock_is_waited_for(shop_file: Path) -> None:
    shop = open_shop(Database(shop_file), SystemClock())
    with closing(connect_sqlite(shop_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.2, other.execute, ["ROLLBACK"]).start()
        assert sell(shop, "6901").number == "A-000001"
    shop.database.close()


def test_a_damaged_file_takes_no_sale_until_a_backup_is_restored(
    shop_file: Path, tmp_path: Path
) -> None:
    shop = opened(shop_file)
    sell(shop, "6901")
    backups = tmp_path / "backups"
    assert BackupFolder(backups, floor_bytes=0).make(shop_file, shop.clock.now())
    shop.database.close()
    content = shop_file.read_bytes()
    rubbish = content[:4096] + b"\xa5" * (len(content) - 4096)
    shop_file.write_bytes(rubbish)

    with closing(Database(shop_file)) as database, pytest.raises(ShopError) as caught:
        sell(open_shop(database, SystemClock()), "6901")
    assert caught.value.code is ErrorCode.DATABASE_DAMAGED

    backup = newest_good_backup(backups)
    assert backup
    restored = restore_shop(backup.path, shop_file, SystemClock())
    assert restored.kept
    assert restored.kept.read_bytes() == rubbish
    again = opened(shop_file)
    assert sell(again, "6901").number == "A-000002"
    assert is_healthy(again)
    again.database.close()


def test_hidden_damage_found_after_a_crash_stops_all_writing(shop_file: Path) -> None:
    shop = opened(shop_file)
    assert damage_of(shop) is None
    shop.database.close()
    content = bytearray(shop_file.read_bytes())
    last_page = len(content) - 4096
    content[last_page:] = b"\xa5" * 4096
    shop_file.write_bytes(content)
    assert damage_of(shop) is not None
    with pytest.raises(ShopError) as caught, shop.database.write():
        pass
    assert caught.value.code is ErrorCode.DATABASE_DAMAGED
    shop.database.close()


def test_a_spoilt_backup_is_passed_over_for_an_older_good_one(
    shop_file: Path, tmp_path: Path
) -> None:
    shop = opened(shop_file)
    folder = BackupFolder(tmp_path / "backups", floor_bytes=0)
    good = folder.make(shop_file, shop.clock.now().replace(year=2025))
    sell(shop, "6901")
    spoilt = folder.make(shop_file, shop.clock.now())
    assert good
    assert spoilt
    spoilt.path.write_bytes(spoilt.path.read_bytes()[:100])
    found_backup = newest_good_backup(folder.folder)
    assert found_backup
    assert found_backup.path == good.path
    shop.database.close()
