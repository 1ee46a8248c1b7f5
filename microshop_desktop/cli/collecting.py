"""What commands need that move money by phone: keys, gateways and a collector, without a window."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

import typer

from microshop_desktop.cli.context import CliState
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.account_setup import AccountSetup
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.making import GatewayMaker

if TYPE_CHECKING:
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.shop import Shop


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
    """Return a collector for the call's shop; nothing is asked yet.

    Keys whose change was cut off are settled first, so that no gateway is made from half of it.
    """
    keys = keys_of(ctx)
    maker = GatewayMaker(keys, shop.clock)
    AccountSetup(shop, keys, maker).settle_keys(actor)
    return Collector(shop, actor, Gateways(maker))


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
