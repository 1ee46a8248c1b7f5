"""The till while an online shop is synced: frames of the selling page.

A practice shop, a program of its own, has thousands of goods and gets an order several times a
second. Everything that is listed is read, its numbers are written, and its orders are taken up, in
the thread of the syncs, while tiles scroll and goods are scanned.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.made_shop import make_shop
from benchmarks.till_window import frames_row, open_till
from microshop_desktop.sandbox.shops.woocommerce import KEY, SECRET

if TYPE_CHECKING:
    from microshop_desktop.channels.channel import ShopChannel
    from microshop_desktop.channels.pace import Pace
    from microshop_desktop.services.channel_accounts import ChannelView

SKUS = int(os.environ.get("MICROSHOP_BENCH_SYNC_SKUS", "5000"))
LISTED = SKUS // 5
ORDERS_A_SECOND = 4
SECONDS = int(os.environ.get("MICROSHOP_BENCH_SYNC_SECONDS", "30"))
_AGAIN_S = 1.0
_PATIENCE = 120.0


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        codes = make_shop(Path(folder) / "shop.sqlite", SKUS)
        measured = _in_a_window(folder, codes[0])
    told = f"{measured['orders']} orders and {measured['numbers']} numbers"
    print(json.dumps([frames_row(measured, f"frame while {told} are synced, worst")]))


def _in_a_window(folder: str, code: str) -> dict[str, Any]:
    """Run the shop and the window as programs of their own; return what was measured."""
    shop = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.practice_shop", str(LISTED), "0", str(ORDERS_A_SECOND)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert shop.stdout is not None
    address = shop.stdout.readline().strip()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_sync_frames", folder, code, address],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
            timeout=_PATIENCE + 2 * SECONDS,
        )
    finally:
        shop.kill()
        shop.wait()
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def window(folder: str, code: str, address: str) -> None:
    """Open the till on the shop, measure its frames alone and beside syncs, and print them."""
    from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm

    till = open_till(folder, code, channels=_woocommerce)
    alone = till.frames(min(SECONDS, 10))
    made, opened = till.made, till.made.open_services()
    form = ChannelForm("woocommerce", "bench", {"base_url": address})
    ChannelAccounts(opened.shop).add(opened.actor, opened.shop.ids.new(), form)
    made.online.syncing.look_again()
    stop = threading.Event()
    threading.Thread(target=_ask, args=(made.online.syncing.ask, stop), daemon=True).start()
    beside = till.frames(SECONDS)
    stop.set()
    done = _counts(Path(folder) / "shop.sqlite")
    print(json.dumps({"alone": alone, "beside": beside, **done}))
    sys.stdout.flush()
    # The end would make the backup of the day, which nobody waits for here.
    os._exit(0)


def _woocommerce(view: "ChannelView", pace: "Pace") -> "ShopChannel":
    """Return the channel of the practice shop, whose keys everybody knows."""
    from microshop_desktop.channels.pace import PacedHttp
    from microshop_desktop.channels.registry import make_channel
    from microshop_desktop.channels.tokens import KeptInMemory
    from microshop_desktop.infra.clock import SystemClock
    from microshop_desktop.infra.http import HttpClient

    clock = SystemClock()
    keys = {"consumer_key": KEY, "consumer_secret": SECRET}
    http = PacedHttp(HttpClient(clock), pace)
    return make_channel(
        view.kind, view.settings, keys, http=http, clock=clock, tokens=KeptInMemory()
    )


def _ask(ask: Callable[[], None], stop: threading.Event) -> None:
    """Want a sync again and again, sooner than the program would by itself."""
    while not stop.wait(_AGAIN_S):
        ask()


def _counts(file: Path) -> dict[str, int]:
    """Return how much was synced."""
    with sqlite3.connect(file) as connection:
        (orders,) = connection.execute("SELECT count(*) FROM online_order").fetchone()
        (numbers,) = connection.execute(
            "SELECT count(*) FROM listing WHERE target = expected"
        ).fetchone()
    connection.close()
    return {"orders": orders, "numbers": numbers}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        window(*sys.argv[1:])
    else:
        main()
