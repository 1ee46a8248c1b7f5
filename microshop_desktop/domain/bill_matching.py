"""Holding a bill against the books: which line is which payment, and what stays alone on a side.

Numbers decide where both sides have them. What a cashier confirmed by hand has none: there the
amount and the time decide, and only where exactly one payment and one line fit each other.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.bills import Bill, BillForm, BillLine, LineKind

NEAR = timedelta(minutes=15)
"""How far the time of a payment confirmed by hand may be from that of its line."""
SHORTEST_REFERENCE = 4
"""A cashier notes at least so many last digits of a number; fewer say nothing."""


class BookKind(StrEnum):
    """What of the books a line may be."""

    PAYMENT = "payment"
    REFUND = "refund"
    ATTEMPT = "attempt"


@dataclass(frozen=True, slots=True)
class BookMoney:
    """Money as the books have it; `amount` in minor units, negative for what went back.

    `certain`: it came through a platform under numbers of its own. `expected`: the bill ought to
    have it. `open`: an attempt that may still be paid. `can_be_owed`: the order may owe it again.
    `written_off`: an earlier bill lacked it. `proved_by` is the key of the line that it is.
    """

    kind: BookKind
    id: UUID
    order: UUID
    number: str
    at: datetime
    amount: int
    certain: bool = False
    expected: bool = False
    open: bool = False
    written_off: bool = False
    proved_by: str = ""
    can_be_owed: bool = True
    customer: UUID | None = None
    out_trade_no: str = ""
    transaction_id: str = ""
    out_refund_no: str = ""
    reference: str = ""


class Finding(StrEnum):
    """Where a bill and the books stand to each other."""

    MATCHED = "matched"
    MONEY_WITHOUT_SALE = "money_without_sale"
    SALE_WITHOUT_MONEY = "sale_without_money"
    DIFFERENT = "different"


class Why(StrEnum):
    """What a finding rests on."""

    NUMBER = "number"
    PROVED = "proved"
    """A bill that was booked says so."""
    REFERENCE = "reference"
    AMOUNT_AND_TIME = "amount_and_time"
    TAKEN_BACK = "taken_back"
    """The platform took the payment and took it back, as our attempt says."""
    LATE = "late"
    """An attempt that the books do not know to be paid."""
    SEVERAL_FIT = "several_fit"
    NONE_FITS = "none_fits"
    NOT_IN_BILL = "not_in_bill"


@dataclass(frozen=True, slots=True)
class Item:
    """One finding. `key` names it for good: the same bill read again gives the same key."""

    key: str
    finding: Finding
    why: Why
    line: BillLine | None = None
    book: BookMoney | None = None
    candidates: tuple[BookMoney, ...] = ()

    @property
    def bill_amount(self) -> int:
        """What the bill has, minor units."""
        return self.line.amount if self.line else 0

    @property
    def shop_amount(self) -> int:
        """What the books have, minor units; nothing for an attempt that is not paid."""
        if self.book is None or self.finding is Finding.MONEY_WITHOUT_SALE:
            return 0
        return self.book.amount

    @property
    def difference(self) -> int:
        """How much more the bill has than the books."""
        return self.bill_amount - self.shop_amount


def match(bill: Bill, books: Sequence[BookMoney]) -> list[Item]:
    """Hold a bill against the books; items in the order of the bill, then what it lacks."""
    return _Matching(bill, books).items()


def line_keys(bill: Bill) -> list[str]:
    """Return for each line the key that names it in every bill it stands in.

    A merchant's numbers are unique. An app's are not, so time, amount and place among equals count.
    """
    seen: dict[str, int] = defaultdict(int)
    keys = []
    for line in bill.lines:
        own = _own_key(bill, line)
        seen[own] += 1
        keys.append(own if seen[own] == 1 else f"{own}#{seen[own]}")
    return keys


def keys_of_payment(number: str) -> tuple[list[str], list[str]]:
    """Return the keys that a platform's number of a payment has, and how those of apps begin."""
    merchants = dict.fromkeys(form.platform for form in BillForm if not form.is_personal)
    apps = [form for form in BillForm if form.is_personal]
    return (
        [f"{platform}|{LineKind.PAYMENT}|{number}" for platform in merchants],
        [f"{app}|{LineKind.PAYMENT}|{number}|" for app in apps],
    )


