"""Syncs of a shop in a process of its own, measured: `pull`, `killed`, `record`, `bare`, `sales`.

`rate`: requests a second, in ours and in the bare loop alike; 0 for as fast as answers come.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import requests
from typing_extensions import override

from benchmarks.bench_sale import basket, sell
from microshop_desktop.channels.channel import ShopChannel
from microshop_desktop.channels.pace import Pace, PacedHttp
from microshop_desktop.channels.registry import make_channel
from microshop_desktop.channels.sync import AccountSync, Progress, Step, SyncReport
from microshop_desktop.channels.tokens import KeptInMemory
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import HttpAnswer, HttpClient, HttpRequest
from microshop_desktop.persistence.database import Database
from microshop_desktop.sandbox.shops.practice import practice_kind
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.shop import Shop, open_shop

_BETWEEN_SALES = 0.02
"""Seconds from one sale to the next: quicker than anybody scans."""
Tell = Callable[[Progress], None]


class SetPace(Pace):
    """Asks so many times a second as was set, whatever a platform likes; 0: at once."""

    def __init__(self, rate: float = 0) -> None:
        super().__init__(SystemClock(), threading.Event())
        self._rate = rate

    @override
    def limit(self, rate: float) -> None:
        """Keep to the rate that was set."""
        if self._rate:
            super().limit(self._rate)


class Recorded:
    """A client that keeps what it sends."""

    def __init__(self) -> None:
        self.sent: list[list[Any]] = []
        self._http = HttpClient(SystemClock())

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send a request and note it."""
        body = None if request.body is None else request.body.decode()
        self.sent.append([request.method, request.url, dict(request.headers), body])
        return self._http.send(request)


class Synced:
    """A shop's file opened to be synced with the one account that it has."""

    def __init__(
        self, file: Path, http: Recorded | HttpClient | None = None, *, rate: float = 0
    ) -> None:
        self.shop: Shop = open_shop(Database(file), SystemClock())
        self.actor = self.shop.owner()
        (self.account,) = ChannelAccounts(self.shop).every(self.actor)
        self._pace = SetPace(rate)
        self._channel = _channel(self.account, self._pace, http or HttpClient(self.shop.clock))

    def run(self, tell: Tell = lambda _: None) -> SyncReport:
        """Sync once; whatever fails ends the benchmark."""
        sync = AccountSync(self.shop, self.actor, self.account, self._channel, self._pace)
        report = sync.run(tell=tell)
        if report.trouble is not None:
            raise report.trouble
        return report


def _channel(account: ChannelView, pace: Pace, http: Recorded | HttpClient) -> ShopChannel:
    settings = {name: str(value) for name, value in account.settings.items()}
    return make_channel(
        account.kind,
        settings,
        practice_kind(account.kind).secrets,
        http=PacedHttp(http, pace),
        clock=SystemClock(),
        tokens=KeptInMemory(),
    )


def pull(file: str, rate: str = "0") -> dict[str, object]:
    """Sync; tell how long it took, how many orders came, and the most memory there was."""
    synced = Synced(Path(file), rate=float(rate))
    begun = time.perf_counter()
    report = synced.run()
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "new": report.new, "peak": _peak_mb()}


def killed(file: str) -> dict[str, object]:
    """Sync, and be killed once half of the time with orders is read: nothing is said."""

    def die(at: Progress) -> None:
        if at.step is Step.ORDERS and at.share >= 0.5:
            os.kill(os.getpid(), signal.SIGKILL)

    Synced(Path(file)).run(die)
    message = "there were too few orders to be killed among them"
    raise RuntimeError(message)


def record(file: str, into: str) -> dict[str, object]:
    """Sync, and write down what was sent."""
    http = Recorded()
    report = Synced(Path(file), http).run()
    Path(into).write_text(json.dumps(http.sent), encoding="utf-8")
    return {"new": report.new, "requests": len(http.sent)}


def bare(recorded: str, rate: str = "0") -> dict[str, object]:
    """Send the same requests by a bare session and read the JSON of each answer."""
    sent = json.loads(Path(recorded).read_text(encoding="utf-8"))
    session = requests.Session()
    gap = 1 / float(rate) if float(rate) else 0.0
    begun = due = time.perf_counter()
    for method, url, headers, body in sent:
        time.sleep(max(0.0, due - time.perf_counter()))
        due = max(due, time.perf_counter()) + gap
        answer = session.request(method, url, headers=headers, data=body, timeout=20)
        answer.raise_for_status()
        json.loads(answer.content, parse_float=Decimal)
    return {"seconds": time.perf_counter() - begun}


def sales(file: str, count: str, *codes: str) -> dict[str, object]:
    """Sell alone and while a sync takes up orders; tell the milliseconds each sale took."""
    synced = Synced(Path(file))
    alone = _sell_some(synced.shop, list(codes), int(count))
    ended = threading.Event()
    thread = threading.Thread(target=_sync_then_say, args=(synced, ended))
    thread.start()
    beside: list[float] = []
    while not ended.is_set():
        beside += _sell_some(synced.shop, list(codes), 1)
        time.sleep(_BETWEEN_SALES)
    thread.join()
    return {"alone": alone, "beside": beside}


def _sync_then_say(synced: Synced, ended: threading.Event) -> None:
    try:
        synced.run()
    finally:
        ended.set()


def _sell_some(shop: Shop, codes: list[str], count: int) -> list[float]:
    actor = shop.owner()
    return [
        1000 * sell(shop, actor, basket(shop, codes, time.perf_counter_ns() % 9973))
        for _ in range(count)
    ]


def _peak_mb() -> float:
    """Return the most memory this program had at once; the system's other count is the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


_ACTS: dict[str, Callable[..., dict[str, object]]] = {
    "pull": pull,
    "killed": killed,
    "record": record,
    "bare": bare,
    "sales": sales,
}

if __name__ == "__main__":
    print(json.dumps(_ACTS[sys.argv[1]](*sys.argv[2:])))
