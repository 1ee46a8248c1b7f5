"""`microshop import online-orders FILE`: the order export of a shop that works by files."""

from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.cli.import_products import (
    DryRun,
    FileArgument,
    MapOption,
    read_mapping,
    stopped_by_signal,
)
from microshop_desktop.cli.import_report import SHOWN, ProgressLine
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microshop_desktop.domain.order_file import FileOrders, OwnFormat
    from microshop_desktop.domain.row_issues import RowIssue
    from microshop_desktop.exchange.order_files import OpenedOrders
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.channel_accounts import ChannelView
    from microshop_desktop.services.order_files import FileGoods, FilePreview, FileResult
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_GOODS_SHOWN = 5
StateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        metavar="WORD=STATE",
        help=_("What a word of the platform means, with --map: to_ship, shipped, cancelled …"),
    ),
]


@app.command(
    name="online-orders",
    help=_("Take in the order export of an online shop that works by files."),
)
def online_orders(
    ctx: typer.Context,
    file: FileArgument,
    *,
    account: Annotated[str, typer.Option(help=_("Name, kind or id of the account."))] = "",
    mapping: MapOption = None,
    states: StateOption = None,
    dry_run: DryRun = False,
    as_json: JsonFlag = False,
) -> None:
    """Look at a file and, unless that is all that is wanted, take up its orders."""
    from microshop_desktop.services.order_files import OrderFiles

    with opened(ctx) as (shop, actor), stopped_by_signal() as stopped:
        looked = _opened(shop, actor, file, mapping, states)
        view = _account(shop, actor, account, looked)
        orders = _read(shop, looked)
        files = OrderFiles(shop)
        preview = files.preview(actor, view.id, orders)
        if not as_json:
            _say_file(view, orders, preview)
        result = None
        if not dry_run:
            progress = ProgressLine()
            result = files.take(actor, view.id, orders, progress=progress, cancelled=stopped)
    if as_json:
        print_json(document(view, orders, preview, result))
    else:
        _say_result(orders, preview, result)
    if result is not None and result.stopped:
        raise typer.Exit(1)


def document(
    view: "ChannelView",
    orders: "FileOrders",
    preview: "FilePreview",
    result: "FileResult | None",
) -> dict[str, object]:
    """Return what a file holds and what was done with it, as scripts read it."""
    counts = preview if result is None else result
    return {
        "account": view.name,
        "format": orders.format.key,
        "confirmed": orders.format.confirmed,
        "moment": orders.moment.isoformat(),
        "newer_known": None if preview.newer_known is None else preview.newer_known.isoformat(),
        "rows": orders.rows,
        "created": counts.new,
        "updated": counts.changed,
        "unchanged": counts.unchanged,
        "linked": 0 if result is None else result.linked,
        "conflicts": 0 if result is None else result.conflicts,
        "stopped": result is not None and result.stopped,
        "unmatched": [_goods(each) for each in preview.unmatched],
        "rejected": [_issue(each) for each in orders.rejected],
        "warnings": [_issue(each) for each in orders.remarks],
    }


def _opened(
    shop: "Shop",
    actor: "Actor",
    file: Path,
    mapping: list[str] | None,
    states: list[str] | None,
) -> "OpenedOrders":
    """Open a file; what is said of its heads now is remembered, if it makes a format."""
    from microshop_desktop.exchange.order_files import described, open_orders
    from microshop_desktop.services.order_heads import OrderHeads

    heads = OrderHeads(shop)
    looked = open_orders(file, heads.every(actor))
    if not mapping:
        return looked
    own = _own_format(looked, mapping, states)
    known = described(looked, own)
    heads.remember(actor, looked.key, own)
    return known


