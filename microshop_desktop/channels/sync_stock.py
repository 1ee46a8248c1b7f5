"""Bringing the numbers of an account to what they are to show, with no piece sold twice.

Writes are noted before they are sent. Whatever was sent and not heard of is asked about before
anything else: repeated under its own key where the platform does such a write once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from microshop_desktop.channels.channel import (
    DOUBTFUL,
    ChannelError,
    Differences,
    ShopChannel,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.pace import Pace, asked
from microshop_desktop.domain.online_stock import (
    CLOCKS_APART,
    Plan,
    StockWay,
    Write,
    expected_after,
    must_ask,
    plan,
)
from microshop_desktop.infra.chunks import chunks
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.online_stock import DueListing, OnlineStock
from microshop_desktop.services.order_gaps import OrderGaps
from microshop_desktop.services.shop import Shop


@dataclass(slots=True)
class Pushed:
    """What came of a push: SKUs written, left as they are, refused."""

    pushed: int = 0
    unchanged: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """A write that a push would send now."""

    listing: DueListing
    write: Write


class StockPush:
    """Pushes the stock of one account; its orders are known until a moment."""

    def __init__(
        self, shop: Shop, actor: Actor, account: UUID, channel: ShopChannel, pace: Pace
    ) -> None:
        self._stock, self._ids = OnlineStock(shop), shop.ids
        self._actor, self._account = actor, account
        self._channel, self._pace = channel, pace
        self._known_until = shop.clock.now()
        self._held = OrderGaps(shop).held(actor, account)
        self._stale: set[UUID] = set()
        self.result = Pushed()

    def run(self, known_until: datetime, tell: Callable[[int, int], None]) -> Pushed:
        """Write all that differs; `tell` hears how many of how many are done."""
        self._known_until = known_until
        while self._stock.retarget(self._actor):
            self._pace.breathe()
        self._settle_lost()
        right = self._stock.unchanged(self._actor, self._account)
        due = self._stock.work(self._actor, self._account)
        done = 0
        for batch in chunks(due, self._at_once):
            self._push(batch)
            done += len(batch)
            tell(done, len(due))
        self._push_stale()
        self.result.unchanged += right
        return self.result

    def planned(self, known_until: datetime) -> tuple[PlannedWrite, ...]:
        """Return what `run` would write now; nothing is written there."""
        self._known_until = known_until
        while self._stock.retarget(self._actor):
            self._pace.breathe()
        found = []
        for batch in chunks(self._work(), self._how.read_batch):
            shown = self._shown(self._to_ask(batch))
            for listing in batch:
                write = self._plan(listing, shown).write
                if write is not None:
                    found.append(PlannedWrite(listing, write))
        return tuple(found)

    def _push_stale(self) -> None:
        """Try once more what showed another number than expected: an order came in between."""
        stale, self._stale = self._stale, set()
        for batch in chunks(
            [each for each in self._work() if each.id in stale], self._how.read_batch
        ):
            self._push(batch)

    def _settle_lost(self) -> None:
        """Find out what became of writes whose answer was lost."""
        lost = [each for each in self._work() if each.sent is not None]
        if self._how.repeatable:
            lost.sort(key=lambda each: each.sent_key)
            # Orders that came meanwhile may be in the number or not, once the write is confirmed.
            self._stock.ask(self._actor, [each.id for each in lost])
            for key, same in groupby(lost, key=lambda each: each.sent_key):
                self._send({each.id: each for each in same}, key)
            return
        for batch in chunks(lost, self._how.read_batch):
            shown = self._shown(batch)
            self._drop([each for each in batch if each.sku not in shown])
            for each in batch:
                if each.sku in shown and each.sent is not None:
                    self._judge(each, expected_after(each.sent, shown[each.sku]), shown)

    def _judge(self, listing: DueListing, expected: int, shown: Mapping[str, int]) -> None:
        if listing.sent is not None:
            expected += self._missing(listing, listing.sent)
        self._saw({listing.id: expected})
        if listing.sent is not None and _lowers(listing.sent):
            self._stock.lowered(self._actor, [listing.id])
        if expected > shown[listing.sku]:
            self._stock.missing(self._actor, [listing.id])

    def _push(self, batch: Sequence[DueListing]) -> None:
        to_ask = self._to_ask(batch)
        shown = self._shown(to_ask)
        gone = {each.id for each in to_ask if each.sku not in shown}
        self._drop([each for each in batch if each.id in gone])
        here = [each for each in batch if each.id not in gone]
        plans = {each.id: self._plan(each, shown) for each in here}
        self._stock.missing(self._actor, [each for each in plans if plans[each].missing])
        self._stock.explained(self._actor, [each.id for each in here if self._is_explained(each)])
        sure = [each for each in here if each.sku in shown and not plans[each.id].missing]
        self._saw({each.id: shown[each.sku] for each in sure})
        self.result.unchanged += sum(plans[each.id].write is None for each in here)
        self._write(here, plans)

    def _write(self, listings: Sequence[DueListing], plans: Mapping[UUID, Plan]) -> None:
        for same in _alike(listings, plans, by_product=self._how.by_product):
            for batch in chunks(same, self._how.stock_batch):
                key = self._ids.new().hex
                writes = {
                    each.id: write for each in batch if (write := plans[each.id].write) is not None
                }
                self._stock.begin(self._actor, writes, key)
                self._send({each.id: each for each in batch}, key, writes)

    def _send(
        self,
        listings: Mapping[UUID, DueListing],
        key: str,
        writes: Mapping[UUID, Write] | None = None,
    ) -> None:
        """Send noted writes once. What is in doubt afterwards stays noted for the next time."""
        noted = writes or {each.id: each.sent for each in listings.values() if each.sent}
        changes = [
            StockChange(_ref(listings[each]), write.pieces, write.is_delta, write.expected)
            for each, write in noted.items()
        ]
        try:
            results = self._channel.set_stock(changes, key)
        except ChannelError as error:
            # What is told of a second try says nothing of the first, whose answer was lost.
            is_again = writes is None
            if error.trouble in DOUBTFUL or (is_again and error.trouble is not Trouble.REFUSED):
                raise
            self._stock.not_sent(self._actor, list(noted))
            if error.trouble is not Trouble.REFUSED:
                raise
            self._drop(listings.values(), error.code)
            return
        self._note(listings, noted, {result.sku: result for result in results})

    def _note(
        self,
        listings: Mapping[UUID, DueListing],
        writes: Mapping[UUID, Write],
        results: Mapping[str, StockResult],
    ) -> None:
        """Note the answers; SKUs without one stay in doubt."""
        by_answer: dict[Written, list[UUID]] = {written: [] for written in Written}
        for each in writes:
            result = results.get(listings[each].sku)
            if result is not None:
                by_answer[result.written].append(each)
        for each in by_answer[Written.REFUSED]:
            self._drop([listings[each]], results[listings[each].sku].code)
        stale = by_answer[Written.STALE]
        self._stock.not_sent(self._actor, stale)
        self._stock.missing(self._actor, stale)
        self._stale |= set(stale)
        done = by_answer[Written.DONE]
        missing = {each: self._missing(listings[each], writes[each]) for each in done}
        self._stock.wrote(self._actor, {each: writes[each] for each in done}, missing)
        self._stock.lowered(self._actor, [each for each in done if _lowers(writes[each])])
        self.result.pushed += len(done)
        self._look_again([listings[each] for each in done], writes)

    def _missing(self, listing: DueListing, write: Write) -> int:
        """Return the pieces that were missing before a write, taken by an order not read yet.

        They are expected on top of what was written, and so stay sold until that order is read.
        """
        if listing.expected is None or write.expected is None or self._is_explained(listing):
            return 0
        return max(0, listing.expected - write.expected)

    def _look_again(self, listings: Sequence[DueListing], set_to: Mapping[UUID, Write]) -> None:
        """Look what is shown now, where nothing else says whether an order came in between."""
        if self._how.way is StockWay.ABSOLUTE:
            shown = self._shown(listings)
            less = [each.id for each in listings if shown.get(each.sku, 0) < set_to[each.id].pieces]
            self._stock.missing(self._actor, less)

    def _drop(self, listings: Iterable[DueListing], code: str = "GONE") -> None:
        for each in listings:
            self._stock.refused(self._actor, self._account, each.id, code)
            self.result.failed += 1

    def _saw(self, shown: Mapping[UUID, int]) -> None:
        self._stock.saw(self._actor, shown)

    def _to_ask(self, batch: Iterable[DueListing]) -> list[DueListing]:
        return [
            each
            for each in batch
            if each.ask
            or each.missing_since is not None
            or must_ask(each.target, expected=each.expected, way=self._how.way)
        ]

    def _shown(self, listings: Sequence[DueListing]) -> Mapping[str, int]:
        if not listings:
            return {}
        shown: dict[str, int] = {}
        for some in chunks([_ref(each) for each in listings], self._how.read_batch):
            shown |= asked(self._pace, lambda: self._channel.stock(some))  # noqa: B023
        return shown

    def _plan(self, listing: DueListing, shown: Mapping[str, int]) -> Plan:
        """Plan a write; what orders unknown here may have taken is offered in no larger number."""
        made = plan(
            listing.target,
            expected=listing.expected,
            shown=shown.get(listing.sku),
            way=self._how.way,
            explained=self._is_explained(listing),
        )
        lifts = made.write is not None and made.write.lifts
        if lifts and (self._held.covers(listing.sku) or self._may_be_cut_off(listing)):
            return Plan(None, made.missing)
        return made

    def _may_be_cut_off(self, listing: DueListing) -> bool:
        """Whether a step down may have ended at 0 before it was done, for orders not read yet."""
        is_step = self._how.way is StockWay.DELTA and listing.missing_since is not None
        return is_step and not self._is_explained(listing)

    def _is_explained(self, listing: DueListing) -> bool:
        """Whether all orders of the moment when it first showed too few have been read."""
        since = listing.missing_since
        return since is not None and self._known_until > since + CLOCKS_APART

    def _work(self) -> tuple[DueListing, ...]:
        return self._stock.work(self._actor, self._account)

    @property
    def _at_once(self) -> int:
        """How many listings are looked at together: as many as fill a write, where that is more."""
        return max(self._how.read_batch, self._how.stock_batch)

    @property
    def _how(self) -> Differences:
        return self._channel.differences


def _alike(
    listings: Iterable[DueListing], plans: Mapping[UUID, Plan], *, by_product: bool
) -> Iterator[list[DueListing]]:
    """Group listings with a write by what one request may hold."""
    groups: dict[tuple[bool, str], list[DueListing]] = {}
    for each in listings:
        write = plans[each.id].write
        if write is not None:
            kind = (write.is_delta, each.product if by_product else "")
            groups.setdefault(kind, []).append(each)
    yield from groups.values()


def _lowers(write: Write) -> bool:
    """Tell whether a write takes pieces off what is there, whatever that is."""
    return write.is_delta and write.pieces < 0


def _ref(listing: DueListing) -> SkuRef:
    return SkuRef(listing.product, listing.sku, listing.extra)
