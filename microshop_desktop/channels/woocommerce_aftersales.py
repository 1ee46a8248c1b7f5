"""What WooCommerce tells of money that goes back: its refunds, once they are made.

The shop knows no word for a customer who asks: that somebody waits is not told, nor a deadline.
"""

from datetime import datetime

from microshop_desktop.channels.answers import Told, bad_answer, exponent
from microshop_desktop.channels.channel import AftersaleWays, ChannelError, Page, Trouble
from microshop_desktop.channels.woocommerce_account import WooAccount
from microshop_desktop.channels.woocommerce_changes import changed_orders
from microshop_desktop.channels.woocommerce_wire import WooWire
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState

_MADE = "refunded"


class WooAftersales:
    """Reads the refunds of one shop."""

    ways = AftersaleWays(by_refunds=True)

    def __init__(self, wire: WooWire, account: WooAccount) -> None:
        self._wire, self._account = wire, account

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[Aftersale]:
        """Return the refunds of orders that changed."""
        orders_by = self._account.orders_by
        page = changed_orders(self._wire, start, end, cursor=cursor, orders_by=orders_by)
        found = (refund_of(row, back) for row in page.values for back in row.rows("refunds"))
        return Page(tuple(found), page.cursor)

    def one(self, external_id: str) -> Aftersale:
        """Return one, found among those of its order."""
        order, _, own = external_id.partition(":")
        row = self._wire.one(f"orders/{order}")
        for back in row.rows("refunds"):
            if back.text("id") == own:
                return refund_of(row, back)
        raise ChannelError(Trouble.REFUSED, "no_refund", detail=external_id)


def refund_of(row: Told, back: Told) -> Aftersale:
    """Return a refund of an order; the list does not tell its lines."""
    order, changed = row.word("id"), row.iso("date_modified_gmt")
    if changed is None:
        raise bad_answer("date_modified_gmt")
    return Aftersale(
        external_id=f"{order}:{back.word('id')}",
        external_order=order,
        kind=AftersaleKind.REFUND_ONLY,
        state=AftersaleState.REFUNDED,
        raw_status=_MADE,
        amount=abs(back.amount("total", exponent(row.word("currency")))),
        updated_at=changed,
        reason=back.text("reason"),
    )
