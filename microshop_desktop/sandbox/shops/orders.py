"""An order as an online shop keeps it. Money in minor units, quantities in whole pieces."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from microshop_desktop.sandbox.shops.goods import Sku


class Stage(StrEnum):
    """How far an order is; each platform has its own words for these."""

    PLACED = "placed"
    PAID = "paid"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    DONE = "done"
    CANCELLED = "cancelled"


OPEN = frozenset({Stage.PLACED, Stage.PAID, Stage.PART_SHIPPED})


class RefundStage(StrEnum):
    """How far a refund is. `returning`: agreed to, the goods come back; `returned`: they came."""

    ASKED = "asked"
    RETURNING = "returning"
    RETURNED = "returned"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


UNDECIDED = frozenset({RefundStage.ASKED, RefundStage.RETURNING, RefundStage.RETURNED})


class Wanted(StrEnum):
    """What a customer who asks something back wants."""

    MONEY = "money"
    MONEY_FOR_GOODS = "money_for_goods"
    OTHER_GOODS = "other_goods"


@dataclass(slots=True)
class Line:
    """A line. `discount` of the whole line; `cancelled` pieces that are wanted no more."""

    line_id: str
    sku: Sku
    title: str
    quantity: int
    price: int
    discount: int = 0
    shipped: int = 0
    cancelled: int = 0
    gift: bool = False

    @property
    def gross(self) -> int:
        """The price of its pieces before discounts."""
        return self.quantity * self.price

    @property
    def total(self) -> int:
        """What the customer pays for it."""
        return self.gross - self.discount

    @property
    def unshipped(self) -> int:
        """Pieces that are still to be sent."""
        return self.quantity - self.cancelled - self.shipped


@dataclass(slots=True)
class RefundMade:
    """Money that goes back, and the pieces of lines that it is for, by `line_id`.

    `at`: when it changed last. `word`: the platform shows this in place of its own for the stage.
    """

    refund_id: str
    at: datetime
    amount: int
    pieces: dict[str, int]
    stage: RefundStage
    asked_at: datetime
    wanted: Wanted = Wanted.MONEY
    reason: str = ""
    word: str = ""

    @property
    def due(self) -> datetime:
        """When the platform decides by itself."""
        return self.asked_at + timedelta(days=2)


@dataclass(slots=True)
class Sent:
    """A parcel the shop was told of; its pieces by `line_id`."""

    parcel_id: str
    at: datetime
    courier: str
    tracking: str
    pieces: dict[str, int]


@dataclass(slots=True)
class Address:
    """Where an order goes."""

    name: str = "王小明"
    phone: str = "13800138000"
    region: str = "浙江省"
    city: str = "杭州市"
    street: str = "文三路 1 号"


@dataclass(slots=True)
class Order:
    """An order. `word`: the platform shows this in place of its own word for the stage.

    `taken`: its pieces were counted off the stock. `held`: the platform lets it not be shipped.
    """

    order_id: str
    lines: list[Line]
    placed_at: datetime
    changed_at: datetime
    currency: str
    shipping: int = 0
    discount: int = 0
    stage: Stage = Stage.PLACED
    paid_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""
    address: Address = field(default_factory=Address)
    held: bool = False
    taken: bool = False
    word: str = ""
    parcels: list[Sent] = field(default_factory=list)
    refunds: list[RefundMade] = field(default_factory=list)

    @property
    def total(self) -> int:
        """What the customer pays: lines, less the discount of the order, with shipping."""
        return sum(line.total for line in self.lines) - self.discount + self.shipping

    @property
    def refunded(self) -> int:
        """What went back."""
        return sum(back.amount for back in self.refunds if back.stage is RefundStage.DONE)

    @property
    def asks_refund(self) -> bool:
        """Whether the customer waits for money."""
        return any(back.stage in UNDECIDED for back in self.refunds)

    def shared(self) -> list[tuple[Line, int]]:
        """Share the discount over the lines: each with what it costs; the last takes the rest."""
        whole, rest, shared = sum(line.total for line in self.lines), self.discount, []
        for line in self.lines[:-1]:
            part = self.discount * line.total // whole if whole else 0
            shared.append((line, line.total - part))
            rest -= part
        return [*shared, (self.lines[-1], self.lines[-1].total - rest)]

    def line(self, line_id: str) -> Line | None:
        """Return a line by its id."""
        return next((line for line in self.lines if line.line_id == line_id), None)
