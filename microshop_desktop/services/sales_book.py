"""The derived day figures, kept in the same transaction as the sale or refund behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from microshop_desktop.persistence.columns import IdType, ShopDayType
from microshop_desktop.persistence.prepared import Prepared

_ADD_DAY = Prepared(
    """
    INSERT INTO sales_by_day
        (shop_day, currency, source, orders, refunds, gross, discount, refunded, tax, cost_value)
    VALUES (:shop_day, :currency, :source,
            :orders, :refunds, :gross, :discount, :refunded, :tax, :cost_value)
    ON CONFLICT (shop_day, currency, source) DO UPDATE SET
        orders = sales_by_day.orders + excluded.orders,
        refunds = sales_by_day.refunds + excluded.refunds,
        gross = sales_by_day.gross + excluded.gross,
        discount = sales_by_day.discount + excluded.discount,
        refunded = sales_by_day.refunded + excluded.refunded,
        tax = sales_by_day.tax + excluded.tax,
        cost_value = sales_by_day.cost_value + excluded.cost_value
    """,
    shop_day=ShopDayType(),
)
_ADD_SKU_DAY = Prepared(
    """
    INSERT INTO sales_by_sku_day (shop_day, sku_id, currency, quantity, net, cost_value)
    VALUES (:shop_day, :sku, :currency, :quantity, :net, :cost_value)
    ON CONFLICT (shop_day, sku_id, currency) DO UPDATE SET
        quantity = sales_by_sku_day.quantity + excluded.quantity,
        net = sales_by_sku_day.net + excluded.net,
        cost_value = sales_by_sku_day.cost_value + excluded.cost_value
    """,
    shop_day=ShopDayType(),
    sku=IdType(),
)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What one sale or refund adds to its day, minor units; a refund's tax and cost are negative.

    `discount` holds all that was given away, 抹零 included.
    """

    orders: int = 0
    refunds: int = 0
    gross: int = 0
    discount: int = 0
    refunded: int = 0
    tax: int = 0
    cost_value: int = 0


@dataclass(frozen=True, slots=True)
class SkuFigures:
    """What one line adds to its SKU's day: base units in thousandths, negative for a refund."""

    sku: UUID
    quantity: int
    net: int
    cost_value: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Whose day figures are meant."""

    day: date
    currency: str
    source: str


def add_to_day(connection: Connection, ledger: Ledger, figures: DayFigures) -> None:
    """Add a sale or refund to the figures of its day."""
    row = {"shop_day": ledger.day, "currency": ledger.currency, "source": ledger.source}
    _ADD_DAY(connection, [{**row, **_by_name(figures)}])


def add_to_sku_days(connection: Connection, ledger: Ledger, figures: Sequence[SkuFigures]) -> None:
    """Add lines to the day figures of their SKUs."""
    row = {"shop_day": ledger.day, "currency": ledger.currency}
    _ADD_SKU_DAY(connection, [{**row, **_by_name(line)} for line in figures])


def _by_name(figures: DayFigures | SkuFigures) -> dict[str, object]:
    """Return the figures by column; `asdict` would copy each value deeply, on the selling path."""
    return {name: getattr(figures, name) for name in figures.__slots__}
