"""The balances kept for speed, said as sums over the facts, and how to make them anew from those.

Each statement gives rows to be added up per key. A balance is right when its own row, taken off,
leaves zero; that is what `services/doctor.py` asks, and what a rebuild writes.
"""
# ruff: noqa: S608 - the statements are put together from words of this program alone

from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, text

from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.columns import CostValueType, IdType, ThousandthsType
from microshop_desktop.persistence.tables.stock import StockLevel

BOOKED = "orders.state NOT IN ('pending_payment', 'to_ship', 'part_shipped', 'cancelled')"
"""Orders whose goods have left, so that movements and day figures hold them."""

LEVEL_FACTS = """
    SELECT sku_id, place_id, lot_id, quantity AS on_hand, 0 AS reserved, cost_value
    FROM stock_movement
    UNION ALL
    SELECT sku_id, place_id, NULL, 0, quantity, 0 FROM reservation
"""
LEVEL_KEPT = "SELECT sku_id, place_id, lot_id, -on_hand, -reserved, -cost_value FROM stock_level"

DAY_FACTS = f"""
    SELECT shop_day, currency, source, 1 AS orders, 0 AS refunds, subtotal AS gross,
           discount + rounding AS discount, 0 AS refunded, tax, 0 AS cost_value
    FROM orders WHERE {BOOKED}
    UNION ALL
    SELECT orders.shop_day, orders.currency, orders.source, 0, 0, 0, 0, 0, 0, order_line.cost_value
    FROM order_line JOIN orders ON orders.id = order_line.order_id WHERE {BOOKED}
    UNION ALL
    SELECT shop_day, currency, source, 0, 1, 0, 0, amount, -tax, 0 FROM refund
    WHERE NOT money_only
    UNION ALL
    SELECT refund.shop_day, refund.currency, refund.source, 0, 0, 0, 0, 0, 0,
           -refund_line.cost_value
    FROM refund_line JOIN refund ON refund.id = refund_line.refund_id
"""
DAY_KEPT = """
    SELECT shop_day, currency, source, -orders, -refunds, -gross, -discount, -refunded, -tax,
           -cost_value
    FROM sales_by_day
"""

SKU_DAY_FACTS = f"""
    SELECT orders.shop_day, order_line.sku_id, orders.currency,
           order_line.quantity * order_line.factor AS quantity, order_line.total AS net,
           order_line.cost_value
    FROM order_line JOIN orders ON orders.id = order_line.order_id
    WHERE order_line.sku_id IS NOT NULL AND {BOOKED}
    UNION ALL
    SELECT refund.shop_day, refund_line.sku_id, refund.currency,
           -refund_line.quantity * coalesce(order_line.factor, 1), -refund_line.amount,
           -refund_line.cost_value
    FROM refund_line JOIN refund ON refund.id = refund_line.refund_id
    LEFT JOIN order_line ON order_line.id = refund_line.order_line_id
    WHERE refund_line.sku_id IS NOT NULL
"""
SKU_DAY_KEPT = """
    SELECT shop_day, sku_id, currency, -quantity, -net, -cost_value FROM sales_by_sku_day
"""