def _own_format(
    looked: "OpenedOrders", mapping: list[str], states: list[str] | None
) -> "OwnFormat":
    from microshop_desktop.domain.online_order import Fulfilment
    from microshop_desktop.domain.order_file import OrderField, OwnFormat, spelled

    fields = {}
    for column, name in read_mapping(mapping).items():
        number = int(column) if column.isdigit() else 0
        head = looked.heads[number - 1] if 0 < number <= len(looked.heads) else column
        if name not in set(OrderField):
            known = ", ".join(OrderField)
            raise ShopError(ErrorCode.FIELD_UNKNOWN, field=name, fields=known)
        fields[head] = OrderField(name)
    words = {}
    for word, state in read_mapping(states).items():
        if state not in set(Fulfilment):
            known = ", ".join(Fulfilment)
            raise ShopError(ErrorCode.FIELD_UNKNOWN, field=state, fields=known)
        words[spelled(word)] = Fulfilment(state)
    return OwnFormat(fields, words)


def _account(shop: "Shop", actor: "Actor", which: str, looked: "OpenedOrders") -> "ChannelView":
    """Return the account that was named, else the only one that such a file can be of."""
    from microshop_desktop.cli.accounts_shops import named
    from microshop_desktop.services.channel_accounts import FILE

    views = named(shop, actor, which)
    if not which:
        kind = looked.format.kind if looked.format else ""
        by_files = [view for view in views if view.transport == FILE]
        views = [view for view in by_files if view.kind == kind] or by_files
    if len(views) != 1:
        raise ShopError(ErrorCode.FILE_ACCOUNT_MISSING, name=looked.source.name)
    return views[0]


def _read(shop: "Shop", looked: "OpenedOrders") -> "FileOrders":
    from microshop_desktop.exchange.order_files import read_orders

    profile = shop.profile
    zone: tzinfo = ZoneInfo(profile.zone)
    return read_orders(looked, zone=zone, currency=profile.currency.code, now=shop.clock.now())


def _say_file(view: "ChannelView", orders: "FileOrders", preview: "FilePreview") -> None:
    from microshop_desktop.infra.order_file_words import format_name, unconfirmed_sentence

    text = _("{file}: orders of {format}, for {account}.")
    note(text.format(file=orders.name, format=format_name(orders.format), account=view.name))
    if not orders.format.confirmed:
        note(unconfirmed_sentence(orders.format))
    if preview.newer_known is not None:
        note(_("A newer file was taken in before; what it said of these orders stays."))


def _say_result(orders: "FileOrders", preview: "FilePreview", result: "FileResult | None") -> None:
    sentence = (
        _("{rows} rows: {created} new orders, {changed} changed, {same} as before, {bad} rows bad.")
        if result is None
        else _("Done. {created} new orders, {changed} changed, {same} as before, {bad} rows bad.")
    )
    counts = preview if result is None else result
    say(
        sentence.format(
            rows=orders.rows,
            created=counts.new,
            changed=counts.changed,
            same=counts.unchanged,
            bad=len(orders.rejected),
        )
    )
    _say_issues([*orders.rejected[:SHOWN], *orders.remarks[:SHOWN]])
    _say_goods([each.name for each in preview.unmatched if not each.by_code])
    if result is not None and result.stopped:
        note(_("Stopped. What was taken in stays; take the file in again to go on."))


def _say_goods(names: "Sequence[str]") -> None:
    """Name some of the goods that are none of ours yet."""
    if names:
        text = ngettext(
            "{count} product there is none of yours yet: {names}",
            "{count} products there are none of yours yet: {names}",
            len(names),
        )
        shown = [*names[:_GOODS_SHOWN], *(["…"] if len(names) > _GOODS_SHOWN else [])]
        say(text.format(count=len(names), names=", ".join(shown)))


def _say_issues(issues: "Sequence[RowIssue]") -> None:
    for issue in issues:
        told = _issue(issue)
        say(_("Row {row}: {reason}").format(row=told["row"], reason=told["reason"]))


def _goods(goods: "FileGoods") -> dict[str, object]:
    return {"sku": goods.key, "code": goods.code, "name": goods.name, "by_code": goods.by_code}


def _issue(issue: "RowIssue") -> dict[str, object]:
    from microshop_desktop.infra.row_texts import row_sentence

    return {
        "row": issue.row,
        "field": issue.field,
        "code": issue.code,
        "reason": row_sentence(issue.code, issue.value),
    }
