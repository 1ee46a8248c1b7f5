"""What services tell of orders, payments and refunds: plain values, never rows.

Money in minor units of the order's currency, quantities in thousandths of the line's unit, times
aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from microshop_desktop.domain.aftersale import UNDECIDED, Aftersale
from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment_refund import RefundProgress, worst_progress
from microshop_desktop.domain.quantity import ONE, is_whole
from microshop_desktop.domain.refunds import PaidWith, RefundState, SoldLine


@dataclass(frozen=True, slots=True)
class OrderCursor:
    """A place in the list of orders, newest first: the last order of a page."""

    day: date
    till: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class GoodsName:
    """Goods as a list names them."""

    name: str
    quantity: int
    unit: str

    @property
    def pieces(self) -> int:
        """Whole pieces; whatever is weighed counts as one."""
        return self.quantity // ONE if is_whole(self.quantity) else 1


@dataclass(frozen=True, slots=True)
class OrderRowView:
    """An order as one row of a list; `goods` are all its lines in order.

    `methods` are the ways its money came; `progress` says whether all that was refunded is back;
    `asked` is what its customer asks back on a platform.
    """

    order: UUID
    number: str
    source: str
    at: datetime
    customer: str
    currency: str
    total: int
    refunded: int
    state: str
    pay_state: str
    refund_state: RefundState
    progress: RefundProgress
    held: bool
    goods: tuple[GoodsName, ...]
    methods: tuple[Method, ...]
    cursor: OrderCursor
    asked: int = 0

    @property
    def pieces(self) -> int:
        """How many pieces the order holds."""
        return sum(goods.pieces for goods in self.goods)


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line as sold. `gross` − `discount` = `total`; `quantity` counts `unit`s of `factor`."""

    line: UUID
    no: int
    sku: UUID | None
    code: str
    name: str
    spec: str
    unit: str
    factor: int
    quantity: int
    unit_price: int
    gross: int
    discount: int
    tax: int
    total: int
    cost_value: int
    refunded_quantity: int
    refunded: int
    note: str
    picture: str = ""

    @property
    def full_name(self) -> str:
        """Name and spec in one text."""
        return f"{self.name} {self.spec}".strip()

    @property
    def sold(self) -> SoldLine:
        """The line as the rules of refunds see it."""
        return SoldLine(
            no=self.no,
            quantity=self.quantity,
            total=self.total,
            tax=self.tax,
            cost_value=self.cost_value,
            refunded_quantity=self.refunded_quantity,
            refunded=self.refunded,
        )


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """Why less was paid; `line_no` is None for the whole order."""

    line_no: int | None
    kind: str
    value: int
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """Money that arrived: `amount` stayed; of it `returned` went back later.

    `reference` is the platform's number, or what the cashier noted; `in_bill` the number that a
    bill has it under, told with an order's history only; `practice`: no real money.
    """

    payment: UUID
    method: Method
    amount: int
    tendered: int
    state: str
    reference: str
    at: datetime
    returned: int = 0
    practice: bool = False
    in_bill: str = ""

    @property
    def number(self) -> str:
        """The platform's number, by a bill where it came by hand; else what was noted of it."""
        return self.in_bill or self.reference

    @property
    def paid_with(self) -> PaidWith:
        """The payment as the rules of refunds see it."""
        left = self.amount - self.returned
        return PaidWith(self.payment, self.method, left, practice=self.practice)


@dataclass(frozen=True, slots=True)
class RefundLineView:
    """What came back of one line; `line_no` is the order's line, None for the past."""

    no: int
    line_no: int | None
    name: str
    quantity: int
    amount: int
    restocked: bool


@dataclass(frozen=True, slots=True)
class RefundWayView:
    """One way the money went back; `progress` says whether the customer has it.

    `practice`: it is taken from a payment that was no real money.
    """

    method: Method
    amount: int
    state: str
    progress: RefundProgress
    practice: bool = False