def _own_key(bill: Bill, line: BillLine) -> str:
    if bill.form.is_personal or line.kind in {LineKind.FEE, LineKind.OTHER}:
        at = f"{line.at:%Y%m%d%H%M%S}"
        return f"{bill.form}|{line.kind}|{line.transaction_id}|{at}|{line.amount}"
    number = line.transaction_id or line.out_trade_no
    if line.kind is LineKind.REFUND:
        back = line.refund_id or line.out_refund_no
        number = back or f"{number}|{line.amount}"
    return f"{bill.form.platform}|{line.kind}|{number}"


@dataclass(slots=True)
class _Numbers:
    """Books by the numbers they are known under."""

    by_trade: dict[str, BookMoney] = field(default_factory=dict)
    by_transaction: dict[str, BookMoney] = field(default_factory=dict)
    by_refund: dict[str, BookMoney] = field(default_factory=dict)
    by_refund_id: dict[str, BookMoney] = field(default_factory=dict)

    def of(self, line: BillLine) -> BookMoney | None:
        """Return what a line is, by its numbers."""
        if line.kind is LineKind.REFUND:
            found = self.by_refund.get(line.out_refund_no)
            return found or self.by_refund_id.get(line.refund_id)
        return self.by_trade.get(line.out_trade_no) or self.by_transaction.get(line.transaction_id)


class _Matching:
    def __init__(self, bill: Bill, books: Sequence[BookMoney]) -> None:
        self._bill, self._books = bill, books
        self._keys = line_keys(bill)
        self._numbers = _by_numbers(books)
        self._taken: set[UUID] = set()
        self._found: dict[int, Item] = {}
        self._taken_back = _taken_back(bill.lines)

    def items(self) -> list[Item]:
        """Match by numbers first, then by what a cashier noted, then by amount and time."""
        wanted = [
            place
            for place, line in enumerate(self._bill.lines)
            if line.counts and line.kind in {LineKind.PAYMENT, LineKind.REFUND}
        ]
        self._by_earlier_bill(wanted)
        if not self._bill.form.is_personal:
            for place in wanted:
                if place not in self._found:
                    self._by_number(place)
        self._by_hand([place for place in wanted if place not in self._found])
        lines = [self._found[place] for place in sorted(self._found)]
        return lines + list(self._missing())

    def _by_earlier_bill(self, places: Sequence[int]) -> None:
        proved = {book.proved_by: book for book in self._books if book.proved_by}
        for place in places:
            book = proved.get(self._keys[place])
            if book is not None:
                self._note(place, _equal(self._bill.lines[place], book), Why.PROVED, book)

    def _by_number(self, place: int) -> None:
        line = self._bill.lines[place]
        book = self._numbers.of(line)
        if line.out_trade_no in self._taken_back and (line.reversed or not _is_money(book)):
            attempt = self._numbers.by_trade.get(line.out_trade_no)
            if attempt is not None:
                self._note(place, Finding.MATCHED, Why.TAKEN_BACK, attempt)
                return
        if book is None:
            return
        if book.written_off or not _is_money(book):
            finding = (
                Finding.MONEY_WITHOUT_SALE if book.amount == line.amount else Finding.DIFFERENT
            )
            self._note(place, finding, Why.LATE, book, (book,))
        else:
            self._note(place, _equal(line, book), Why.NUMBER, book)

    def _by_hand(self, places: Sequence[int]) -> None:
        """Match what has no numbers of ours; a payment that an earlier bill proved is no guess."""
        free = [
            book
            for book in sorted(self._books, key=_time)
            if book.kind is BookKind.PAYMENT
            and not (book.certain or book.proved_by)
            and book.id not in self._taken
        ]
        noted: dict[str, list[BookMoney]] = defaultdict(list)
        alike: dict[int, list[BookMoney]] = defaultdict(list)
        for book in free:
            alike[book.amount].append(book)
            if len(book.reference.strip()) >= SHORTEST_REFERENCE and not book.written_off:
                noted[book.reference.strip()[-SHORTEST_REFERENCE:]].append(book)
        rest = [place for place in places if not self._by_reference(place, noted)]
        fits = {place: self._near(place, alike) for place in rest}
        claimed: dict[UUID, int] = defaultdict(int)
        for found in fits.values():
            for book in found:
                claimed[book.id] += 1
        for place, found in fits.items():
            alone = len(found) == 1 and claimed[found[0].id] == 1
            if alone and not found[0].written_off:
                self._note(place, Finding.MATCHED, Why.AMOUNT_AND_TIME, found[0])
            else:
                why = (Why.LATE if alone else Why.SEVERAL_FIT) if found else Why.NONE_FITS
                self._note(place, Finding.MONEY_WITHOUT_SALE, why, None, tuple(found))

    def _by_reference(self, place: int, noted: Mapping[str, Sequence[BookMoney]]) -> bool:
        line = self._bill.lines[place]
        if line.kind is not LineKind.PAYMENT or not line.transaction_id:
            return False
        named = [
            book
            for book in noted.get(line.transaction_id[-SHORTEST_REFERENCE:], ())
            if book.id not in self._taken and line.transaction_id.endswith(book.reference.strip())
        ]
        if len(named) != 1:
            return False
        self._note(place, _equal(line, named[0]), Why.REFERENCE, named[0])
        return True

    def _near(self, place: int, alike: Mapping[int, Sequence[BookMoney]]) -> list[BookMoney]:
        """Return the payments of a line's amount that are near it, the nearest first."""
        line = self._bill.lines[place]
        if line.kind is not LineKind.PAYMENT:
            return []
        same = alike.get(line.amount, ())
        first = bisect_left(same, line.at - NEAR, key=_time)
        last = bisect_right(same, line.at + NEAR, key=_time)
        found = [book for book in same[first:last] if book.id not in self._taken]
        return sorted(found, key=lambda book: abs(book.at - line.at))

    def _note(
        self,
        place: int,
        finding: Finding,
        why: Why,
        book: BookMoney | None,
        candidates: tuple[BookMoney, ...] = (),
    ) -> None:
        line = self._bill.lines[place]
        self._found[place] = Item(self._keys[place], finding, why, line, book, candidates)
        if book is not None:
            self._taken.add(book.id)

    def _missing(self) -> Iterator[Item]:
        for book in self._books:
            if book.expected and book.id not in self._taken:
                key = f"book|{book.kind}|{book.id}"
                yield Item(key, Finding.SALE_WITHOUT_MONEY, Why.NOT_IN_BILL, None, book)


