"""A reconciled bill as the document that scripts rely on."""

from collections.abc import Sequence

from microshop_desktop.domain.bill_choices import Choice, ChoiceKind, choices_for
from microshop_desktop.domain.bill_matching import BookKind, BookMoney, Finding, Item, Why
from microshop_desktop.domain.bill_payout import expected_day, paid_out
from microshop_desktop.domain.bills import CURRENCY
from microshop_desktop.services.order_json import Document, iso_text
from microshop_desktop.services.reconciling import BookedBill, Reconciliation


def reconciliation_json(
    found: Reconciliation, *, name: str, zone: str, booked: BookedBill | None = None
) -> Document:
    """Return the document of `microshop reconcile`; money in minor units of `currency`."""
    bill, figures = found.bill, found.figures
    payout = expected_day(bill)
    lists = {
        finding.value: [_item_json(item, found, zone) for item in found.of(finding)]
        for finding in Finding
        if finding is not Finding.MATCHED
    }
    return {
        "bill": name,
        "form": bill.form.value,
        "from": bill.first_day.isoformat() if bill.first_day else None,
        "to": bill.last_day.isoformat() if bill.last_day else None,
        "currency": CURRENCY,
        "lines": len(bill.lines),
        "received": figures.received,
        "refunded": figures.returned,
        "fees": figures.fees,
        "to_bank": figures.to_bank,
        "payout": payout.isoformat() if payout else None,
        "paid_out": [{"day": one.day.isoformat(), "amount": one.amount} for one in paid_out(bill)],
        "matched": len(found.of(Finding.MATCHED)),
        **lists,
        "contradictions": [
            {"of": claim.of.value, "claimed": claim.claimed, "found": claim.found}
            for claim in bill.contradictions
        ],
        "remarks": [
            {"kind": remark.kind.value, "row": remark.row, "text": remark.text}
            for remark in bill.remarks
        ],
        "known": found.known or booked is not None,
        "booked": None if booked is None else _booked_json(booked),
    }


def certain_choices(found: Reconciliation) -> dict[str, Choice]:
    """Return what needs no person: money under our own number that its attempt never heard of."""
    chosen = {}
    for item in found.open:
        first = choices_for(item)[0]
        is_own = first.book is not None and first.book.kind is BookKind.ATTEMPT
        if item.why is Why.LATE and first.kind is ChoiceKind.ORDER and is_own:
            chosen[item.key] = first
    return chosen


def _item_json(item: Item, found: Reconciliation, zone: str) -> Document:
    line, book = item.line, item.book
    decided = found.decided.get(item.key)
    at = line.at if line else book.at if book else None
    return {
        "row": line.row if line else None,
        "at": iso_text(at, zone) if at else None,
        "kind": line.kind.value if line else book.kind.value if book else None,
        "bill": item.bill_amount,
        "shop": item.shop_amount,
        "difference": item.difference,
        "why": item.why.value,
        "order": book.number if book else None,
        "transaction_id": line.transaction_id if line else book.transaction_id if book else None,
        "out_trade_no": line.out_trade_no if line else book.out_trade_no if book else None,
        "candidates": _candidates_json(item.candidates, zone),
        "choices": [choice.kind.value for choice in choices_for(item)],
        "decided": decided.kind.value if decided else None,
    }


def _candidates_json(books: Sequence[BookMoney], zone: str) -> list[Document]:
    return [
        {"order": book.number, "amount": book.amount, "at": iso_text(book.at, zone)}
        for book in books
    ]


def _booked_json(booked: BookedBill) -> Document:
    return {"lines": booked.lines, "proved": booked.proved, "decisions": booked.decisions}
