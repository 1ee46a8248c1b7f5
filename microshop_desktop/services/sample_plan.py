"""Which sales the sample shop had before today: drawn by a fixed seed, so always the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from microshop_desktop.domain.basket import Method

_SEED = 20260314
_HOURS = (8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)
_CROWD = (3, 4, 6, 8, 9, 5, 4, 4, 5, 8, 11, 10, 6, 3)
"""How many customers come in each of the hours, as shares."""
_METHODS = (Method.WECHAT, Method.ALIPAY, Method.CASH, Method.COLLECTION_CODE)
_METHOD_SHARES = (46, 27, 20, 7)
_FEWEST, _MOST = 14, 21
_WEEKEND = 5
_JUST_NOW = timedelta(minutes=5)
_REFUND_EVERY = 37
"""One sale in so many has a piece brought back the same day."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """Goods by their place in the list of SKUs, and thousandths of them."""

    place: int
    quantity: int
    tenth_off: bool = False


@dataclass(frozen=True, slots=True)
class PlannedSale:
    """One sale; `customer` is a place in the list of customers or None."""

    at: datetime
    lines: tuple[PlannedLine, ...]
    method: Method
    customer: int | None
    refunded: bool


@dataclass(frozen=True, slots=True)
class PlannedGoods:
    """What the plan must know of a SKU."""

    by_weight: bool


def plan_sales(
    goods: Sequence[PlannedGoods], *, customers: int, days: int, now: datetime, zone: str
) -> list[PlannedSale]:
    """Plan the sales of the last `days` days and of today until `now`, in the order of time.

    A SKU sells the better the earlier it stands in `goods`.
    """
    dice = Random(_SEED)  # noqa: S311 (a story, no secret)
    local = ZoneInfo(zone)
    today = now.astimezone(local).date()
    planned = [
        sale
        for back in range(days, -1, -1)
        for sale in _day(dice, goods, customers, today - timedelta(days=back), local)
    ]
    return [sale for sale in planned if sale.at < now - _JUST_NOW]


def sold_quantities(sales: Sequence[PlannedSale], count: int) -> list[int]:
    """Return what all sales took of each SKU, less what came back."""
    sold = [0] * count
    for sale in sales:
        for line in sale.lines:
            sold[line.place] += line.quantity
        if sale.refunded:
            sold[sale.lines[0].place] -= back_of(sale.lines[0])
    return sold


def back_of(line: PlannedLine) -> int:
    """Return how much of a line is brought back: one piece, or all that was weighed."""
    return min(line.quantity, 1000) if line.quantity % 1000 == 0 else line.quantity


def _day(
    dice: Random, goods: Sequence[PlannedGoods], customers: int, day: date, zone: ZoneInfo
) -> Iterator[PlannedSale]:
    count = dice.randint(_FEWEST, _MOST) + (_WEEKEND if day.weekday() >= 5 else 0)
    hours = sorted(dice.choices(_HOURS, _CROWD, k=count))
    moments = sorted(time(hour, dice.randrange(60), dice.randrange(60)) for hour in hours)
    for moment in moments:
        yield PlannedSale(
            at=datetime.combine(day, moment, zone),
            lines=_lines(dice, goods),
            method=dice.choices(_METHODS, _METHOD_SHARES)[0],
            customer=dice.randrange(customers) if customers and dice.random() < 0.35 else None,
            refunded=dice.randrange(_REFUND_EVERY) == 0,
        )


def _lines(dice: Random, goods: Sequence[PlannedGoods]) -> tuple[PlannedLine, ...]:
    weights = [1 / (place + 6) for place in range(len(goods))]
    wanted = dice.choices((1, 2, 3, 4, 5), (30, 30, 20, 13, 7))[0]
    places: list[int] = []
    while len(places) < wanted:
        place = dice.choices(range(len(goods)), weights)[0]
        if place not in places:
            places.append(place)
    return tuple(
        PlannedLine(
            place=place,
            quantity=_quantity(dice, by_weight=goods[place].by_weight),
            tenth_off=dice.random() < 0.04,
        )
        for place in places
    )


def _quantity(dice: Random, *, by_weight: bool) -> int:
    if by_weight:
        return dice.randint(70, 480) * 5
    return dice.choices((1, 2, 3), (78, 16, 6))[0] * 1000
