"""The Reconcile page as a person knows it: bills of a day, what was chosen, what will be booked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bill_choices import Choice, ChoiceKind
from microshop_desktop.domain.bill_matching import Finding, Item
from microshop_desktop.domain.bills import LineKind, MoneyFigures
from microshop_desktop.domain.money import divide_half_up
from microshop_desktop.exchange.bill_files import ReadBill
from microshop_desktop.infra.formats import amount_text, date_text, percent_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.infra.words import method_text
from microshop_desktop.services.payout_words import payout_texts
from microshop_desktop.services.reconciling import Reconciliation
from microshop_desktop.ui.reconcile.desk import ReconcileDesk
from microshop_desktop.ui.reconcile.entries import YUAN, Entry, Place, card_of, entry_of, title_of
from microshop_desktop.ui.reconcile.loaded import Loaded, Row, icon_of, proofs_in, tone_of

MOST_ENTRIES = 60
"""Differences that are shown at once; whoever has more decides these first."""
PLATFORMS = (Method.WECHAT, Method.ALIPAY)


class Tab(StrEnum):
    """Which part of the list is shown."""

    ALL = "all"
    OPEN = "open"
    MATCHED = "matched"


@dataclass(slots=True)
class _Picked:
    """What a person chose of one difference."""

    index: int = 0
    reason: str = ""


@dataclass
class ReconcileModel:
    """State and commands of the page; `desk` does the work."""

    desk: ReconcileDesk
    day: date = field(init=False)
    tab: Tab = Tab.OPEN
    bills: list[Loaded] = field(default_factory=list)
    _days: dict[date, list[Loaded]] = field(default_factory=dict)
    _picked: dict[str, _Picked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.day = self.desk.yesterday()

    # ------------------------------------------------------------------ bills

    def go(self, days: int) -> bool:
        """Go to another day, never beyond the newest that may have a bill; False when it stays."""
        wanted = self.day + timedelta(days=days)
        if wanted > self.desk.yesterday():
            return False
        self.show(wanted)
        return True

    def show(self, day: date) -> None:
        """Show a day; the bills of the day that was shown wait there."""
        self._days[self.day] = self.bills
        self.day, self.bills = day, self._days.get(day, [])

    def day_text(self, day: date) -> str:
        """Write a day as people say it, with its year where that is another one."""
        return date_text(day, with_year=day.year != self.desk.today().year)

    def add(self, source: ReadBill, seen: Reconciliation, *, fetched: bool) -> Loaded:
        """Put a bill on the page of its last day; the same file again takes its own place."""
        last = source.bill.last_day
        if last is not None and last != self.day:
            self.show(last)
        at = self.place().moment(self.desk.now())
        loaded = Loaded(source, seen, fetched, at)
        self.bills = [b for b in self.bills if b.source.content != source.content] + [loaded]
        self._start_on(loaded)
        return loaded

    def remove(self, loaded: Loaded) -> None:
        """Take a bill off the page; nothing that was booked is undone."""
        self.bills = [bill for bill in self.bills if bill is not loaded]

    def refresh(self) -> None:
        """Hold all bills against the books as they are now."""
        for loaded in self.bills:
            loaded.seen = self.desk.look(loaded.source)

    def place(self) -> Place:
        """Return where and when texts are made."""
        return Place(self.desk.zone, self.desk.today())

    # ------------------------------------------------------------------ the list

    def counts(self) -> dict[Tab, int]:
        """Return how many items each tab holds."""
        every = sum(len(loaded.seen.items) for loaded in self.bills)
        matched = sum(len(loaded.seen.of(Finding.MATCHED)) for loaded in self.bills)
        return {Tab.ALL: every, Tab.OPEN: len(list(self._open())), Tab.MATCHED: matched}

    def entries(self) -> list[Entry]:
        """Return the differences to decide, at most so many."""
        place = self.place()
        return [entry_of(item, loaded.method.value, place) for loaded, item in self._shown()]

    @property
    def hidden(self) -> int:
        """How many differences wait behind those that are shown."""
        return max(0, len(list(self._open())) - MOST_ENTRIES)

    def decided_rows(self) -> list[Row]:
        """Return what was decided before."""
        rows = []
        for loaded in self.bills:
            for item in loaded.seen.items:
                made = loaded.seen.decided.get(item.key)
                if made is None or not made.kind.settles or item.finding is Finding.MATCHED:
                    continue
                text = card_of(item, Choice(made.kind, item.book)).text
                title = title_of(item, loaded.method.value, self.place())
                amount = amount_text(made.amount, YUAN)
                rows.append(Row("check-circle", "success", title, text, amount))
        return rows

    def groups(self) -> list[Row]:
        """Return what matched, a row per platform and direction."""
        rows = []
        for loaded in self.bills:
            name = method_text(loaded.method.value)
            items = loaded.seen.of(Finding.MATCHED)
            for kind, title in (
                (LineKind.PAYMENT, _("{platform} payments")),
                (LineKind.REFUND, _("{platform} refunds")),
            ):
                own = [item for item in items if item.line and item.line.kind is kind]
                if own:
                    total = sum(item.bill_amount for item in own)
                    rows.append(
                        Row(
                            icon_of(loaded.method),
                            tone_of(loaded.method),
                            title.format(platform=name),
                            _times(len(own)),
                            amount_text(total, YUAN),
                        )
                    )
        return rows

    def matched_rows(self) -> list[Row]:
        """Return what matched, one by one."""
        place = self.place()
        return [
            Row(
                icon_of(loaded.method),
                tone_of(loaded.method),
                title_of(item, loaded.method.value, place),
                item.line.transaction_id if item.line else "",
                amount_text(item.bill_amount, YUAN),
            )
            for loaded in self.bills
            for item in loaded.seen.of(Finding.MATCHED)
        ]

    # ------------------------------------------------------------------ choosing

    def index(self, key: str) -> int:
        """Return which choice of a difference is picked."""
        return self._picked.setdefault(key, _Picked()).index

    def pick(self, key: str, index: int) -> None:
        """Pick a choice."""
        self._picked.setdefault(key, _Picked()).index = index

    def reason(self, key: str) -> str:
        """Return what a person wrote about a difference."""
        return self._picked.setdefault(key, _Picked()).reason

    def write_reason(self, key: str, text: str) -> None:
        """Keep what a person writes about a difference."""
        self._picked.setdefault(key, _Picked()).reason = text

    def choice(self, loaded: Loaded, item: Item) -> Choice:
        """Return what is picked of a difference, with its reason."""
        entry = entry_of(item, loaded.method.value, self.place())
        place = min(self.index(item.key), len(entry.cards) - 1)
        picked = entry.cards[place].choice
        return Choice(picked.kind, picked.book, self.reason(item.key).strip())

    # ------------------------------------------------------------------ what will be booked

    def to_book(self) -> list[Row]:
        """Return what booking does, a row for each."""
        rows = [self._planned(loaded, item) for loaded, item in self._shown()]
        proofs = sum(proofs_in(loaded) for loaded in self.bills)
        if proofs:
            text = ngettext(
                "{count} payment becomes proved", "{count} payments become proved", proofs
            )
            rows.insert(0, Row("shield-check", "success", text.format(count=proofs), "", ""))
        fees = sum(figures.fees for _method, figures in self.figures())
        if fees:
            rows.append(Row("receipt", "text", _("Payment fees"), "", amount_text(fees, YUAN)))
        return rows

    def counts_to_book(self) -> tuple[int, int]:
        """Return how many differences are settled by booking, and how many are left."""
        picked = [self.choice(loaded, item) for loaded, item in self._shown()]
        settled = sum(choice.kind.settles for choice in picked)
        return settled, len(picked) - settled + self.hidden

    @property
    def has_work(self) -> bool:
        """Whether booking would do anything: settle, prove, or keep a bill that is new."""
        settled, _left = self.counts_to_book()
        return settled > 0 or any(proofs_in(bill) or bill.brings_news for bill in self.bills)

    def findings(self) -> list[tuple[str, Reconciliation]]:
        """Return what the bills on the page were found to hold, by their names."""
        return [(loaded.source.name, loaded.seen) for loaded in self.bills]

    def idle_reason(self) -> str:
        """Say why there is nothing to book; empty where there is something or no bill."""
        if self.has_work or not self.bills:
            return ""
        if any(self._open()):
            return _("Everything is put off: choose what one of them is, then book")
        return _("Everything here is booked")

    @property
    def missing_reason(self) -> str:
        """Return the key of a difference whose choice needs a reason that nobody wrote."""
        for loaded, item in self._shown():
            choice = self.choice(loaded, item)
            if choice.kind.needs_reason and not choice.reason:
                return item.key
        return ""

    def book(self) -> tuple[int, int]:
        """Book all bills with what was picked; return what was settled and payments proved."""
        settled, proved = self.counts_to_book()[0], 0
        shown = self._shown()
        for loaded in self.bills:
            choices = {item.key: self.choice(loaded, item) for own, item in shown if own is loaded}
            proved += self.desk.book(loaded.source, choices).proved
        self.refresh()
        return settled, proved

    # ------------------------------------------------------------------ where the money is

    def figures(self) -> Iterator[tuple[Method, MoneyFigures]]:
        """Yield where the money of each platform is; a flow of funds only where it is alone."""
        for method in PLATFORMS:
            own = [loaded for loaded in self.bills if loaded.method is method]
            trade = [one for one in own if not one.source.bill.form.is_funds] or own
            found = [one.seen.figures for one in trade]
            yield (
                method,
                MoneyFigures(
                    sum(one.received for one in found),
                    sum(one.returned for one in found),
                    sum(one.fees for one in found),
                ),
            )

    def payout_text(self) -> str:
        """Say when the money reaches the bank, a line for each platform that differs."""
        today = self.desk.today()
        lines: dict[str, set[Method]] = {}
        for loaded in self.bills:
            for text in payout_texts(loaded.source.bill, today):
                lines.setdefault(text, set()).add(loaded.method)
        every = {loaded.method for loaded in self.bills}
        return "\n".join(
            text
            if methods == every
            else f"{_(', ').join(method_text(one.value) for one in sorted(methods))} · {text}"
            for text, methods in lines.items()
        )

    def fee_text(self) -> str:
        """Name the fees, with their rate where there is one."""
        found = [figures for _method, figures in self.figures()]
        base = sum(figures.received - figures.returned for figures in found)
        fees = sum(figures.fees for figures in found)
        if base <= 0 or fees <= 0:
            return _("Fees")
        rate = divide_half_up(fees * 1000, base) * 10
        return _("Fees {rate}").format(rate=percent_text(rate))

    # ------------------------------------------------------------------ inside

    def _open(self) -> Iterator[tuple[Loaded, Item]]:
        seen: set[str] = set()
        for loaded in self.bills:
            for item in loaded.seen.open:
                if item.key not in seen:
                    seen.add(item.key)
                    yield loaded, item

    def _shown(self) -> list[tuple[Loaded, Item]]:
        """Return the differences that are shown; only these are booked."""
        return list(islice(self._open(), MOST_ENTRIES))

    def _start_on(self, loaded: Loaded) -> None:
        """Pick what was put off before as it was; else the likeliest, which is the first."""
        for item in loaded.seen.open:
            made = loaded.seen.decided.get(item.key)
            if made is not None and item.key not in self._picked:
                cards = entry_of(item, loaded.method.value, self.place()).cards
                kinds = [card.choice.kind for card in cards]
                self._picked[item.key] = _Picked(kinds.index(made.kind))

    def _planned(self, loaded: Loaded, item: Item) -> Row:
        choice = self.choice(loaded, item)
        book = choice.book or item.book
        number = book.number if book else title_of(item, loaded.method.value, self.place())
        amount = amount_text(abs(item.difference), YUAN)
        texts = {
            ChoiceKind.ORDER: ("plus", "accent", _("{order} becomes received")),
            ChoiceKind.INCOME: ("plus", "accent", _("Other income")),
            ChoiceKind.OUTGO: ("arrow-u-up-left", "text", _("Given back elsewhere")),
            ChoiceKind.LATER: ("hourglass-medium", "warning", _("{order} waits")),
            ChoiceKind.OWED: ("user-plus", "text", _("{order} is owed")),
            ChoiceKind.SHORT: ("minus", "danger", _("{order} lost")),
            ChoiceKind.ROUNDING: ("note", "text", _("Given away, {order}")),
        }
        icon, tone, text = texts[choice.kind]
        return Row(icon, tone, text.format(order=number), "", amount)


def _times(count: int) -> str:
    return ngettext("{count} payment", "{count} payments", count).format(count=count)
