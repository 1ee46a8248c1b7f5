"""What the refund page shows and does, without a widget; in an exchange goods are taken as well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import Basket, Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency, currency
from microshop_desktop.domain.pricing import PricedBasket
from microshop_desktop.domain.refunds import Wanted, share_of
from microshop_desktop.services.exchanges import Difference
from microshop_desktop.services.lookup import Found
from microshop_desktop.services.order_values import OrderLineView, OrderView, RefundView
from microshop_desktop.services.refund_booking import RefundPlan, RefundWish, plan_refund
from microshop_desktop.ui.orders.desk import OrdersDesk

PIECE = 1000


class MoneyWay(StrEnum):
    """How the money goes back."""

    AS_PAID = "as_paid"
    CASH = "cash"
    BOTH = "both"


class ScanOutcome(StrEnum):
    """What a scan did."""

    COUNTED = "counted"
    ALL_COUNTED = "all_counted"
    TAKEN = "taken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A line of the order on the refund page; `now` goes back, `amount` is its money."""

    line: OrderLineView
    now: int
    restock: bool
    amount: int
    discount_share: int

    @property
    def left(self) -> int:
        """Quantity that may still go back."""
        return self.line.sold.left


@dataclass(frozen=True, slots=True)
class Done:
    """What was booked: the refund, and in an exchange the number and change of the sale."""

    refund: RefundView
    sale_number: str = ""
    change: int = 0


