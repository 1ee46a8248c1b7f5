"""What the page of picking shows and does, without a widget."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from microshop_desktop.domain.picking import PickRow, Shelf, Tick, Want, is_cold, next_row, walk
from microshop_desktop.domain.tracking import CERTAIN, Checked, Fault, clean_tracking, column_of
from microshop_desktop.services.courier_list import CourierBook
from microshop_desktop.services.picking import check_parcels, stays
from microshop_desktop.services.picking_values import Parcel, ParcelChange, Scan, Sent, Stays
from microshop_desktop.ui.pick.desk import PickDesk


@dataclass(frozen=True, slots=True)
class Pasted:
    """What became of a pasted column: numbers that found a parcel, and those that did not."""

    taken: int
    over: int


class PickModel:
    """State of the page. Numbers are typed into `_typed` first and kept when a field is left."""

    def __init__(self, desk: PickDesk) -> None:
        """Begin with the round as it is."""
        self.desk = desk
        self.parcels: tuple[Parcel, ...] = ()
        self.shelves: tuple[Shelf, ...] = ()
        self.books: dict[UUID, CourierBook] = {}
        self.checked: dict[UUID, Checked] = {}
        self.current: UUID | None = None
        self.over = 0
        """Orders that found no crate in this round."""
        self.wrong: Scan | None = None
        self.wrong_code = ""
        self._alone: UUID | None = None
        self._left_out: set[UUID] = set()
        self._typed: dict[UUID, str] = {}
        self._steps: list[tuple[Tick, ...]] = []

    # ------------------------------------------------------------------ the round

    def begin(self, orders: Collection[UUID], *, alone: UUID | None = None) -> None:
        """Take orders into the round; `alone`: the one whose number is about to be typed."""
        if orders:
            taken = {parcel.order for parcel in self.desk.begin(orders).parcels}
            self.over = len(set(orders) - taken)
        self._alone = alone
        self.current = alone or self.current
        self.refresh()

    def refresh(self) -> None:
        """Read the round anew."""
        parcels = self.desk.round().parcels
        self.books = self.desk.books({parcel.account for parcel in parcels})
        self._typed = {key: text for key, text in self._typed.items() if self._is_in(key, parcels)}
        self.parcels = tuple(
            replace(parcel, tracking=self._typed.get(parcel.order, parcel.tracking))
            for parcel in parcels
        )
        self._work_out()

    def drop(self, order: UUID) -> None:
        """Take an order out of the round."""
        self.desk.drop(order)
        self._steps.clear()
        self.refresh()

    def drop_all(self) -> None:
        """End the round; what was not sent stays to be sent."""
        self.desk.drop(*(parcel.order for parcel in self.parcels))
        self._steps.clear()
        self.refresh()

    @property
    def opened_alone(self) -> UUID | None:
        """The order whose number is about to be typed."""
        return self._alone

    @property
    def is_touched(self) -> bool:
        """Whether something was done in the round."""
        return any(parcel.picked or parcel.tracking for parcel in self.parcels)

    # ------------------------------------------------------------------ taking goods

    def scan(self, code: str) -> bool:
        """Tick a scanned piece; False where it is a wrong one."""
        scan = self.desk.scan(code)
        self._after(scan.ticks)
        self.wrong, self.wrong_code = (scan, code) if scan.wrong is not None else (None, "")
        return scan.wrong is None

    def settle_wrong(self) -> None:
        """The person has seen what is wrong."""
        self.wrong, self.wrong_code = None, ""

    def tick(self, row: PickRow) -> bool:
        """Tick a piece by hand; what is weighed is ticked whole. False where all is there."""
        want = next((want for want in row.wants if want.open), None)
        if want is None:
            return False
        ticks = (Tick(want.order, want.line, want.open if want.by_weight else 1),)
        self.desk.tick(ticks)
        self._after(ticks)
        self.settle_wrong()
        return True

    def undo(self) -> bool:
        """Put the last piece back; False without one."""
        if not self._steps:
            return False
        ticks = self._steps.pop()
        self.desk.tick([replace(tick, units=-tick.units) for tick in ticks])
        self.refresh()
        return True

    @property
    def wanted(self) -> PickRow | None:
        """What is to be taken next."""
        return next_row(self.shelves)

    @property
    def counts(self) -> tuple[int, int]:
        """Pieces in the crates, of how many."""
        rows = [row.counts for shelf in self.shelves for row in shelf.rows]
        return sum(done for done, _all in rows), sum(count for _done, count in rows)

    # ------------------------------------------------------------------ parcels

    def parcel(self, order: UUID | None) -> Parcel | None:
        """Return a parcel of the round."""
        return next((parcel for parcel in self.parcels if parcel.order == order), None)

    @property
    def shown(self) -> Parcel | None:
        """The parcel whose slip is shown."""
        return self.parcel(self.current) or next(iter(self.parcels), None)

    @property
    def place(self) -> int:
        """The place of the shown parcel, 0 for the first."""
        shown = self.shown
        return 0 if shown is None else self.parcels.index(shown)

    def step(self, by: int) -> None:
        """Show the slip of another parcel."""
        if self.parcels:
            self.current = self.parcels[(self.place + by) % len(self.parcels)].order

    def takes_number(self, parcel: Parcel) -> bool:
        """Whether a number may be typed: it is packed, or was opened for that."""
        return parcel.is_ready or (parcel.order == self._alone and not parcel.is_held)

    def is_chosen(self, parcel: Parcel) -> bool:
        """Whether a parcel is to leave."""
        return parcel.is_ready and parcel.order not in self._left_out

    def choose(self, order: UUID, *, chosen: bool) -> None:
        """Let a parcel leave or stay; one that is not picked is called packed by hand."""
        parcel = self.parcel(order)
        if parcel is None or parcel.is_held:
            return
        self._left_out.discard(order)
        if not chosen:
            self._left_out.add(order)
        elif not parcel.is_ready:
            self._after(self.desk.pick_all(order))
            return
        self._work_out()

    def send_part(self, order: UUID) -> None:
        """Let a parcel leave with what is in its crate."""
        self.desk.change(order, ParcelChange(in_part=True))
        self.refresh()

    def may_part(self, parcel: Parcel) -> bool:
        """Whether a parcel can leave with a part: something is in it and the shop takes parts."""
        some = 0 < parcel.picked < parcel.pieces
        return some and not parcel.in_part and not parcel.is_held and self.book(parcel).parts

    def book(self, parcel: Parcel) -> CourierBook:
        """Return what couriers the shop of a parcel takes."""
        return self.books[parcel.account]

    def courier_name(self, parcel: Parcel) -> str:
        """Return the courier of a parcel as people call it."""
        return self.book(parcel).name_of(parcel.courier)

    def is_cold(self, parcel: Parcel) -> bool:
        """Whether something in it comes from a cold shelf."""
        return any(is_cold(want.shelf) for want in parcel.wants)

    def set_courier(self, order: UUID, code: str) -> None:
        """Choose the courier of a parcel."""
        self.desk.change(order, ParcelChange(courier=code.strip()))
        self.refresh()

    # ------------------------------------------------------------------ numbers

    def type_number(self, order: UUID, text: str) -> None:
        """Take a number as it is typed, to be checked at once."""
        self._typed[order] = text
        self.parcels = tuple(
            replace(parcel, tracking=text) if parcel.order == order else parcel
            for parcel in self.parcels
        )
        self._work_out()
        self._pack_alone()

    def keep_numbers(self) -> None:
        """Keep what was typed."""
        typed, self._typed = self._typed, {}
        for order, text in typed.items():
            self.desk.change(order, ParcelChange(tracking=clean_tracking(text)))
        if typed:
            self.refresh()
            self._pack_alone()

    def is_kept(self, order: UUID) -> bool:
        """Whether no number is being typed for an order."""
        return order not in self._typed

    def trust(self, order: UUID) -> None:
        """Take an odd number as it is."""
        self.keep_numbers()
        self.desk.change(order, ParcelChange(trusted=self.checked[order].number))
        self.refresh()

    def may_trust(self, order: UUID) -> bool:
        """Whether a number looks odd but may be right all the same."""
        fault = self.checked[order].fault
        return fault is not None and fault not in CERTAIN

    def paste(self, text: str, first: UUID | None = None) -> Pasted:
        """Put a column of numbers into the packed parcels, from one on or the first without."""
        ready = [parcel for parcel in self.parcels if self.takes_number(parcel)]
        if first is None:
            first = next((parcel.order for parcel in ready if not parcel.tracking), None)
        places = [parcel.order for parcel in ready]
        start = places.index(first) if first in places else 0
        column = column_of(text)
        pairs = list(zip(places[start:], column, strict=False))
        self._typed |= {order: number for order, number in pairs if number}
        taken = sum(1 for _order, number in pairs if number)
        self.keep_numbers()
        return Pasted(taken, sum(1 for number in column if number) - taken)

    def next_without_number(self, after: UUID) -> UUID | None:
        """Return the next packed parcel that has no number yet, round about."""
        places = [parcel.order for parcel in self.parcels]
        start = places.index(after) + 1 if after in places else 0
        for parcel in (*self.parcels[start:], *self.parcels[:start]):
            if self.takes_number(parcel) and not parcel.tracking.strip():
                return parcel.order
        return None

    # ------------------------------------------------------------------ sending

    @property
    def good(self) -> tuple[Parcel, ...]:
        """The parcels that leave when told so now."""
        return tuple(parcel for parcel in self.parcels if self._leaves(parcel))

    @property
    def faulty(self) -> tuple[Parcel, ...]:
        """Parcels that would leave if their numbers were right."""
        return tuple(
            parcel
            for parcel in self.parcels
            if self.is_chosen(parcel)
            and self.checked[parcel.order].fault not in {None, Fault.EMPTY}
        )

    @property
    def open_count(self) -> int:
        """How many parcels are not picked."""
        return sum(1 for parcel in self.parcels if not parcel.is_ready and not parcel.is_held)

    @property
    def earliest(self) -> Parcel | None:
        """The parcel that must leave first."""
        dated = [(p.ship_until, p.crate, p) for p in self.parcels if p.ship_until is not None]
        return min(dated, key=lambda one: one[:2])[2] if dated else None

    def ship(self) -> Sent:
        """Send what is good."""
        self.keep_numbers()
        chosen = {parcel.order for parcel in self.parcels if self.is_chosen(parcel)}
        try:
            return self.desk.ship(chosen)
        finally:
            self._steps.clear()
            self.refresh()

    def on_sheet(self) -> tuple[Parcel, ...]:
        """Parcels for the sheet of a courier: those that are to leave, with or without a number."""
        return tuple(
            parcel
            for parcel in self.parcels
            if not parcel.is_held and parcel.order not in self._left_out
        )

    # ------------------------------------------------------------------ inside

    def _pack_alone(self) -> None:
        """A good number for the order that was opened to get one says that it is packed."""
        parcel = self.parcel(self._alone)
        waits = parcel is not None and not parcel.is_ready and not parcel.is_held
        if parcel is not None and waits and self.checked[parcel.order].is_good:
            self._after(self.desk.pick_all(parcel.order))

    def _leaves(self, parcel: Parcel) -> bool:
        return self.is_chosen(parcel) and self._obstacle(parcel) is None

    def _obstacle(self, parcel: Parcel) -> Stays | None:
        return stays(parcel, self.book(parcel), self.checked[parcel.order])

    def _after(self, ticks: tuple[Tick, ...]) -> None:
        if ticks:
            self._steps.append(ticks)
            self._left_out -= {tick.order for tick in ticks}
            self.current = ticks[0].order
        self.refresh()

    def _work_out(self) -> None:
        self.shelves = walk(_wants(self.parcels))
        self.checked = check_parcels(self.parcels, self.books)
        if self.parcel(self.current) is None:
            self.current = None

    @staticmethod
    def _is_in(order: UUID, parcels: tuple[Parcel, ...]) -> bool:
        return any(parcel.order == order for parcel in parcels)


def _wants(parcels: tuple[Parcel, ...]) -> Iterator[Want]:
    for parcel in parcels:
        if not parcel.is_held:
            yield from parcel.wants
