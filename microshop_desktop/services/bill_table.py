"""What holding bills against the books found, as a table for a spreadsheet."""

from collections.abc import Iterator, Sequence

from microshop_desktop.domain.bill_matching import Item
from microshop_desktop.domain.bill_payout import expected_day
from microshop_desktop.domain.bills import CURRENCY
from microshop_desktop.domain.export_table import ExportColumn, ExportTable, Kind
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.bill_words import choice_text, finding_text, why_text
from microshop_desktop.infra.formats import amount_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.bill_records import Decided
from microshop_desktop.services.order_json import iso_text
from microshop_desktop.services.reconciling import Reconciliation
from microshop_desktop.services.shop import Shop

YUAN = currency(CURRENCY)


class BillTables:
    """Taking findings away from the shop."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.EXPORT_DATA)
    def findings(self, actor: Actor, found: Sequence[tuple[str, Reconciliation]]) -> ExportTable:
        """Return a row for each finding; `found` are names of files with what they held.

        What stands in two bills, as in trade and flow of funds, is listed once.
        """
        rows = list(_rows(found, self._shop.profile.zone))
        return ExportTable(_columns(), rows, YUAN.code, YUAN.exponent)


def _columns() -> list[ExportColumn]:
    return [
        ExportColumn("bill", _("Bill")),
        ExportColumn("platform", _("Payment")),
        ExportColumn("at", _("Time"), Kind.TIME),
        ExportColumn("finding", _("Finding")),
        ExportColumn("order", _("Order")),
        ExportColumn("transaction_id", _("Transaction number")),
        ExportColumn("out_trade_no", _("Our number at the platform")),
        ExportColumn("in_bill", _("In the bill"), Kind.MONEY),
        ExportColumn("in_shop", _("In the shop"), Kind.MONEY),
        ExportColumn("difference", _("Difference"), Kind.MONEY),
        ExportColumn("fee", _("Fees"), Kind.MONEY),
        ExportColumn("payout", _("Expected at the bank"), Kind.TIME),
        ExportColumn("why", _("What it rests on")),
        ExportColumn("decided", _("Decided")),
        ExportColumn("reason", _("Reason")),
    ]


def _rows(found: Sequence[tuple[str, Reconciliation]], zone: str) -> Iterator[list[object]]:
    seen: set[str] = set()
    for name, one in found:
        head = [name, method_text(one.bill.form.method.value)]
        payout = expected_day(one.bill)
        day = payout.isoformat() if payout else ""
        for item in one.items:
            if item.key not in seen:
                seen.add(item.key)
                made = one.decided.get(item.key)
                yield [*head, *_facts(item, zone), day if item.line else "", *_words(item, made)]


def _facts(item: Item, zone: str) -> list[object]:
    line, book = item.line, item.book
    at = line.at if line else book.at if book else None
    return [
        iso_text(at, zone) if at else "",
        finding_text(item.finding.value),
        book.number if book else "",
        line.transaction_id if line else book.transaction_id if book else "",
        line.out_trade_no if line else book.out_trade_no if book else "",
        item.bill_amount,
        item.shop_amount,
        item.difference,
        line.fee if line else 0,
    ]


def _words(item: Item, made: Decided | None) -> list[object]:
    if made is None:
        return [why_text(item.why.value), "", ""]
    number = item.book.number if item.book else ""
    amount = amount_text(abs(made.amount), YUAN)
    decided = choice_text(made.kind.value, number=number, amount=amount)
    return [why_text(item.why.value), decided, made.reason]
