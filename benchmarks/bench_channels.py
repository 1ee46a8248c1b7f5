"""Online shops: writes of a full push of stock, orders of a month pulled, and a sale beside a sync.

The online shops are practice ones (`sandbox/shops`), each in a process of its own behind a socket.
The baseline of a pull sends the very requests that ours sent, by a bare `requests.Session`, and
reads the JSON of each answer; ours also books every order into the shop. Both wait for the same
practice shop, whose own work is in both times. Once both keep to the same number of requests a
second, as platforms want it; then both ask as fast as answers come, which no platform allows: that
shows what the booking itself costs, and has no budget.
"""

import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.channel_child import SetPace, Synced
from benchmarks.made_goods import made_goods
from benchmarks.made_shop import make_shop
from benchmarks.practice_child import PLENTY
from microshop_desktop.channels.registry import make_channel
from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.channels.tokens import KeptInMemory
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import HttpClient
from microshop_desktop.persistence.database import Database
from microshop_desktop.sandbox.shops.practice import KINDS, PracticeKind, PracticeShop
from microshop_desktop.sandbox.shops.shop import Offered
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm
from microshop_desktop.services.shop import Shop, open_shop
from microshop_desktop.services.sync_cursors import write_cursor

SKUS = int(os.environ.get("MICROSHOP_BENCH_LISTED", "10000"))
ORDERS = int(os.environ.get("MICROSHOP_BENCH_ORDERS", "10000"))
ROUNDS = int(os.environ.get("MICROSHOP_BENCH_PULLS", "3"))
FEW = ORDERS // 10
GOODS = 200
"""SKUs that orders are about."""
MOST_TIMES = 1.5
MOST_GROWTH_MB = 20.0
"""The database's own cache of 16 MB fills; nothing else is to grow with the orders."""
MOST_READ_TWICE = 0.1
MOST_SALE_MS = 50.0
PULLED = {"woocommerce": (4, ORDERS), "wechat_shop": (100, FEW)}
"""Whole orders by the hundred, and one request for each order: requests a second, and orders.

WooCommerce is asked as often as the program does it. WeChat Shop as often as it can be made to do
at most, for fewer orders, as the usual five requests would take half an hour.
"""
_FIRST = "woocommerce"
_MONTH = timedelta(days=30)
_PATIENCE = 600.0
_OF_A_PRODUCT = 20
_HAVE_CHOICES = {"taobao", "wechat_shop", "douyin", "pinduoduo", "youzan"}
"""Platforms that list products with their choices, and one by one no more than some thousands."""
Row = dict[str, object]


