"""Backups as a person sees them; the copying itself is proved in `tests/persistence`."""

from datetime import timedelta
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import BACKUP_FOLDER, Settings
from microshop_desktop.persistence.picture_copies import copy_missing
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.backups import (
    Backups,
    backup_folder,
    damage_of,
    newest_good_backup,
    restore_shop,
)
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf


@pytest.fixture(autouse=True)
def only_on_sqlite(shop: Shop, request: pytest.FixtureRequest) -> None:
    if not shop.database.is_sqlite and "postgresql" not in request.node.originalname:
        pytest.skip("backups of ours are of SQLite files")


@pytest.fixture
def backups(shop: Shop, tmp_path: Path) -> Backups:
    return Backups(shop, tmp_path / "backups")


def test_a_backup_counts_the_orders_it_holds(
    shop: Shop, actor: Actor, shelf: Shelf, backups: Backups
) -> None:
    shelf.sku("soap", "6901", 500)
    Selling(shop).finish(actor, shelf.basket("6901"))
    made = backups.make(actor)
    assert made
    assert (made.orders, made.made_at) == (1, shop.clock.now())
    assert backups.all(actor) == (made,)


def test_it_is_due_an_hour_after_the_newest(
    actor: Actor, clock: FixedClock, backups: Backups
) -> None:
    assert backups.is_due()
    backups.make(actor)
    assert not backups.is_due()
    clock.advance(timedelta(minutes=59))
    assert not backups.is_due()
    clock.advance(timedelta(minutes=1))
    assert backups.is_due()


def test_a_backup_without_its_note_is_still_listed(actor: Actor, backups: Backups) -> None:
    made = backups.make(actor)
    assert made
    made.path.with_name(f"{made.path.name}.json").unlink()
    assert [backup.orders for backup in backups.all(actor)] == [None]


def test_the_newest_good_backup_can_be_asked_for(
    actor: Actor, backups: Backups, tmp_path: Path
) -> None:
    assert newest_good_backup(tmp_path / "backups") is None
    made = backups.make(actor)
    assert newest_good_backup(tmp_path / "backups") == made


def test_a_sound_shop_is_called_sound(shop: Shop) -> None:
    assert damage_of(shop) is None


def test_the_folder_is_the_shops_own_unless_settings_name_another(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    assert backup_folder(folders) == tmp_path / "backups"
    Settings(folders.settings_file).put(BACKUP_FOLDER, str(tmp_path / "stick"))
    assert backup_folder(folders) == tmp_path / "stick"


def test_a_shop_on_postgresql_is_backed_up_elsewhere(
    shop: Shop, actor: Actor, backups: Backups
) -> None:
    if shop.database.is_sqlite:
        pytest.skip("a SQLite file is backed up here")
    with pytest.raises(ShopError) as caught:
        backups.make(actor)
    assert caught.value.code is ErrorCode.BACKUP_ELSEWHERE


def photo(folder: Path, name: str, content: bytes = b"jpeg") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def test_photos_go_along_and_come_back(
    shop: Shop, actor: Actor, clock: FixedClock, backups: Backups, tmp_path: Path
) -> None:
    first = photo(tmp_path / "pictures", "a.jpg", b"first")
    made = backups.make(actor)
    assert made
    kept = photo(tmp_path / "pictures", "b.jpg", b"second")
    assert backups.make(actor) is None
    copies = tmp_path / "backups" / "pictures"
    assert {path.name: path.read_bytes() for path in copies.iterdir()} == {
        "a.jpg": b"first",
        "b.jpg": b"second",
    }
    shop.database.close()
    first.unlink()
    kept.write_bytes(b"second")
    assert restore_shop(made.path, tmp_path / "shop.sqlite", clock).pictures == 1
    assert first.read_bytes() == b"first"


def test_a_backup_of_ones_own_has_its_photos_beside_it(
    shop: Shop, actor: Actor, clock: FixedClock, backups: Backups, tmp_path: Path
) -> None:
    photo(tmp_path / "pictures", "a.jpg")
    photo(tmp_path / "pictures", "half.part")
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backups.make_file(actor, stick / "mine.gz")
    assert [path.name for path in (stick / "mine.gz.pictures").iterdir()] == ["a.jpg"]
    other = tmp_path / "other" / "shop.sqlite"
    assert restore_shop(made.path, other, clock).pictures == 1
    assert (tmp_path / "other" / "pictures" / "a.jpg").exists()


def test_bills_go_with_a_backup_and_come_back(
    shop: Shop, actor: Actor, clock: FixedClock, backups: Backups, tmp_path: Path
) -> None:
    kept = photo(tmp_path / "bills", "a1.bill", b"rows")
    made = backups.make(actor)
    assert made
    shop.database.close()
    kept.unlink()
    restore_shop(made.path, tmp_path / "shop.sqlite", clock)
    assert kept.read_bytes() == b"rows"


def test_photos_never_take_the_last_room(tmp_path: Path) -> None:
    photo(tmp_path / "pictures", "a.jpg")
    with pytest.raises(ShopError) as caught:
        copy_missing(tmp_path / "pictures", tmp_path / "copies", floor_bytes=1 << 60)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_photo_that_was_cut_off_is_copied_again(tmp_path: Path) -> None:
    photo(tmp_path / "pictures", "a.jpg", b"whole")
    torn = photo(tmp_path / "copies", "a.jpg", b"wh")
    assert copy_missing(tmp_path / "pictures", tmp_path / "copies") == 1
    assert torn.read_bytes() == b"whole"
    assert copy_missing(tmp_path / "pictures", tmp_path / "copies") == 0
