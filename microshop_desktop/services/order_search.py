"""What a list of orders can be narrowed by, as conditions of one statement."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    union,
)

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bill_matching import keys_of_payment
from microshop_desktop.domain.codes import clean_code
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import Currency, parse_amount
from microshop_desktop.domain.order_number import (
    is_phone_tail,
    is_platform_number,
    order_numbers,
)
from microshop_desktop.domain.payment import AttemptState
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.domain.typed_text import typed_text
from microshop_desktop.persistence.tables.bills import BillLineRow
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.orders import (
    REMARKABLE,
    OrderContact,
    OrderRow,
    Payment,
    PaymentAttempt,
    Refund,
    RefundPayment,
)

_BEHIND_ALL = "\uffff"
_NOT_BOOKED = tuple(state.value for state in AttemptState if state is not AttemptState.PAID)
"""What was paid stands among the payments, under its number."""


class OrderTab(StrEnum):
    """The tabs above the list; each is a condition on the state of an order."""

    ALL = "all"
    TO_PAY = "to_pay"
    TO_CONFIRM = "to_confirm"
    TO_SHIP = "to_ship"
    REFUNDS = "refunds"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """What is wanted of the list; what is None or empty narrows nothing.

    `text` finds by number (whole or its beginning), amount, customer's name, phone or its last
    four digits and more, and by the number of a payment or refund as a customer's phone shows it.
    `order` asks whether the list holds that one.
    """

    tab: OrderTab = OrderTab.ALL
    state: str | None = None
    source: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    method: Method | None = None
    refund_state: RefundState | None = None
    text: str = ""
    order: UUID | None = None


TAB_CONDITIONS: dict[OrderTab, ColumnElement[bool]] = {
    OrderTab.TO_PAY: OrderRow.state == "pending_payment",
    OrderTab.TO_CONFIRM: OrderRow.pay_state.in_(("unknown", "to_verify")),
    OrderTab.TO_SHIP: OrderRow.state.in_(("to_ship", "part_shipped")),
    OrderTab.REFUNDS: OrderRow.refund_state != RefundState.NONE.value,
    OrderTab.HELD: OrderRow.held.is_(True),
}

IS_REMARKABLE: ColumnElement[bool] = literal_column(str(REMARKABLE))
"""Holds for all orders of the tabs but the first: their index is used where it is said."""


def conditions(
    filters: OrderFilters, currency: Currency, *, letter: str, with_tab: bool = True
) -> list[ColumnElement[bool]]:
    """Return the conditions of the filters; `letter` is that of the till, for short numbers."""
    found = _plain_conditions(filters)
    if with_tab and filters.tab in TAB_CONDITIONS:
        found += [TAB_CONDITIONS[filters.tab], IS_REMARKABLE]
    if filters.method is not None:
        found.append(_paid_by(filters.method))
    text = typed_text(filters.text)
    if text:
        found.append(OrderRow.id.in_(_matches(text, currency, letter)))
    return found


def _plain_conditions(filters: OrderFilters) -> list[ColumnElement[bool]]:
    wanted: list[tuple[Any, ColumnElement[bool]]] = [
        (filters.order, OrderRow.id == filters.order),
        (filters.state, OrderRow.state == filters.state),
        (filters.source, OrderRow.source == filters.source),
        (filters.refund_state, OrderRow.refund_state == filters.refund_state),
    ]
    found = [condition for value, condition in wanted if value is not None]
    if filters.first_day is not None:
        found.append(OrderRow.shop_day >= filters.first_day)
    if filters.last_day is not None:
        found.append(OrderRow.shop_day <= filters.last_day)
    return found


def _paid_by(method: Method) -> ColumnElement[bool]:
    return (
        select(Payment.id)
        .where(Payment.order_id == OrderRow.id, Payment.method == method.value)
        .exists()
    )


def _matches(text: str, currency: Currency, letter: str) -> Select[Any]:
    """Return the ids of orders a text means, each way through an index of its own."""
    ways = _by_customer(text)
    if any(sign.isdigit() for sign in text):
        ways.append(select(OrderRow.id).where(_numbered(text, letter)))
    ways.append(select(Payment.order_id.label("id")).where(Payment.reference == text))
    ways += by_platform_number(text)
    amount = _amount(text, currency)
    if amount is not None:
        ways.append(select(OrderRow.id).where(OrderRow.total == amount))
    return select(union(*ways).subquery().c.id)


def _numbered(text: str, letter: str) -> ColumnElement[bool]:
    typed, *others = order_numbers(text, letter)
    starts = and_(OrderRow.number >= typed, OrderRow.number < typed + _BEHIND_ALL)
    return or_(starts, OrderRow.number.in_(others)) if others else starts


def by_platform_number(text: str) -> list[Select[Any]]:
    """Return whose order a number of a platform, or ours at it, may be; none for other texts.

    A bill knows the numbers of payments that were confirmed by hand.
    """
    number = clean_code(text)
    if not is_platform_number(number):
        return []
    ours = number.lower()
    back = or_(RefundPayment.out_refund_no == ours, RefundPayment.reference == number)
    attempts = select(PaymentAttempt.order_id.label("id"))
    return [
        select(Payment.order_id.label("id")).where(Payment.reference == number),
        attempts.where(PaymentAttempt.out_trade_no == ours),
        attempts.where(
            PaymentAttempt.state.in_(_NOT_BOOKED), PaymentAttempt.transaction_id == number
        ),
        select(Refund.order_id.label("id"))
        .join(RefundPayment, RefundPayment.refund_id == Refund.id)
        .where(back, Refund.order_id.is_not(None)),
        select(Payment.order_id.label("id"))
        .join(BillLineRow, BillLineRow.payment_id == Payment.id)
        .where(_in_a_bill(number)),
    ]


def _in_a_bill(number: str) -> ColumnElement[bool]:
    """Return the condition for the line of a payment, through the index of keys."""
    keys, starts = keys_of_payment(number)
    apps = [
        and_(BillLineRow.key >= start, BillLineRow.key < start + _BEHIND_ALL) for start in starts
    ]
    return or_(BillLineRow.key.in_(keys), *apps)


def _by_customer(text: str) -> list[Select[Any]]:
    people = or_(
        Customer.name.icontains(text, autoescape=True),
        Customer.search_key.contains(text.lower(), autoescape=True),
    )
    contacts = OrderContact.name.icontains(text, autoescape=True)
    if is_phone_tail(text):
        people = or_(people, Customer.phone.endswith(text, autoescape=True))
        contacts = or_(contacts, OrderContact.phone.endswith(text, autoescape=True))
    known = select(Customer.id).where(people)
    return [
        select(OrderRow.id).where(OrderRow.customer_id.in_(known)),
        select(OrderContact.order_id.label("id")).where(contacts),
    ]


def _amount(text: str, currency: Currency) -> int | None:
    try:
        return parse_amount(text.strip(f"¥{currency.symbol} \N{NO-BREAK SPACE}"), currency.exponent)
    except ShopError:
        return None


def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return a column that counts the rows a condition holds for."""
    return func.count().filter(condition)
