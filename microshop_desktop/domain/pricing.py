"""What a basket costs: one function feeds screen, order, receipt and report.

Prices include tax. Each line rounds once to its gross; discounts and 抹零 are split over the lines
by largest remainder, so that the lines always add up to the total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microshop_desktop.domain.basket import (
    Basket,
    BasketLine,
    Discount,
    DiscountKind,
    Price,
    PriceLevel,
)
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import (
    MOST_TOTAL,
    THOUSAND,
    divide_half_up,
    plain_amount,
    share,
    split,
    tax_inside,
    times_quantity,
)


class RoundingRule(StrEnum):
    """How the small change on a total is dropped (抹零)."""

    NONE = "none"
    TENTH = "tenth"
    WHOLE = "whole"


class AdjustmentKind(StrEnum):
    """Why a customer pays less than the list price."""

    PERCENT = "percent"
    AMOUNT = "amount"
    NEW_PRICE = "new_price"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason for paying less: on a line (`line_no`) or on the whole (None).

    `value` as the discount says it, `amount` the minor units taken off.
    """

    line_no: int | None
    kind: AdjustmentKind
    value: int
    amount: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its money, all in minor units. `gross` − `discount` = `total`.

    `unit_price` is the price of one unit before any discount, `shown_price` after the line's own
    discount. `own_discount` is the line's own, `discount` also its shares of the basket's.
    """

    line: BasketLine
    unit_price: int
    shown_price: int
    gross: int
    own_discount: int
    discount: int
    tax: int
    total: int


@dataclass(frozen=True, slots=True)
class PricedBasket:
    """A basket with its money: `subtotal` − `discount` − `rounding` = `total` = Σ lines."""

    basket: Basket
    lines: tuple[PricedLine, ...]
    adjustments: tuple[Adjustment, ...]
    subtotal: int
    discount: int
    rounding: int
    tax: int
    total: int


@dataclass(frozen=True, slots=True)
class _OwnPrice:
    unit_price: int
    gross: int
    discount: int


def price_for(prices: Sequence[Price], *, quantity: int, member: bool) -> int:
    """Return the lowest unit price open to this customer for this quantity (thousandths)."""
    retail = [price.unit_price for price in prices if price.level is PriceLevel.RETAIL]
    special = [
        price.unit_price
        for price in prices
        if price.level is not PriceLevel.RETAIL
        and quantity >= price.from_quantity
        and (member or price.level is not PriceLevel.MEMBER)
    ]
    if not retail and not special:
        return 0
    return min([*retail, *special])


def price_basket(
    basket: Basket, rule: RoundingRule = RoundingRule.NONE, *, exponent: int = 2
) -> PricedBasket:
    """Price a basket; `exponent` is the currency's number of decimals.

    `bad_amount` for more money than any shop takes, `bad_discount` for one beyond the price.
    """
    own = [_own_price(line, basket) for line in basket.lines]
    subtotal = sum(price.gross for price in own)
    if subtotal > MOST_TOTAL:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=plain_amount(subtotal, exponent))
    nets = [price.gross - price.discount for price in own]
    net = sum(nets)
    given = _taken_off(basket.discount, net)
    dropped = _small_change(net - given, rule, exponent)
    shares = split(given + dropped, nets) if nets else []
    lines = tuple(
        _priced_line(line, price, part)
        for line, price, part in zip(basket.lines, own, shares, strict=True)
    )
    return PricedBasket(
        basket=basket,
        lines=lines,
        adjustments=_adjustments(basket, own, given, dropped),
        subtotal=subtotal,
        discount=sum(price.discount for price in own) + given,
        rounding=dropped,
        tax=sum(line.tax for line in lines),
        total=net - given - dropped,
    )


def _own_price(line: BasketLine, basket: Basket) -> _OwnPrice:
    unit_price = _unit_price(line, basket)
    gross = line.label_total
    if gross is None:
        gross = times_quantity(unit_price, line.quantity)
    return _OwnPrice(unit_price, gross, _line_discount(line, gross))


def _unit_price(line: BasketLine, basket: Basket) -> int:
    if line.unit.unit_price is not None:
        return line.unit.unit_price
    member = basket.customer is not None and basket.customer.member
    base = price_for(line.goods.prices, quantity=line.base_quantity, member=member)
    return base * line.unit.factor


def _line_discount(line: BasketLine, gross: int) -> int:
    discount = line.discount
    if discount is not None and discount.kind is DiscountKind.NEW_PRICE:
        # A higher price than the list's is a price change too: it counts as a negative discount.
        return gross - times_quantity(discount.value, line.quantity)
    return _taken_off(discount, gross)


def _taken_off(discount: Discount | None, amount: int) -> int:
    if discount is None:
        return 0
    if discount.kind is DiscountKind.PERCENT:
        return share(amount, discount.value)
    off = discount.value if discount.kind is DiscountKind.AMOUNT else amount - discount.value
    if off > amount or off < 0:
        raise ShopError(ErrorCode.BAD_DISCOUNT, value=discount.value, amount=amount)
    return off


def _small_change(amount: int, rule: RoundingRule, exponent: int) -> int:
    decimals = {RoundingRule.NONE: 0, RoundingRule.TENTH: exponent - 1}.get(rule, exponent)
    return amount % int(10 ** max(decimals, 0))


def _priced_line(line: BasketLine, price: _OwnPrice, part: int) -> PricedLine:
    total = price.gross - price.discount - part
    return PricedLine(
        line=line,
        unit_price=price.unit_price,
        shown_price=_shown_price(line, price),
        gross=price.gross,
        own_discount=price.discount,
        discount=price.discount + part,
        tax=tax_inside(total, line.goods.tax_rate),
        total=total,
    )


def _shown_price(line: BasketLine, price: _OwnPrice) -> int:
    if price.discount == 0:
        return price.unit_price
    return divide_half_up((price.gross - price.discount) * THOUSAND, line.quantity)


def _adjustments(
    basket: Basket, own: Sequence[_OwnPrice], given: int, dropped: int
) -> tuple[Adjustment, ...]:
    found = [
        _adjustment(line.no, line.discount, price.discount)
        for line, price in zip(basket.lines, own, strict=True)
        if line.discount is not None
    ]
    if basket.discount is not None:
        found.append(_adjustment(None, basket.discount, given))
    if dropped:
        found.append(Adjustment(None, AdjustmentKind.ROUNDING, dropped, dropped))
    return tuple(found)


def _adjustment(line_no: int | None, discount: Discount, amount: int) -> Adjustment:
    kind = AdjustmentKind(discount.kind.value)
    return Adjustment(line_no, kind, discount.value, amount, discount.reason)
