"""One order of a file, made of its rows: states, goods and money in the words all shops share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import currency, split
from microshop_desktop.domain.online_order import (
    LEFT,
    UNKNOWN_STATE,
    Contact,
    Fulfilment,
    OnlineLine,
    OnlineOrder,
    Parcel,
    makes_sense,
)
from microshop_desktop.domain.order_file import (
    Back,
    OrderField,
    OrderFormat,
    TotalOf,
    spelled,
)
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.domain.row_issues import IssueCode, RowIssue, RowRefusedError
from microshop_desktop.exchange.order_file_cells import Cells
from microshop_desktop.exchange.order_file_goods import Goods, goods_of

_PAYS_LATER = frozenset({Fulfilment.PENDING_PAYMENT, Fulfilment.UNKNOWN})


@dataclass(frozen=True, slots=True)
class FileKnown:
    """What is known of a file beyond its rows: its format, moment, and the shop's own currency."""

    format: OrderFormat
    moment: datetime
    currency: str


@dataclass(frozen=True, slots=True)
class _Money:
    total: int
    shipping: int
    tax: int
    refunded: int | None
    outstanding: int | None


def order_of(
    external_id: str, rows: Sequence[Cells], known: FileKnown
) -> tuple[OnlineOrder, list[RowIssue], bool]:
    """Return an order, remarks on it, and whether its file tells no time of it.

    `RowRefusedError` where its rows cannot be read together.
    """
    reading = _Order(external_id, rows, known)
    return reading.order(), reading.remarks, reading.timeless


