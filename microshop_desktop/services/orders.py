"""The list of orders from every source, newest first, and one order with its history."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.order_number import order_numbers
from microshop_desktop.domain.payment_refund import RefundProgress
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.domain.typed_text import typed_text
from microshop_desktop.persistence.columns import IdType, ShopDayType
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.orders import (
    OrderContact,
    OrderLine,
    OrderRow,
    Refund,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.order_glance import asked_of, methods_of, progress_of
from microshop_desktop.services.order_records import (
    CHUNK,
    CUSTOMER_NAME,
    read_order,
    read_orders,
)
from microshop_desktop.services.order_search import (
    IS_REMARKABLE,
    TAB_CONDITIONS,
    OrderFilters,
    OrderTab,
    by_platform_number,
    conditions,
    counted,
)
from microshop_desktop.services.order_values import (
    GoodsName,
    OrderCursor,
    OrderRowView,
    OrderView,
)
from microshop_desktop.services.shop import Shop

_NEWEST_FIRST = (OrderRow.shop_day.desc(), OrderRow.till_id.desc(), OrderRow.seq.desc())
_ROWS = (
    select(
        OrderRow.id,
        OrderRow.number,
        OrderRow.source,
        OrderRow.at,
        OrderRow.currency,
        OrderRow.total,
        OrderRow.refunded,
        OrderRow.state,
        OrderRow.pay_state,
        OrderRow.refund_state,
        OrderRow.held,
        OrderRow.shop_day,
        OrderRow.till_id,
        OrderRow.seq,
        CUSTOMER_NAME,
    )
    .outerjoin(Customer, Customer.id == OrderRow.customer_id)
    .outerjoin(OrderContact, OrderContact.order_id == OrderRow.id)
    .where(OrderRow.id.in_(bindparam("orders", expanding=True)))
    .order_by(*_NEWEST_FIRST)
)
_CURSORS = select(OrderRow.id, OrderRow.shop_day, OrderRow.till_id, OrderRow.seq).order_by(
    *_NEWEST_FIRST
)
_GOODS = (
    select(
        OrderLine.order_id,
        OrderLine.name,
        OrderLine.spec,
        OrderLine.quantity,
        OrderLine.unit,
    )
    .where(OrderLine.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(OrderLine.order_id, OrderLine.no)
)
_COUNT = select(func.count()).select_from(OrderRow)
_COUNT_TABS = (
    select(*(counted(condition) for condition in TAB_CONDITIONS.values()))
    .select_from(OrderRow)
    .where(IS_REMARKABLE)
)
_OF_REFUND = (
    select(Refund.order_id)
    .where(Refund.number.in_(bindparam("numbers", expanding=True)), Refund.order_id.is_not(None))
    .limit(1)
)
_BY_NUMBER = (
    select(OrderRow.id)
    .where(OrderRow.number.in_(bindparam("numbers", expanding=True)))
    .order_by(OrderRow.at.desc(), OrderRow.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some rows of the list; `after` is where the next page begins, None at the end."""

    rows: tuple[OrderRowView, ...]
    after: OrderCursor | None


