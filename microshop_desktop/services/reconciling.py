"""Reconciling: holding a platform's bill against the books, and booking what a person decides.

Looking changes nothing. Booking the same bill twice changes nothing either: lines are kept once,
and a decision that stands already is not written again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from microshop_desktop.domain.bill_choices import Choice, ChoiceKind, choices_for
from microshop_desktop.domain.bill_matching import BookKind, Finding, Item, line_keys, match
from microshop_desktop.domain.bills import CURRENCY, Bill, MoneyFigures, figures_of
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import Paid, Verb
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.bill_books import account_of, read_books
from microshop_desktop.services.bill_decisions import count_again, decide, prove
from microshop_desktop.services.bill_records import (
    BillSource,
    Decided,
    decisions_about,
    find_bill,
    keep_file,
    link_lines,
    write_bill,
    write_lines,
)
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.pending_orders import PendingOrders
from microshop_desktop.services.shop import Shop

_NEEDED = frozenset({Right.COLLECT, Right.SELL})
"""What booking a bill does beside its own records; whoever may reconcile may do it here."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A bill held against the books. `known`: it was booked before."""

    bill: Bill
    items: tuple[Item, ...]
    decided: Mapping[str, Decided]
    account: UUID | None
    known: bool

    @property
    def figures(self) -> MoneyFigures:
        """Where the money of the bill is."""
        return figures_of(self.bill.lines)

    def of(self, finding: Finding) -> list[Item]:
        """Return the items of one kind."""
        return [item for item in self.items if item.finding is finding]

    @property
    def open(self) -> list[Item]:
        """What a person has to decide: no decision settles it yet."""
        return [
            item
            for item in self.items
            if item.finding is not Finding.MATCHED and not self.is_settled(item)
        ]

    def is_settled(self, item: Item) -> bool:
        """Whether a decision about it stands that leaves nothing open."""
        found = self.decided.get(item.key)
        return found is not None and found.kind.settles


@dataclass(frozen=True, slots=True)
class BookedBill:
    """What booking a bill did: new lines kept, payments proved, decisions written."""

    bill: UUID
    lines: int
    proved: int
    decisions: int


class Reconciling:
    """Bills of payment platforms and the books of this shop."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        """Work in this shop; bills that are booked are kept in `folder`."""
        self._shop = shop
        self._folder = folder

    @act(Right.SEE_REPORTS)
    def look(self, actor: Actor, source: BillSource) -> Reconciliation:
        """Hold a bill against the books."""
        return self._look(source)

    @act(Right.RECONCILE)
    def book(self, actor: Actor, source: BillSource, choices: Mapping[str, Choice]) -> BookedBill:
        """Keep a bill, prove what it proves, and book the choices, each by the key of its item.

        `bill_changed` where a choice is none of those the books offer now, `reason_missing`.
        """
        seen = self._look(source)
        wanted = _checked(seen, choices)
        keep_file(source, self._folder)
        able = replace(actor, rights=actor.rights | _NEEDED)
        for item, choice in wanted:
            self._tell_collector(able, item, choice)
        now = self._look(source) if wanted else seen
        with self._shop.booking(actor) as booking:
            done = _write(booking, source, now, wanted)
        for item in now.items:
            for order, number in _orders_of(item, choices.get(item.key)):
                self._shop.events.send(OrderChanged(order, number))
        return done

    def _look(self, source: BillSource) -> Reconciliation:
        bill = source.bill
        with self._shop.database.read() as connection:
            account = account_of(connection, bill)
            items = match(bill, read_books(connection, bill, account))
            decided = decisions_about(
                connection, [item.key for item in items if item.finding is not Finding.MATCHED]
            )
            known = find_bill(connection, source) is not None
        return Reconciliation(bill, tuple(items), decided, account, known)

    def _tell_collector(self, actor: Actor, item: Item, choice: Choice) -> None:
        """Let an attempt that was found paid bring its money, one that is owed be closed."""
        book, line = choice.book, item.line
        if book is None or book.kind is not BookKind.ATTEMPT:
            return
        if choice.kind is ChoiceKind.OWED:
            PendingOrders(self._shop).give_up(actor, book.id)
        elif choice.kind is ChoiceKind.ORDER and line is not None:
            attempts = AttemptBook(self._shop)
            merchant = attempts.get(actor, book.id).attempt.merchant
            paid = Paid(line.transaction_id, line.amount, CURRENCY, merchant)
            attempts.record(actor, book.id, Verb.QUERY, paid, lambda _: None)


def _checked(seen: Reconciliation, choices: Mapping[str, Choice]) -> list[tuple[Item, Choice]]:
    """Return what is to be booked, in the order of the list; what stands already is left out."""
    items = {item.key: item for item in seen.items}
    for key, choice in choices.items():
        item = items.get(key)
        if item is None or not _is_offered(item, choice):
            raise ShopError(ErrorCode.BILL_CHANGED)
        if choice.kind.needs_reason and not choice.reason.strip():
            raise ShopError(ErrorCode.REASON_MISSING)
    return [
        (item, choices[item.key])
        for item in seen.items
        if item.key in choices and not _stands(seen.decided.get(item.key), choices[item.key])
    ]


def _is_offered(item: Item, choice: Choice) -> bool:
    wanted = (choice.kind, choice.book.id if choice.book else None)
    return wanted in {(c.kind, c.book.id if c.book else None) for c in choices_for(item)}


def _stands(decided: Decided | None, choice: Choice) -> bool:
    if decided is None:
        return False
    return decided.kind.settles or decided.kind is choice.kind


def _write(
    booking: Booking,
    source: BillSource,
    now: Reconciliation,
    wanted: Sequence[tuple[Item, Choice]],
) -> BookedBill:
    bill = write_bill(booking, source, now.account)
    lines = write_lines(booking, bill, source.bill, line_keys(source.bill))
    matched = now.of(Finding.MATCHED)
    link_lines(booking, matched)
    proved = sum(prove(booking, item) for item in matched)
    for item, choice in wanted:
        proved += decide(booking, bill, item, choice)
        proved += _follow(booking, item, choice)
    return BookedBill(bill, lines, proved, len(wanted))


def _follow(booking: Booking, item: Item, choice: Choice) -> bool:
    """Tie a line to the payment it was taken for, and prove that payment."""
    book = choice.book
    if book is None or book.kind is not BookKind.PAYMENT or item.line is None:
        return False
    if choice.kind not in {ChoiceKind.ORDER, ChoiceKind.OWED, ChoiceKind.ROUNDING}:
        return False
    tied = replace(item, book=book)
    link_lines(booking, [tied])
    if choice.kind is not ChoiceKind.ORDER:
        return False
    if book.written_off:
        count_again(booking, tied, book)
        return True
    return prove(booking, tied)


def _orders_of(item: Item, choice: Choice | None) -> list[tuple[UUID, str]]:
    """Return whose order a list of orders must read again."""
    book = (choice.book if choice else None) or (
        item.book if item.finding is Finding.MATCHED else None
    )
    return [(book.order, book.number)] if book is not None else []
