"""Giving money back in a Vendure shop, and pieces back to its stock: two acts, each done once.

The shop knows no key of repetition: our own stands in the reason that it keeps with each act, and
is looked for before anything is done. It refuses what is too much; that is said, and not repeated.
"""

from collections.abc import Sequence

from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import (
    ChannelError,
    GivenBack,
    MoneyBack,
    ShipLine,
    Trouble,
)
from microshop_desktop.channels.vendure_money import minor_units, shop_units
from microshop_desktop.channels.vendure_queries import (
    BACKS_OF_ORDER,
    CANCELLATIONS,
    GIVE_BACK,
    SETTLE_BACK,
    TAKE_OUT,
)
from microshop_desktop.channels.vendure_wire import VendureWire, granted

_PENDING, _SETTLED, _FAILED = "Pending", "Settled", "Failed"
_NO_PAYMENT = "NO_PAYMENT"
_REASON = 200


class VendureRefunds:
    """Gives back in one shop; `precision` is the number of decimals of its amounts."""

    def __init__(self, wire: VendureWire, precision: int) -> None:
        self._wire, self._precision = wire, precision

    def give_back(self, back: MoneyBack, key: str) -> GivenBack:
        """Give money of an order back; one that was begun under this key is only ended.

        A shop whose way of payment moves no money by itself leaves the refund pending; it is
        settled where `transaction` says that the money went back another way.
        """
        order = self._order(back.external_id)
        known = _begun(order, key)
        refund = known or self._begin(order, back, key)
        if refund.text("state") == _PENDING and back.transaction:
            given = {"id": refund.word("id"), "transactionId": back.transaction}
            granted(self._wire.ask(SETTLE_BACK, {"i": given}).part("settleRefund"))
        return GivenBack.ALREADY if known else GivenBack.DONE

    def take_out(self, external_id: str, lines: Sequence[ShipLine], key: str) -> GivenBack:
        """Take pieces out of an order, which puts them on the shop's stock again."""
        if self._was_taken_out(external_id, key):
            return GivenBack.ALREADY
        given = {
            "orderId": external_id,
            "lines": [{"orderLineId": x.line_id, "quantity": x.quantity} for x in lines],
            "reason": _marked("", key),
            "cancelShipping": False,
        }
        granted(self._wire.ask(TAKE_OUT, {"i": given}).part("cancelOrder"))
        return GivenBack.DONE

    def _order(self, external_id: str) -> Told:
        order = self._wire.ask(BACKS_OF_ORDER, {"id": external_id}).part("order")
        if not order.values:
            raise ChannelError(Trouble.REFUSED, "ENTITY_NOT_FOUND", detail=external_id)
        return order

    def _begin(self, order: Told, back: MoneyBack, key: str) -> Told:
        currency = order.word("currencyCode")
        given = {
            "lines": [{"orderLineId": x.line_id, "quantity": x.quantity} for x in back.lines],
            "shipping": 0,
            "adjustment": 0,
            "amount": shop_units(back.amount, self._precision, currency),
            "paymentId": self._payment(order, back.amount),
            "reason": _marked(back.reason, key),
        }
        return granted(self._wire.ask(GIVE_BACK, {"i": given}).part("refundOrder"))

    def _payment(self, order: Told, amount: int) -> str:
        """Return the payment that money goes back of: the first one that holds so much."""
        paid = [one for one in order.rows("payments") if one.text("state") == _SETTLED]
        if not paid:
            raise ChannelError(Trouble.REFUSED, _NO_PAYMENT, detail=order.word("id"))
        currency = order.word("currencyCode")
        for payment in paid:
            left = payment.whole("amount") - _gone(payment)
            if minor_units(left, self._precision, currency) >= amount:
                return payment.word("id")
        return paid[0].word("id")  # The shop itself says that it is too much.

    def _was_taken_out(self, external_id: str, key: str) -> bool:
        told = self._wire.ask(CANCELLATIONS, {"id": external_id}).part("order")
        entries = told.part("history").rows("items")
        return any(_mark(key) in entry.part("data").text("reason") for entry in entries)


def _begun(order: Told, key: str) -> Told | None:
    """Return the refund of an order that bears our key."""
    for payment in order.rows("payments"):
        for refund in payment.rows("refunds"):
            if _mark(key) in refund.text("reason") and refund.text("state") != _FAILED:
                return refund
    return None


def _gone(payment: Told) -> int:
    rows = (x for x in payment.rows("refunds") if x.text("state") != _FAILED)
    return sum(row.whole("total") for row in rows)


def _mark(key: str) -> str:
    return f"[{key}]"


def _marked(reason: str, key: str) -> str:
    return f"{reason[:_REASON]} {_mark(key)}".strip()
