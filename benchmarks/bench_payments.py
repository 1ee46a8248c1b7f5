"""The till while twenty payments are pending: frames of the selling page, and requests sent.

The platform answers each question after 50 to 300 ms, in the collector's own threads, while tiles
scroll and goods are scanned. Requests are held against what the platform's rhythm allows: in the
window as it runs, and over the whole life of payments nobody makes, on a clock of their own.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.made_shop import make_shop
from benchmarks.till_window import frames_row, open_till, row
from microshop_desktop.domain.basket import add
from microshop_desktop.domain.payment import AttemptKind, Ended, Outcome, Verb, Waiting
from microshop_desktop.domain.payment_steps import CLOSED_WATCH, Rhythm
from microshop_desktop.infra.clock import Clock, FixedClock, SystemClock
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.gateway import Ability, Capabilities, Charge
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.tables.orders import PaymentAccount
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders
from microshop_desktop.services.shop import Shop, open_shop

PENDING = 20
SKUS = int(os.environ.get("MICROSHOP_BENCH_PAY_SKUS", "5000"))
SECONDS = int(os.environ.get("MICROSHOP_BENCH_PAY_SECONDS", "30"))
RHYTHM = Rhythm(first=3, every=3, until=300, watch=60)
"""WeChat Pay's, of a shown QR."""
MERCHANT = "1900000109"
_PATIENCE = 60.0


class Platform:
    """Answers "not paid yet" after a while, and counts what it was asked."""

    def __init__(self, *, slowest: float) -> None:
        self.asked: Counter[Verb] = Counter()
        self._slowest = slowest
        self._chance = random.Random(20)
        self._lock = threading.Lock()

    @property
    def capabilities(self) -> Capabilities:
        """The rhythm of a shown QR."""
        rhythms = dict.fromkeys(AttemptKind, RHYTHM)
        return Capabilities(frozenset({Ability.SHOW_QR}), rhythms, timedelta(minutes=5))

    @property
    def merchant(self) -> str:
        """Who would receive the money."""
        return MERCHANT

    def show_qr(self, charge: Charge) -> Outcome:
        """Give a QR."""
        self._answer(Verb.SHOW_QR)
        return Waiting(qr=f"weixin://wxpay/{charge.out_trade_no}")

    def query(self, _charge: Charge) -> Outcome:
        """Nobody pays."""
        self._answer(Verb.QUERY)
        return Waiting()

    def close(self, _charge: Charge) -> Outcome:
        """Close it."""
        self._answer(Verb.CLOSE)
        return Ended()

    def _answer(self, verb: Verb) -> None:
        with self._lock:
            self.asked[verb] += 1
            wait = self._chance.uniform(self._slowest / 6, self._slowest)
        if self._slowest:
            time.sleep(wait)


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        codes = make_shop(Path(folder) / "shop.sqlite", SKUS)
        other = Path(folder) / "other.sqlite"
        sent = _whole_life(other, make_shop(other, 1)[0])
        measured = _in_a_window(folder, codes[0])
    rows = [frames_row(measured, f"frame while {PENDING} payments are asked about, worst")]
    life = RHYTHM.until // RHYTHM.every + 2 + CLOSED_WATCH // RHYTHM.watch_every
    rows += [
        row(
            f"requests of {PENDING} pending payments in {SECONDS} s",
            measured["requests"],
            None,
            PENDING * (SECONDS // RHYTHM.every + 1),
            "requests",
        ),
        row(
            f"requests of {PENDING} payments nobody makes, in all",
            sent,
            None,
            PENDING * life,
            "requests",
        ),
    ]
    print(json.dumps(rows))


def _in_a_window(folder: str, code: str) -> dict[str, Any]:
    """Run the window as a program of its own; return what it measured."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_payments", folder, code],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
        timeout=_PATIENCE + 2 * SECONDS,
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _whole_life(file: Path, code: str) -> int:
    """Follow payments that nobody makes until nothing is asked any more; count the requests."""
    database = open_database(file)
    clock = FixedClock(datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
    shop, platform = open_shop(database, clock), Platform(slowest=0)
    collector = Collector(shop, shop.owner(), Gateways(lambda _: platform))  # type: ignore[arg-type,return-value]
    account = _account(shop, clock)
    for _ in range(PENDING):
        collector.start(_place(shop, account, code))
    while (due := collector.next_due()) is not None:
        clock.advance(max(due - clock.now(), timedelta(0)))
        collector.look()
    database.close()
    return platform.asked.total()


def _place(shop: Shop, account: UUID, code: str) -> UUID:
    actor = shop.owner()
    found = Lookup(shop).scan(actor, code)[0]
    basket, _ = add(Baskets(shop).new(), found.goods, quantity=found.quantity, unit=found.unit)
    placed = PendingOrders(shop).place(actor, basket, AskMoney(account, AttemptKind.QR))
    assert placed.attempt is not None
    return placed.attempt.attempt.id


def _account(shop: Shop, clock: Clock) -> UUID:
    account = shop.ids.new()
    with shop.database.session() as session:
        session.add(
            PaymentAccount(
                id=account,
                kind="wechat_pay",
                name="bench",
                practice=True,
                settings={"merchant": MERCHANT},
                changed_at=clock.now(),
            )
        )
    return account


def window(folder: str, code: str) -> None:
    """Open the till on the shop, measure its frames alone and beside payments, and print them."""
    platform = Platform(slowest=0.3)
    till = open_till(folder, code, gateways=lambda _: platform)  # type: ignore[arg-type,return-value]
    alone = till.frames(min(SECONDS, 10))
    made, opened = till.made, till.made.open_services()
    account = _account(opened.shop, SystemClock())
    for _ in range(PENDING):
        made.collecting.thread.start(_place(opened.shop, account, code))
    platform.asked.clear()
    beside = till.frames(SECONDS)
    print(json.dumps({"alone": alone, "beside": beside, "requests": platform.asked.total()}))
    sys.stdout.flush()
    # The end would make the backup of the day, which nobody waits for here.
    os._exit(0)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        window(sys.argv[1], sys.argv[2])
    else:
        main()
