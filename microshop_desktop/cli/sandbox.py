"""`microshop sandbox`: the practice platforms and online shops alone, until Ctrl+C."""

import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import CliState, JsonFlag, note, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.cli.sandbox_shops import ShopCredentials
    from microshop_desktop.sandbox.credentials import Credentials
    from microshop_desktop.sandbox.faults import FaultRule
    from microshop_desktop.sandbox.sandbox import Sandbox
    from microshop_desktop.sandbox.shops.practice_shops import PracticeShops

app = typer.Typer(add_completion=False, rich_markup_mode=None)
PORT = 8790
"""Stays the same, so that an account made for practice still finds its platform tomorrow."""
_LAST_PORT = 65_535 - 20
"""The online shops listen at the ports after it."""
EVERY = 120
"""Seconds from one online order to the next, where nobody says."""
FOLDER = "sandbox"
_LOOK = 0.5
"""Seconds: Windows hears Ctrl+C only between two waits."""


@app.command(help=_("Practice payments and online shops on this computer."))
def sandbox(
    ctx: typer.Context,
    port: Annotated[
        int,
        typer.Option(
            min=0, max=_LAST_PORT, help=_("Where the platforms listen; 0: anywhere. Shops follow.")
        ),
    ] = PORT,
    fault: Annotated[
        list[str] | None,
        typer.Option(help=_("What is to go wrong: NAME[=SECONDS][:TIMES][@ENDPOINT].")),
    ] = None,
    orders: Annotated[
        int, typer.Option(min=0, help=_("Seconds from one online order to the next; 0: none come."))
    ] = EVERY,
    folder: Annotated[
        Path | None, typer.Option(help=_("Folder for the practice keys and their files."))
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Start the platforms, say how to reach them, and run until the end is asked for."""
    from microshop_desktop.cli.sandbox_shops import practice_shops, write_shop_credentials
    from microshop_desktop.sandbox.keys import keys_in
    from microshop_desktop.sandbox.sandbox import Sandbox

    state: CliState = ctx.obj
    place = folder or state.folders.data / FOLDER
    practice = Sandbox(keys_in(place / "keys"))
    practice.faults.add(*_faults(fault or []))
    shops = practice_shops(practice.faults)
    _start(practice, shops, port, orders)
    with _ending() as ended:
        credentials = practice.write_credentials(place)
        of_shops = write_shop_credentials(shops, place / "shops")
        if as_json:
            print_json(_document(practice, credentials, of_shops))
        else:
            _tell(practice, credentials, of_shops)
        while not ended.wait(_LOOK):
            continue
    shops.stop()
    practice.stop()


def _start(practice: "Sandbox", shops: "PracticeShops", port: int, every: int) -> None:
    """Listen at a port and those after it; one that is taken is wrong usage."""
    try:
        practice.start(port)
    except OSError:
        raise _taken(port) from None
    for number, online in enumerate(shops.shops, start=1):
        try:
            online.start(port + number if port else 0)
        except OSError:
            raise _taken(port + number) from None
    if every:
        shops.customers.begin(every)


def _taken(port: int) -> typer.BadParameter:
    text = _("Port {port} is taken by another program.").format(port=port)
    return typer.BadParameter(text, param_hint="--port")


def _faults(texts: list[str]) -> list["FaultRule"]:
    """Read the faults of the command line; a wrong one is wrong usage."""
    from microshop_desktop.sandbox.faults import FaultName
    from microshop_desktop.sandbox.shops.faults import ShopFault, shop_rule

    try:
        return [shop_rule(text) for text in texts]
    except ValueError as error:
        known = ", ".join((*FaultName, *ShopFault))
        raise typer.BadParameter(f"{error}\n{known}", param_hint="--fault") from error


@contextmanager
def _ending() -> Iterator[Event]:
    """Give an event that is set when the user or the system wants the end."""
    ended = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _document(
    practice: "Sandbox", credentials: list["Credentials"], of_shops: list["ShopCredentials"]
) -> dict[str, object]:
    return {
        "wechat_pay": practice.base_url,
        "alipay": practice.alipay_url,
        "untrusted_tls": practice.untrusted_url,
        "control": practice.control_url,
        "phone": practice.phone_url,
        "codes": practice.payment_codes(),
        "accounts": [
            {
                "kind": each.kind.replace("-", "_"),
                "mode": each.mode,
                "options": each.options,
                "command": each.command,
            }
            for each in credentials
        ],
        "shops": [
            {"kind": each.kind, "address": each.address, "command": each.command}
            for each in of_shops
        ],
    }


def _tell(
    practice: "Sandbox", credentials: list["Credentials"], of_shops: list["ShopCredentials"]
) -> None:
    say(_("WeChat Pay (practice): {address}").format(address=practice.base_url))
    say(_("Alipay (practice): {address}").format(address=practice.alipay_url))
    say(_("Control, on this computer only: {address}").format(address=practice.control_url))
    say(_("The customer's phone, in the same Wi-Fi: {address}").format(address=practice.phone_url))
    codes = ", ".join(practice.payment_codes().values())
    say(_("Payment codes to type or scan, each good for one payment: {codes}").format(codes=codes))
    say("")
    say(_("To use them, add one of these accounts to your shop:"))
    for each in credentials:
        say(shlex.join(["microshop", *each.command]))
    say("")
    say(_("Online shops to practise with; they sell what the sample shop has:"))
    for shop in of_shops:
        say(shlex.join(["microshop", *shop.command]))
    sys.stdout.flush()
    note(_("Running until Ctrl+C."))
