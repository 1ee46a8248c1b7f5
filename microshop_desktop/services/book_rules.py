"""The invariants of the books as questions to the database: each names the records that break one.

A rule selects one `subject` per broken record and is written so that SQLite and PostgreSQL answer
it alike, set by set, never row by row.
"""
# ruff: noqa: S608 - the statements are put together from words of this program alone

from dataclasses import dataclass

from microshop_desktop.persistence.columns import Base
from microshop_desktop.persistence.tables import every
from microshop_desktop.persistence.tables.kinds import Fact
from microshop_desktop.services import derived
from microshop_desktop.services.derived import BOOKED, CANCELLED_WENT_BACK


@dataclass(frozen=True, slots=True)
class Rule:
    """An invariant by its stable name; `broken` selects the `subject` of each record against it."""

    name: str
    broken: str


def fact_tables() -> list[str]:
    """Return the names of all tables whose rows take a `seq` of their till."""
    mapped = (vars(getattr(every, family)).values() for family in every.__all__)
    facts = {
        str(kind.__tablename__)
        for family in mapped
        for kind in family
        if isinstance(kind, type) and issubclass(kind, Fact) and issubclass(kind, Base)
    }
    return sorted(facts)


_LEVELS = f"({derived.LEVEL_FACTS} UNION ALL {derived.LEVEL_KEPT}) AS facts"
_DAYS = f"({derived.DAY_FACTS} UNION ALL {derived.DAY_KEPT}) AS facts"
_SKU_DAYS = f"({derived.SKU_DAY_FACTS} UNION ALL {derived.SKU_DAY_KEPT}) AS facts"