class Orders:
    """Looking at orders."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_ORDERS)
    def page(
        self,
        actor: Actor,
        filters: OrderFilters | None = None,
        *,
        after: OrderCursor | None = None,
        skip: int = 0,
        limit: int = 100,
    ) -> OrderPage:
        """Return up to `limit` orders, newest first, `skip` orders behind the order `after`."""
        statement = _CURSORS.where(*self._conditions(filters)).limit(limit).offset(skip)
        if after is not None:
            statement = statement.where(_behind(after))
        with self._shop.database.read() as connection:
            wanted = [row.id for row in connection.execute(statement)]
            rows = list(connection.execute(_ROWS, {"orders": wanted}).mappings())
            glance = _Glance(connection, wanted)
        views = tuple(glance.row_view(row) for row in rows)
        return OrderPage(views, views[-1].cursor if views and len(views) == limit else None)

    @act(Right.SEE_ORDERS)
    def counts(self, actor: Actor, filters: OrderFilters | None = None) -> dict[OrderTab, int]:
        """Return how many orders each tab holds under the other filters."""
        narrowed = self._conditions(filters, with_tab=False)
        with self._shop.database.read() as connection:
            everything = connection.scalar(_COUNT.where(*narrowed)) or 0
            row = connection.execute(_COUNT_TABS.where(*narrowed)).one()
        return {OrderTab.ALL: everything, **dict(zip(TAB_CONDITIONS, row, strict=True))}

    @act(Right.SEE_ORDERS)
    def detail(self, actor: Actor, order: UUID) -> OrderView:
        """Return one order with its history; `not_found`."""
        with self._shop.database.read() as connection:
            found = read_order(connection, order)
        if found is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
        return found

    @act(Right.SEE_ORDERS)
    def by_number(self, actor: Actor, number: str) -> OrderView:
        """Return the order a number means (`A-000123`, `a123`, `123`, an id); `not_found`.

        A refund's number and a payment platform's lead to their order. Numbers of online shops may
        repeat: the newest order of that number is meant.
        """
        with self._shop.database.read() as connection:
            order = find_order(connection, number, self._shop.profile.letter)
            found = None if order is None else read_order(connection, order)
        if found is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="order", key=number)
        return found

    @act(Right.SEE_ORDERS)
    def every(self, actor: Actor, filters: OrderFilters | None = None) -> Iterator[OrderView]:
        """Give all orders that fit, newest first, a few hundred at a time in bounded memory."""
        after: OrderCursor | None = None
        statement = _CURSORS.where(*self._conditions(filters)).limit(CHUNK)
        while True:
            narrowed = statement if after is None else statement.where(_behind(after))
            with self._shop.database.read() as connection:
                rows = connection.execute(narrowed).all()
                views = read_orders(connection, [row.id for row in rows])
            yield from views
            if len(rows) < CHUNK:
                return
            last = rows[-1]
            after = OrderCursor(last.shop_day, last.till_id, last.seq)

    def _conditions(
        self, filters: OrderFilters | None, *, with_tab: bool = True
    ) -> list[ColumnElement[bool]]:
        profile = self._shop.profile
        return conditions(
            filters or OrderFilters(),
            profile.currency,
            letter=profile.letter,
            with_tab=with_tab,
        )


def find_order(connection: Connection, number: str, letter: str) -> UUID | None:
    """Return the id of the order that some number or an id in text form means."""
    typed = typed_text(number)
    numbers = {"numbers": [typed, *order_numbers(typed, letter)]}
    for statement in (_BY_NUMBER, _OF_REFUND):
        order: UUID | None = connection.scalar(statement, numbers)
        if order is not None:
            return order
    for way in by_platform_number(typed):
        order = connection.scalar(way.limit(1))
        if order is not None:
            return order
    try:
        return UUID(typed)
    except ValueError:
        return None


def _behind(cursor: OrderCursor) -> ColumnElement[bool]:
    place = tuple_(
        literal(cursor.day, ShopDayType()), literal(cursor.till, IdType()), literal(cursor.seq)
    )
    return tuple_(OrderRow.shop_day, OrderRow.till_id, OrderRow.seq) < place


def _goods(connection: Connection, orders: list[UUID]) -> dict[UUID, list[GoodsName]]:
    found: dict[UUID, list[GoodsName]] = defaultdict(list)
    if orders:
        for row in connection.execute(_GOODS, {"orders": orders}):
            name = f"{row.name} {row.spec}".strip()
            found[row.order_id].append(GoodsName(name, row.quantity, row.unit))
    return found


class _Glance:
    """What hangs on the orders of a page, read at once for all of them."""

    def __init__(self, connection: Connection, orders: list[UUID]) -> None:
        self._goods = _goods(connection, orders)
        self._methods = methods_of(connection, orders)
        self._progress = progress_of(connection, orders)
        self._asked = asked_of(connection, orders)

    def row_view(self, row: RowMapping) -> OrderRowView:
        """Return an order as a row of the list."""
        order: UUID = row["id"]
        return OrderRowView(
            order=order,
            number=row["number"],
            source=row["source"],
            at=row["at"],
            customer=row["customer_name"],
            currency=row["currency"],
            total=row["total"],
            refunded=row["refunded"],
            state=row["state"],
            pay_state=row["pay_state"],
            refund_state=RefundState(row["refund_state"]),
            progress=self._progress.get(order, RefundProgress.DONE),
            held=row["held"],
            goods=tuple(self._goods[order]),
            methods=self._methods.get(order, ()),
            asked=self._asked.get(order, 0),
            cursor=OrderCursor(row["shop_day"], row["till_id"], row["seq"]),
        )
