"""`microshop backup`, `restore` and `doctor`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from microshop_desktop.persistence.lock import WindowLock
from tests.cli.running import Microshop


@pytest.fixture
def shop(microshop: Microshop) -> Microshop:
    """The command on a new shop."""
    assert microshop("init", "--name", "Corner", "--currency", "CNY").code == 0
    return microshop


def harm(shop: Microshop, statement: str) -> None:
    with closing(sqlite3.connect(shop.data / "shop.sqlite")) as connection:
        connection.execute(statement)
        connection.commit()


def name_of(shop: Microshop) -> str:
    with closing(sqlite3.connect(shop.data / "shop.sqlite")) as connection:
        return str(connection.execute("SELECT name FROM shop").fetchone()[0])


def test_a_backup_goes_into_the_shops_folder_once(shop: Microshop) -> None:
    first = shop("backup", "--json").document
    again = shop("backup", "--json").document
    assert Path(first["path"]).parent == shop.data / "backups"
    assert (first["made"], again["made"]) == (True, False)
    assert again["path"] == first["path"]


def test_a_shop_goes_back_to_a_backup_and_keeps_its_file(shop: Microshop, tmp_path: Path) -> None:
    target = tmp_path / "kept.sqlite.gz"
    assert shop("backup", str(target)).code == 0
    harm(shop, "UPDATE shop SET name = 'Changed'")
    restored = shop("restore", str(target), "--json")
    assert restored.code == 0
    assert name_of(shop) == "Corner"
    with closing(sqlite3.connect(restored.document["kept"])) as connection:
        assert connection.execute("SELECT name FROM shop").fetchone() == ("Changed",)


def test_a_shop_is_restored_where_there_is_none(
    shop: Microshop, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "kept.sqlite.gz"
    shop("backup", str(target))
    other = Microshop(tmp_path / "elsewhere", capfd)
    assert other("restore", str(target)).code == 0
    assert name_of(other) == "Corner"


def test_a_shop_with_an_open_window_is_not_restored(shop: Microshop, tmp_path: Path) -> None:
    target = tmp_path / "kept.sqlite.gz"
    shop("backup", str(target))
    with WindowLock(shop.data):
        said = shop("restore", str(target), "--json")
    assert said.code == 1
    assert said.document["error"]["code"] == "window_open"
    assert said.err.splitlines()[-1] == said.document["error"]["message"]


def test_what_is_no_backup_is_refused(shop: Microshop, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Mrs Li")
    said = shop("restore", str(tmp_path / "letter.txt"))
    assert said.code == 1
    assert "letter.txt" in said.err
    assert name_of(shop) == "Corner"


def test_the_doctor_says_that_all_is_well(shop: Microshop) -> None:
    said = shop("doctor", "--json")
    assert said.code == 0
    assert said.document["ok"] is True
    assert all(set(check) == {"name", "ok", "detail"} for check in said.document["checks"])


def test_the_doctor_fails_where_the_books_are_wrong(shop: Microshop) -> None:
    harm(shop, "UPDATE till SET last_order = 5")
    said = shop("doctor")
    assert said.code == 1
    assert "✗ Order numbers have no gaps" in said.out
    assert "do not add up" in said.err


def test_the_doctor_speaks_the_language_that_was_asked_for(shop: Microshop) -> None:
    assert "单号不缺号" in shop("doctor", lang="zh").out
    assert "huecos" in shop("doctor", lang="es").out


def test_what_is_derived_is_made_anew(shop: Microshop) -> None:
    harm(
        shop,
        "INSERT INTO sales_by_day (shop_day, currency, source) VALUES ('2026-01-01','CNY','x')",
    )
    harm(shop, "UPDATE sales_by_day SET gross = 5")
    assert shop("doctor").code == 1
    assert shop("doctor", "--repair").code == 0


def test_a_damaged_shop_is_told_in_one_sentence(shop: Microshop) -> None:
    (shop.data / "shop.sqlite").write_bytes(b"no database " * 500)
    said = shop("doctor", "--json")
    assert said.code == 1
    assert said.document["error"]["code"] == "database_damaged"
    assert "Traceback" not in said.err