class _Order:
    """The rows of one order while they are put together."""

    def __init__(self, external_id: str, rows: Sequence[Cells], known: FileKnown) -> None:
        self.remarks: list[RowIssue] = []
        self.timeless = False
        self._id, self._rows, self._known = external_id, rows, known
        self._format = known.format
        code = self._said(OrderField.CURRENCY) or self._format.currency or known.currency
        try:
            self._currency = currency(code)
        except ShopError as error:
            issue = IssueCode.ORDER_CURRENCY_OTHER
            raise RowRefusedError(OrderField.CURRENCY, issue, code) from error

    def order(self) -> OnlineOrder:
        """Put the order together."""
        goods = [each for row in self._rows for each in self._goods_of(row)]
        money = self._money()
        words = self._words()
        state = self._state(words)
        placed, paid_at = self._placed(), self._time(OrderField.PAID_AT)
        lines = _named(self._lines(goods, money, state))
        refund, refunded = self._refund(money, words)
        made = OnlineOrder(
            external_id=self._id,
            number=self._said(OrderField.NUMBER) or self._said(OrderField.ORDER),
            fulfilment=state,
            raw_status="/".join(words),
            currency=self._currency.code,
            total=money.total,
            shipping=min(money.shipping, money.total),
            paid=self._paid(state, money, paid_at),
            placed_at=placed,
            updated_at=self._known.moment,
            lines=lines,
            refund=refund,
            refunded=refunded,
            hold=UNKNOWN_STATE if state is Fulfilment.UNKNOWN else "",
            paid_at=paid_at,
            ship_until=self._time(OrderField.SHIP_UNTIL),
            contact=self._contact(),
            note=self._said(OrderField.NOTE),
            parcels=self._parcels(),
        )
        if not makes_sense(made) or not made.number:
            raise RowRefusedError(OrderField.ORDER, IssueCode.ORDER_SENSELESS, made.number)
        return made

    # ------------------------------------------------------------------ how far it is

    def _words(self) -> list[str]:
        """Return the platform's own words, each once."""
        fields = (OrderField.STATUS, OrderField.SENT_STATUS)
        told = [row.text(field) for field in fields for row in self._rows]
        return list(dict.fromkeys(word for word in told if word))

    def _state(self, words: Sequence[str]) -> Fulfilment:
        """Return how far the order is; unknown words are remarked on, never guessed."""
        if not words and not self._rows[0].has(OrderField.STATUS):
            return self._format.no_status
        sent = self._said(OrderField.SENT_STATUS)
        if self._said(OrderField.CANCELLED_AT):
            return Fulfilment.CANCELLED
        states = {self._meaning(row.text(OrderField.STATUS)) for row in self._rows_with_status()}
        state = _together(states or {Fulfilment.UNKNOWN})
        if sent:
            moved = self._meaning(sent)
            state = state if moved is Fulfilment.TO_SHIP else moved
        if state is Fulfilment.UNKNOWN:
            self._remark(IssueCode.STATUS_UNKNOWN, OrderField.STATUS, "/".join(words))
        return state

    def _rows_with_status(self) -> list[Cells]:
        return [row for row in self._rows if row.text(OrderField.STATUS)]

    def _meaning(self, word: str) -> Fulfilment:
        return self._format.states.get(spelled(word), Fulfilment.UNKNOWN)

    def _back(self, word: str) -> Back:
        return self._format.backs.get(spelled(word), Back.ASKED) if word else Back.NONE

    # ------------------------------------------------------------------ money

    def _money(self) -> _Money:
        return _Money(
            total=self._of_order(OrderField.TOTAL) or 0,
            shipping=self._of_order(OrderField.SHIPPING) or 0,
            tax=self._tax_on_top(),
            refunded=self._one(OrderField.REFUNDED),
            outstanding=self._one(OrderField.OUTSTANDING),
        )

    def _tax_on_top(self) -> int:
        """Return the tax that comes on top of the goods, 0 where their prices hold it."""
        subtotal, tax = self._one(OrderField.SUBTOTAL), self._one(OrderField.TAX)
        if subtotal is None or not tax:
            return 0
        shipping, total = self._one(OrderField.SHIPPING) or 0, self._one(OrderField.TOTAL) or 0
        return tax if subtotal + shipping + tax == total else 0

    def _of_order(self, field: OrderField) -> int | None:
        """Return an amount of the whole order, whichever way its file tells it."""
        if self._format.total_of is TotalOf.ORDER:
            return self._one(field)
        amounts = [row.amount(field, self._currency.exponent) for row in self._rows]
        return sum(amount for amount in amounts if amount is not None)

    def _one(self, field: OrderField) -> int | None:
        """Return an amount that stands in the order's first row or in each; zero says nothing."""
        found = [row.amount(field, self._currency.exponent) for row in self._rows]
        told = {amount for amount in found if amount}
        if len(told) > 1:
            raise RowRefusedError(field, IssueCode.ORDER_ROWS_DISAGREE, self._id)
        return told.pop() if told else next((each for each in found if each is not None), None)

    def _paid(self, state: Fulfilment, money: _Money, paid_at: datetime | None) -> int:
        if state is Fulfilment.CANCELLED and paid_at is None and not money.refunded:
            return 0
        if money.outstanding is not None:
            return max(0, money.total - money.outstanding)
        return 0 if paid_at is None and state in _PAYS_LATER else money.total

    def _refund(self, money: _Money, words: Sequence[str]) -> tuple[RefundState, int]:
        """Return how it stands with money going back, and how much went: 0 where nobody says."""
        said = [self._back(row.text(OrderField.REFUND_STATUS)) for row in self._rows]
        refunded = money.refunded or 0
        if Back.ASKED in said:
            return RefundState.REQUESTED, refunded
        whole = any(self._format.backs.get(spelled(each)) is Back.DONE for each in words)
        done = [each is Back.DONE for each in said]
        if whole or (refunded and refunded >= money.total):
            return RefundState.WHOLE, refunded
        if refunded:
            return RefundState.PART, refunded
        if not any(done):
            return RefundState.NONE, 0
        return (RefundState.WHOLE if all(done) else RefundState.PART), 0

    # ------------------------------------------------------------------ goods

    def _goods_of(self, row: Cells) -> tuple[Goods, ...]:
        goods, parted = goods_of(row, self._currency.exponent)
        if not parted:
            self._remark(IssueCode.GOODS_NOT_PARTED, OrderField.TITLE, goods[0].title[:60], row)
        return goods

    def _lines(self, goods: Sequence[Goods], money: _Money, state: Fulfilment) -> list[OnlineLine]:
        totals = self._totals(goods, money)
        taxes = split(money.tax, totals)
        return [
            self._line(each, (total, tax), state)
            for each, total, tax in zip(goods, totals, taxes, strict=True)
        ]

    def _totals(self, goods: Sequence[Goods], money: _Money) -> list[int]:
        """Return what each line costs; where the file does not say, the order is shared out."""
        rest = max(0, money.total - money.shipping - money.tax)
        if self._format.total_of is TotalOf.ROW:
            return self._of_rows(goods)
        if all(each.total is not None for each in goods):
            return [each.total or 0 for each in goods]
        return split(rest, [each.pieces for each in goods])

    def _of_rows(self, goods: Sequence[Goods]) -> list[int]:
        """Share the total of each row, less its freight, over the goods in it."""
        found: list[int] = []
        for row in self._rows:
            amounts = (row.amount(field, self._currency.exponent) or 0 for field in _ROW_AMOUNTS)
            total, shipping = amounts
            pieces = [each.pieces for each in goods if each.row == row.number]
            found += split(max(0, total - shipping), pieces)
        return found

    def _line(self, goods: Goods, paid: tuple[int, int], state: Fulfilment) -> OnlineLine:
        total, tax = paid
        own = state
        if goods.status:
            own = self._meaning(goods.status)
        cancelled = own is Fulfilment.CANCELLED and state is not Fulfilment.CANCELLED
        return OnlineLine(
            line_id=goods.line,
            product=goods.product,
            sku=goods.key,
            code=goods.code,
            title=goods.title,
            spec=goods.spec,
            quantity=goods.pieces,
            gross=max(goods.gross or 0, total) + tax,
            total=total + tax,
            tax=tax,
            cancelled=goods.pieces if cancelled else 0,
            shipped=goods.pieces if own in LEFT or state in LEFT else 0,
        )

    # ------------------------------------------------------------------ the rest

    def _placed(self) -> datetime:
        """Return when it was placed; a file without times has its own."""
        fields = (OrderField.PLACED, OrderField.PAID_AT, OrderField.SENT_AT)
        found = next(filter(None, (self._time(field) for field in fields)), None)
        self.timeless = found is None
        return self._known.moment if found is None else min(found, self._known.moment)

    def _contact(self) -> Contact:
        fields = (OrderField.NAME, OrderField.PHONE, OrderField.ADDRESS)
        return Contact(*(self._said(field) for field in fields))

    def _parcels(self) -> tuple[Parcel, ...]:
        fields = (OrderField.COURIER, OrderField.TRACKING)
        told = (tuple(row.text(field) for field in fields) for row in self._rows)
        return tuple(Parcel(*each) for each in dict.fromkeys(told) if each[1])

    def _said(self, field: OrderField) -> str:
        return next(filter(None, (row.text(field) for row in self._rows)), "")

    def _time(self, field: OrderField) -> datetime | None:
        return next(filter(None, (row.time(field) for row in self._rows)), None)

    def _remark(
        self, code: IssueCode, field: OrderField, value: str, row: Cells | None = None
    ) -> None:
        number = (row or self._rows[0]).number
        self.remarks.append(RowIssue(number, field.value, code, value))


_ROW_AMOUNTS = (OrderField.TOTAL, OrderField.SHIPPING)


def _together(states: set[Fulfilment]) -> Fulfilment:
    """Return how far an order is whose lines are told one by one."""
    if Fulfilment.UNKNOWN in states:
        return Fulfilment.UNKNOWN
    wanted = states - {Fulfilment.CANCELLED} or states
    if len(wanted) == 1:
        return next(iter(wanted))
    if wanted <= LEFT:
        return Fulfilment.SHIPPED
    if Fulfilment.PENDING_PAYMENT in wanted:
        return Fulfilment.PENDING_PAYMENT
    return Fulfilment.PART_SHIPPED


def _named(lines: Sequence[OnlineLine]) -> tuple[OnlineLine, ...]:
    """Name lines that have no name of their own by their goods, the second of the same `#2`."""
    seen: Counter[str] = Counter()
    named = []
    for line in lines:
        name = line.line_id or line.sku or line.title
        seen[name] += 1
        again = seen[name]
        named.append(replace(line, line_id=name if again == 1 else f"{name}#{again}"))
    return tuple(named)
