"""Whatever customers, cashiers, networks and power cuts do: it ends known, and to the fen."""

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.figures import IS_FULL, leave_figures
from tests.faults.phone_life import PhoneLife
from tests.faults.phone_market import open_market

HISTORIES = 10_000 if IS_FULL else 240
AT_ONE_SHOP = 20
ACTS = 14
# Each run tries other histories; a failure names its seed, and MICROSHOP_SEED repeats it.
FIRST_SEED = int(os.environ.get("MICROSHOP_SEED") or random.SystemRandom().randrange(10**9))
SHOWN = (
    "attempts",
    "attempts paid",
    "faults",
    "kills",
    "refunds",
    "payments too much, given back",
)


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """Count what all histories did, for the docs."""
    counts: Counter[str] = Counter()
    yield counts
    figures = {f"random histories of {ACTS} acts": counts["histories"]}
    figures |= {name: counts[name] for name in SHOWN}
    figures |= {"attempts left in doubt": 0, "fen by which books and ledger differ": 0}
    leave_figures("payment_histories", figures)


@pytest.mark.parametrize("number", range(HISTORIES // AT_ONE_SHOP))
@pytest.mark.timeout(600)
def test_every_payment_ends_known_and_to_the_fen(
    number: int, tmp_path: Path, empty_shop_file: Path, tally: Counter[str]
) -> None:
    shutil.copy(empty_shop_file, tmp_path / "shop.sqlite")
    seed = FIRST_SEED * 1000 + number * AT_ONE_SHOP
    market = open_market(tmp_path / "shop.sqlite", seed)
    for history in range(seed, seed + AT_ONE_SHOP):
        life = PhoneLife(market, random.Random(history), tally)
        try:
            life.live(ACTS)
            life.end()
            market.check(life.mine)
        except AssertionError as error:
            pytest.fail(f"seed {seed}, history {history - seed}: {error}")
        tally["histories"] += 1
    market.check()
    market.database.close()
