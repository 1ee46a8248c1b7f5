"""An online shop in memory: keeps goods and orders, and fails when told to.

Its own number falls when an order is paid. Orders are told of `lag` after they changed.
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
from microshop_desktop.domain.online_order import Fulfilment, OnlineLine, OnlineOrder
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
    writes: int = 0
    sold: int = 0
    most_sold: dict[str, int] = field(default_factory=dict)
    _keys: dict[str, list[StockResult]] = field(default_factory=dict)

    # ---------------------------------------------------------------- what customers do

    def buy(self, sku: str, pieces: int) -> str | None:
        """Let a customer buy, if so many are shown."""
        if self.stock_of[sku] < pieces:
            return None
        self.stock_of[sku] -= pieces
        self.sold += pieces
        external = str(len(self.orders) + 1)
        now = self.clock.now()
        self.orders[external] = OnlineOrder(
            external_id=external,
            number=f"W{external}",
            fulfilment=Fulfilment.TO_SHIP,
            raw_status="PAID",
            currency="CNY",
            total=pieces * PRICE,
            shipping=0,
            paid=pieces * PRICE,
            placed_at=now,
            paid_at=now,
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

    def cancel(self, external: str) -> None:
        """Cancel an order that was not shipped; its goods can be bought again."""
        order = self.orders[external]
        if order.fulfilment is not Fulfilment.TO_SHIP:
            return
        line = order.lines[0]
        self.stock_of[line.sku] += line.quantity
        self.sold -= line.quantity
        self._change(
            external,
            fulfilment=Fulfilment.CANCELLED,
            raw_status="CANCELLED",
            refund=RefundState.WHOLE,
            refunded=order.paid,
        )

    def send(self, external: str) -> None:
        """Mark an order as shipped in the shop itself."""
        if self.orders[external].fulfilment is Fulfilment.TO_SHIP:
            self._change(external, fulfilment=Fulfilment.SHIPPED, raw_status="SHIPPED")

    def _change(self, external: str, **changes: object) -> None:
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
        told = [
            order
            for order in sorted(self.orders.values(), key=lambda each: each.updated_at)
            if start <= order.updated_at < end
            and order.updated_at <= self.clock.now() - self.differences.lag
        ]
        first = int(cursor or 0)
        page = told[first : first + 2]
        more = str(first + 2) if first + 2 < len(told) else ""
        return Page(
            tuple(OrderChange(each.external_id, each.updated_at, each) for each in page), more
        )

    def order(self, external_id: str) -> OnlineOrder:
        """Tell of one order."""
        return self.orders[external_id]

    def couriers(self) -> tuple[Courier, ...]:
        """Any courier will do."""
        return ()

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:
        """Mark an order as shipped."""
        del key
        self.send(parcel.external_id)
        return Shipped.DONE


def quick(way: StockWay, **more: object) -> Differences:
    """Differences of a fake shop; a change is told a minute late."""
    usual = Differences(way, lag=timedelta(minutes=1), stock_batch=2)
    return replace(usual, **more)  # type: ignore[arg-type]
