"""What commands need that move money by phone: keys, gateways and a collector, without a window."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, TypeAlias

import typer

from microshop_desktop.cli.context import CliState
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.refund_ways import WayRecord

if TYPE_CHECKING:
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.shop import Shop

Record: TypeAlias = AttemptRecord | WayRecord
_LONGEST_PAUSE = 5.0
"""Seconds; the window or another command may have ended what is waited for."""


def keys_of(ctx: typer.Context) -> AccountKeys:
    """Return the keys of the accounts of the call's shop.

    Who speaks to platforms keeps a log of it, in the file of the shop and not on the terminal.
    """
    from microshop_desktop.infra.logging import start_logging, stop_logging
    from microshop_desktop.infra.secrets import SecretStore

    state: CliState = ctx.obj
    with suppress(OSError):
        start_logging(state.folders.log)
        ctx.call_on_close(stop_logging)
    return AccountKeys(SecretStore(state.folders.secrets))


def collector_of(ctx: typer.Context, shop: "Shop", actor: "Actor") -> Collector:
    """Return a collector for the call's shop; nothing is asked yet."""
    return Collector(shop, actor, Gateways(GatewayMaker(keys_of(ctx), shop.clock)))


class Follower:
    """Follows some attempts or refunds in the platforms' rhythm, until they end or time is over."""

    def __init__(self, shop: "Shop", collector: Collector, ended: Event) -> None:
        """Ask by this collector; `ended` is set when whoever waits wants to wait no more."""
        self._clock = shop.clock
        self._collector = collector
        self._ended = ended

    def follow(
        self, is_ours: Callable[[Record], bool], is_open: Callable[[], bool], *, seconds: float
    ) -> bool:
        """Ask about what is ours while it is open; return whether it ended within the time."""
        deadline = self._clock.monotonic() + seconds
        while is_open():
            for record in self._collector.due():
                if is_ours(record) and not self._ended.is_set():
                    self._collector.handle(record)
            left = deadline - self._clock.monotonic()
            if not is_open():
                return True
            if left <= 0 or self._ended.is_set():
                return False
            self._ended.wait(min(left, self._pause()))
        return True

    def _pause(self) -> float:
        moment = self._collector.next_due()
        if moment is None:
            return _LONGEST_PAUSE
        until = (moment - self._clock.now()).total_seconds()
        return min(max(until, 0.1), _LONGEST_PAUSE)


@contextmanager
def waiting() -> Iterator[Event]:
    """Give an event that the first Ctrl+C sets; a second one breaks off as usual."""
    ended = Event()
    if threading.current_thread() is not threading.main_thread():
        yield ended
        return
    before = signal.getsignal(signal.SIGINT)

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, end)
    try:
        yield ended
    finally:
        signal.signal(signal.SIGINT, before)