_LEVELS = text(
    f"""
    SELECT sku_id, place_id, lot_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved,
           sum(cost_value) AS cost_value
    FROM ({LEVEL_FACTS}) AS facts GROUP BY sku_id, place_id, lot_id
    """
).columns(
    sku_id=IdType(),
    place_id=IdType(),
    lot_id=IdType(),
    on_hand=ThousandthsType(),
    reserved=ThousandthsType(),
    cost_value=CostValueType(),
)
_DAYS = text(
    f"""
    INSERT INTO sales_by_day (shop_day, currency, source, orders, refunds, gross, discount,
                              refunded, tax, cost_value)
    SELECT shop_day, currency, source, sum(orders), sum(refunds), sum(gross), sum(discount),
           sum(refunded), sum(tax), sum(cost_value)
    FROM ({DAY_FACTS}) AS facts GROUP BY shop_day, currency, source
    """
)
_SKU_DAYS = text(
    f"""
    INSERT INTO sales_by_sku_day (shop_day, sku_id, currency, quantity, net, cost_value)
    SELECT shop_day, sku_id, currency, sum(quantity), sum(net), sum(cost_value)
    FROM ({SKU_DAY_FACTS}) AS facts GROUP BY shop_day, sku_id, currency
    """
)
_REFUNDED_LINES = text(
    """
    UPDATE order_line SET
        refunded = coalesce((SELECT sum(amount) FROM refund_line
                             WHERE order_line_id = order_line.id), 0),
        refunded_quantity = coalesce((SELECT sum(quantity) FROM refund_line
                                      WHERE order_line_id = order_line.id), 0)
    WHERE refunded <> 0 OR refunded_quantity <> 0
       OR id IN (SELECT order_line_id FROM refund_line)
    """
)
_REFUNDED_ORDERS = text(
    """
    UPDATE orders SET refunded = coalesce(
        (SELECT sum(amount) FROM refund WHERE order_id = orders.id), 0)
    WHERE refunded <> 0 OR id IN (SELECT order_id FROM refund)
    """
)
CANCELLED_WENT_BACK = """
    CASE WHEN refunded = 0 THEN 'none' WHEN refunded >= paid THEN 'whole' ELSE 'part' END
"""
"""How much of a cancelled order went back: no goods left, so its money says it."""
_CANCELLED = f"""
    UPDATE orders SET refund_state = {CANCELLED_WENT_BACK} WHERE state = 'cancelled'
"""
_CANCELLED_ONE = text(f"{_CANCELLED} AND id = :order").bindparams(
    bindparam("order", type_=IdType())
)
_CANCELLED_ALL = text(
    f"{_CANCELLED} AND account_id IS NULL AND refund_state <> {CANCELLED_WENT_BACK}"
)
_GOODS_WENT_BACK = text(
    """
    UPDATE orders SET refund_state = CASE
        WHEN id NOT IN (SELECT order_id FROM order_line WHERE refunded_quantity <> 0) THEN 'none'
        WHEN id IN (SELECT order_id FROM order_line WHERE refunded_quantity < quantity) THEN 'part'
        ELSE 'whole' END
    WHERE account_id IS NULL AND state <> 'cancelled' AND refund_state <> 'requested'
      AND (refund_state <> 'none'
           OR id IN (SELECT order_id FROM order_line WHERE refunded_quantity <> 0))
    """
)


def rebuild_levels(connection: Connection, ids: Ids) -> None:
    """Make the stock levels anew from movements and reservations."""
    rows = [{"id": ids.new(), **row} for row in connection.execute(_LEVELS).mappings()]
    connection.execute(delete(StockLevel))
    if rows:
        connection.execute(insert(StockLevel), rows)


def rebuild_day_figures(connection: Connection) -> None:
    """Make the figures per day and per SKU and day anew from orders and refunds."""
    connection.execute(text("DELETE FROM sales_by_day"))
    connection.execute(_DAYS)
    connection.execute(text("DELETE FROM sales_by_sku_day"))
    connection.execute(_SKU_DAYS)


def rebuild_refunded(connection: Connection) -> None:
    """Make the refunded figures and states of orders and lines anew from the refunds.

    What went back of an order of an online shop its platform says as well: that word is kept.
    """
    connection.execute(_REFUNDED_LINES)
    connection.execute(_REFUNDED_ORDERS)
    connection.execute(_CANCELLED_ALL)
    connection.execute(_GOODS_WENT_BACK)


def say_what_went_back(connection: Connection, order: UUID) -> None:
    """Bring the refund state of an order up to date if it is cancelled, as its money says."""
    connection.execute(_CANCELLED_ONE, {"order": order})