_STOCK = f"""
    SELECT sku.name AS subject FROM sku JOIN (
        SELECT sku_id FROM {_LEVELS} GROUP BY sku_id, place_id, lot_id
        HAVING sum(on_hand) <> 0 OR sum(cost_value) <> 0
    ) AS wrong ON wrong.sku_id = sku.id
"""
_RESERVED = f"""
    SELECT sku.name AS subject FROM sku JOIN (
        SELECT sku_id FROM {_LEVELS} GROUP BY sku_id, place_id HAVING sum(reserved) <> 0
    ) AS wrong ON wrong.sku_id = sku.id
"""
_SALES_BY_DAY = f"""
    SELECT shop_day AS subject FROM {_DAYS} GROUP BY shop_day, currency, source
    HAVING sum(orders) <> 0 OR sum(refunds) <> 0 OR sum(gross) <> 0 OR sum(discount) <> 0
        OR sum(refunded) <> 0 OR sum(tax) <> 0 OR sum(cost_value) <> 0
"""
_SALES_BY_SKU_DAY = f"""
    SELECT shop_day AS subject FROM {_SKU_DAYS} GROUP BY shop_day, sku_id, currency
    HAVING sum(quantity) <> 0 OR sum(net) <> 0 OR sum(cost_value) <> 0
"""
_ORDER_TOTALS = """
    SELECT number AS subject FROM orders
    WHERE total <> subtotal - discount - rounding + shipping
"""
_ORDER_LINES = """
    SELECT orders.number AS subject FROM orders LEFT JOIN (
        SELECT order_id, sum(gross) AS gross, sum(discount) AS discount, sum(tax) AS tax,
               sum(total) AS total, sum(abs(gross - discount - total)) AS off
        FROM order_line GROUP BY order_id
    ) AS lines ON lines.order_id = orders.id
    WHERE coalesce(lines.total, 0) + orders.shipping <> orders.total
        OR coalesce(lines.gross, 0) <> orders.subtotal
        OR coalesce(lines.discount, 0) <> orders.discount + orders.rounding
        OR coalesce(lines.tax, 0) <> orders.tax OR lines.off <> 0
"""
_ADJUSTMENTS = """
    SELECT orders.number AS subject FROM orders JOIN (
        SELECT order_id FROM (
            SELECT id AS order_id, discount + rounding AS amount FROM orders
            WHERE discount + rounding <> 0
            UNION ALL SELECT order_id, -amount FROM order_adjustment
        ) AS amounts GROUP BY order_id HAVING sum(amount) <> 0
    ) AS wrong ON wrong.order_id = orders.id
"""
_PAYMENTS = f"""
    SELECT orders.number AS subject FROM orders JOIN (
        SELECT order_id FROM (
            SELECT id AS order_id, paid AS amount FROM orders
            UNION ALL SELECT order_id, -amount FROM payment
        ) AS amounts GROUP BY order_id HAVING sum(amount) <> 0
    ) AS wrong ON wrong.order_id = orders.id
    UNION ALL
    SELECT number FROM orders
    WHERE pay_state = 'paid' AND paid < total AND (account_id IS NULL OR {BOOKED})
    UNION ALL
    SELECT number FROM orders WHERE paid > total AND NOT EXISTS (
        SELECT 1 FROM payment
        WHERE payment.order_id = orders.id AND payment.attempt_id IS NOT NULL
    )
    UNION ALL
    SELECT orders.number FROM payment JOIN orders ON orders.id = payment.order_id
    WHERE payment.tendered < payment.amount OR payment.currency <> orders.currency
"""
_REFUNDS = """
    SELECT refund.number AS subject FROM refund LEFT JOIN (
        SELECT refund_id, sum(amount) AS amount, sum(tax) AS tax FROM refund_line
        GROUP BY refund_id
    ) AS lines ON lines.refund_id = refund.id
    WHERE NOT money_only
        AND (coalesce(lines.amount, 0) <> refund.amount OR coalesce(lines.tax, 0) <> refund.tax)
    UNION ALL
    SELECT refund.number FROM refund LEFT JOIN (
        SELECT refund_id, sum(amount) AS amount FROM refund_payment GROUP BY refund_id
    ) AS ways ON ways.refund_id = refund.id
    WHERE coalesce(ways.amount, 0) <> refund.amount
"""
_REFUNDED = """
    SELECT orders.number AS subject FROM orders JOIN (
        SELECT order_id FROM (
            SELECT id AS order_id, refunded AS amount FROM orders WHERE refunded <> 0
            UNION ALL SELECT order_id, -amount FROM refund WHERE order_id IS NOT NULL
        ) AS amounts GROUP BY order_id HAVING sum(amount) <> 0
    ) AS wrong ON wrong.order_id = orders.id
    UNION ALL
    SELECT orders.number FROM orders JOIN order_line ON order_line.order_id = orders.id JOIN (
        SELECT line_id FROM (
            SELECT id AS line_id, refunded AS amount, refunded_quantity AS quantity FROM order_line
            WHERE refunded <> 0 OR refunded_quantity <> 0
            UNION ALL SELECT order_line_id, -amount, -quantity FROM refund_line
            WHERE order_line_id IS NOT NULL
        ) AS amounts GROUP BY line_id HAVING sum(amount) <> 0 OR sum(quantity) <> 0
    ) AS wrong ON wrong.line_id = order_line.id
"""
_NEVER_TOO_MUCH = """
    SELECT number AS subject FROM orders WHERE refunded > paid
    UNION ALL
    SELECT orders.number FROM order_line JOIN orders ON orders.id = order_line.order_id
    WHERE order_line.refunded > order_line.total
        OR order_line.refunded_quantity > order_line.quantity
"""
_REFUND_STATES = f"""
    SELECT number AS subject FROM orders
    WHERE account_id IS NULL AND state = 'cancelled' AND refund_state <> {CANCELLED_WENT_BACK}
    UNION ALL
    SELECT number FROM orders
    WHERE account_id IS NULL AND state <> 'cancelled' AND refund_state IN ('part', 'whole')
        AND NOT EXISTS (
        SELECT 1 FROM order_line WHERE order_id = orders.id AND refunded_quantity <> 0)
    UNION ALL
    SELECT number FROM orders
    WHERE account_id IS NULL AND state <> 'cancelled' AND refund_state = 'none'
        AND id IN (SELECT order_id FROM order_line WHERE refunded_quantity <> 0)
"""
_SALE_MOVEMENTS = f"""
    SELECT orders.number AS subject FROM orders JOIN (
        SELECT order_id FROM (
            SELECT order_id, sku_id, quantity * factor AS quantity, order_line.cost_value
            FROM order_line JOIN orders ON orders.id = order_line.order_id
            WHERE sku_id IS NOT NULL AND {BOOKED}
            UNION ALL
            SELECT cause_id, sku_id, quantity, cost_value FROM stock_movement
            WHERE cause_kind = 'order' AND kind = 'sale'
        ) AS amounts GROUP BY order_id, sku_id
        HAVING sum(quantity) <> 0 OR sum(cost_value) <> 0
    ) AS wrong ON wrong.order_id = orders.id
"""
_REFUND_MOVEMENTS = """
    SELECT refund.number AS subject FROM refund JOIN (
        SELECT refund_id FROM (
            SELECT refund_line.refund_id, refund_line.sku_id,
                   refund_line.quantity * coalesce(order_line.factor, 1) AS quantity,
                   refund_line.cost_value
            FROM refund_line LEFT JOIN order_line ON order_line.id = refund_line.order_line_id
            WHERE refund_line.sku_id IS NOT NULL
            UNION ALL
            SELECT cause_id, sku_id, -quantity, -cost_value FROM stock_movement
            WHERE cause_kind = 'refund' AND kind = 'refund'
        ) AS amounts GROUP BY refund_id, sku_id
        HAVING sum(quantity) <> 0 OR sum(cost_value) <> 0
    ) AS wrong ON wrong.refund_id = refund.id
"""
_ATTEMPTS = """
    SELECT orders.number AS subject FROM payment_attempt
    JOIN orders ON orders.id = payment_attempt.order_id
    LEFT JOIN (
        SELECT attempt_id, count(*) AS payments, sum(amount) AS amount FROM payment
        WHERE attempt_id IS NOT NULL GROUP BY attempt_id
    ) AS booked ON booked.attempt_id = payment_attempt.id
    WHERE (payment_attempt.state = 'paid'
           AND (coalesce(booked.payments, 0) <> 1 OR booked.amount <> payment_attempt.amount))
        OR (payment_attempt.state <> 'paid' AND booked.payments IS NOT NULL)
"""
_PENDING_GOODS = """
    SELECT orders.number AS subject FROM orders JOIN (
        SELECT order_id FROM (
            SELECT order_id, sku_id, quantity * factor AS quantity
            FROM order_line JOIN orders ON orders.id = order_line.order_id
            WHERE sku_id IS NOT NULL
                AND orders.state IN ('pending_payment', 'to_ship', 'part_shipped')
            UNION ALL
            SELECT cause_id, sku_id, -quantity FROM reservation WHERE cause_kind = 'order'
        ) AS amounts GROUP BY order_id, sku_id HAVING sum(quantity) <> 0
    ) AS wrong ON wrong.order_id = orders.id
"""
_OPEN_ATTEMPTS = """
    SELECT orders.number AS subject FROM orders JOIN payment_attempt
        ON payment_attempt.order_id = orders.id
        AND payment_attempt.state IN ('created', 'sent', 'waiting', 'unknown')
    GROUP BY orders.id, orders.number HAVING count(*) > 1
"""
_FOLLOWED = """
    SELECT orders.number AS subject FROM payment_attempt
    JOIN orders ON orders.id = payment_attempt.order_id
    WHERE payment_attempt.state IN ('created', 'sent', 'waiting', 'unknown')
        AND payment_attempt.next_at IS NULL
    UNION ALL
    SELECT number FROM orders
    WHERE source = 'counter' AND pay_state IN ('unknown', 'to_verify') AND NOT EXISTS (
        SELECT 1 FROM payment_attempt WHERE payment_attempt.order_id = orders.id
            AND payment_attempt.state IN ('created', 'sent', 'waiting', 'unknown')
    )
"""
_IMPORTS = """
    SELECT file_name AS subject FROM import_batch WHERE state IN ('running', 'showing', 'booking')
    UNION ALL
    SELECT name FROM sku WHERE hidden_by_batch IS NOT NULL
"""
_SEARCH = """
    SELECT sku.name AS subject FROM sku JOIN product ON product.id = sku.product_id
    LEFT JOIN search_row ON search_row.sku_id = sku.id
    WHERE (search_row.sku_id IS NULL)
        = (sku.deleted_at IS NULL AND product.deleted_at IS NULL)
"""
_PROVED = """
    SELECT orders.number AS subject FROM payment JOIN orders ON orders.id = payment.order_id
    LEFT JOIN bill_line ON bill_line.payment_id = payment.id
    WHERE payment.state = 'proved' AND bill_line.id IS NULL
"""
_FACTS = " UNION ALL ".join(f"SELECT till_id, seq FROM {table}" for table in fact_tables())
_SEQ = f"""
    SELECT till.letter AS subject FROM till LEFT JOIN (
        SELECT till_id, count(*) AS facts, count(DISTINCT seq) AS numbers, min(seq) AS first,
               max(seq) AS last
        FROM ({_FACTS}) AS every GROUP BY till_id
    ) AS taken ON taken.till_id = till.id
    WHERE coalesce(facts, 0) <> last_seq OR coalesce(numbers, 0) <> last_seq
        OR coalesce(last, 0) <> last_seq OR coalesce(first, 1) <> 1
"""

