"""The basket: what a customer wants to take, before it is an order.

Baskets are values. Each change returns a new basket, so undo is to take the old one again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import BASIS
from microshop_desktop.domain.quantity import is_measured, is_whole, plain_quantity
from microshop_desktop.domain.stock import BelowZero

MOST_QUANTITY = 10_000_000_000
"""Ten million pieces: beyond it a quantity is a slip of the scanner."""


class PriceLevel(StrEnum):
    """Who a price is for."""

    RETAIL = "retail"
    MEMBER = "member"
    WHOLESALE = "wholesale"


class DiscountKind(StrEnum):
    """How a discount is said."""

    PERCENT = "percent"
    AMOUNT = "amount"
    NEW_PRICE = "new_price"


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount on a line or on the basket.

    `value`: for `percent` hundredths of a percent taken off (10 % off = 1000), for `amount` minor
    units taken off, for `new_price` the new unit price of a line or the new total of a basket.
    """

    kind: DiscountKind
    value: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price in minor units that holds from a quantity (thousandths) on."""

    level: PriceLevel
    unit_price: int
    from_quantity: int = 0


@dataclass(frozen=True, slots=True)
class SaleUnit:
    """What one of a line is: the base unit (factor 1) or a pack of `factor` base units.

    `unit_price` is the pack's own price in minor units; None: factor × the base price.
    """

    name: str
    factor: int = 1
    unit_price: int | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SkuFacts:
    """What the till must know of a SKU to sell it; frozen into the line when it is added."""

    sku: UUID | None
    name: str
    prices: tuple[Price, ...]
    spec: str = ""
    code: str = ""
    unit: str = ""
    by_weight: bool = False
    tax_rate: int = 0
    below_zero: BelowZero = BelowZero.WARN


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """The customer of a basket as the till shows them."""

    customer: UUID
    name: str
    member: bool = False
    points: int = 0


class Method(StrEnum):
    """How money arrives."""

    CASH = "cash"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    COLLECTION_CODE = "collection_code"
    WALLET = "wallet"
    ACCOUNT = "account"
    CHANNEL = "channel"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tender:
    """Money a customer hands over: `amount` in minor units, cash may be more than is due."""

    method: Method
    amount: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A line: goods, how many of which unit, and what is special about it.

    `quantity` is in thousandths of `unit`. `label_total` is the price that a scale printed on the
    label, in minor units; the line costs exactly that.
    """

    no: int
    goods: SkuFacts
    unit: SaleUnit
    quantity: int
    discount: Discount | None = None
    label_total: int | None = None
    note: str = ""

    @property
    def base_quantity(self) -> int:
        """Quantity in thousandths of the SKU's base unit."""
        return self.quantity * self.unit.factor


@dataclass(frozen=True, slots=True)
class Basket:
    """All lines and what holds for the whole.

    `received` is money already taken for a part of it; it is kept with the basket, so that a power
    cut between two payments loses neither.
    """

    id: UUID
    lines: tuple[BasketLine, ...] = ()
    customer: CustomerFacts | None = None
    discount: Discount | None = None
    note: str = ""
    next_no: int = 1
    received: tuple[Tender, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to sell."""
        return not self.lines

    def line(self, no: int) -> BasketLine:
        """Return the line with this number; `not_found` when it is gone."""
        for line in self.lines:
            if line.no == no:
                return line
        raise ShopError(ErrorCode.NOT_FOUND, what="line", key=no)


def add(
    basket: Basket,
    goods: SkuFacts,
    *,
    quantity: int,
    unit: SaleUnit | None = None,
    label_total: int | None = None,
) -> tuple[Basket, int]:
    """Put goods into the basket; return the new basket and the number of the line they are on.

    The same goods in the same unit join their line, unless a scale label fixed its price or an
    amount was taken off it.
    """
    chosen = unit or SaleUnit(goods.unit)
    _check_quantity(goods, quantity, chosen)
    for line in basket.lines:
        if label_total is None and _joins(line, goods, chosen):
            return set_quantity(basket, line.no, line.quantity + quantity), line.no
    line = BasketLine(basket.next_no, goods, chosen, quantity, label_total=label_total)
    grown = replace(basket, lines=(*basket.lines, line), next_no=basket.next_no + 1)
    return grown, line.no


def set_quantity(basket: Basket, no: int, quantity: int) -> Basket:
    """Set how many of a line; zero removes it. A label's price no longer holds then."""
    if quantity == 0:
        return remove(basket, no)
    line = basket.line(no)
    _check_quantity(line.goods, quantity, line.unit)
    return _change(basket, no, lambda line: replace(line, quantity=quantity, label_total=None))


def remove(basket: Basket, no: int) -> Basket:
    """Take a line out."""
    basket.line(no)
    return replace(basket, lines=tuple(line for line in basket.lines if line.no != no))


def discount_line(basket: Basket, no: int, discount: Discount | None) -> Basket:
    """Give a line a discount, or take it back with None."""
    _check_discount(discount)
    return _change(basket, no, lambda line: replace(line, discount=discount))


def discount_basket(basket: Basket, discount: Discount | None) -> Basket:
    """Give the whole basket a discount, or take it back with None."""
    _check_discount(discount)
    return replace(basket, discount=discount)


def note_line(basket: Basket, no: int, note: str) -> Basket:
    """Write a note on a line."""
    return _change(basket, no, lambda line: replace(line, note=note.strip()))


def receive(basket: Basket, tender: Tender) -> Basket:
    """Write down money taken for a part of the basket."""
    return replace(basket, received=(*basket.received, tender))


def set_customer(basket: Basket, customer: CustomerFacts | None) -> Basket:
    """Say who buys; member prices follow."""
    return replace(basket, customer=customer)


def quantities_by_sku(basket: Basket) -> dict[UUID, int]:
    """Return thousandths of the base unit wanted of each SKU."""
    wanted: dict[UUID, int] = {}
    for line in basket.lines:
        if line.goods.sku is not None:
            wanted[line.goods.sku] = wanted.get(line.goods.sku, 0) + line.base_quantity
    return wanted


def _joins(line: BasketLine, goods: SkuFacts, unit: SaleUnit) -> bool:
    amount_off = line.discount is not None and line.discount.kind is DiscountKind.AMOUNT
    return (
        goods.sku is not None
        and line.goods.sku == goods.sku
        and line.unit.id == unit.id
        and line.label_total is None
        and not amount_off
    )


def _change(basket: Basket, no: int, change: Callable[[BasketLine], BasketLine]) -> Basket:
    basket.line(no)
    return replace(
        basket,
        lines=tuple(change(line) if line.no == no else line for line in basket.lines),
    )


def _check_quantity(goods: SkuFacts, quantity: int, unit: SaleUnit) -> None:
    if not 0 < quantity * unit.factor <= MOST_QUANTITY:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=plain_quantity(quantity))
    if not (is_whole(quantity) or goods.by_weight or is_measured(unit.name)):
        raise ShopError(
            ErrorCode.WHOLE_PIECES_ONLY, name=goods.name, quantity=plain_quantity(quantity)
        )


def _check_discount(discount: Discount | None) -> None:
    if discount is None:
        return
    too_high = discount.kind is DiscountKind.PERCENT and discount.value > BASIS
    if discount.value < 0 or too_high:
        raise ShopError(ErrorCode.BAD_DISCOUNT, value=discount.value)