def main() -> None:
    """Measure and print the rows of the report."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        for kind in KINDS:
            rows += _pushes(Path(folder), kind)
        for name in PULLED:
            rows += _pulls(Path(folder), name)
    print(json.dumps(rows))


def _row(name: str, value: float, baseline: float | None, budget: float | None, unit: str) -> Row:
    return {
        "name": name,
        "value": round(value, 2),
        "baseline": baseline,
        "budget": budget,
        "unit": unit,
    }


# ------------------------------------------------------------------------------ a full push


def _pushes(folder: Path, kind: PracticeKind) -> list[Row]:
    """Count the writes of a push of everything, and of the next one."""
    file, online = folder / f"push-{kind.kind}.sqlite", PracticeShop(kind)
    make_shop(file, SKUS)
    _offer(online)
    online.start()
    shop = open_shop(Database(file), SystemClock())
    try:
        actor = shop.owner()
        form = ChannelForm(kind.kind, kind.kind, online.settings)
        account = ChannelAccounts(shop).add(actor, shop.ids.new(), form)
        _known_until(shop, account.id, shop.clock.now())
        pace = SetPace()
        channel = make_channel(
            kind.kind,
            online.settings,
            kind.secrets,
            http=HttpClient(shop.clock),
            clock=shop.clock,
            tokens=KeptInMemory(),
        )
        sync = AccountSync(shop, actor, account, channel, pace)
        counted = []
        for _ in range(2):
            online.front.counts.clear()
            _checked(sync.run())
            counted.append(online.front.counts["stock.set"])
        shown = {sku.stock for sku in online.shop.skus()}
        assert shown == {50}, f"{kind.kind} shows {sorted(shown)[:5]}"
    finally:
        online.stop()
        shop.database.close()
    how = channel.differences
    name = f"{kind.kind}: writes of stock for {SKUS} SKUs, {how.stock_batch} in each"
    return [
        _row(name, counted[0], None, -(-SKUS // how.stock_batch), "requests"),
        _row(f"{kind.kind}: writes for those that are right", counted[1], None, 0, "requests"),
    ]


def _offer(online: PracticeShop) -> None:
    """List all goods: products of 20 kinds where a write is for one product, else plain ones."""
    goods = [Offered(each.merchant_code, each.price, 3) for each in made_goods(SKUS)]
    by_product = online.kind.kind in _HAVE_CHOICES
    size = _OF_A_PRODUCT if by_product else 1
    for start in range(0, len(goods), size):
        some = goods[start : start + size]
        if size > 1:
            some = [replace(sku, spec=f"No. {no}") for no, sku in enumerate(some)]
        online.shop.offer(f"Goods {start}", *some)


def _checked(report: SyncReport) -> None:
    if report.trouble is not None:
        raise report.trouble


# ------------------------------------------------------------------------------ a month of orders


class Online:
    """A practice shop in another process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.settings: Mapping[str, str] = self._answer()

    def ask(self, line: str) -> Any:  # noqa: ANN401 (JSON)
        """Give it a line and return what it says."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def counts(self) -> Counter[str]:
        """Return which requests came since the last time."""
        return Counter(self.ask("counts"))

    def _answer(self) -> Any:  # noqa: ANN401 (JSON)
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def _online(kind: str, codes: list[str]) -> Iterator[Online]:
    command = [sys.executable, "-m", "benchmarks.practice_child", kind, *codes]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Online(process)
        finally:
            process.kill()


def _pulls(folder: Path, kind: str) -> list[Row]:
    codes = [each.merchant_code for each in made_goods(GOODS)]
    rate, paced = PULLED[kind]
    few, many = folder / f"{kind}-few.sqlite", folder / f"{kind}.sqlite"
    rows: list[Row] = []
    with _online(kind, codes) as online:
        barcodes = _connect(few, kind, online)
        online.ask(f"fill {FEW}")
        _away_for_a_month(few)
        if paced == FEW:
            rows += [_time(few, kind, online, FEW, rate)]
        small = _child("pull", _copy(few))
    with _online(kind, codes) as online:
        _connect(many, kind, online)
        online.ask(f"fill {ORDERS}")
        _away_for_a_month(many)
        if paced == ORDERS:
            rows += [_time(many, kind, online, ORDERS, rate)]
        rows += [_time(many, kind, online, ORDERS, 0), _memory(many, kind, small)]
        rows += [_resumed(many, kind, online)]
        if kind == _FIRST:
            rows += [_sale_beside(many, barcodes)]
    return rows


def _connect(file: Path, kind: str, online: Online) -> list[str]:
    """Make a shop whose goods are listed in the online one; return their barcodes."""
    barcodes = make_shop(file, GOODS)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE stock_level SET on_hand = ?", (1000 * PLENTY,))
    connection.close()
    shop = open_shop(Database(file), SystemClock())
    form = ChannelForm(kind, kind, dict(online.settings))
    ChannelAccounts(shop).add(shop.owner(), shop.ids.new(), form)
    shop.database.close()
    synced = Synced(file)
    report = synced.run()
    assert report.linked == GOODS, report
    synced.shop.database.close()
    return barcodes


def _away_for_a_month(file: Path) -> None:
    """Let the account be one that was read a month ago for the last time."""
    synced = Synced(file)
    _known_until(synced.shop, synced.account.id, synced.shop.clock.now() - _MONTH)
    synced.shop.database.close()


def _known_until(shop: Shop, account: UUID, moment: datetime) -> None:
    """Let the orders of an account be known until a moment."""
    until = moment.isoformat()
    with shop.booking(shop.owner()) as booking:
        write_cursor(booking, account, "orders", {"until": until, "since": until})


def _time(shop: Path, kind: str, online: Online, orders: int, rate: int) -> Row:
    """Pull, and send the same bare, in turns; what counts is the middle one of each."""
    recorded = shop.with_suffix(".json")
    taken = _child("record", _copy(shop), str(recorded))
    assert taken["new"] == orders, taken
    ours, bare = [], []
    for _ in range(1 if rate else ROUNDS):
        online.ask("forget")
        ours.append(_child("pull", _copy(shop), str(rate))["seconds"])
        bare.append(_child("bare", str(recorded), str(rate))["seconds"])
    asked = f"{rate} requests a second" if rate else "as fast as it answers"
    text = f"{kind}, {asked}: ours {_listed(ours)}, bare {_listed(bare)} s"
    print(f"{text}, {taken['requests']} requests", file=sys.stderr)
    times = statistics.median(ours) / statistics.median(bare)
    budget = MOST_TIMES if rate else None
    name = f"{kind}: {orders} orders pulled and booked, {asked}"
    return _row(name, times, 1.0, budget, "× bare requests")


def _memory(shop: Path, kind: str, small: Mapping[str, Any]) -> Row:
    """Tell how much more memory ten times the orders take."""
    large = _child("pull", _copy(shop))
    grown = large["peak"] - small["peak"]
    text = f"{kind}: peak {small['peak']:.1f} MB for {FEW}, {large['peak']:.1f} MB for {ORDERS}"
    print(text, file=sys.stderr)
    name = f"{kind}: memory of {ORDERS} orders above that of {FEW}"
    return _row(name, max(0.0, grown), None, MOST_GROWTH_MB, "MB")


def _resumed(shop: Path, kind: str, online: Online) -> Row:
    """Kill a pull in the middle and go on: tell which share is read twice."""
    copy = _copy(shop)
    online.counts()
    dead = subprocess.run(_command("killed", copy), stdout=subprocess.PIPE, check=False)
    assert dead.returncode < 0, dead
    first = _reads(online.counts())
    _let_go_of(copy)
    rest = _child("pull", copy)
    again = first + _reads(online.counts())
    _child("pull", _copy(shop))
    whole = _reads(online.counts())
    text = f"{kind}: {first} reads until the kill, {rest['new']} orders after it, {whole} in all"
    print(text, file=sys.stderr)
    name = f"{kind}: reads of orders once more after a kill in the middle"
    return _row(name, (again - whole) / whole, None, MOST_READ_TWICE, "of all reads")


def _let_go_of(file: str) -> None:
    """End what the dead program held; by itself that ends after a minute."""
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM lease")
    connection.close()


def _reads(counts: Counter[str]) -> int:
    return counts["orders.list"] + counts["orders.get"]


def _sale_beside(shop: Path, barcodes: list[str]) -> Row:
    """Sell for cash while a month of orders is taken up."""
    measured = _child("sales", _copy(shop), "200", *barcodes[:50])
    alone, beside = (sorted(measured[when]) for when in ("alone", "beside"))
    middle, high = statistics.median(beside), beside[int(0.95 * len(beside))]
    text = f"a sale: alone median {statistics.median(alone):.1f}, p95 {_p95(alone):.1f} ms; beside"
    print(f"{text} {middle:.1f}, {high:.1f}, worst {beside[-1]:.1f} ms", file=sys.stderr)
    name = "cash sale of 3 lines while a month of orders is taken up, p95"
    return _row(name, high, round(_p95(alone), 2), MOST_SALE_MS, "ms")


def _p95(times: list[float]) -> float:
    return times[int(0.95 * len(times))]


def _listed(seconds: list[float]) -> str:
    return " ".join(f"{each:.1f}" for each in seconds)


def _copy(file: Path) -> str:
    """Return a copy of a shop that may be written to."""
    copy = file.with_suffix(".copy")
    for suffix in ("-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    shutil.copy(file, copy)
    return str(copy)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.channel_child", *arguments]


def _child(*arguments: str) -> Any:  # noqa: ANN401 (JSON)
    done = subprocess.run(
        _command(*arguments), check=True, stdout=subprocess.PIPE, text=True, timeout=_PATIENCE
    )
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
