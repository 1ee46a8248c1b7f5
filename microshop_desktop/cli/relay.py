"""`microshop relay`: the small server of a seller's own, for platforms that want known addresses.

Nothing of it is kept here: the token is shown once, and its hash goes to the server.
"""

from pathlib import Path
from typing import Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, note, print_json, say
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

app = typer.Typer(
    help=_("Set up a relay: a small server of yours whose address platforms know."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("save", help=_("Write the file for the server, and make a token."))
def save(
    target: Annotated[
        Path, typer.Argument(dir_okay=False, help=_("Where to write the file for the server."))
    ] = Path("microshop_relay.py"),
    as_json: JsonFlag = False,
) -> None:
    """Write the relay and print a token, which is kept nowhere, with its hash."""
    from microshop_desktop.infra.relay import RELAY_FILE, new_token
    from microshop_desktop.infra.resources import resource_bytes

    content = resource_bytes(RELAY_FILE)
    first = content.splitlines()[1]
    if target.exists() and first not in target.read_bytes():
        raise typer.BadParameter(_("{path} is another file.").format(path=target))
    try:
        target.write_bytes(content)
    except OSError as error:
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(target)) from error
    token, hashed = new_token()
    if as_json:
        print_json({"file": str(target), "token": token, "token_sha256": hashed})
        return
    say(_("{path} is for the server.").format(path=target))
    say(_("For this computer, as --relay-token-file: {token}").format(token=token))
    say(_("For the server: {setting}").format(setting=f"MICROSHOP_RELAY_TOKEN_SHA256={hashed}"))
    note(_("The token is shown this once. The guide to the relay says what comes next."))


@app.command("check", help=_("Ask a relay whether it runs and which address platforms see."))
def check(
    url: Annotated[str, typer.Argument(help=_("Address of the relay."))],
    relay_token_file: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help=_("File with the token."))
    ],
    as_json: JsonFlag = False,
) -> None:
    """Say in a sentence how the relay is, and what to enter in lists of allowed addresses."""
    from microshop_desktop.channels.channel import ChannelError
    from microshop_desktop.channels.transports import relay_address, relay_place
    from microshop_desktop.channels.words import trouble_sentence
    from microshop_desktop.infra.clock import SystemClock
    from microshop_desktop.infra.http import HttpClient

    token = relay_token_file.read_text(encoding="utf-8").strip()
    place, clock = relay_place({"relay_url": url}, {"relay_token": token}), SystemClock()
    address, state, code = "", "good", ""
    try:
        address = relay_address(HttpClient(clock), place, clock)
        sentence = _fine(address)
    except ChannelError as error:
        state, code = error.trouble.value, error.code
        sentence = trouble_sentence(error, _("the platform"))
    if as_json:
        print_json({"state": state, "code": code, "address": address, "sentence": sentence})
    else:
        say(sentence)
    if state != "good":
        raise typer.Exit(1)


def _fine(address: str) -> str:
    if not address:
        return _("The relay is in order. It does not know its address: ask who rents it to you.")
    text = _("The relay is in order. Enter {address} in the platform's list of addresses.")
    return text.format(address=address)
