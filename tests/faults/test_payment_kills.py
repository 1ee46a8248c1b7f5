"""A till killed with SIGKILL while it collects by phone, the sandbox in another process.

Whatever request the kill fell into: in the end every attempt is known, nothing the cashier was
told is missing, and what the books kept of each number is what the platform kept of it.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from microshop_desktop.domain.merchant_accounts import receiver
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.payments.collector import Collector
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.tables.orders import PaymentAccount
from microshop_desktop.sandbox.accounts import APIV2_KEY
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.attempt_records import attempt_record, select_attempts
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pending_orders import PendingOrders
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.shop import Shop, open_shop
from tests.contract.contenders import read_options
from tests.faults.driver import READY
from tests.faults.figures import IS_FULL, leave_figures
from tests.faults.killing import read_journal
from tests.faults.phone_driver import PIECE, Wiring
from tests.faults.phone_market import booked
from tests.services.shelf import Shelf

KILLS = 100 if IS_FULL else 8
LONGEST_LIFE = 1.2
SLOW = "slow=0.03"
"""Each answer of the sandbox takes so long, so that many kills fall into a request."""
END = 180

pytestmark = pytest.mark.skipif(os.name == "nt", reason="this system has no SIGKILL")


@pytest.fixture
def platforms(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The sandbox as a program of its own; gives what it says of itself."""
    command = [sys.executable, "-m", "microshop_desktop", "--data", str(tmp_path / "sandbox")]
    process = subprocess.Popen(
        [*command, "sandbox", "--port", "0", "--json", "--fault", SLOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())
    process.kill()
    process.communicate()


def found(path: Path, platforms: dict[str, Any]) -> Wiring:
    """Make a shop with goods and the accounts of the sandbox, and close it."""
    database = open_database(path)
    shop = found_shop(database, SystemClock(), name="Market", currency_code="CNY")
    shelf = Shelf(shop, shop.owner())
    shelf.stock(shelf.sku("Chips", PIECE, 850), 100_000_000, 1_000_000)
    accounts = {}
    for given in platforms["accounts"]:
        if given["mode"] == "public_key":
            settings, secrets = read_options(given["options"])
            kind = given["kind"]
            accounts[str(_add(shop, kind, settings))] = (kind, settings, secrets)
            if kind == "wechat_pay":
                v2 = {**settings, "code_api": "v2", "refund_api": "v2"}
                accounts[str(_add(shop, kind, v2))] = (kind, v2, {**secrets, "v2_key": APIV2_KEY})
    database.close()
    return Wiring(accounts)


def _add(shop: Shop, kind: str, settings: dict[str, str]) -> Any:
    account = shop.ids.new()
    with shop.database.session() as session:
        session.add(
            PaymentAccount(
                id=account,
                kind=kind,
                name=kind,
                practice=True,
                settings={**settings, "merchant": receiver(kind, settings)},
                changed_at=shop.clock.now(),
            )
        )
    return account


def kill_once(arguments: list[str], chance: random.Random) -> None:
    """Let a cashier collect for a random while, and kill it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.phone_driver", *arguments], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == READY
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "the cashier ended by itself"


def come_to_rest(shop: Shop, collector: Collector) -> None:
    """Give up what is open, and follow everything until it is known."""
    actor, book, refunds = shop.owner(), AttemptBook(shop), RefundBook(shop)
    for record in book.open(actor):
        PendingOrders(shop).give_up(actor, record.attempt.id)
    collector.wake()
    end = time.monotonic() + END
    while book.open(actor) or refunds.open(actor):
        assert time.monotonic() < end, (book.open(actor), refunds.open(actor))
        collector.look()
        time.sleep(0.2)


def kept_by_platforms(platforms: dict[str, Any]) -> dict[str, int]:
    """What the sandbox's ledger says it kept of each number, in fen."""
    with urllib.request.urlopen(f"{platforms['control']}trades") as answer:  # noqa: S310 (loopback)
        trades = json.loads(answer.read())
    return {trade["out_trade_no"]: trade["paid"] - trade["refunded"] for trade in trades}


@pytest.mark.timeout(1200)
def test_a_till_killed_while_collecting_loses_and_doubles_nothing(
    tmp_path: Path, platforms: dict[str, Any]
) -> None:
    shop_file, journal, wires = tmp_path / "shop.sqlite", tmp_path / "journal", tmp_path / "wires"
    wiring = found(shop_file, platforms)
    wiring.write(wires)
    chance = random.Random(os.environ.get("MICROSHOP_SEED", "phone"))
    for _ in range(KILLS):
        seed = str(chance.randrange(1 << 30))
        kill_once([str(shop_file), str(journal), seed, str(wires)], chance)
    shop = open_shop(Database(shop_file), SystemClock())
    come_to_rest(shop, wiring.collector(shop, shop.owner()))
    findings = Doctor(shop).check(shop.owner())
    assert findings.ok, findings
    kept = kept_by_platforms(platforms)
    with shop.database.read() as connection:
        rows = connection.execute(select_attempts()).mappings()
        records = {str(record.attempt.id): record for record in map(attempt_record, rows)}
    for record in records.values():
        platform_kept = kept.get(record.attempt.out_trade_no, 0)
        assert platform_kept == booked(shop.database, record.attempt.id), record
    told = [entry for entry in read_journal(journal) if entry["act"] == "sold"]
    assert all(records[str(entry["attempt"])].attempt.state == "paid" for entry in told)
    assert kept.keys() <= {record.attempt.out_trade_no for record in records.values()}
    paid = [record for record in records.values() if record.attempt.state == "paid"]
    leave_figures(
        "payment_kills",
        {
            "kills of programs": KILLS,
            "attempts": len(records),
            "attempts paid": len(paid),
            "attempts left in doubt": 0,
            "fen by which books and ledger differ": 0,
        },
    )
    assert paid
    shop.database.close()
