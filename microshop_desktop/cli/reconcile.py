"""`microshop reconcile wechat|alipay`: hold a platform's bill against the books."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import CliState, JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import local_minute, typed_day
from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _, ngettext

if TYPE_CHECKING:
    from microshop_desktop.domain.bill_matching import Item
    from microshop_desktop.domain.bills import Claim
    from microshop_desktop.exchange.bill_files import ReadBill
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.reconciling import BookedBill, Reconciliation
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Platform(StrEnum):
    """Whose bill."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


@app.command(
    help=_(
        "Hold a platform's bill against the books. Fetches the bill of a day, or reads a file. "
        "Changes nothing without --book."
    )
)
def reconcile(
    ctx: typer.Context,
    platform: Annotated[Platform, typer.Argument(help=_("wechat or alipay."))],
    *,
    day: Annotated[
        date | None,
        typer.Option(parser=typed_day, help=_("Day of the bill, as 2026-03-14; else yesterday.")),
    ] = None,
    bill: Annotated[
        Path | None, typer.Option(help=_("A bill that was downloaded, or a phone app's export."))
    ] = None,
    book: Annotated[
        bool,
        typer.Option(
            "--book", help=_("Keep the bill and book what is certain; the rest is left to you.")
        ),
    ] = False,
    export: Annotated[
        Path | None, typer.Option(help=_("Write each finding into this file: csv, xlsx or json."))
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Print what matches and what does not."""
    from microshop_desktop.services.bill_json import certain_choices, reconciliation_json
    from microshop_desktop.services.reconciling import Reconciling

    if day is not None and bill is not None:
        raise typer.BadParameter(_("Choose either --day or --bill."))
    state: CliState = ctx.obj
    with opened(ctx) as (shop, actor):
        source = _source(ctx, shop, actor, Method(platform.value), bill, day)
        reconciling = Reconciling(shop, state.folders.bills)
        found = reconciling.look(actor, source)
        booked = None
        if book:
            booked = reconciling.book(actor, source, certain_choices(found))
            found = reconciling.look(actor, source)
        if export is not None:
            _export(shop, actor, export, source.name, found)
        zone = shop.profile.zone
        if as_json:
            print_json(reconciliation_json(found, name=source.name, zone=zone, booked=booked))
        else:
            _say(source.name, found, booked, shop)


def _source(
    ctx: typer.Context,
    shop: "Shop",
    actor: "Actor",
    method: Method,
    path: Path | None,
    day: date | None,
) -> "ReadBill":
    """Read the bill from its file, or fetch it; `bill_of_other` for another platform's."""
    from microshop_desktop.exchange.bill_files import read_bill, read_bill_file
    from microshop_desktop.infra.words import method_text

    if path is not None:
        source = read_bill_file(path)
        if source.bill.form.method is not method:
            name = method_text(method.value)
            raise ShopError(ErrorCode.BILL_OF_OTHER, name=source.name, platform=name)
        return source
    from microshop_desktop.cli.collecting import keys_of
    from microshop_desktop.payments.bill_fetching import BillFetcher
    from microshop_desktop.payments.making import GatewayMaker

    fetcher = BillFetcher(shop, GatewayMaker(keys_of(ctx), shop.clock))
    fetched = fetcher.fetch(actor, method, day or fetcher.yesterday())
    return read_bill(fetched.name, fetched.content)


def _export(shop: "Shop", actor: "Actor", path: Path, name: str, found: "Reconciliation") -> None:
    from microshop_desktop.exchange.writers import write_table
    from microshop_desktop.services.bill_table import BillTables

    write_table(path, BillTables(shop).findings(actor, [(name, found)]))


def _say(name: str, found: "Reconciliation", booked: "BookedBill | None", shop: "Shop") -> None:
    from microshop_desktop.domain.bill_matching import Finding
    from microshop_desktop.infra.bill_words import bill_form_text, finding_text
    from microshop_desktop.services.payout_words import payout_texts

    bill, figures = found.bill, found.figures
    days = " – ".join(sorted({str(day) for day in (bill.first_day, bill.last_day) if day}))
    lines = ngettext("{count} line", "{count} lines", len(bill.lines))
    parts = [name, bill_form_text(bill.form.value), days, lines.format(count=len(bill.lines))]
    say(" · ".join(part for part in parts if part))
    say(
        _("Received {received}, refunded {refunded}, fees {fees}, to the bank {bank}").format(
            received=_yuan(figures.received),
            refunded=_yuan(figures.returned),
            fees=_yuan(figures.fees),
            bank=_yuan(figures.to_bank),
        )
    )
    for text in payout_texts(found.bill, shop.today()):
        say(text)
    for text in _warnings(found):
        say(f"! {text}")
    say(f"{finding_text('matched')}: {len(found.of(Finding.MATCHED))}")
    for finding in (Finding.MONEY_WITHOUT_SALE, Finding.SALE_WITHOUT_MONEY, Finding.DIFFERENT):
        items = found.of(finding)
        say(f"{finding_text(finding.value)}: {len(items)}")
        for item in items:
            say(f"  {_item_text(item, found, shop.profile.zone)}")
    if booked is not None:
        _say_booked(booked, found)


def _say_booked(booked: "BookedBill", found: "Reconciliation") -> None:
    proved = ngettext(
        "{count} payment is proved now.", "{count} payments are proved now.", booked.proved
    )
    say(proved.format(count=booked.proved))
    left = len(found.open)
    if left:
        text = ngettext(
            "{count} difference is left to decide, on the page Reconcile.",
            "{count} differences are left to decide, on the page Reconcile.",
            left,
        )
        say(text.format(count=left))


def _warnings(found: "Reconciliation") -> list[str]:
    from microshop_desktop.infra.bill_words import remark_text

    claims = [contradiction_text(claim) for claim in found.bill.contradictions]
    return claims + [
        remark_text(remark.kind.value, remark.row, remark.text) for remark in found.bill.remarks
    ]


def contradiction_text(claim: "Claim") -> str:
    """Say where a bill contradicts itself."""
    from microshop_desktop.infra.bill_words import claim_text

    if claim.of.is_count:
        return claim_text(claim.of.value, str(claim.claimed), str(claim.found))
    return claim_text(claim.of.value, _yuan(claim.claimed), _yuan(claim.found))


def _item_text(item: "Item", found: "Reconciliation", zone: str) -> str:
    from microshop_desktop.infra.bill_words import choice_text, why_text

    line, book = item.line, item.book
    at = line.at if line else book.at if book else None
    orders = [book.number] if book else [one.number for one in item.candidates]
    parts = [
        local_minute(at, zone) if at else "",
        _yuan(item.bill_amount) if line else _yuan(item.shop_amount),
        line.transaction_id if line else "",
        ", ".join(orders),
        why_text(item.why.value),
    ]
    decided = found.decided.get(item.key)
    if decided is not None:
        number, amount = ", ".join(orders), _yuan(abs(decided.amount))
        parts.append(choice_text(decided.kind.value, number=number, amount=amount))
    return "  ".join(part for part in parts if part)


def _yuan(minor: int) -> str:
    from microshop_desktop.domain.bills import CURRENCY
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text

    return money_text(minor, currency(CURRENCY))
