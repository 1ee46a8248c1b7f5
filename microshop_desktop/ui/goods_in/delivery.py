"""A delivery while it is scanned: a value that each step replaces, so undo is the one before."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from microshop_desktop.domain.deliveries import DeliveryLine, FreightBy, LandedLine, landed
from microshop_desktop.domain.money import divide_half_up
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.services.goods_by_code import Goods
from microshop_desktop.services.receiving import Delivery, PackChoice, ReceiptItem


@dataclass(frozen=True, slots=True)
class Line:
    """Goods of the delivery in one of their packs. `unit_cost` of one pack, None: not known yet."""

    no: int
    goods: Goods
    packs: tuple[PackChoice, ...]
    place: int
    quantity: int
    unit_cost: int | None
    on_hand: int
    price_settled: bool = False

    @property
    def pack(self) -> PackChoice:
        """The pack it is delivered in."""
        return self.packs[self.place]

    @property
    def as_delivered(self) -> DeliveryLine:
        """The line as the domain reckons it; an unknown cost counts as nothing."""
        return DeliveryLine(self.quantity, self.unit_cost or 0, self.pack.factor)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that nothing carries yet, and how many were scanned of it."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The delivery as far as it is scanned; the newest line first."""

    key: UUID
    lines: tuple[Line, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    supplier: str = ""
    freight: int = 0
    freight_by: FreightBy = FreightBy.AMOUNT
    paid: int = 0
    note: str = ""
    last_no: int = field(default=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was scanned yet."""
        return not self.lines and not self.unknown

    @property
    def goods_total(self) -> int:
        """What the goods cost, in minor units."""
        return sum(line.as_delivered.total for line in self.lines)

    @property
    def total(self) -> int:
        """What the delivery costs with its freight."""
        return self.goods_total + self.freight

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return self.total - self.paid

    @property
    def pieces(self) -> int:
        """Thousandths of base units."""
        return sum(line.as_delivered.base_quantity for line in self.lines)

    @property
    def without_cost(self) -> int:
        """How many lines have no cost yet."""
        return sum(line.unit_cost is None for line in self.lines)

    def costed(self) -> list[LandedLine]:
        """Return each line with its part of the freight."""
        return landed([line.as_delivered for line in self.lines], self.freight, self.freight_by)

    def added(
        self, goods: Goods, packs: tuple[PackChoice, ...], *, count: int, on_hand: int
    ) -> "Draft":
        """Return the delivery with so many more of these goods, their line on top."""
        place = next((n for n, pack in enumerate(packs) if pack.pack == goods.pack), 0)
        for line in self.lines:
            if line.goods.sku == goods.sku and line.place == place:
                more = replace(line, quantity=line.quantity + count)
                others = tuple(one for one in self.lines if one is not line)
                return replace(self, lines=(more, *others))
        cost = None if goods.cost is None else goods.cost * packs[place].factor
        line = Line(
            no=self.last_no + 1,
            goods=replace(goods, pack=None, pack_name="", factor=1),
            packs=packs,
            place=place,
            quantity=count,
            unit_cost=cost,
            on_hand=on_hand,
        )
        return replace(self, lines=(line, *self.lines), last_no=line.no)

    def not_known(self, code: str, count: int) -> "Draft":
        """Return the delivery with so many more of a code that nothing carries."""
        for one in self.unknown:
            if one.code == code:
                more = Unknown(code, one.count + count)
                others = tuple(other for other in self.unknown if other is not one)
                return replace(self, unknown=(more, *others))
        return replace(self, unknown=(Unknown(code, count), *self.unknown))

    def solved(self, code: str) -> "Draft":
        """Return the delivery without an unknown code."""
        return replace(self, unknown=tuple(one for one in self.unknown if one.code != code))

    def with_line(self, line: Line) -> "Draft":
        """Return the delivery with a line changed."""
        return replace(self, lines=tuple(line if one.no == line.no else one for one in self.lines))

    def without_line(self, no: int) -> "Draft":
        """Return the delivery without a line."""
        return replace(self, lines=tuple(one for one in self.lines if one.no != no))

    def line(self, no: int) -> Line:
        """Return a line by its number."""
        return next(one for one in self.lines if one.no == no)

    def delivery(self) -> Delivery:
        """Return what is booked; unknown codes are outside of it."""
        return Delivery(
            key=self.key,
            items=tuple(
                ReceiptItem(line.goods.sku, line.quantity, line.unit_cost or 0, line.pack.pack)
                for line in reversed(self.lines)
            ),
            supplier=self.supplier,
            freight=self.freight,
            freight_by=self.freight_by,
            paid=self.paid,
            note=self.note,
        )


def in_pack(line: Line, place: int) -> Line:
    """Return a line in another pack, at the same cost of a piece."""
    cost = line.unit_cost
    if cost is not None:
        cost = divide_half_up(cost * line.packs[place].factor, line.pack.factor)
    return replace(line, place=place, unit_cost=cost)


def whole(count: int) -> int:
    """Return a count of packs as thousandths."""
    return count * ONE
