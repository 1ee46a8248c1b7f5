"""How a day or a span of days went, from the derived day tables wherever they tell it.

Figures in minor units of one currency; two currencies are never added, others stand apart. Costs
are summed as cost values and rounded once. Prices contain tax, so `net` does too, and
`profit` = `net` − `cost`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    RowMapping,
    bindparam,
    false,
    func,
    select,
    type_coerce,
)

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.stock import value_in_minor
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.orders import (
    OrderRow,
    Payment,
    PaymentAccount,
    Refund,
    RefundPayment,
    SalesByDay,
    SalesBySkuDay,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop

TOP = 10
_SECOND = 1_000_000
_HOUR = 3600
_QUARTER = 900
"""Seconds of a quarter of an hour: the finest step by which zones differ from UTC."""

_SPAN: tuple[BindParameter[Any], BindParameter[Any]] = (bindparam("first"), bindparam("last"))
_STEP: BindParameter[int] = bindparam("step_length", type_=BigInteger)
_FIGURES = (
    func.sum(SalesByDay.orders).label("orders"),
    func.sum(SalesByDay.refunds).label("refunds"),
    func.sum(SalesByDay.gross).label("gross"),
    func.sum(SalesByDay.discount).label("discount"),
    func.sum(SalesByDay.refunded).label("refunded"),
    func.sum(SalesByDay.tax).label("tax"),
    func.sum(SalesByDay.cost_value).label("cost_value"),
)
_BY_CURRENCY = (
    select(SalesByDay.currency, *_FIGURES)
    .where(SalesByDay.shop_day.between(*_SPAN))
    .group_by(SalesByDay.currency)
    .order_by(SalesByDay.currency)
)
_BY_SOURCE = (
    select(SalesByDay.source, *_FIGURES)
    .where(SalesByDay.shop_day.between(*_SPAN), SalesByDay.currency == bindparam("currency_code"))
    .group_by(SalesByDay.source)
    .order_by(SalesByDay.source)
)
_BY_DAY = (
    select(SalesByDay.shop_day, *_FIGURES)
    .where(SalesByDay.shop_day.between(*_SPAN), SalesByDay.currency == bindparam("currency_code"))
    .group_by(SalesByDay.shop_day)
    .order_by(SalesByDay.shop_day)
)
_SOLD = (
    select(
        SalesBySkuDay.sku_id,
        func.sum(SalesBySkuDay.quantity).label("quantity"),
        func.sum(SalesBySkuDay.net).label("net"),
        func.sum(SalesBySkuDay.cost_value).label("cost_value"),
    )
    .where(
        SalesBySkuDay.shop_day.between(*_SPAN),
        SalesBySkuDay.currency == bindparam("currency_code"),
    )
    .group_by(SalesBySkuDay.sku_id)
    .order_by(func.sum(SalesBySkuDay.net).desc(), SalesBySkuDay.sku_id)
    .limit(bindparam("limit"))
    .subquery()
)
_PRODUCTS = (
    select(
        _SOLD.c.sku_id,
        _SOLD.c.quantity,
        _SOLD.c.net,
        _SOLD.c.cost_value,
        Sku.main_code,
        Sku.name,
        Sku.spec,
        Sku.unit,
    )
    .join(Sku, Sku.id == _SOLD.c.sku_id)
    .order_by(_SOLD.c.net.desc(), _SOLD.c.sku_id)
)
_SALES_BY_STEP = (
    select(
        (type_coerce(OrderRow.at, BigInteger) // _STEP).label("step"),
        func.count().label("orders"),
        func.sum(OrderRow.total).label("amount"),
    )
    .where(
        OrderRow.shop_day.between(*_SPAN),
        OrderRow.currency == bindparam("currency_code"),
        OrderRow.state.not_in(("pending_payment", "to_ship", "part_shipped", "cancelled")),
    )
    .group_by("step")
)
_REFUNDS_BY_STEP = (
    select(
        (type_coerce(Refund.at, BigInteger) // _STEP).label("step"),
        func.sum(Refund.amount).label("amount"),
    )
    .where(
        Refund.shop_day.between(*_SPAN),
        Refund.currency == bindparam("currency_code"),
        ~Refund.money_only,
    )
    .group_by("step")
)
_IN_PRACTICE = func.coalesce(PaymentAccount.practice, false())
_BY_ACCOUNT = (
    select(
        Payment.method,
        Payment.account_id,
        func.count().label("payments"),
        func.sum(Payment.amount).label("amount"),
    )
    .where(Payment.shop_day.between(*_SPAN), Payment.currency == bindparam("currency_code"))
    .group_by(Payment.method, Payment.account_id)
    .subquery()
)
_RECEIVED = (
    select(
        _BY_ACCOUNT.c.method,
        _IN_PRACTICE.label("practice"),
        func.sum(_BY_ACCOUNT.c.payments).label("payments"),
        func.sum(_BY_ACCOUNT.c.amount).label("amount"),
    )
    .outerjoin(PaymentAccount, PaymentAccount.id == _BY_ACCOUNT.c.account_id)
    .group_by(_BY_ACCOUNT.c.method, _IN_PRACTICE)
)
_GIVEN_BACK = (
    select(
        RefundPayment.method,
        _IN_PRACTICE.label("practice"),
        func.sum(RefundPayment.amount).label("amount"),
    )
    .join(Refund, Refund.id == RefundPayment.refund_id)
    .outerjoin(Payment, Payment.id == RefundPayment.payment_id)
    .outerjoin(PaymentAccount, PaymentAccount.id == Payment.account_id)
    .where(Refund.shop_day.between(*_SPAN), Refund.currency == bindparam("currency_code"))
    .group_by(RefundPayment.method, _IN_PRACTICE)
)
_EVERYTHING = 1 << 62

Span = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a span brought in one currency. `gross` − `discount` − `refunded` = `net`."""

    currency: str
    orders: int = 0
    refunds: int = 0
    gross: int = 0
    discount: int = 0
    refunded: int = 0
    tax: int = 0
    cost: int = 0

    @property
    def net(self) -> int:
        """What stayed with the shop, tax included."""
        return self.gross - self.discount - self.refunded

    @property
    def profit(self) -> int:
        """What is left when the goods are paid for."""
        return self.net - self.cost


