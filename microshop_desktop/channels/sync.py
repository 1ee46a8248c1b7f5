"""One account brought into agreement with its online shop: orders first, then numbers.

Each step is committed before the next, so that a sync may be stopped or killed anywhere and goes on
where it was. What fails waits, longer each time; what a person must do is said and waits for them.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from microshop_desktop.channels.channel import (
    ChannelError,
    OnlineSku,
    SetsPrices,
    ShopChannel,
    TellsAftersales,
    Trouble,
)
from microshop_desktop.channels.pace import Pace, StoppedError, asked
from microshop_desktop.channels.sync_aftersales import AftersaleReading
from microshop_desktop.channels.sync_couriers import keep_couriers
from microshop_desktop.channels.sync_orders import lost_span, read_orders, span_to_read
from microshop_desktop.channels.sync_parcels import ParcelPush, Told
from microshop_desktop.channels.sync_prices import PricePush, compare_prices
from microshop_desktop.channels.sync_refunds import RefundPush
from microshop_desktop.channels.sync_stock import PlannedWrite, Pushed, StockPush
from microshop_desktop.domain.online_order import OnlineOrder, makes_sense
from microshop_desktop.infra.chunks import chunks
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.aftersales import OPEN_AFTERSALES, TakenBack
from microshop_desktop.services.channel_accounts import ChannelView
from microshop_desktop.services.contacts import Contacts
from microshop_desktop.services.leases import HELD_FOR, Leases
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.order_gaps import OrderGaps
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import NEVER
from microshop_desktop.services.sync_log import LISTINGS, OPEN_ORDERS, SyncLog
from microshop_desktop.services.unclear_writes import UnclearWrites

DAILY = timedelta(hours=24)
"""So often all that is listed is read again, and every order that waits."""
_SEEN_AT_ONCE = 25
"""Listings of one transaction."""
_REST_BESIDE_WINDOW = 0.012
"""Seconds, about a frame: nobody else in this program computes while a piece of work does."""
_HOLD_AGAIN = HELD_FOR / 4


class Step(StrEnum):
    """What a sync is doing."""

    LISTINGS = "listings"
    ORDERS = "orders"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is, 0 to 1: `done` of `total` orders or numbers, 0 where nobody counts them.

    Of orders there is no `total`: how many there are is known once they are read.
    """

    step: Step
    share: float
    done: int = 0
    total: int = 0


@dataclass(slots=True)
class SyncReport:
    """What a sync did; `trouble` ended it early. `planned`: what a dry run would have written.

    `unread`: a stretch of time whose orders the platform tells no more.
    """

    account: UUID
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    linked: int = 0
    conflicts: int = 0
    requests: int = 0
    stock: Pushed = field(default_factory=Pushed)
    parcels: Told = field(default_factory=Told)
    prices: int = 0
    aftersales: TakenBack = field(default_factory=TakenBack)
    planned: tuple[PlannedWrite, ...] = ()
    unread: tuple[datetime, datetime] | None = None
    trouble: ChannelError | None = None
    stopped: bool = False
    busy: bool = False


