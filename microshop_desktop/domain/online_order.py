"""Orders of online shops as plain facts, in the few words that all platforms share.

Three axes are kept apart: how far the order is, what of its money goes back, and whether it must
wait. Money in minor units of the order's currency, quantities in whole pieces of what is listed,
times aware, ids as text.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from microshop_desktop.domain.money import MOST_TOTAL, split
from microshop_desktop.domain.refunds import RefundState


class Fulfilment(StrEnum):
    """How far an order is. `unknown`: the platform said a word that nobody here knows."""

    PENDING_PAYMENT = "pending_payment"
    TO_SHIP = "to_ship"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


LEFT = frozenset({Fulfilment.SHIPPED, Fulfilment.COMPLETED})
"""The goods have left the shop."""
WAITING = frozenset({Fulfilment.PENDING_PAYMENT, Fulfilment.TO_SHIP, Fulfilment.PART_SHIPPED})
"""The goods are kept for the customer."""
_MOST_PIECES = 999_999
UNKNOWN_STATE = "unknown_state"
"""Why an order is held whose state nobody here knows."""


@dataclass(frozen=True, slots=True)
class OnlineLine:
    """A line. `total`: what the customer pays for it, gifts 0; `gross` before discounts.

    `quantity` counts what was bought, `cancelled` what of it is wanted no more, `shipped` what has
    left. `line_id` names it within its order for good; `sku` within the account.
    """

    line_id: str
    product: str
    sku: str
    code: str
    title: str
    spec: str
    quantity: int
    gross: int
    total: int
    tax_rate: int = 0
    tax: int = 0
    cancelled: int = 0
    shipped: int = 0

    @property
    def wanted(self) -> int:
        """Pieces that the customer still gets, or has got."""
        return max(0, self.quantity - self.cancelled)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom an order goes to, as the platform shows it; often masked."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel that the platform knows of."""

    courier: str
    tracking: str


@dataclass(frozen=True, slots=True)
class OnlineOrder:
    """An order. `total`: what it costs the customer, `shipping` of it; `paid`: what was paid of it.

    `refunded`: what went back, 0 also where that is not told (`refund_untold`). `hold`: why it must
    not be shipped now, empty where it may.
    `raw_status` is the platform's own word, `number` what people see.
    """

    external_id: str
    number: str
    fulfilment: Fulfilment
    raw_status: str
    currency: str
    total: int
    shipping: int
    paid: int
    placed_at: datetime
    updated_at: datetime
    lines: tuple[OnlineLine, ...]
    refund: RefundState = RefundState.NONE
    refunded: int = 0
    hold: str = ""
    paid_at: datetime | None = None
    ship_until: datetime | None = None
    contact: Contact = Contact()
    note: str = ""
    parcels: tuple[Parcel, ...] = ()

    @property
    def refund_untold(self) -> bool:
        """Whether the platform says that money went back, but not how much."""
        gave = self.refund in {RefundState.PART, RefundState.WHOLE}
        return gave and not self.refunded and self.paid > 0


def makes_sense(order: OnlineOrder) -> bool:
    """Tell whether an order can be booked: lines that can be told apart, no sum below nothing."""
    lines = {line.line_id for line in order.lines}
    amounts = [order.total, order.shipping, order.paid, order.refunded]
    pieces: list[int] = []
    for line in order.lines:
        amounts += [line.gross, line.total, line.tax]
        pieces += [line.quantity, line.cancelled, line.shipped]
    return (
        bool(order.external_id and order.currency)
        and len(lines) == len(order.lines)
        and "" not in lines
        and all(0 <= amount <= MOST_TOTAL for amount in amounts)
        and all(0 <= count <= _MOST_PIECES for count in pieces)
    )


def content_hash(order: OnlineOrder) -> str:
    """Return a digest of all that an order says, but for when it was touched."""
    content = replace(order, updated_at=order.placed_at)
    return hashlib.sha256(repr(content).encode()).hexdigest()


def is_news(order: OnlineOrder, *, known_at: datetime, known_hash: str) -> bool:
    """Tell whether an order says something newer than what is known of it.

    Platforms repeat themselves, and answer out of order.
    """
    return order.updated_at >= known_at and content_hash(order) != known_hash


