"""Reading Shopify's orders: by a cursor over their changes, as many at once as are not too dear.

What a query costs is Shopify's secret. Where a page is refused as too dear, the next is half as
long; the length that was taken goes along in the cursor.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from microshop_desktop.channels import shopify_queries as queries
from microshop_desktop.channels.answers import Told, bad_answer, next_second
from microshop_desktop.channels.channel import ChannelError, OrderChange, Page, Trouble
from microshop_desktop.channels.shopify_account import ShopifyAccount
from microshop_desktop.channels.shopify_goods import next_cursor
from microshop_desktop.channels.shopify_orders import needs_sent, online_order, sent_pieces
from microshop_desktop.channels.shopify_wire import TOO_DEAR, ShopifyWire
from microshop_desktop.domain.online_order import OnlineOrder

_LINES = 20
"""Lines of an order that come with it; one with more is read again by itself."""
_LINES_OF_ONE = 100


class ShopifyOrders:
    """Reads the orders of one shop."""

    def __init__(self, wire: ShopifyWire, account: ShopifyAccount) -> None:
        self._wire, self._account = wire, account
        self._list = queries.orders(contact=account.contact)
        self._single = queries.order(contact=account.contact)

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[OrderChange]:
        """Return orders that changed from `start` until before `end`, the oldest change first."""
        size, after = _place(cursor) if cursor else (self._account.order_page, None)
        asked: dict[str, object] = {
            "after": after,
            "query": f"updated_at:>='{_text(start)}' updated_at:<'{_text(next_second(end))}'",
            "lines": _LINES,
        }
        size, page = self._affordable(asked, size)
        begin = start.replace(microsecond=0)
        told = [self._change(row) for row in page.rows("nodes")]
        changes = tuple(change for change in told if begin <= change.updated_at < end)
        further = next_cursor(page)
        return Page(changes, json.dumps([size, further]) if further else "")

    def _affordable(self, asked: dict[str, object], size: int) -> tuple[int, Told]:
        """Return a page, as long as Shopify gives at once."""
        while True:
            try:
                return size, self._wire.ask(self._list, {**asked, "first": size}).part("orders")
            except ChannelError as error:
                if error.code != TOO_DEAR or size == 1:
                    raise
                size //= 2

    def _change(self, row: Told) -> OrderChange:
        page = row.part("lineItems")
        lines = page.rows("nodes")
        order = online_order(row, lines, self._account)
        is_part = next_cursor(page) or needs_sent(row, lines, self._account)
        whole = None if is_part else order
        return OrderChange(order.external_id, order.updated_at, whole)

    def one(self, external_id: str) -> OnlineOrder:
        """Return one order with all its lines; `refused` where there is none."""
        pages = list(self._pages(external_id))
        lines = [line for page in pages for line in page.part("lineItems").rows("nodes")]
        sent = None
        if needs_sent(pages[-1], lines, self._account):
            told = self._wire.ask(queries.SENT, {"id": external_id}).part("order")
            sent = sent_pieces(told.rows("fulfillments"))
        return online_order(pages[-1], lines, self._account, sent)

    def _pages(self, external_id: str) -> Iterator[Told]:
        after: str | None = None
        while after != "":
            asked = {"id": external_id, "lines": _LINES_OF_ONE, "line": after}
            row = self._wire.ask(self._single, asked).part("order")
            if not row.values:
                raise ChannelError(Trouble.REFUSED, "not_found", detail=external_id)
            yield row
            after = next_cursor(row.part("lineItems"))


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _place(cursor: str) -> tuple[int, str]:
    try:
        size, after = json.loads(cursor)
        return int(size), str(after)
    except (ValueError, TypeError) as error:
        raise bad_answer("cursor") from error