class AccountSync:
    """Syncs one account; `run` may be called again and again."""

    def __init__(
        self, shop: Shop, actor: Actor, account: ChannelView, channel: ShopChannel, pace: Pace
    ) -> None:
        self._shop, self._actor, self._account = shop, actor, account
        self._channel, self._pace = channel, pace
        self._log, self._gaps = SyncLog(shop), OrderGaps(shop)
        self._holder = uuid4().hex
        self._held_at = 0.0
        pace.limit(channel.differences.rate)
        pace.before_each(self._hold)

    def run(
        self, *, dry_run: bool = False, tell: Callable[[Progress], None] = lambda _: None
    ) -> SyncReport:
        """Sync once. `busy`: another program syncs this account now."""
        report = SyncReport(self._account.id)
        if not self._take_lease():
            report.busy = True
            return report
        before = self._pace.requests
        try:
            self._sync(report, dry_run=dry_run, tell=tell)
        except StoppedError:
            report.stopped = True
        except ChannelError as error:
            report.trouble = error
        finally:
            report.requests = self._pace.requests - before
            Leases(self._shop).let_go(self._actor, self._job, self._holder)
        report.conflicts += UnclearWrites(self._shop).judge(self._actor, self._account.id)
        self._log.note(self._actor, self._account.id, _facts(report))
        return report

    def _sync(self, report: SyncReport, *, dry_run: bool, tell: Callable[[Progress], None]) -> None:
        # First of all: a platform that does not answer must not keep it from being forgotten.
        Contacts(self._shop).forget_due()
        self._list(report, tell)
        known_until = self._read(report, tell)
        self._read_senseless(report)
        self._read_open(report)
        keep_couriers(
            self._shop, self._actor, self._account, channel=self._channel, pace=self._pace
        )
        push = StockPush(self._shop, self._actor, self._account.id, self._channel, self._pace)
        if dry_run:
            report.planned = push.planned(known_until)
            return
        report.stock = push.result
        push.run(known_until, lambda done, all_of: self._tell_stock(tell, done, all_of))
        self._push_prices(report)
        parcels = ParcelPush(self._shop, self._actor, self._source(), self._channel, self._pace)
        report.parcels = parcels.result
        parcels.run()
        RefundPush(self._shop, self._actor, self._source(), self._channel, self._pace).run()
        self._read_aftersales(report)

    def _list(self, report: SyncReport, tell: Callable[[Progress], None]) -> None:
        """Read what is listed, where that is due, and link what codes decide."""
        listings, account = Listings(self._shop), self._account.id
        if not self._is_due(LISTINGS):
            return
        cursor = ""
        while True:
            place = cursor
            page = asked(self._pace, lambda: self._channel.listings(place))  # noqa: B023
            report.conflicts += compare_prices(
                self._shop,
                self._actor,
                account,
                page.values,
                settable=isinstance(self._channel, SetsPrices),
            )
            for some in chunks(page.values, _SEEN_AT_ONCE):
                listings.see(self._actor, account, [_seen(goods) for goods in some])
                self._pace.breathe()
            self._tell(tell, Step.LISTINGS, 0.5)
            cursor = page.cursor
            if not cursor:
                break
        report.linked = listings.match(self._actor, account, between=self._pace.breathe)
        self._log.done(self._actor, account, LISTINGS)

    def _read(self, report: SyncReport, tell: Callable[[Progress], None]) -> datetime:
        """Read the orders that changed and take them up; return until when all are known."""
        how, orders = self._channel.differences, OnlineOrders(self._shop)
        known = self._log.orders_known_until(self._actor, self._account.id)
        self._note_lost(report, known)
        ahead = self._pace.skew or timedelta(0)
        span = span_to_read(known, self._shop.clock.now(), how, ahead)
        since = self._log.connected_at(self._actor, self._account.id)
        if known is None:
            since = self._shop.clock.now()
        source = replace(self._source(), since=since)
        pages = read_orders(
            self._channel,
            span,
            self._pace,
            lambda share: self._tell(tell, Step.ORDERS, share, report.new + report.changed),
        )
        for page in pages:
            self._note_senseless(report, page.senseless)
            cursor = None if page.until is None else _cursor(page.until, since)
            taken = orders.take(self._actor, source, page.orders, cursor=cursor)
            self._pace.breathe()
            report.new += taken.new
            report.changed += taken.changed
            report.unchanged += taken.unchanged
            report.conflicts += taken.conflicts
        return span.sure

    def _note_lost(self, report: SyncReport, known: datetime | None) -> None:
        """Let a person see to orders of a time that the platform tells no more of."""
        lost = lost_span(known, self._shop.clock.now(), self._channel.differences)
        if lost is not None:
            account, start, end = self._account.id, lost.start, lost.end
            report.unread = (start, end)
            report.conflicts += self._gaps.unread(self._actor, account, start, end)

    def _note_senseless(self, report: SyncReport, orders: Mapping[str, OnlineOrder]) -> None:
        if orders:
            report.conflicts += self._gaps.senseless(self._actor, self._account.id, orders)

    def _read_senseless(self, report: SyncReport) -> None:
        """Read the orders that made no sense once more, and take up those that do now."""
        orders, account = OnlineOrders(self._shop), self._account.id
        for external_id in self._gaps.to_read_again(self._actor, account):
            order = self._order(external_id)
            if order is not None and not makes_sense(order):
                self._note_senseless(report, {external_id: order})
                continue
            if order is not None:
                report.new += orders.take(self._actor, self._source(), [order]).new
            self._gaps.cured(self._actor, account, external_id)

    def _read_open(self, report: SyncReport) -> None:
        """Read orders that wait once a day one by one: not every change is told of as one.

        Those of the first sync of an account were all read just now.
        """
        orders, account = OnlineOrders(self._shop), self._account.id
        if self._log.last_done(self._actor, account, OPEN_ORDERS) == NEVER:
            self._log.done(self._actor, account, OPEN_ORDERS)
        if not self._is_due(OPEN_ORDERS):
            return
        for external_id in orders.waiting(self._actor, account):
            order = self._order(external_id)
            if order is not None and not makes_sense(order):
                self._note_senseless(report, {external_id: order})
            elif order is not None:
                report.changed += orders.take(self._actor, self._source(), [order]).changed
            self._tell(lambda _: None, Step.ORDERS, 1.0)
        self._log.done(self._actor, account, OPEN_ORDERS)

    def _read_aftersales(self, report: SyncReport) -> None:
        """Read what customers ask back, where the channel tells it."""
        channel = self._channel
        if isinstance(channel, TellsAftersales):
            account = self._account.id
            reading = AftersaleReading(self._shop, self._actor, account, channel, self._pace)
            report.aftersales = reading.result
            reading.run(again=self._is_due(OPEN_AFTERSALES))

    def _order(self, external_id: str) -> OnlineOrder | None:
        """Read an order, None where it is there no more: that must not keep all else waiting."""
        try:
            return asked(self._pace, lambda: self._channel.order(external_id))
        except ChannelError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return None

    def _is_due(self, what: str) -> bool:
        """Whether a day has passed; a time that lies ahead is of a clock that was set back."""
        now = self._shop.clock.now()
        return not now - DAILY < self._log.last_done(self._actor, self._account.id, what) <= now

    def _source(self) -> Source:
        how = self._channel.differences
        return Source(
            self._account.id,
            self._account.kind,
            takes_when_placed=how.takes_when_placed,
            gives_back=how.gives_back,
        )

    def _push_prices(self, report: SyncReport) -> None:
        """Show prices there that a person wants shown, where the channel takes them."""
        channel = self._channel
        if isinstance(channel, SetsPrices):
            push = PricePush(self._shop, self._actor, self._account.id, channel, self._pace)
            report.prices = push.run()

    def _tell(
        self, tell: Callable[[Progress], None], step: Step, share: float, done: int = 0
    ) -> None:
        """Say how far it is, and go on holding the account."""
        tell(Progress(step, share, done))
        self._hold()

    def _tell_stock(self, tell: Callable[[Progress], None], done: int, total: int) -> None:
        tell(Progress(Step.STOCK, done / total, done, total))
        self._hold()

    def _hold(self) -> None:
        """Go on holding the account; stop where another program took it over meanwhile."""
        since = self._shop.clock.monotonic() - self._held_at
        if since > _HOLD_AGAIN.total_seconds() and not self._take_lease():
            raise StoppedError

    def _take_lease(self) -> bool:
        self._held_at = self._shop.clock.monotonic()
        return Leases(self._shop).take(self._actor, self._job, self._holder)

    @property
    def _job(self) -> str:
        return f"sync:{self._account.id}"


