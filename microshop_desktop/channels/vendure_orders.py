"""Orders of a Vendure shop as the plain facts that all platforms share."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from microshop_desktop.channels.answers import Told, bad_answer
from microshop_desktop.channels.holds import BEING_CHANGED, MORE_TO_PAY
from microshop_desktop.channels.vendure_money import minor_units
from microshop_desktop.channels.vendure_parcels import contents, has_left
from microshop_desktop.channels.vendure_stock import spec_of
from microshop_desktop.domain.online_order import (
    UNKNOWN_STATE,
    Contact,
    Fulfilment,
    OnlineLine,
    OnlineOrder,
    Parcel,
)
from microshop_desktop.domain.refunds import RefundState

_UNPAID = ("Created", "Draft", "AddingItems", "ArrangingPayment", "PaymentAuthorized")
_BY_STATE = {
    **dict.fromkeys(_UNPAID, Fulfilment.PENDING_PAYMENT),
    "Shipped": Fulfilment.SHIPPED,
    "Delivered": Fulfilment.COMPLETED,
    "Cancelled": Fulfilment.CANCELLED,
}
_HELD = {"Modifying": BEING_CHANGED, "ArrangingAdditionalPayment": MORE_TO_PAY}
"""States of an order that is changed after it was placed, which must not leave meanwhile."""
_BY_PIECES = {"PaymentSettled", "PartiallyShipped", "PartiallyDelivered", *_HELD}
"""States in which the lines alone say how much has left."""
_SETTLED, _PENDING = "Settled", "Pending"


class OrderReader:
    """Reads orders; `precision` is the number of decimals of the shop's amounts."""

    def __init__(self, precision: int) -> None:
        self._precision = precision

    def order(self, row: Told) -> OnlineOrder:
        """Return an order whole."""
        currency = row.word("currencyCode")
        lines = self._lines(row, currency)
        payments = [one for one in row.rows("payments") if one.text("state") == _SETTLED]
        paid = self._sum(payments, "amount", currency)
        refunds = [refund for one in row.rows("payments") for refund in one.rows("refunds")]
        back = [one for one in refunds if one.text("state") == _SETTLED]
        refunded = self._sum(back, "total", currency)
        state = row.word("state")
        fulfilment = _fulfilment(state, lines)
        return OnlineOrder(
            external_id=row.word("id"),
            number=row.word("code"),
            fulfilment=fulfilment,
            raw_status=state,
            currency=currency,
            total=self._amount(row, "totalWithTax", currency),
            shipping=self._amount(row, "shippingWithTax", currency),
            paid=paid,
            placed_at=row.iso("orderPlacedAt") or changed_at(row),
            updated_at=changed_at(row),
            lines=lines,
            refund=_refund(refunds, refunded, paid),
            refunded=refunded,
            hold=UNKNOWN_STATE if fulfilment is Fulfilment.UNKNOWN else _HELD.get(state, ""),
            paid_at=max((at for one in payments if (at := one.iso("createdAt"))), default=None),
            contact=_contact(row),
            parcels=_parcels(row),
        )

    def _lines(self, row: Told, currency: str) -> tuple[OnlineLine, ...]:
        shipped: Counter[str] = Counter()
        for parcel in row.rows("fulfillments"):
            if has_left(parcel):
                shipped.update(contents(parcel))
        return tuple(self._line(line, currency, shipped) for line in row.rows("lines"))

    def _line(self, line: Told, currency: str, shipped: Counter[str]) -> OnlineLine:
        variant = line.part("productVariant")
        total = self._amount(line, "proratedLinePriceWithTax", currency)
        bought, wanted = line.whole("orderPlacedQuantity"), line.whole("quantity")
        quantity = max(bought, wanted)
        return OnlineLine(
            line_id=line.word("id"),
            product=variant.part("product").word("id"),
            sku=variant.word("id"),
            code=variant.text("sku"),
            title=variant.part("product").text("name"),
            spec=spec_of(variant),
            quantity=quantity,
            gross=self._amount(line, "linePriceWithTax", currency),
            total=total,
            tax_rate=_rate(line),
            tax=total - self._amount(line, "proratedLinePrice", currency),
            cancelled=quantity - wanted,
            shipped=shipped[line.word("id")],
        )

    def _sum(self, rows: Sequence[Told], name: str, currency: str) -> int:
        return sum(self._amount(row, name, currency) for row in rows)

    def _amount(self, row: Told, name: str, currency: str) -> int:
        return minor_units(row.whole(name), self._precision, currency)


def changed_at(row: Told) -> datetime:
    """Return when an order was changed last, by the latest time that it or a part of it bears.

    Its own is often older than that, and cut to the second: see `vendure_changes.py`.
    """
    payments = row.rows("payments")
    refunds = [refund for payment in payments for refund in payment.rows("refunds")]
    bearers = [row, *payments, *refunds, *row.rows("fulfillments")]
    told = [row.iso("orderPlacedAt"), *(one.iso("updatedAt") for one in bearers)]
    moments = [moment for moment in told if moment is not None]
    if not moments:
        raise bad_answer("updatedAt")
    return max(moments)


def _fulfilment(state: str, lines: Sequence[OnlineLine]) -> Fulfilment:
    if state not in _BY_PIECES:
        return _BY_STATE.get(state, Fulfilment.UNKNOWN)
    shipped = sum(line.shipped for line in lines)
    if not shipped:
        return Fulfilment.TO_SHIP
    is_all = all(line.shipped >= line.wanted for line in lines)
    return Fulfilment.SHIPPED if is_all else Fulfilment.PART_SHIPPED


def _refund(refunds: Sequence[Told], refunded: int, paid: int) -> RefundState:
    """Return the state of an order's refunds: one that is on its way comes first."""
    if any(refund.text("state") == _PENDING for refund in refunds):
        return RefundState.REQUESTED
    if not refunded:
        return RefundState.NONE
    return RefundState.WHOLE if refunded >= paid else RefundState.PART


def _rate(line: Told) -> int:
    """Return a tax rate in hundredths of a percent; the shop says percents."""
    return line.amount("taxRate", 2)


def _contact(row: Told) -> Contact:
    customer, place = row.part("customer"), row.part("shippingAddress")
    called = f"{customer.text('firstName')} {customer.text('lastName')}".strip()
    town = f"{place.text('postalCode')} {place.text('city')}".strip()
    parts = [place.text(name) for name in ("company", "streetLine1", "streetLine2")]
    parts += [town, place.text("province"), place.text("country")]
    return Contact(
        name=place.text("fullName") or called,
        phone=place.text("phoneNumber") or customer.text("phoneNumber"),
        address=", ".join(filter(None, parts)),
    )


def _parcels(row: Told) -> tuple[Parcel, ...]:
    return tuple(
        Parcel(parcel.text("method"), parcel.text("trackingCode"))
        for parcel in row.rows("fulfillments")
        if has_left(parcel)
    )