def next_fulfilment(known: Fulfilment, told: Fulfilment) -> Fulfilment:
    """Return how far an order is once the platform told something; goods that left stay gone.

    An unknown word changes nothing.
    """
    if told is Fulfilment.UNKNOWN:
        return known
    if known in LEFT:
        return told if told in LEFT else known
    return told


def went_back(known: Fulfilment, told: Fulfilment) -> bool:
    """Tell whether the platform takes back that the goods have left: a person must look."""
    return known in LEFT and told not in LEFT and told is not Fulfilment.UNKNOWN


def kept_pieces(order: OnlineOrder) -> dict[str, int]:
    """Return the pieces of each line that must be kept for the customer, by `line_id`."""
    if order.fulfilment not in WAITING:
        return {}
    return {line.line_id: line.wanted for line in order.lines if line.wanted > 0}


def taken_online(order: OnlineOrder, *, when_placed: bool) -> dict[str, int]:
    """Return the pieces that the platform's own number has lost to an order, by `line_id`.

    `when_placed`: the platform counts them off when the order is placed, else when it is paid.
    """
    untouched = {Fulfilment.CANCELLED}
    if not when_placed:
        untouched.add(Fulfilment.PENDING_PAYMENT)
    if order.fulfilment in untouched:
        return {}
    return {line.line_id: line.wanted for line in order.lines if line.wanted > 0}


CHARGES = "*charges"
"""The line that other charges are booked under; no platform calls one of its own so."""


def booked_lines(order: OnlineOrder) -> tuple[OnlineLine, ...]:
    """Return the lines that go into the books: those still wanted, or all where none is."""
    return tuple(line for line in order.lines if line.wanted > 0) or order.lines


@dataclass(frozen=True, slots=True)
class LineMoney:
    """The money of a line as it is booked: `gross` − `discount` = `total`."""

    gross: int
    discount: int
    total: int


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """The money of the `booked_lines`: Σ their totals + `shipping` + `charges` = `total`.

    `charges`: what the customer pays besides that no line and no freight explains. `cancelled`:
    what the platform's total still holds of goods that are wanted no more, no part of `total`.
    """

    lines: tuple[LineMoney, ...]
    shipping: int
    charges: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        """What the order costs the customer in our books."""
        return sum(line.total for line in self.lines) + self.shipping + self.charges


def fit_money(order: OnlineOrder) -> OrderMoney:
    """Share out what the lines do not say, each difference under its own name.

    Platforms keep coupons and freight at the order. What the lines are too high is a discount that
    is shared by their amounts, to the last unit, then by the freight. What they are too low is what
    cancelled goods still count there, as far as those reach, and other charges beyond that.
    """
    booked = booked_lines(order)
    totals = [line.total for line in booked]
    over = sum(totals) + order.shipping - order.total
    off_goods = min(max(0, over), sum(totals))
    off_shipping = max(0, over) - off_goods
    short = max(0, -over)
    cancelled = min(short, _cancelled_value(order, booked))
    less = split(off_goods, totals) if off_goods else [0] * len(totals)
    lines = tuple(
        _line_money(line, total - given)
        for line, total, given in zip(booked, totals, less, strict=True)
    )
    return OrderMoney(lines, order.shipping - off_shipping, short - cancelled, cancelled)


def _cancelled_value(order: OnlineOrder, booked: tuple[OnlineLine, ...]) -> int:
    """Return what pieces that are not booked may at most count in the platform's total."""
    kept = {line.line_id for line in booked}
    return sum(
        _value_of_cancelled(line) if line.line_id in kept else max(line.total, line.gross)
        for line in order.lines
    )


def _value_of_cancelled(line: OnlineLine) -> int:
    """Return what the pieces of a line that are wanted no more may cost, as those that are."""
    if not line.wanted:
        return 0
    return -(-max(line.total, line.gross) * line.cancelled // line.wanted)


def _line_money(line: OnlineLine, total: int) -> LineMoney:
    gross = max(line.gross, total)
    return LineMoney(gross, gross - total, total)
