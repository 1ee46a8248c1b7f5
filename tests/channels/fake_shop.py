"""An online shop in memory: keeps goods and orders, and fails when told to.

Its own number falls when an order is paid. Changes of orders are told `lag` late: until then an
order is told as it was before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from microshop_desktop.channels.channel import (
    ChannelError,
    Checked,
    Courier,
    Differences,
    OnlineSku,
    OrderChange,
    Page,
    ParcelToShip,
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.domain.online_order import (
    Fulfilment,
    OnlineLine,
    OnlineOrder,
    Parcel,
)
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import FixedClock

PRICE = 1000


@dataclass
class FakeShop:
    """A shop that sells `stock` pieces of each SKU."""

    clock: FixedClock
    differences: Differences = field(default_factory=lambda: Differences(StockWay.ABSOLUTE))
    stock_of: dict[str, int] = field(default_factory=dict)
    orders: dict[str, OnlineOrder] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """What happens to the next writes, in turn: `lost`, `undone`, `busy`, or nothing (``)."""
    ship_faults: list[str] = field(default_factory=list)
    """What happens to the next parcels, in turn; the words of `faults`."""
    tells_at_once: bool = False
    """Whether its list knows each change at once, and forgets when an order was told before."""
    is_untidy: bool = False
    """Whether changes come the newest first, each of them twice, with what was said before."""
    parcels_told: list[str] = field(default_factory=list)
    writes: int = 0
    sold: int = 0
    most_sold: dict[str, int] = field(default_factory=dict)
    _keys: dict[str, list[StockResult]] = field(default_factory=dict)
    _said: dict[str, list[OnlineOrder]] = field(default_factory=dict)

    # ---------------------------------------------------------------- what customers do

    def buy(self, sku: str, pieces: int, *, paid: bool = True) -> str | None:
        """Let a customer buy, if so many are shown; the number falls when it is due to."""
        if self.stock_of[sku] < pieces:
            return None
        if paid or self.differences.takes_when_placed:
            self.stock_of[sku] -= pieces
        self.sold += pieces
        external = str(len(self.orders) + 1)
        now = self.clock.now()
        self.orders[external] = OnlineOrder(
            external_id=external,
            number=f"W{external}",
            fulfilment=Fulfilment.TO_SHIP if paid else Fulfilment.PENDING_PAYMENT,
            raw_status="PAID" if paid else "PLACED",
            currency="CNY",
            total=pieces * PRICE,
            shipping=0,
            paid=pieces * PRICE if paid else 0,
            placed_at=now,
            paid_at=now if paid else None,
            updated_at=now,
            lines=(
                OnlineLine(
                    line_id=f"{external}-1",
                    product=f"p-{sku}",
                    sku=sku,
                    code=sku.upper(),
                    title=sku,
                    spec="",
                    quantity=pieces,
                    gross=pieces * PRICE,
                    total=pieces * PRICE,
                ),
            ),
        )
        return external

    def pay(self, external: str) -> None:
        """Let a customer pay, if what was ordered is still shown."""
        order = self.orders[external]
        line = order.lines[0]
        if order.fulfilment is not Fulfilment.PENDING_PAYMENT:
            return
        if not self.differences.takes_when_placed:
            if self.stock_of[line.sku] < line.quantity:
                return
            self.stock_of[line.sku] -= line.quantity
        self._change(
            external,
            fulfilment=Fulfilment.TO_SHIP,
            raw_status="PAID",
            paid=order.total,
            paid_at=self.clock.now(),
        )

    def taken(self, external: str) -> int:
        """Return the pieces that an order holds off sale, or has taken for good."""
        order = self.orders[external]
        unpaid = order.fulfilment is Fulfilment.PENDING_PAYMENT
        if order.fulfilment is Fulfilment.CANCELLED or (
            unpaid and not self.differences.takes_when_placed
        ):
            return 0
        return order.lines[0].quantity

    def cancel(self, external: str) -> None:
        """Cancel an order that was not shipped; its goods can be bought again, where they may."""
        order = self.orders[external]
        if order.fulfilment not in {Fulfilment.TO_SHIP, Fulfilment.PENDING_PAYMENT}:
            return
        line = order.lines[0]
        if order.paid == 0 or self.differences.gives_back:
            self.stock_of[line.sku] += self.taken(external)
        self.sold -= line.quantity
        self._change(
            external,
            fulfilment=Fulfilment.CANCELLED,
            raw_status="CANCELLED",
            refund=RefundState.WHOLE if order.paid else RefundState.NONE,
            refunded=order.paid,
        )

    def give_back(self, external: str, amount: int) -> None:
        """Give money of an order that was shipped back; its goods stay with the customer."""
        order = self.orders[external]
        if order.fulfilment is Fulfilment.SHIPPED:
            back = min(order.paid, order.refunded + amount)
            whole = RefundState.WHOLE if back == order.paid else RefundState.PART
            self._change(external, refund=whole, refunded=back)

    def send(self, external: str) -> None:
        """Mark an order as shipped in the shop itself."""
        if self.orders[external].fulfilment is Fulfilment.TO_SHIP:
            self._change(external, fulfilment=Fulfilment.SHIPPED, raw_status="SHIPPED")

    def _change(self, external: str, **changes: object) -> None:
        self._said.setdefault(external, []).append(self.orders[external])
        told = replace(self.orders[external], updated_at=self.clock.now(), **changes)  # type: ignore[arg-type]
        self.orders[external] = told

    # ---------------------------------------------------------------- what a channel can be asked

    def check(self) -> Checked:
        """Answer."""
        return Checked("Fake", "CNY")

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """List all goods at once."""
        del cursor
        return Page(
            tuple(
                OnlineSku(SkuRef(f"p-{sku}", sku), sku.upper(), "", sku, "", PRICE, "CNY", pieces)
                for sku, pieces in self.stock_of.items()
            )
        )

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Tell what is shown."""
        return {ref.sku: self.stock_of[ref.sku] for ref in refs if ref.sku in self.stock_of}

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        """Write, unless a fault is due."""
        assert len(changes) <= self.differences.stock_batch
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "busy":
            raise ChannelError(Trouble.LIMITED)
        if fault == "undone":
            raise ChannelError(Trouble.NO_ANSWER)
        self.writes += 1
        if key not in self._keys or not self.differences.repeatable:
            self._keys[key] = [self._write(change) for change in changes]
        if fault == "lost":
            raise ChannelError(Trouble.NO_ANSWER)
        return self._keys[key]

    def _write(self, change: StockChange) -> StockResult:
        sku = change.ref.sku
        way = self.differences.way
        assert change.is_delta is (way is StockWay.DELTA)
        if way is StockWay.COMPARE and self.stock_of[sku] != change.expected:
            return StockResult(sku, Written.STALE)
        before = self.stock_of[sku] if change.is_delta else 0
        self.stock_of[sku] = max(0, before + change.pieces)
        return StockResult(sku, Written.DONE)

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Tell of changes two at a time, those of the last `lag` not yet."""
        latest = [self._as_told(external) for external in self.orders]
        told = sorted(
            (each for each in latest if each is not None and start <= each.updated_at < end),
            key=lambda each: each.updated_at,
        )
        if self.is_untidy:
            told = [each for order in reversed(told) for each in (order, *self._before(order))]
        first = int(cursor or 0)
        page = told[first : first + 2]
        more = str(first + 2) if first + 2 < len(told) else ""
        return Page(
            tuple(OrderChange(each.external_id, each.updated_at, each) for each in page), more
        )

    def _as_told(self, external: str) -> OnlineOrder | None:
        """Return an order as the list tells it now: `lag` late, where it does not tell at once."""
        latest = self.orders[external]
        if self.tells_at_once:
            return latest
        said = [*self._said.get(external, []), latest]
        seen = self.clock.now() - self.differences.lag
        return next((each for each in reversed(said) if each.updated_at <= seen), None)

    def _before(self, order: OnlineOrder) -> list[OnlineOrder]:
        """Return an order once more, and what was said of it before."""
        said = self._said.get(order.external_id, [])
        return [order, *(each for each in said if each.updated_at < order.updated_at)]

    def order(self, external_id: str) -> OnlineOrder:
        """Tell of one order."""
        if external_id not in self.orders:
            raise ChannelError(Trouble.REFUSED, "NO_SUCH_ORDER")
        return self.orders[external_id]

    def couriers(self) -> tuple[Courier, ...]:
        """Any courier will do."""
        return ()

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:
        """Mark an order as shipped, unless a fault is due; it knows the parcel from then on."""
        fault = self.ship_faults.pop(0) if self.ship_faults else ""
        if fault == "busy":
            raise ChannelError(Trouble.LIMITED)
        if fault == "undone":
            raise ChannelError(Trouble.NO_ANSWER)
        assert key
        self.parcels_told.append(parcel.tracking)
        self.send(parcel.external_id)
        order = self.orders[parcel.external_id]
        known = (*order.parcels, Parcel(parcel.courier, parcel.tracking))
        self._change(parcel.external_id, parcels=known)
        if fault == "lost":
            raise ChannelError(Trouble.NO_ANSWER)
        return Shipped.DONE


def quick(way: StockWay, **more: object) -> Differences:
    """Differences of a fake shop; a change is told a minute late."""
    usual = Differences(way, lag=timedelta(minutes=1), stock_batch=2)
    return replace(usual, **more)  # type: ignore[arg-type]
