"""Starts the cashier, kills it at a random point, and compares what it was told with the shop."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.faults.driver import READY, sell_forever

LONGEST_LIFE = 0.25
"""Seconds that a cashier lives at most after it said that it is ready."""


@dataclass(slots=True)
class Tally:
    """What all kills together did."""

    kills: int = 0
    sales: int = 0
    refunds: int = 0
    unannounced: int = 0
    baskets_back: int = 0
    lost: int = 0
    doubled: int = 0
    killed_while: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Add what happened in another shop."""
        self.kills += other.kills
        self.sales += other.sales
        self.refunds += other.refunds
        self.unannounced += other.unannounced
        self.baskets_back += other.baskets_back
        self.lost += other.lost
        self.doubled += other.doubled
        self.killed_while += other.killed_while

    def figures(self) -> dict[str, int]:
        """Return the figures that the docs quote."""
        return {
            "kills": self.kills,
            "sales committed": self.sales,
            "refunds committed": self.refunds,
            "killed between commit and answer": self.unannounced,
            "baskets found again": self.baskets_back,
            "sales lost": self.lost,
            "sales doubled": self.doubled,
        }


@dataclass(frozen=True, slots=True)
class Scene:
    """A shop's file, the journal beside it, and what is on sale."""

    shop_file: Path
    journal: Path
    codes: tuple[str, ...]


Start = Callable[[Scene, int], int]
"""Starts a cashier with a seed, waits until it is ready and gives its process id."""


def start_by_fork(scene: Scene, seed: int) -> int:
    """Start a cashier from this warm process, which must hold no connection to the shop."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - it is killed before it could report
        os.dup2(writing, 1)
        os.close(reading)
        try:
            sell_forever(scene.shop_file, scene.journal, seed=seed, codes=scene.codes)
        except BaseException:  # noqa: BLE001 (a child must never return into the test run)
            traceback.print_exc()
        os._exit(70)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.readline() == READY
    return child


def start_by_spawn(scene: Scene, seed: int) -> int:
    """Start a cashier as a program of its own."""
    command = [sys.executable, "-m", "tests.faults.driver", str(scene.shop_file)]
    process = subprocess.Popen(
        [*command, str(scene.journal), str(seed), *scene.codes], stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == READY
    process.stdout.close()
    process.returncode = 0  # the caller waits for it by its id
    return process.pid


def kill_once(scene: Scene, start: Start, chance: random.Random, tally: Tally) -> None:
    """Let a cashier sell for a random while, kill it, and compare journal and shop."""
    child = start(scene, chance.randrange(1 << 30))
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the cashier ended by itself"
    tally.kills += 1
    compare(scene, tally)


def compare(scene: Scene, tally: Tally) -> None:
    """Prove that nothing the cashier was told is missing, and that nothing is there twice."""
    entries = read_journal(scene.journal)
    with closing(sqlite3.connect(f"{scene.shop_file.as_uri()}?mode=ro", uri=True)) as connection:
        _compare_sales(entries, connection, tally)
        _compare_refunds(entries, connection, tally)
        _compare_basket(entries, connection, tally)
    last = entries[-1]["act"] if entries else "nothing"
    tally.killed_while[str(last)] += 1


def read_journal(path: Path) -> list[dict[str, object]]:
    """Read the journal; a last line that was cut off is no entry."""
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    return [json.loads(line) for line in lines if line.endswith(b"}")]


def _compare_sales(
    entries: list[dict[str, object]], connection: sqlite3.Connection, tally: Tally
) -> None:
    told = {entry["basket"]: entry for entry in entries if entry["act"] == "sold"}
    begun = {entry["basket"]: entry for entry in entries if entry["act"] == "selling"}
    rows = connection.execute("SELECT basket_id, number, total FROM orders").fetchall()
    booked = {str(UUID(bytes=basket)): (number, total) for basket, number, total in rows}
    lost = [
        basket
        for basket, entry in told.items()
        if booked.get(str(basket)) != (entry["number"], entry["total"])
    ]
    tally.lost, tally.doubled = len(lost), len(rows) - len(booked)
    assert not lost, "a sale is lost"
    assert not tally.doubled, "a basket was sold twice"
    untold = booked.keys() - told.keys()
    for basket in untold:
        assert booked[basket][1] == begun[basket]["total"], "a sale that nobody asked for"
    numbers = sorted(number for number, _ in booked.values())
    assert numbers == [f"A-{no:06d}" for no in range(1, len(numbers) + 1)], "a number is missing"
    tally.sales, tally.unannounced = len(booked), len(untold)


def _compare_refunds(
    entries: list[dict[str, object]], connection: sqlite3.Connection, tally: Tally
) -> None:
    told = {entry["key"]: entry["amount"] for entry in entries if entry["act"] == "refunded"}
    begun = {entry["key"] for entry in entries if entry["act"] == "refunding"}
    rows = connection.execute("SELECT id, amount FROM refund").fetchall()
    booked = {str(UUID(bytes=key)): amount for key, amount in rows}
    assert told.items() <= booked.items(), "a refund is lost"
    assert booked.keys() <= begun, "a refund that nobody asked for"
    tally.refunds = len(booked)


def _compare_basket(
    entries: list[dict[str, object]], connection: sqlite3.Connection, tally: Tally
) -> None:
    """The open basket must be as it was last saved, or one step further."""
    row = connection.execute("SELECT id, content FROM held_basket WHERE state = 'open'").fetchone()
    steps = [entry for entry in entries if entry["act"] in {"saving", "saved"}]
    if row is None:
        assert not steps or _is_settled(entries, steps[-1]), "a basket is lost"
        return
    basket, content = str(UUID(bytes=row[0])), json.loads(row[1])
    pieces = sum(line["quantity"] for line in content["lines"])
    mine = [entry for entry in steps if entry["basket"] == basket]
    saved = [entry["pieces"] for entry in mine if entry["act"] == "saved"]
    expected = {saved[-1]} if saved else set()
    if mine[-1]["act"] == "saving":
        expected.add(mine[-1]["pieces"])
    assert pieces in expected, "the basket is more than one line behind"
    tally.baskets_back += 1


def _is_settled(entries: list[dict[str, object]], last: dict[str, object]) -> bool:
    """Tell whether no open basket is right: never saved yet, or sold or held since."""
    if last["act"] == "saving" and not any(
        entry["act"] == "saved" and entry["basket"] == last["basket"] for entry in entries
    ):
        return True
    after = entries[entries.index(last) + 1 :]
    return any(entry["act"] in {"selling", "holding"} for entry in after)
