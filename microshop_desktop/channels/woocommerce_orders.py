"""Orders of WooCommerce in the words that all platforms share.

The shop has one word for how far an order is and whether it is paid, and knows no parcels: what was
sent stands in the order's own `meta_data`, where this program puts it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, bad_answer, exponent
from microshop_desktop.channels.channel import ShipLine
from microshop_desktop.channels.woocommerce_account import WooAccount
from microshop_desktop.domain.money import BASIS, divide_half_up
from microshop_desktop.domain.online_order import (
    LEFT,
    UNKNOWN_STATE,
    Contact,
    Fulfilment,
    OnlineLine,
    OnlineOrder,
    Parcel,
)
from microshop_desktop.domain.refunds import RefundState

PARCELS = "_microshop_parcels"
"""The name of what was sent in an order's `meta_data`: JSON as a text."""
_FULFILMENT: Mapping[str, Fulfilment] = MappingProxyType(
    {
        "pending": Fulfilment.PENDING_PAYMENT,
        "on-hold": Fulfilment.PENDING_PAYMENT,
        "processing": Fulfilment.TO_SHIP,
        "completed": Fulfilment.COMPLETED,
        "cancelled": Fulfilment.CANCELLED,
        "failed": Fulfilment.CANCELLED,
        "trash": Fulfilment.CANCELLED,
    }
)
_HELD = frozenset({"on-hold"})
_REFUNDED = "refunded"
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SentParcel:
    """A parcel as it stands in an order's `meta_data`."""

    courier: str
    tracking: str
    lines: tuple[ShipLine, ...]


def is_order(row: Told) -> bool:
    """Tell whether something listed is an order, and not a basket that is still being filled."""
    return row.text("status") != "checkout-draft"


