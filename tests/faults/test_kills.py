"""A till killed at any point loses no sale, sells none twice and comes back with its basket."""

import os
import random
from pathlib import Path

import pytest

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services import search_index
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import open_shop
from tests.faults.figures import IS_FULL, leave_figures
from tests.faults.killing import Scene, Start, Tally, kill_once, start_by_fork, start_by_spawn
from tests.services.shelf import Shelf

CODES = ("6901", "6902", "6903", "6904", "6905", "6906")
ROUND = 100
"""Kills of one shop, before the next one begins anew."""
FORKS = 1000 if IS_FULL else 100
SPAWNS = 200 if IS_FULL else 20

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="this system has no SIGKILL"),
    # The child of a fork touches nothing that another thread of this process may hold.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def found(path: Path) -> None:
    """Make a shop with some goods and close it."""
    database = open_database(path)
    shop = found_shop(database, SystemClock(), name="Corner", currency_code="CNY")
    shelf = Shelf(shop, shop.owner())
    skus = [
        shelf.sku(f"goods {code}", code, 100 + 7 * no, cost=60, tax_rate=1300)
        for no, code in enumerate(CODES)
    ]
    for sku in skus:
        shelf.stock(sku, 500_000, 500 * 61_337)
    with database.write() as connection:
        search_index.refresh(connection, skus)
    database.close()


def assert_healthy(path: Path) -> None:
    """Prove every invariant of the books of a shop nobody has open."""
    shop = open_shop(Database(path), SystemClock())
    findings = Doctor(shop).check(shop.owner())
    shop.database.close()
    assert findings.ok, findings


def kill_often(folder: Path, start: Start, kills: int, tally: Tally) -> None:
    """Kill cashiers of one shop again and again; each goes on where the one before was killed."""
    scene = Scene(folder / "shop.sqlite", folder / "journal", CODES)
    found(scene.shop_file)
    chance = random.Random(os.environ.get("MICROSHOP_SEED", "till"))
    before = Tally()
    for no in range(1, kills + 1):
        kill_once(scene, start, chance, before)
        if no % 20 == 0:
            assert_healthy(scene.shop_file)
    assert_healthy(scene.shop_file)
    tally.add(before)


@pytest.mark.parametrize(
    ("name", "start", "kills"),
    [("kills_by_fork", start_by_fork, FORKS), ("kills_of_programs", start_by_spawn, SPAWNS)],
)
@pytest.mark.timeout(3600 if IS_FULL else 300)
def test_a_killed_till_loses_nothing(tmp_path: Path, name: str, start: Start, kills: int) -> None:
    tally = Tally()
    for number in range(0, kills, ROUND):
        folder = tmp_path / str(number)
        folder.mkdir()
        kill_often(folder, start, min(ROUND, kills - number), tally)
    leave_figures(name, tally.figures())
    assert tally.kills == kills
    assert tally.sales > 0
    assert tally.baskets_back > 0
