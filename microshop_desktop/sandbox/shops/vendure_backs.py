"""Money and pieces that go back in a practice Vendure: refunds, their end, and lines taken out."""

from collections.abc import Callable, Mapping

from microshop_desktop.sandbox.shops.graphql import GraphqlError, Node
from microshop_desktop.sandbox.shops.orders import Order, RefundMade, RefundStage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.vendure_shapes import refund_node

Arguments = Mapping[str, object]
Refuse = Callable[[str, str], Node]
_GONE = frozenset({RefundStage.ASKED, RefundStage.DONE})


class Backs:
    """What is given back in one shop. `reasons`: why pieces were taken out, by order."""

    def __init__(self, shop: Shop, refuse: Refuse) -> None:
        self._shop, self._refuse = shop, refuse
        self.reasons: dict[str, list[str]] = {}

    def refund(self, given: Arguments) -> Node:
        """Begin a refund, which stays pending: this way of payment moves no money by itself."""
        wish = _object(given.get("input"))
        order = self._paid_by(str(wish.get("paymentId")))
        amount = int(str(wish.get("amount")))
        if amount <= 0 or amount > order.total - _gone(order):
            return self._refuse("REFUND_AMOUNT_ERROR", "The amount is too high")
        pieces = _pieces(wish)
        back = self._shop.ask_refund(order, amount, pieces, reason=str(wish.get("reason") or ""))
        return refund_node(back)

    def settle(self, given: Arguments) -> Node:
        """End a refund: the money has gone back."""
        wish = _object(given.get("input"))
        for order in self._shop.orders.values():
            for back in order.refunds:
                if back.refund_id == wish.get("id"):
                    return self._settled(order, back)
        raise GraphqlError("No such Refund", "ENTITY_NOT_FOUND")

    def take_out(self, given: Arguments) -> Node:
        """Take pieces out of an order: they can be sold again."""
        wish = _object(given.get("input"))
        order = self._shop.orders.get(str(wish.get("orderId")))
        if order is None:
            raise GraphqlError("No such Order", "ENTITY_NOT_FOUND")
        for line_id, count in _pieces(wish).items():
            line = order.line(line_id)
            if line is None or count > line.quantity - line.cancelled:
                return self._refuse("QUANTITY_TOO_GREAT_ERROR", "So many were not ordered")
            line.cancelled += count
            line.sku.stock += count
        self.reasons.setdefault(order.order_id, []).append(str(wish.get("reason") or ""))
        self._shop.touch(order)
        return Node("Order", {"id": order.order_id, "state": "PaymentSettled"})

    def history(self, order: Order) -> Node:
        """Return why pieces were taken out."""
        entries = [
            Node("HistoryEntry", {"type": "ORDER_CANCELLATION", "data": {"reason": reason}})
            for reason in self.reasons.get(order.order_id, [])
        ]
        return Node("HistoryEntryList", {"items": entries})

    def _settled(self, order: Order, back: RefundMade) -> Node:
        if back.stage is not RefundStage.ASKED:
            return self._refuse("REFUND_STATE_TRANSITION_ERROR", "It has ended already")
        back.stage, back.at = RefundStage.DONE, self._shop.now()
        self._shop.touch(order)
        return refund_node(back)

    def _paid_by(self, payment: str) -> Order:
        for order in self._shop.orders.values():
            if order.paid_at is not None and payment == f"{order.order_id}0":
                return order
        raise GraphqlError("No such Payment", "ENTITY_NOT_FOUND")


def _gone(order: Order) -> int:
    return sum(back.amount for back in order.refunds if back.stage in _GONE)


def _pieces(wish: Arguments) -> dict[str, int]:
    rows = wish.get("lines")
    if not isinstance(rows, list):
        raise GraphqlError("A list was expected")
    return {str(row["orderLineId"]): int(str(row["quantity"])) for row in map(_object, rows)}


def _object(value: object) -> Arguments:
    if not isinstance(value, dict):
        raise GraphqlError("An object was expected")
    return value
