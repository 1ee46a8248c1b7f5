"""The lines of a basket as texts, for the screen and for screen readers."""

from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.domain.basket import BasketLine, Discount, DiscountKind, SkuFacts
from microshop_desktop.domain.money import BASIS, Currency
from microshop_desktop.domain.pricing import PricedBasket, PricedLine
from microshop_desktop.infra.formats import (
    amount_text,
    money_text,
    percent_text,
    quantity_text,
)
from microshop_desktop.infra.translations import _, current_language
from microshop_desktop.ui.sell.names import named


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it is painted. `old_price` and `tag` are empty without a discount."""

    no: int
    sku: UUID | None
    name: str
    price: str
    old_price: str
    tag: str
    quantity: str
    weighed: bool
    total: str
    note: str
    spoken: str
    spoken_more: str


def line_rows(priced: PricedBasket, currency: Currency) -> tuple[LineRow, ...]:
    """Return all lines of a basket as texts."""
    return tuple(_row(line, currency) for line in priced.lines)


def full_name(goods: SkuFacts) -> str:
    """Return name and specification, without repeating what the name holds already."""
    return named(goods.name, goods.spec)


def discount_tag(discount: Discount, currency: Currency) -> str:
    """Return the few signs that say a discount: `9 折`, `−10%`, `−¥5.00`, `new price`."""
    if discount.kind is DiscountKind.PERCENT and current_language() == "zh":
        # Chinese says how many tenths of the price are left to pay: 9 折 is 10 % off.
        tenths = quantity_text(BASIS - discount.value)
        return _("{tenths} tenths of the price").format(tenths=tenths)
    if discount.kind is DiscountKind.PERCENT:
        return _("−{percent}").format(percent=percent_text(discount.value))
    if discount.kind is DiscountKind.AMOUNT:
        return money_text(-discount.value, currency)
    return _("new price")


def _row(priced: PricedLine, currency: Currency) -> LineRow:
    line = priced.line
    cheaper = priced.shown_price != priced.unit_price
    tag = "" if line.discount is None else discount_tag(line.discount, currency)
    total = amount_text(priced.gross - priced.own_discount, currency)
    name = full_name(line.goods)
    quantity = _quantity(line)
    return LineRow(
        no=line.no,
        sku=line.goods.sku,
        name=name,
        price=money_text(priced.shown_price, currency) + _per_unit(line),
        old_price=money_text(priced.unit_price, currency) if cheaper else "",
        tag=tag,
        quantity=quantity,
        weighed=line.goods.by_weight,
        total=total,
        note=line.note,
        spoken=_spoken(name, line, total),
        spoken_more=" ".join(part for part in (tag, line.note) if part),
    )


def _per_unit(line: BasketLine) -> str:
    if line.goods.by_weight or line.unit.factor > 1:
        return f"/{line.unit.name}" if line.unit.name else ""
    return ""


def _quantity(line: BasketLine) -> str:
    return quantity_text(line.quantity, line.unit.name if line.goods.by_weight else "")


def _spoken(name: str, line: BasketLine, total: str) -> str:
    return _("{name}, {quantity}, {total}").format(
        name=name, quantity=quantity_text(line.quantity, line.unit.name), total=total
    )