def _time(book: BookMoney) -> datetime:
    return book.at


def _by_numbers(books: Iterable[BookMoney]) -> _Numbers:
    """Sort books by their numbers; money goes before attempts that are not paid."""
    numbers = _Numbers()
    for book in sorted(books, key=_is_money):
        if book.kind is BookKind.REFUND:
            _put(numbers.by_refund, book.out_refund_no, book)
            _put(numbers.by_refund_id, book.reference, book)
        elif book.certain or book.kind is BookKind.ATTEMPT:
            _put(numbers.by_trade, book.out_trade_no, book)
            _put(numbers.by_transaction, book.transaction_id, book)
    return numbers


def _put(index: dict[str, BookMoney], number: str, book: BookMoney) -> None:
    if number:
        index[number] = book


def _is_money(book: BookMoney | None) -> bool:
    return book is not None and book.kind is not BookKind.ATTEMPT


def _equal(line: BillLine, book: BookMoney) -> Finding:
    return Finding.MATCHED if line.amount == book.amount else Finding.DIFFERENT


def _taken_back(lines: Iterable[BillLine]) -> Mapping[str, int]:
    """Return the trades whose payment the platform took back whole, by our number."""
    sums: dict[str, int] = defaultdict(int)
    reversed_ones: set[str] = set()
    for line in lines:
        if line.counts and line.out_trade_no:
            sums[line.out_trade_no] += line.amount
            if line.reversed:
                reversed_ones.add(line.out_trade_no)
    return {number: 0 for number in reversed_ones if sums[number] == 0}
