"""A basket as plain JSON values, to be kept across a power cut and read before the database is."""

import json
from typing import Any
from uuid import UUID

from microshop_desktop.domain.basket import (
    Basket,
    BasketLine,
    CustomerFacts,
    Discount,
    DiscountKind,
    Method,
    Price,
    PriceLevel,
    SaleUnit,
    SkuFacts,
    Tender,
)
from microshop_desktop.domain.stock import BelowZero

Plain = dict[str, Any]


def to_plain(basket: Basket) -> Plain:
    """Return a basket as JSON values."""
    return {
        "id": str(basket.id),
        "lines": [_line_to_plain(line) for line in basket.lines],
        "customer": _customer_to_plain(basket.customer),
        "discount": _discount_to_plain(basket.discount),
        "note": basket.note,
        "next_no": basket.next_no,
        "received": [[t.method.value, t.amount, t.reference] for t in basket.received],
    }


def from_plain(plain: Plain) -> Basket:
    """Return the basket that `to_plain` wrote."""
    return Basket(
        id=UUID(plain["id"]),
        lines=tuple(_line_from_plain(line) for line in plain["lines"]),
        customer=_customer_from_plain(plain["customer"]),
        discount=_discount_from_plain(plain["discount"]),
        note=plain["note"],
        next_no=plain["next_no"],
        received=tuple(Tender(Method(t[0]), t[1], t[2]) for t in plain["received"]),
    )


def from_text(text: str) -> Basket | None:
    """Return the basket that was kept as JSON text, or None where the text is damaged."""
    try:
        return from_plain(json.loads(text))
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _line_to_plain(line: BasketLine) -> Plain:
    return {
        "no": line.no,
        "goods": _goods_to_plain(line.goods),
        "unit": [line.unit.name, line.unit.factor, line.unit.unit_price, _id(line.unit.id)],
        "quantity": line.quantity,
        "discount": _discount_to_plain(line.discount),
        "label_total": line.label_total,
        "note": line.note,
    }


def _line_from_plain(plain: Plain) -> BasketLine:
    name, factor, unit_price, unit_id = plain["unit"]
    return BasketLine(
        no=plain["no"],
        goods=_goods_from_plain(plain["goods"]),
        unit=SaleUnit(name, factor, unit_price, _uuid(unit_id)),
        quantity=plain["quantity"],
        discount=_discount_from_plain(plain["discount"]),
        label_total=plain["label_total"],
        note=plain["note"],
    )


def _goods_to_plain(goods: SkuFacts) -> Plain:
    return {
        "sku": _id(goods.sku),
        "name": goods.name,
        "prices": [[p.level.value, p.unit_price, p.from_quantity] for p in goods.prices],
        "spec": goods.spec,
        "code": goods.code,
        "unit": goods.unit,
        "by_weight": goods.by_weight,
        "tax_rate": goods.tax_rate,
        "below_zero": goods.below_zero.value,
    }


def _goods_from_plain(plain: Plain) -> SkuFacts:
    return SkuFacts(
        sku=_uuid(plain["sku"]),
        name=plain["name"],
        prices=tuple(Price(PriceLevel(p[0]), p[1], p[2]) for p in plain["prices"]),
        spec=plain["spec"],
        code=plain["code"],
        unit=plain["unit"],
        by_weight=plain["by_weight"],
        tax_rate=plain["tax_rate"],
        below_zero=BelowZero(plain["below_zero"]),
    )


def _discount_to_plain(discount: Discount | None) -> list[Any] | None:
    if discount is None:
        return None
    return [discount.kind.value, discount.value, discount.reason]


def _discount_from_plain(plain: list[Any] | None) -> Discount | None:
    return None if plain is None else Discount(DiscountKind(plain[0]), plain[1], plain[2])


def _customer_to_plain(customer: CustomerFacts | None) -> list[Any] | None:
    # The name is left out: personal facts live in the customer's own record alone.
    return None if customer is None else [str(customer.customer), customer.member]


def _customer_from_plain(plain: list[Any] | None) -> CustomerFacts | None:
    return None if plain is None else CustomerFacts(UUID(plain[0]), "", plain[1])


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)
