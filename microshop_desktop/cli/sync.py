"""`microshop sync`: bring online shops and this one into agreement."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.collecting import keys_of, waiting
from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from microshop_desktop.channels.sync import Progress, SyncReport
    from microshop_desktop.payments.account_keys import AccountKeys
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.channel_accounts import ChannelView
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Read orders of online shops and tell them what is in stock."))
def sync(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="[ACCOUNT]", help=_("Name, kind or id of the account."))
    ] = "",
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would be written online; write nothing."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Sync the accounts one after the other; exit code 1 where one of them failed."""
    store = keys_of(ctx)
    found = []
    with opened(ctx) as (shop, actor), waiting() as ended:
        for view in _wanted(shop, actor, which):
            if ended.is_set():
                break
            report = _sync_one(shop, actor, store, view, ended, dry_run=dry_run)
            found.append(report_json(view, report))
            if not as_json:
                _say(view, report)
    if as_json:
        print_json(found)
    if any(report["errors"] for report in found):
        raise typer.Exit(1)


def _wanted(shop: "Shop", actor: "Actor", which: str) -> "list[ChannelView]":
    from microshop_desktop.services.channel_accounts import FILE, ChannelAccounts

    views = ChannelAccounts(shop).every(actor)
    if not which:
        return [view for view in views if view.enabled and view.transport != FILE]
    wanted = which.casefold()
    named = [
        view
        for view in views
        if wanted in {view.name.casefold(), view.kind, view.kind.replace("_", "-"), str(view.id)}
    ]
    if len(named) != 1:
        raise ShopError(ErrorCode.ACCOUNT_MISSING, account=which)
    if named[0].transport == FILE:
        raise ShopError(ErrorCode.ONLY_BY_FILES, name=named[0].name)
    return named


def _sync_one(
    shop: "Shop",
    actor: "Actor",
    store: "AccountKeys",
    view: "ChannelView",
    ended: "Event",
    *,
    dry_run: bool,
) -> "SyncReport":
    from microshop_desktop.channels.making import ChannelMaker
    from microshop_desktop.channels.sync import AccountSync, new_pace

    pace = new_pace(shop, ended)
    channel = ChannelMaker(shop, actor, store).saved(view, pace)
    syncing = AccountSync(shop, actor, view, channel, pace)
    return syncing.run(dry_run=dry_run, tell=_progress(view.name))


def _progress(name: str) -> "Callable[[Progress], None]":
    """Return what shows how far a sync is, where a person looks."""
    shown = sys.stderr.isatty()

    def tell(progress: "Progress") -> None:
        if shown:
            print(f"\r{name}: {progress.step.value} {progress.share:4.0%}", end="", file=sys.stderr)

    return tell


def report_json(view: "ChannelView", report: "SyncReport") -> dict[str, object]:
    """Return what a sync did as scripts read it."""
    document: dict[str, object] = {
        "account": view.name,
        "orders": {"new": report.new, "changed": report.changed, "unchanged": report.unchanged},
        "stock": {
            "pushed": report.stock.pushed,
            "unchanged": report.stock.unchanged,
            "failed": report.stock.failed,
        },
        "linked": report.linked,
        "shipped": report.parcels.shipped,
        "conflicts": report.conflicts,
        "requests": report.requests,
        "errors": _errors(view, report),
    }
    if report.planned:
        document["planned"] = [
            {
                "sku": each.listing.sku,
                "name": each.listing.name,
                "pieces": each.write.pieces,
                "is_delta": each.write.is_delta,
            }
            for each in report.planned
        ]
    return document


def _errors(view: "ChannelView", report: "SyncReport") -> list[dict[str, str]]:
    from microshop_desktop.channels.words import trouble_sentence

    if report.busy:
        return [{"code": "busy", "reason": _("Another program syncs this account now.")}]
    if report.trouble is None:
        return []
    return [
        {
            "code": report.trouble.trouble.value,
            "reason": trouble_sentence(report.trouble, view.name),
        }
    ]


def _say(view: "ChannelView", report: "SyncReport") -> None:
    for error in _errors(view, report):
        print(error["reason"], file=sys.stderr)
    if report.busy or report.trouble is not None:
        return
    text = _("{name}: {new} new orders, {changed} changed; stock of {pushed} goods written.")
    say(
        text.format(
            name=view.name, new=report.new, changed=report.changed, pushed=report.stock.pushed
        )
    )
    for each in report.planned:
        sign = "+" if each.write.is_delta and each.write.pieces > 0 else ""
        say(f"  {each.listing.name}  {sign}{each.write.pieces}")