@dataclass(frozen=True, slots=True)
class ProductFigures:
    """What a SKU sold, refunds taken off; `quantity` in thousandths of its base unit."""

    sku: UUID
    code: str
    name: str
    unit: str
    quantity: int
    net: int
    cost: int

    @property
    def profit(self) -> int:
        """What is left when the goods are paid for."""
        return self.net - self.cost


@dataclass(frozen=True, slots=True)
class HourFigures:
    """An hour of the shop's clock: orders made in it, and `net` of the refunds made in it."""

    hour: int
    orders: int
    net: int


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """Money by the way it came and went. `practice`: none of it is real; it stands apart."""

    method: Method
    payments: int
    amount: int
    refunded: int
    practice: bool = False

    @property
    def net(self) -> int:
        """What stayed."""
        return self.amount - self.refunded


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """Figures of one source of orders."""

    source: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Figures of one shop day."""

    day: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class SalesReport:
    """A span of shop days, both ends included; `other` currencies stand apart."""

    first_day: date
    last_day: date
    figures: Figures
    other: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class DayReport:
    """A day (or span) in detail."""

    sales: SalesReport
    by_hour: tuple[HourFigures, ...]
    by_method: tuple[MethodFigures, ...]
    by_source: tuple[SourceFigures, ...]
    top: tuple[ProductFigures, ...]


class Reports:
    """Reading the figures of the shop. Without days the current shop day is meant."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_REPORTS)
    def sales(
        self, actor: Actor, first_day: date | None = None, last_day: date | None = None
    ) -> SalesReport:
        """Return the figures of a span."""
        span = self._span(first_day, last_day)
        with self._shop.database.read() as connection:
            return self._sales(connection, span)

    @act(Right.SEE_REPORTS)
    def day(
        self, actor: Actor, first_day: date | None = None, last_day: date | None = None
    ) -> DayReport:
        """Return the figures of a day or span by hour, method and source, with what sold best."""
        span = self._span(first_day, last_day)
        with self._shop.database.read() as connection:
            return DayReport(
                sales=self._sales(connection, span),
                by_hour=_by_hour(connection, span, self._shop.profile.zone),
                by_method=_by_method(connection, span),
                by_source=_by_source(connection, span),
                top=_products(connection, span, TOP),
            )

    @act(Right.SEE_REPORTS)
    def products(
        self,
        actor: Actor,
        first_day: date | None = None,
        last_day: date | None = None,
        *,
        limit: int | None = None,
    ) -> tuple[ProductFigures, ...]:
        """Return what each SKU sold in a span, the most money first."""
        span = self._span(first_day, last_day)
        with self._shop.database.read() as connection:
            return _products(connection, span, _EVERYTHING if limit is None else limit)

    @act(Right.SEE_REPORTS)
    def by_day(self, actor: Actor, first_day: date, last_day: date) -> tuple[DayTotals, ...]:
        """Return the figures of each day of a span on which anything happened."""
        span = self._span(first_day, last_day)
        with self._shop.database.read() as connection:
            rows = connection.execute(_BY_DAY, span).mappings().all()
        code = self._shop.profile.currency.code
        return tuple(DayTotals(row["shop_day"], _figures(code, row)) for row in rows)

    def _span(self, first_day: date | None, last_day: date | None) -> Span:
        first = first_day or last_day or self._shop.today()
        last = last_day or max(first, self._shop.today())
        return {"first": first, "last": last, "currency_code": self._shop.profile.currency.code}

    def _sales(self, connection: Connection, span: Span) -> SalesReport:
        rows = connection.execute(_BY_CURRENCY, span).mappings().all()
        found = [_figures(row["currency"], row) for row in rows]
        own = self._shop.profile.currency.code
        return SalesReport(
            first_day=span["first"],
            last_day=span["last"],
            figures=next((figures for figures in found if figures.currency == own), Figures(own)),
            other=tuple(figures for figures in found if figures.currency != own),
        )