def sent_parcels(row: Told) -> tuple[SentParcel, ...]:
    """Return the parcels of an order that this program told the shop of."""
    kept = [meta for meta in row.rows("meta_data") if meta.text("key") == PARCELS]
    if not kept:
        return ()
    try:
        parcels = json.loads(kept[-1].text("value"))
        return tuple(
            SentParcel(
                str(parcel["courier"]),
                str(parcel["tracking"]),
                tuple(ShipLine(str(line), int(count)) for line, count in parcel["lines"]),
            )
            for parcel in parcels
        )
    except (KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
        raise bad_answer("meta_data") from error


def parcels_text(parcels: Iterable[SentParcel]) -> str:
    """Return parcels as they are kept in `meta_data`."""
    kept = [
        {
            "courier": parcel.courier,
            "tracking": parcel.tracking,
            "lines": [[line.line_id, line.quantity] for line in parcel.lines],
        }
        for parcel in parcels
    ]
    return json.dumps(kept, ensure_ascii=False)


def fulfilment(row: Told, account: WooAccount) -> Fulfilment:
    """Return how far an order is; `unknown` for a word that nobody here knows."""
    word = row.text("status")
    if word in account.statuses:
        return account.statuses[word]
    if word == _REFUNDED:
        left = sent_parcels(row) or row.text("date_completed_gmt")
        return Fulfilment.COMPLETED if left else Fulfilment.CANCELLED
    if word == account.shipped_status:
        return Fulfilment.COMPLETED
    state = _FULFILMENT.get(word, Fulfilment.UNKNOWN)
    if state is Fulfilment.TO_SHIP and sent_parcels(row):
        return Fulfilment.PART_SHIPPED
    return state


def online_order(row: Told, refunds: Iterable[Told], account: WooAccount) -> OnlineOrder:
    """Return an order; `refunds` are its refunds as the shop lists them."""
    state, decimals = fulfilment(row, account), exponent(row.word("currency"))
    placed, updated = row.iso("date_created_gmt"), row.iso("date_modified_gmt")
    if placed is None or updated is None:
        raise bad_answer("date_modified_gmt")
    total, paid_at = row.amount("total", decimals), row.iso("date_paid_gmt")
    refunded = sum(abs(back.amount("total", decimals)) for back in row.rows("refunds"))
    return OnlineOrder(
        external_id=row.word("id"),
        number=row.text("number") or row.word("id"),
        fulfilment=state,
        raw_status=row.word("status"),
        currency=row.word("currency"),
        total=total,
        shipping=row.amount("shipping_total", decimals) + row.amount("shipping_tax", decimals),
        paid=total if paid_at else 0,
        placed_at=placed,
        updated_at=updated,
        lines=_lines(row, state, _taken_back(refunds, _left_at(row, state))),
        refund=_refund_state(row.text("status"), refunded, total),
        refunded=refunded,
        hold=_hold(row.text("status"), state, account),
        paid_at=paid_at,
        contact=_contact(row),
        note=row.text("customer_note"),
        parcels=tuple(Parcel(sent.courier, sent.tracking) for sent in sent_parcels(row)),
    )


def _hold(word: str, state: Fulfilment, account: WooAccount) -> str:
    if state is Fulfilment.UNKNOWN:
        return UNKNOWN_STATE
    return word if word in _HELD and word not in account.statuses else ""


def _refund_state(word: str, refunded: int, total: int) -> RefundState:
    if word == _REFUNDED or (refunded and refunded >= total):
        return RefundState.WHOLE
    return RefundState.PART if refunded else RefundState.NONE


def _left_at(row: Told, state: Fulfilment) -> datetime | None:
    """Return when the goods left; None where they did not."""
    return (row.iso("date_completed_gmt") or _NEVER) if state in LEFT else None


def _taken_back(refunds: Iterable[Told], left_at: datetime | None) -> Counter[str]:
    """Return the pieces of each line that were refunded before they left: they are wanted no more.

    The shop writes them as negative lines. A refund that is listed twice is one.
    """
    pieces: Counter[str] = Counter()
    for refund in {refund.word("id"): refund for refund in refunds}.values():
        at = refund.iso("date_created_gmt")
        if left_at is not None and (at is None or at >= left_at):
            continue
        for line in refund.rows("line_items"):
            pieces[_refunded_line(line)] += abs(line.whole("quantity"))
    return pieces


def _refunded_line(line: Told) -> str:
    """Return the line of the order that a line of a refund is of."""
    for meta in line.rows("meta_data"):
        if meta.text("key") == "_refunded_item_id":
            return meta.text("value")
    return line.word("id")


def _lines(row: Told, state: Fulfilment, back: Mapping[str, int]) -> tuple[OnlineLine, ...]:
    sent: Counter[str] = Counter()
    for parcel in sent_parcels(row):
        sent.update({line.line_id: line.quantity for line in parcel.lines})
    decimals, rate = exponent(row.word("currency")), _only_rate(row)
    return tuple(
        _line(line, decimals, rate, state=state, sent=sent, back=back)
        for line in row.rows("line_items")
    )


def _line(
    line: Told,
    decimals: int,
    rate: int | None,
    *,
    state: Fulfilment,
    sent: Mapping[str, int],
    back: Mapping[str, int],
) -> OnlineLine:
    line_id, quantity = line.word("id"), line.whole("quantity")
    product, variation = line.text("product_id"), line.text("variation_id")
    net, tax = line.amount("total", decimals), line.amount("total_tax", decimals)
    gross = line.amount("subtotal", decimals) + line.amount("subtotal_tax", decimals)
    if rate is None or not tax:
        rate = divide_half_up(tax * BASIS, net) if net else 0
    cancelled = min(back.get(line_id, 0), quantity)
    return OnlineLine(
        line_id=line_id,
        product=product,
        sku=product if variation in {"", "0"} else variation,
        code=line.text("sku"),
        title=line.text("name"),
        spec=_spec(line),
        quantity=quantity,
        gross=max(gross, net + tax),
        total=net + tax,
        tax_rate=rate,
        tax=tax,
        cancelled=cancelled,
        shipped=quantity - cancelled if state in LEFT else sent.get(line_id, 0),
    )


def _spec(line: Told) -> str:
    """Return what the customer chose; names with `_` are a plugin's own."""
    chosen = (
        meta.text("display_value")
        for meta in line.rows("meta_data")
        if not meta.text("key").startswith("_") and isinstance(meta.values.get("value"), str)
    )
    return " / ".join(filter(None, chosen))


def _only_rate(row: Told) -> int | None:
    """Return the tax rate of an order that knows just one, in hundredths of a percent."""
    rates = {rate.amount("rate_percent", 2) for rate in row.rows("tax_lines")}
    return rates.pop() if len(rates) == 1 else None


def _contact(row: Told) -> Contact:
    shipping, billing = row.part("shipping"), row.part("billing")
    names = ("first_name", "last_name")
    where = shipping if shipping.text("address_1") else billing
    name = " ".join(filter(None, (where.text(part) for part in names)))
    parts = ("address_1", "address_2", "postcode", "city", "state", "country")
    return Contact(
        name=name,
        phone=where.text("phone") or billing.text("phone"),
        address=", ".join(filter(None, (where.text(part) for part in parts))),
    )