RULES = (
    Rule("stock_is_the_sum_of_movements", _STOCK),
    Rule("reserved_is_the_sum_of_reservations", _RESERVED),
    Rule("day_figures_are_the_sum_of_facts", _SALES_BY_DAY),
    Rule("sku_day_figures_are_the_sum_of_facts", _SALES_BY_SKU_DAY),
    Rule("order_totals_add_up", _ORDER_TOTALS),
    Rule("orders_are_the_sum_of_lines", _ORDER_LINES),
    Rule("discounts_have_adjustments", _ADJUSTMENTS),
    Rule("orders_are_the_sum_of_payments", _PAYMENTS),
    Rule("refunds_are_the_sum_of_lines_and_ways", _REFUNDS),
    Rule("refunded_figures_are_the_sum_of_refunds", _REFUNDED),
    Rule("nothing_is_refunded_beyond_what_was_paid", _NEVER_TOO_MUCH),
    Rule("refund_states_say_what_went_back", _REFUND_STATES),
    Rule("sales_left_the_stock", _SALE_MOVEMENTS),
    Rule("refunds_came_back_to_the_stock", _REFUND_MOVEMENTS),
    Rule("facts_are_numbered_without_gaps", _SEQ),
    Rule("one_open_attempt_per_order", _OPEN_ATTEMPTS),
    Rule("open_payments_are_followed", _FOLLOWED),
    Rule("attempts_are_paid_once_or_not_at_all", _ATTEMPTS),
    Rule("proved_payments_stand_in_a_bill", _PROVED),
    Rule("unpaid_orders_keep_their_goods", _PENDING_GOODS),
    Rule("imports_are_finished", _IMPORTS),
    Rule("search_finds_every_product", _SEARCH),
)
