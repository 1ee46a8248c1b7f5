"""`microshop accounts`: the accounts by which the shop takes money on phones."""

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli import accounts_add, accounts_shops
from microshop_desktop.cli.collecting import keys_of
from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.cli.lists import Column, print_array, print_table
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import ALIPAY, METHODS, WECHAT_PAY
from microshop_desktop.infra.account_words import still_followed
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from microshop_desktop.infra.secrets import StoreKind
    from microshop_desktop.payments.gateway import Checked
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.payment_accounts import AccountView, PaymentAccounts

app = typer.Typer(
    help=_("Look at, check and add the accounts by which phones pay."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
accounts_shops.add_to(accounts_add.app)
app.add_typer(accounts_add.app, name="add", help=_("Add an account, or change its keys."))

Which = Annotated[str, typer.Argument(help=_("Name, kind or id of the account."))]


@app.command("list", help=_("List the accounts."))
def list_accounts(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Print all accounts, the oldest first."""
    from microshop_desktop.services.payment_accounts import PaymentAccounts

    with opened(ctx) as (shop, actor):
        views = PaymentAccounts(shop).every(actor)
        shops = accounts_shops.every(shop, actor)
    kind = keys_of(ctx).kind
    if as_json:
        online = map(accounts_shops.channel_json, shops)
        print_array(chain((account_json(view, kind) for view in views), online))
        return
    print_table(_columns(), chain(map(_row, views), map(accounts_shops.row, shops)))
    if kind is not None:
        note(key_place(kind))


@app.command("check", help=_("Ask each platform whether its account is in order."))
def check(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(help=_("Name, kind or id of the account."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """Say in a sentence an account what is wrong with it; exit code 1 where something is."""
    from microshop_desktop.payments.account_setup import AccountSetup
    from microshop_desktop.payments.making import GatewayMaker
    from microshop_desktop.services.payment_accounts import PaymentAccounts

    store = keys_of(ctx)
    with opened(ctx) as (shop, actor):
        shops = accounts_shops.named(shop, actor, which)
        views = [] if which and shops else _wanted(PaymentAccounts(shop), actor, which)
        setup = AccountSetup(shop, store, GatewayMaker(store, shop.clock))
        setup.settle_keys(actor)
        found = [_finding(view, partial(setup.check_saved, actor, view.id)) for view in views]
        found += [accounts_shops.finding(shop, actor, store, view) for view in shops]
    if as_json:
        print_json(found)
    else:
        for finding in found:
            say(str(finding["sentence"]))
    if any(finding["state"] != "good" for finding in found):
        raise typer.Exit(1)


@app.command("on", help=_("Offer an account at the till again."))
def switch_on(ctx: typer.Context, which: Which, as_json: JsonFlag = False) -> None:
    """Switch the account on."""
    _switch(ctx, which, on=True, as_json=as_json)


@app.command("off", help=_("Offer an account at the till no more; its keys stay."))
def switch_off(ctx: typer.Context, which: Which, as_json: JsonFlag = False) -> None:
    """Switch the account off."""
    _switch(ctx, which, on=False, as_json=as_json)


@app.command("remove", help=_("Remove an account and its keys."))
def remove(
    ctx: typer.Context,
    which: Which,
    *,
    drop_orders: Annotated[
        bool, typer.Option(help=_("Cancel what waits of an online shop, and free its goods."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Remove the account, once nothing of it is open any more."""
    from microshop_desktop.payments.account_setup import AccountSetup
    from microshop_desktop.payments.making import GatewayMaker
    from microshop_desktop.services.payment_accounts import PaymentAccounts

    store, left = keys_of(ctx), ""
    with opened(ctx) as (shop, actor):
        online = accounts_shops.named(shop, actor, which)
        if online:
            account, name = online[0].id, online[0].name
            left = accounts_shops.remove(shop, actor, store, account, drop_orders=drop_orders)
        else:
            view = _one(PaymentAccounts(shop), actor, which)
            account, name = view.id, view.name
            AccountSetup(shop, store, GatewayMaker(store, shop.clock)).remove(actor, account)
    if as_json:
        print_json({"removed": str(account)})
    else:
        say(_("{name} is removed, with its keys.").format(name=name))
    if left:
        note(left)


def account_json(view: "AccountView", kind: "StoreKind | None") -> dict[str, object]:
    """Return an account as scripts read it; `keys_in` says where the key of its keys lies."""
    return {
        "id": str(view.id),
        "kind": view.kind,
        "name": view.name,
        "practice": view.practice,
        "enabled": view.enabled,
        "merchant": view.merchant,
        "settings": dict(view.settings),
        "keys_in": None if kind is None or view.kind not in METHODS else kind.value,
    }


def kind_name(kind: str) -> str:
    """Return how a kind of account is called."""
    names = {WECHAT_PAY: _("WeChat Pay"), ALIPAY: _("Alipay")}
    return names.get(kind, _("Collection code"))


def key_place(kind: "StoreKind | None") -> str:
    """Return in a sentence how safely the keys are kept; nothing where there are none."""
    from microshop_desktop.infra.secrets import where_kept

    return "" if kind is None else where_kept(kind)


def _switch(ctx: typer.Context, which: str, *, on: bool, as_json: bool) -> None:
    from microshop_desktop.services.payment_accounts import PaymentAccounts

    with opened(ctx) as (shop, actor):
        online = accounts_shops.named(shop, actor, which)
        if online:
            accounts_shops.switch(shop, actor, online[0].id, on=on, as_json=as_json)
            return
        accounts = PaymentAccounts(shop)
        view = accounts.switch(actor, _one(accounts, actor, which).id, on=on)
        followed = not on and accounts.is_followed(actor, view.id)
    if followed:
        note(still_followed(view.name))
    if as_json:
        print_json(account_json(view, keys_of(ctx).kind))
        return
    text = _("{name} is offered at the till.") if on else _("{name} is offered no more.")
    say(text.format(name=view.name))


def _wanted(accounts: "PaymentAccounts", actor: "Actor", which: str) -> "Sequence[AccountView]":
    if which:
        return [_one(accounts, actor, which)]
    return [view for view in accounts.every(actor) if view.kind in METHODS]


def _one(accounts: "PaymentAccounts", actor: "Actor", which: str) -> "AccountView":
    """Return the account of a name, kind or id; `account_missing` when that is none or several."""
    wanted = which.casefold()
    found = [
        view
        for view in accounts.every(actor)
        if wanted in {view.name.casefold(), view.kind, view.kind.replace("_", "-"), str(view.id)}
    ]
    if len(found) != 1:
        raise ShopError(ErrorCode.ACCOUNT_MISSING, account=which)
    return found[0]


def _columns() -> list[Column]:
    return [
        Column(_("Account")),
        Column(_("Platform")),
        Column(_("Merchant")),
        Column(_("State")),
        Column(_("Address")),
    ]


def _row(view: "AccountView") -> list[str]:
    return [
        view.name,
        kind_name(view.kind),
        view.merchant,
        _state(view),
        view.settings.get("base_url", ""),
    ]


def _state(view: "AccountView") -> str:
    state = _("switched on") if view.enabled else _("switched off")
    return _("{state}, practice").format(state=state) if view.practice else state


def _finding(view: "AccountView", ask: "Callable[[], Checked]") -> dict[str, object]:
    """Ask about one account; keys that cannot be used are a finding like any other."""
    from microshop_desktop.infra.messages import sentence
    from microshop_desktop.payments.check_words import check_sentence

    account = {"account": str(view.id), "name": view.name}
    try:
        checked = ask()
    except ShopError as error:
        text = f"{view.name}: {sentence(error.code, error.params)}"
        return {**account, "state": error.code.value, "code": "", "sentence": text}
    return {
        **account,
        "state": checked.state.value,
        "code": checked.code,
        "proves_answers": checked.proves_answers,
        "clock_off_seconds": round(checked.skew.total_seconds()),
        "sentence": check_sentence(checked, view.name),
    }
