"""Orders of Shopify in the words that all platforms share: of its two states one word is made."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from microshop_desktop.channels.answers import Told, bad_answer, exponent
from microshop_desktop.channels.shopify_account import ShopifyAccount
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

_UNPAID = frozenset({"PENDING", "AUTHORIZED", "PARTIALLY_PAID", "EXPIRED"})
_PAID = frozenset({"PAID", "PARTIALLY_REFUNDED"})
_SENT = {
    "FULFILLED": Fulfilment.SHIPPED,
    "PARTIALLY_FULFILLED": Fulfilment.PART_SHIPPED,
}
_NOT_SENT = frozenset(
    {
        "UNFULFILLED",
        "IN_PROGRESS",
        "OPEN",
        "PENDING_FULFILLMENT",
        "REQUEST_DECLINED",
        "SCHEDULED",
        "ON_HOLD",
        "RESTOCKED",
    }
)
_HELD = frozenset({"SCHEDULED", "ON_HOLD", "PARTIALLY_PAID", "REQUEST_DECLINED"})
_ASKED = frozenset({"RETURN_REQUESTED", "IN_PROGRESS"})
_FAILED = frozenset({"CANCELLED", "ERROR", "FAILURE"})
_NO_MONEY = frozenset({"VOIDED", "REFUNDED"})


def online_order(
    row: Told,
    lines: Sequence[Told],
    account: ShopifyAccount,
    sent: Mapping[str, int] | None = None,
) -> OnlineOrder:
    """Return an order; `lines` are all of its lines.

    `sent`: the pieces of each that left, where some of them are wanted no more; else all did.
    """
    placed, updated = row.iso("createdAt"), row.iso("updatedAt")
    if placed is None or updated is None:
        raise bad_answer("updatedAt")
    state, total = fulfilment(row, account), _money(row, "totalPriceSet")
    paid, refunded = _money(row, "totalReceivedSet"), _money(row, "totalRefundedSet")
    included = row.flag("taxesIncluded")
    return OnlineOrder(
        external_id=row.word("id"),
        number=row.text("name"),
        fulfilment=state,
        raw_status=f"{_financial(row)}/{_sent(row)}",
        currency=row.part("totalPriceSet").part("shopMoney").word("currencyCode"),
        total=total,
        shipping=_money(row, "totalShippingPriceSet"),
        paid=paid,
        placed_at=placed,
        updated_at=updated,
        lines=tuple(_line(line, state, sent, tax_included=included) for line in lines),
        refund=_refund_state(row, refunded, total),
        refunded=refunded,
        hold=_hold(row, state),
        contact=_contact(row.part("shippingAddress")),
        note=row.text("note"),
        parcels=tuple(_parcels(row.rows("fulfillments"))),
    )


def fulfilment(row: Told, account: ShopifyAccount) -> Fulfilment:
    """Return how far an order is; `unknown` for a word that nobody here knows."""
    money, sent = _financial(row), _sent(row)
    if row.text("cancelledAt"):
        return Fulfilment.CANCELLED
    if sent in _SENT:
        return _SENT[sent]
    return _unsent(money, account) if sent in _NOT_SENT else Fulfilment.UNKNOWN


def _unsent(money: str, account: ShopifyAccount) -> Fulfilment:
    """Return how far an order is of which nothing was sent, by its money."""
    if money in _NO_MONEY:
        return Fulfilment.CANCELLED
    if money in _PAID or (money == "AUTHORIZED" and account.ships_authorized):
        return Fulfilment.TO_SHIP
    return Fulfilment.PENDING_PAYMENT if money in _UNPAID else Fulfilment.UNKNOWN


def _hold(row: Told, state: Fulfilment) -> str:
    """Return why an order must wait, by the word of Shopify that says so."""
    if state is Fulfilment.UNKNOWN:
        return UNKNOWN_STATE
    if state in LEFT or state is Fulfilment.CANCELLED:
        return ""
    return next((word for word in (_sent(row), _financial(row)) if word in _HELD), "")


def _refund_state(row: Told, refunded: int, total: int) -> RefundState:
    if _financial(row) == "REFUNDED" or (refunded and refunded >= total):
        return RefundState.WHOLE
    if row.text("returnStatus") in _ASKED:
        return RefundState.REQUESTED
    return RefundState.PART if refunded else RefundState.NONE


def _financial(row: Told) -> str:
    return row.text("displayFinancialStatus")


def _sent(row: Told) -> str:
    return row.text("displayFulfillmentStatus")


def needs_sent(row: Told, lines: Iterable[Told], account: ShopifyAccount) -> bool:
    """Tell whether pieces may have been taken off an order before it left, or brought back after.

    The order itself does not say which.
    """
    if fulfilment(row, account) not in LEFT:
        return False
    return any(line.whole("currentQuantity") != line.whole("quantity") for line in lines)


def sent_pieces(rows: Iterable[Told]) -> Counter[str]:
    """Return the pieces of each line that left, by its fulfilments."""
    pieces: Counter[str] = Counter()
    for row in rows:
        if row.text("status") not in _FAILED:
            for line in row.part("fulfillmentLineItems").rows("nodes"):
                pieces[line.part("lineItem").word("id")] += line.whole("quantity")
    return pieces


def _line(
    line: Told, state: Fulfilment, sent: Mapping[str, int] | None, *, tax_included: bool
) -> OnlineLine:
    quantity, current = line.whole("quantity"), line.whole("currentQuantity")
    tax = sum(_money(part, "priceSet") for part in line.rows("taxLines"))
    added = 0 if tax_included else tax
    total = _money(line, "discountedTotalSet") + added
    shipped = current - line.whole("unfulfilledQuantity")
    if state in LEFT:
        shipped = quantity if sent is None else sent.get(line.word("id"), 0)
    return OnlineLine(
        line_id=line.word("id"),
        product=line.part("product").text("id"),
        sku=line.part("variant").text("id"),
        code=line.text("sku"),
        title=line.text("title"),
        spec=line.text("variantTitle"),
        quantity=quantity,
        gross=max(_money(line, "originalTotalSet") + added, total),
        total=total,
        tax_rate=sum(part.amount("ratePercentage", 2) for part in line.rows("taxLines")),
        tax=tax,
        cancelled=quantity - (shipped if state in LEFT else current),
        shipped=shipped,
    )


def _money(row: Told, name: str) -> int:
    """Return an amount in the shop's own currency."""
    money = row.part(name).part("shopMoney")
    return money.amount("amount", exponent(money.word("currencyCode")))


def _parcels(rows: Iterable[Told]) -> Iterable[Parcel]:
    for row in rows:
        if row.text("status") not in _FAILED:
            for info in row.rows("trackingInfo"):
                yield Parcel(info.text("company"), info.text("number"))


def _contact(where: Told) -> Contact:
    parts = ("address1", "address2", "zip", "city", "province", "country")
    address = ", ".join(filter(None, (where.text(part) for part in parts)))
    return Contact(where.text("name"), where.text("phone"), address)