@dataclass(frozen=True, slots=True)
class RefundView:
    """A refund with its lines and the ways its money went back."""

    refund: UUID
    number: str
    order_number: str
    at: datetime
    currency: str
    method: Method
    state: str
    amount: int
    tax: int
    reason: str
    staff: str
    lines: tuple[RefundLineView, ...]
    ways: tuple[RefundWayView, ...]

    @property
    def progress(self) -> RefundProgress:
        """Whether all of it is back with the customer."""
        return worst_progress(way.progress for way in self.ways)

    @property
    def by_method(self) -> dict[Method, int]:
        """How much went back each way."""
        sums: dict[Method, int] = {}
        for way in self.ways:
            sums[way.method] = sums.get(way.method, 0) + way.amount
        return sums


@dataclass(frozen=True, slots=True)
class EventView:
    """One step of an order's history; `facts` hold ids, numbers and amounts."""

    at: datetime
    kind: str
    staff: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OnlineFacts:
    """What the platform says of an order, by its own word `raw_status`; `account`: whose shop.

    `hold`: why it must wait there, `own_hold`: why somebody here, `held_by`, lets it wait; empty
    where it need not. `paid` and `refunded` there, which the books take up once the goods have
    left. `aftersales`: all that was asked back of it, the newest first.
    """

    account: str
    raw_status: str
    hold: str
    paid: int
    refunded: int
    ship_until: datetime | None
    own_hold: str = ""
    held_by: str = ""
    aftersales: tuple[Aftersale, ...] = ()

    @property
    def asked(self) -> Aftersale | None:
        """What of it nobody has decided yet, that with the nearest deadline; None where nothing."""
        waiting = [one for one in self.aftersales if one.state in UNDECIDED]
        return min(waiting, key=_soonest, default=None)


def _soonest(aftersale: Aftersale) -> tuple[bool, datetime]:
    return aftersale.deadline is None, aftersale.deadline or aftersale.updated_at


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with all that hangs on it. `customer_phone` is masked.

    `progress` says whether all that was refunded of it is back with the customer.
    """

    order: UUID
    number: str
    source: str
    state: str
    pay_state: str
    refund_state: RefundState
    held: bool
    at: datetime
    day: date
    currency: str
    customer: UUID | None
    customer_name: str
    customer_phone: str
    staff: str
    subtotal: int
    discount: int
    rounding: int
    shipping: int
    tax: int
    total: int
    paid: int
    refunded: int
    note: str
    exchange_of: str
    lines: tuple[OrderLineView, ...]
    payments: tuple[PaymentView, ...]
    progress: RefundProgress = RefundProgress.DONE
    adjustments: tuple[AdjustmentView, ...] = ()
    refunds: tuple[RefundView, ...] = ()
    events: tuple[EventView, ...] = ()
    online: OnlineFacts | None = None

    @property
    def is_booked(self) -> bool:
        """Whether the sale is in the books; an online order waits for that until it is sent."""
        return self.state not in _NOT_BOOKED

    @property
    def methods(self) -> tuple[Method, ...]:
        """By which ways its money came, each way once, the first one first."""
        return tuple(dict.fromkeys(paid.method for paid in self.payments if paid.amount > 0))

    @property
    def change(self) -> int:
        """Cash that was given back at once."""
        return sum(payment.tendered - payment.amount for payment in self.payments)

    @property
    def money_in(self) -> tuple[PaidWith, ...]:
        """The payments money can go back to: all but what an exchange credited, which moved none.

        Nor can it go back to what a bill lacked. What none of them can take goes back in cash.
        """
        credit = Method.OTHER if self.exchange_of else None
        return tuple(
            paid.paid_with
            for paid in self.payments
            if paid.method is not credit and paid.state not in _NEVER_CAME
        )

    @property
    def can_be_refunded(self) -> bool:
        """Whether the order is surely paid and not all of its goods went back."""
        return self.is_refundable and any(line.sold.left > 0 for line in self.lines)

    @property
    def is_refundable(self) -> bool:
        """Whether the state of the order allows refunds: only what is surely paid goes back."""
        return self.pay_state in {"paid", "part"} and self.state not in _NOT_REFUNDABLE


_NEVER_CAME = frozenset({"not_received", "correction"})
_NOT_BOOKED = frozenset({"pending_payment", "to_ship", "part_shipped", "cancelled"})
_NOT_REFUNDABLE = frozenset({"pending_payment", "to_ship", "part_shipped", "cancelled", "check"})