def new_pace(
    shop: Shop, stop: threading.Event | None = None, *, beside_window: bool = False
) -> Pace:
    """Return the pace of a sync that stops when `stop` is set; gentler in a window's program."""
    rest = _REST_BESIDE_WINDOW if beside_window else 0.0
    return Pace(shop.clock, stop or threading.Event(), rest=rest)


def _seen(goods: OnlineSku) -> Seen:
    return Seen(
        sku=goods.ref.sku,
        product=goods.ref.product,
        code=goods.code,
        barcode=goods.barcode,
        name=goods.title,
        spec=goods.spec,
        price=goods.price,
        currency=goods.currency,
        extra=goods.ref.extra,
        on_sale=goods.on_sale,
    )


def _cursor(until: datetime, since: datetime | None) -> dict[str, str]:
    """Return what is kept of a reading: how far it came, and when the first one was."""
    first = {} if since is None else {"since": since.isoformat()}
    return {"until": until.isoformat(), **first}


def _facts(report: SyncReport) -> dict[str, object]:
    """Return what the log of the account keeps of a sync."""
    trouble = report.trouble
    return {
        "orders": [report.new, report.changed, report.unchanged],
        "stock": [report.stock.pushed, report.stock.unchanged, report.stock.failed],
        "prices": report.prices,
        "parcels": [report.parcels.shipped, report.parcels.refused],
        "aftersales": [report.aftersales.new, report.aftersales.changed],
        "conflicts": report.conflicts,
        "unread": [moment.isoformat() for moment in report.unread or ()],
        "requests": report.requests,
        "trouble": None if trouble is None else trouble.trouble.value,
        "code": "" if trouble is None else trouble.code,
        "planned": len(report.planned),
        "stopped": report.stopped,
    }