class RefundViewModel:
    """State of one refund. Its key is chosen at the start, so it can be booked once only."""

    def __init__(self, desk: OrdersDesk, order: OrderView, *, exchange: bool = False) -> None:
        """Begin with nothing to go back."""
        self.desk = desk
        self.order = order
        self.exchange = exchange
        self.reason = ""
        self.way = MoneyWay.AS_PAID
        self.cash_part = 0
        self.pay_method = Method.CASH
        self.current_no = next((line.no for line in order.lines if line.sold.left), 0)
        buyer = desk.customer(order) if exchange else None
        self.basket = Basket(desk.new_id(), customer=buyer)
        self._key = desk.new_id()
        self._now: dict[int, int] = {}
        self._spoilt: set[int] = set()
        self._plan: RefundPlan | None = None
        self._priced: PricedBasket | None = None

    @property
    def currency(self) -> Currency:
        """The currency of the order."""
        return currency(self.order.currency)

    # ------------------------------------------------------------------ what goes back

    def rows(self) -> list[RefundRow]:
        """Return all lines with what goes back of them now."""
        amounts = {share.no: share.amount for share in self._plan.shares} if self._plan else {}
        return [self._row(line, amounts.get(line.no, 0)) for line in self.order.lines]

    def set_now(self, no: int, quantity: int) -> None:
        """Say how much of a line goes back; never more than is left, never below zero."""
        line = self._line(no)
        self._now[no] = min(max(quantity, 0), line.sold.left)
        self.current_no = no
        self._recount()

    def step(self, no: int, pieces: int) -> None:
        """Give one piece more or less back."""
        self.set_now(no, self._now.get(no, 0) + pieces * PIECE)

    def set_restock(self, no: int, *, restock: bool) -> None:
        """Put the goods of a line back on the shelf, or write them off."""
        if restock:
            self._spoilt.discard(no)
        else:
            self._spoilt.add(no)
        self.current_no = no
        self._recount()

    def take_all(self) -> None:
        """Give all back that is left."""
        self._now = {line.no: line.sold.left for line in self.order.lines}
        self._recount()

    def move(self, steps: int) -> None:
        """Make the next or previous line of which something is left the current one."""
        numbers = [line.no for line in self.order.lines if line.sold.left]
        if self.current_no in numbers:
            place = numbers.index(self.current_no) + steps
            self.current_no = numbers[min(max(place, 0), len(numbers) - 1)]

    def scan(self, code: str) -> ScanOutcome:
        """Count the scanned goods as given back, or in an exchange as taken."""
        meant = self._meant(code)
        for line, quantity in meant:
            if self._now.get(line.no, 0) < line.sold.left:
                self.set_now(line.no, self._now.get(line.no, 0) + quantity)
                return ScanOutcome.COUNTED
        if self.exchange and self._take_scanned(code):
            return ScanOutcome.TAKEN
        return ScanOutcome.ALL_COUNTED if meant else ScanOutcome.UNKNOWN

    # ------------------------------------------------------------------ what is taken instead

    def take_typed(self, text: str) -> bool:
        """Take the best goods for a typed text; false where there are none."""
        found = self.desk.best_hit(text)
        if found is not None:
            self._take(found)
        return found is not None

    def set_taken(self, no: int, quantity: int) -> None:
        """Say how many of the goods taken instead; zero takes them out."""
        self.basket = baskets.set_quantity(self.basket, no, quantity)
        self._recount()

    @property
    def priced(self) -> PricedBasket | None:
        """The goods taken instead with their prices; None while there are none."""
        return self._priced

    @property
    def difference(self) -> Difference:
        """What the exchange comes to."""
        return Difference(self.amount, self._priced.total if self._priced else 0)

    # ------------------------------------------------------------------ money

    @property
    def plan(self) -> RefundPlan | None:
        """The refund as it would be booked; None while nothing goes back."""
        return self._plan

    @property
    def amount(self) -> int:
        """The money that the goods given back are worth."""
        return self._plan.amount if self._plan else 0

    @property
    def pieces(self) -> int:
        """How many pieces go back, whatever is weighed counting as one."""
        given = [quantity for quantity in self._now.values() if quantity]
        return sum(quantity // PIECE if quantity % PIECE == 0 else 1 for quantity in given)

    @property
    def still_refundable(self) -> int:
        """The money that can still go back of the whole order."""
        return self.order.paid - self.order.refunded

    @property
    def gross(self) -> int:
        """What the goods given back cost before any discount."""
        wanted = {share.no: share.quantity for share in self._plan.shares} if self._plan else {}
        return sum(
            share_of(line.gross, line.sold, wanted[line.no])
            for line in self.order.lines
            if line.no in wanted
        )

    @property
    def paid_methods(self) -> list[Method]:
        """The ways other than cash by which something was paid that can go back."""
        found = [paid.method for paid in self.order.money_in if paid.left > 0]
        return [method for method in dict.fromkeys(found) if method is not Method.CASH]

    @property
    def is_practice(self) -> bool:
        """Whether nothing of what was paid was real money."""
        return bool(self.order.payments) and all(one.practice for one in self.order.payments)

    def choose_way(self, way: MoneyWay) -> None:
        """Say how the money goes back."""
        self.way = way
        self._recount()

    def set_cash_part(self, minor: int) -> None:
        """Say how much of it goes back in cash; the rest goes back as it was paid."""
        self.cash_part = max(minor, 0)
        self._recount()

    # ------------------------------------------------------------------ booking

    @property
    def is_ready(self) -> bool:
        """Whether it can be booked."""
        if self._plan is None:
            return False
        return not self.exchange or self._priced is not None

    def book(self) -> Done:
        """Book it. A second call gives the first result again."""
        if not self.exchange:
            return Done(self.desk.refund(self._wish()))
        due = self.difference.to_pay
        tenders = (Tender(self.pay_method, due),) if due else ()
        done = self.desk.exchange(self._wish(), self.basket, tenders)
        return Done(done.refund, done.sale.number, done.change)

    def reload(self) -> None:
        """Read the order again: somebody may have refunded a part of it meanwhile."""
        self.order = self.desk.order(self.order.order)
        left = {line.no: line.sold.left for line in self.order.lines}
        self._now = {no: min(quantity, left[no]) for no, quantity in self._now.items()}
        self._recount()

    # ------------------------------------------------------------------ inside

    def _wish(self) -> RefundWish:
        lines = tuple(
            Wanted(no, quantity, no not in self._spoilt)
            for no, quantity in sorted(self._now.items())
            if quantity
        )
        credit = self._priced.total if self._priced else 0
        wish = RefundWish(
            self._key, self.order.order, lines, reason=self.reason.strip(), credit=credit
        )
        if self.way is MoneyWay.CASH:
            return replace(wish, all_in_cash=True)
        if self.way is MoneyWay.BOTH:
            return replace(wish, cash=self.cash_part)
        return wish

    def _recount(self) -> None:
        """Work everything out anew; a cash part above the amount counts as the whole amount."""
        self._priced = None if self.basket.is_empty else self.desk.price(self.basket)
        if not any(self._now.values()):
            self._plan = None
            return
        wish = self._wish()
        if wish.cash is not None:
            whole = plan_refund(self.order, replace(wish, cash=None))
            back = sum(way.amount for way in whole.ways) - min(wish.credit, whole.amount)
            wish = replace(wish, cash=min(wish.cash, max(back, 0)))
            self.cash_part = wish.cash or 0
        self._plan = plan_refund(self.order, wish)

    def _row(self, line: OrderLineView, amount: int) -> RefundRow:
        gross = share_of(line.gross, line.sold, PIECE) if line.sold.left >= PIECE else 0
        total = share_of(line.total, line.sold, PIECE) if line.sold.left >= PIECE else 0
        return RefundRow(
            line=line,
            now=self._now.get(line.no, 0),
            restock=line.no not in self._spoilt,
            amount=amount,
            discount_share=gross - total,
        )

    def _line(self, no: int) -> OrderLineView:
        for line in self.order.lines:
            if line.no == no:
                return line
        raise ShopError(ErrorCode.NOT_FOUND, what="line", key=no)

    def _meant(self, code: str) -> list[tuple[OrderLineView, int]]:
        """Return the lines a code means, and how much of them: a piece, a pack, a weight.

        The code a line was sold by comes first, then any code of the same SKU.
        """
        own = [(line, PIECE) for line in self.order.lines if line.code and line.code == code]
        if own:
            return own
        return [
            (line, max(1, found.quantity * found.unit.factor // line.factor))
            for found in self._known(code)
            for line in self.order.lines
            if line.sku is not None and line.sku == found.goods.sku
        ]

    def _known(self, code: str) -> Sequence[Found]:
        try:
            return self.desk.scan(code)
        except ShopError:
            return ()

    def _take_scanned(self, code: str) -> bool:
        found = self._known(code)
        if found:
            self._take(found[0])
        return bool(found)

    def _take(self, found: Found) -> None:
        self.basket, _no = baskets.add(
            self.basket,
            found.goods,
            quantity=found.quantity,
            unit=found.unit,
            label_total=found.label_total,
        )
        self._recount()
