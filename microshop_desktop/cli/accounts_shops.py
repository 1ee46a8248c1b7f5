"""`microshop accounts add vendure …`: accounts of online shops. One table makes all commands.

Each public value of a platform is an option; each secret is one too, or a file with it, which other
people of the computer cannot read in the list of programs.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from microshop_desktop.channels.needs import Need, Platform, Transport
from microshop_desktop.channels.platforms import DIRECT, PLATFORMS, TRANSPORTS
from microshop_desktop.cli import accounts_files
from microshop_desktop.cli.collecting import keys_of
from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _, ngettext

if TYPE_CHECKING:
    from uuid import UUID

    from microshop_desktop.channels.channel import Checked
    from microshop_desktop.payments.account_keys import AccountKeys
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.channel_accounts import ChannelView
    from microshop_desktop.services.shop import Shop

SecretFile = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help=_("File of this key; safer than the key.")),
]
Name = Annotated[str, typer.Option(help=_("How the account is called in your shop."))]
TransportName = Annotated[
    str,
    typer.Option(help=_("direct, relay for a server of yours, or file for exports and uploads.")),
]
Switches = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help=_("A setting of how the platform differs, see docs.")
    ),
]
NoCheck = Annotated[
    bool, typer.Option("--no-check", help=_("Save without asking the platform first."))
]
_COMMON: Mapping[str, tuple[Any, object]] = {
    "name": (Name, ""),
    "switches": (Switches, None),
    "no_check": (NoCheck, False),
    "as_json": (JsonFlag, False),
}


def add_to(app: typer.Typer) -> None:
    """Give `accounts add` a command for each kind of online shop."""
    for platform in PLATFORMS:
        app.command(
            platform.kind.replace("_", "-"), help=_("Add an online shop of this platform.")
        )(_command(platform))
    accounts_files.add_to(app, {platform.kind for platform in PLATFORMS})


def _command(platform: Platform) -> Callable[..., None]:
    """Return the command of a platform; typer reads its options from the signature."""

    def add(ctx: typer.Context, **given: Any) -> None:  # noqa: ANN401 (what typer hands over)
        _add(ctx, platform, given)

    options: dict[str, tuple[Any, object]] = {}
    for need in platform.every():
        options |= _options_of(need)
    if len(platform.transports) > 1 or platform.kind in accounts_files.kinds():
        options["transport"] = (TransportName, DIRECT)
    for need in _needs_of_transports(platform):
        options |= _options_of(need)
    options |= _COMMON
    keyword = inspect.Parameter.KEYWORD_ONLY
    first = inspect.Parameter(
        "ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    rest = [
        inspect.Parameter(name, keyword, annotation=kind, default=default)
        for name, (kind, default) in options.items()
    ]
    add.__signature__ = inspect.Signature([first, *rest])  # type: ignore[attr-defined]
    add.__annotations__ = {"ctx": typer.Context, **{name: k for name, (k, _d) in options.items()}}
    return add


def _needs_of_transports(platform: Platform) -> Iterator[Need]:
    """Go through what the ways to a platform need besides."""
    for key in platform.transports:
        yield from TRANSPORTS[key].needs


def _options_of(need: Need) -> dict[str, tuple[Any, object]]:
    """Return the option of a value; a secret may be given by a file besides."""
    text = Annotated[str, typer.Option(help=_(need.help))]
    if not need.secret:
        return {need.name: (text, "")}
    return {need.name: (text, ""), f"{need.name}_file": (SecretFile, None)}


def _add(ctx: typer.Context, platform: Platform, given: Mapping[str, Any]) -> None:
    """Ask the platform, save, and say how the keys are kept."""
    from microshop_desktop.channels.making import ChannelMaker, token_values
    from microshop_desktop.channels.sync import new_pace
    from microshop_desktop.channels.transports import checked
    from microshop_desktop.channels.words import kind_name
    from microshop_desktop.cli.accounts import key_place
    from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm

    if given.get("transport") == accounts_files.FILES:
        accounts_files.add(ctx, platform.kind, given["name"], as_json=given["as_json"])
        return
    transport = _transport(platform, given)
    settings = _settings(platform, transport, given)
    secrets = _secrets((*platform.every(), *transport.needs), given)
    store = keys_of(ctx)
    with opened(ctx) as (shop, actor):
        channel, tokens = ChannelMaker(shop, actor, store).tried(
            platform.kind, settings, secrets, new_pace(shop), transport=transport.key
        )
        name = given["name"]
        if not given["no_check"]:
            ask = partial(checked, channel, transport.key, settings, secrets, clock=shop.clock)
            called = check_channel(ask, kind_name(platform.kind))
            name = name or called
        accounts = ChannelAccounts(shop)
        account = accounts.known(actor, platform.kind, settings) or shop.ids.new()
        store.write(account, {**secrets, **token_values(tokens.current())})
        name = name or kind_name(platform.kind)
        form = ChannelForm(platform.kind, name, settings, transport.key)
        view = accounts.add(actor, account, form)
    if given["as_json"]:
        print_json(channel_json(view))
        return
    say(_("{name} is synced from now on: microshop sync").format(name=view.name))
    note(key_place(store.kind))


def check_channel(ask: "Callable[[], Checked]", name: str) -> str:
    """Return what the shop calls itself; `account_not_good` with a sentence where it refuses."""
    from microshop_desktop.channels.channel import ChannelError
    from microshop_desktop.channels.words import trouble_sentence

    try:
        shop_name: str = ask().shop_name
    except ChannelError as error:
        raise ShopError(
            ErrorCode.ACCOUNT_NOT_GOOD,
            sentence=trouble_sentence(error, name),
            state=error.trouble.value,
            platform_code=error.code,
        ) from error
    return shop_name


def every(shop: "Shop", actor: "Actor") -> "Sequence[ChannelView]":
    """Return all accounts of online shops."""
    from microshop_desktop.services.channel_accounts import ChannelAccounts

    return ChannelAccounts(shop).every(actor)


def named(shop: "Shop", actor: "Actor", which: str) -> "list[ChannelView]":
    """Return the account of a name, kind or id in a list of one, all of them for no name."""
    wanted = which.casefold()
    return [
        view
        for view in every(shop, actor)
        if not which
        or wanted in {view.name.casefold(), view.kind, view.kind.replace("_", "-"), str(view.id)}
    ]


def finding(
    shop: "Shop", actor: "Actor", store: "AccountKeys", view: "ChannelView"
) -> dict[str, object]:
    """Ask a shop something harmless and say in a sentence whether it is in order."""
    from microshop_desktop.channels.making import ChannelMaker
    from microshop_desktop.channels.sync import new_pace
    from microshop_desktop.channels.transports import checked
    from microshop_desktop.infra.messages import sentence

    account = {"account": str(view.id), "name": view.name}
    if view.transport == accounts_files.FILES:
        text = sentence(ErrorCode.ONLY_BY_FILES, {"name": view.name})
        return {**account, "state": "good", "code": "", "sentence": text}
    try:
        channel = ChannelMaker(shop, actor, store).saved(view, new_pace(shop))
        keys = store.read(view.id)
        ask = partial(checked, channel, view.transport, view.settings, keys, clock=shop.clock)
        check_channel(ask, view.name)
    except ShopError as error:
        # The sentence of an account that is added says besides that nothing was saved.
        text = str(error.params.get("sentence", sentence(error.code, error.params)))
        state = error.params.get("state", error.code.value)
        code = error.params.get("platform_code", "")
        return {**account, "state": state, "code": code, "sentence": text}
    text = _("{name} is in order.").format(name=view.name)
    return {**account, "state": "good", "code": "", "sentence": text}


def switch(shop: "Shop", actor: "Actor", account: "UUID", *, on: bool, as_json: bool) -> None:
    """Sync an account, or leave it alone."""
    from microshop_desktop.services.channel_accounts import ChannelAccounts

    view = ChannelAccounts(shop).switch(actor, account, on=on)
    if as_json:
        print_json(channel_json(view))
        return
    text = _("{name} is synced again.") if on else _("{name} is synced no more.")
    say(text.format(name=view.name))


def remove(
    shop: "Shop", actor: "Actor", store: "AccountKeys", account: "UUID", *, drop_orders: bool
) -> str:
    """Remove an account and its keys; return what becomes of its orders that wait."""
    from microshop_desktop.services.channel_accounts import ChannelAccounts

    left = ChannelAccounts(shop).remove(actor, account, drop_orders=drop_orders)
    store.remove(account)
    return left_behind_text(left.orders, dropped=drop_orders)


def left_behind_text(orders: int, *, dropped: bool) -> str:
    """Return what becomes of the orders of a removed shop; empty where none waits."""
    if not orders:
        return ""
    if dropped:
        words = ngettext(
            "{count} order that waited is cancelled here; tell the customer at the shop.",
            "{count} orders that waited are cancelled here; tell the customers at the shop.",
            orders,
        )
    else:
        words = ngettext(
            "{count} order still waits and keeps its goods: ship it or cancel it by hand.",
            "{count} orders still wait and keep their goods: ship or cancel them by hand.",
            orders,
        )
    return words.format(count=orders)


def row(view: "ChannelView") -> list[str]:
    """Return an account as a row of the list."""
    from microshop_desktop.channels.words import kind_name

    state = _("switched on") if view.enabled else _("switched off")
    base = str(view.settings.get("base_url", ""))
    return [view.name, kind_name(view.kind), view.transport, state, base]


def channel_json(view: "ChannelView") -> dict[str, object]:
    """Return an account as scripts read it."""
    return {
        "id": str(view.id),
        "kind": view.kind,
        "name": view.name,
        "transport": view.transport,
        "enabled": view.enabled,
        "settings": dict(view.settings),
    }


def _transport(platform: Platform, given: Mapping[str, Any]) -> Transport:
    key = given.get("transport", DIRECT)
    if key not in platform.transports:
        known = ", ".join(platform.transports)
        raise typer.BadParameter(_("Ways to this platform are: {names}").format(names=known))
    return TRANSPORTS[key]


def _settings(platform: Platform, transport: Transport, given: Mapping[str, Any]) -> dict[str, str]:
    from microshop_desktop.channels.account_values import SWITCHES

    names = [need.name for need in (*platform.every(), *transport.needs) if not need.secret]
    found = {name: given[name] for name in names if given[name]}
    known = (*platform.switches, *SWITCHES, "percent", "buffer")
    return {**found, **_switched(given["switches"], known)}


def _secrets(needs: Iterable[Need], given: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name in (need.name for need in needs if need.secret):
        path: Path | None = given[f"{name}_file"]
        value = given[name] if path is None else path.read_text(encoding="utf-8").strip()
        if value:
            found[name] = value
    return found


def _switched(given: Sequence[str] | None, names: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in given or ():
        name, _sign, value = text.partition("=")
        if name not in names or not value:
            known = ", ".join(names)
            raise typer.BadParameter(_("Settings are: {names}").format(names=known))
        found[name] = value
    return found