def _figures(currency: str, row: RowMapping) -> Figures:
    return Figures(
        currency=currency,
        orders=row["orders"],
        refunds=row["refunds"],
        gross=row["gross"],
        discount=row["discount"],
        refunded=row["refunded"],
        tax=row["tax"],
        cost=value_in_minor(row["cost_value"]),
    )


def _products(connection: Connection, span: Span, limit: int) -> tuple[ProductFigures, ...]:
    rows = connection.execute(_PRODUCTS, {**span, "limit": limit})
    return tuple(
        ProductFigures(
            sku=sku,
            code=code,
            name=f"{name} {spec}" if spec else name,
            unit=unit,
            quantity=quantity,
            net=net,
            cost=value_in_minor(cost_value),
        )
        for sku, quantity, net, cost_value, code, name, spec, unit in rows
    )


def _by_hour(connection: Connection, span: Span, zone: str) -> tuple[HourFigures, ...]:
    orders = [0] * 24
    net = [0] * 24
    seconds = _step_of(span, zone)
    stepped = {**span, "step_length": seconds * _SECOND}
    for row in connection.execute(_SALES_BY_STEP, stepped):
        hour = datetime.fromtimestamp(row.step * seconds, ZoneInfo(zone)).hour
        orders[hour] += row.orders
        net[hour] += row.amount
    for back in connection.execute(_REFUNDS_BY_STEP, stepped):
        net[datetime.fromtimestamp(back.step * seconds, ZoneInfo(zone)).hour] -= back.amount
    return tuple(HourFigures(hour, orders[hour], net[hour]) for hour in range(24))


def _step_of(span: Span, zone: str) -> int:
    """Return the longest step, in seconds, whose moments all lie in one hour of the zone."""
    offsets = [
        datetime.combine(span[end], time(12), ZoneInfo(zone)).utcoffset() or timedelta()
        for end in ("first", "last")
    ]
    whole = all(offset % timedelta(hours=1) == timedelta() for offset in offsets)
    return _HOUR if whole else _QUARTER


def _by_method(connection: Connection, span: Span) -> tuple[MethodFigures, ...]:
    received = {
        (row.method, bool(row.practice)): row for row in connection.execute(_RECEIVED, span)
    }
    back = {
        (row.method, bool(row.practice)): row.amount
        for row in connection.execute(_GIVEN_BACK, span)
    }
    return tuple(
        MethodFigures(
            method=method,
            payments=int(received[key].payments) if key in received else 0,
            amount=int(received[key].amount) if key in received else 0,
            refunded=back.get(key, 0),
            practice=practice,
        )
        for practice in (False, True)
        for method in Method
        if (key := (method, practice)) in received or key in back
    )


def _by_source(connection: Connection, span: Span) -> tuple[SourceFigures, ...]:
    rows = connection.execute(_BY_SOURCE, span).mappings()
    return tuple(SourceFigures(row["source"], _figures(span["currency_code"], row)) for row in rows)
