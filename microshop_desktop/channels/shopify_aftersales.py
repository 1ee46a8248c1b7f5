"""What Shopify tells of what customers ask back: that a return is under way, and refunds made.

An order has one word for its returns, without amount, pieces or deadline; money that somebody asks
for otherwise is not told before it goes back.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from microshop_desktop.channels import shopify_queries as queries
from microshop_desktop.channels.answers import Told, bad_answer, exponent, next_second
from microshop_desktop.channels.channel import AftersaleWays, ChannelError, Page, Trouble
from microshop_desktop.channels.shopify_account import ShopifyAccount
from microshop_desktop.channels.shopify_goods import next_cursor
from microshop_desktop.channels.shopify_wire import ShopifyWire
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState

_ORDERS = 25
_RETURN, _MADE, _NONE = "return", "REFUNDED", "NO_RETURN"
_STATES: Mapping[str, AftersaleState] = MappingProxyType(
    {
        "RETURN_REQUESTED": AftersaleState.OPEN,
        "IN_PROGRESS": AftersaleState.WAITING_RETURN,
        "INSPECTION_COMPLETE": AftersaleState.RETURNED,
        "RETURNED": AftersaleState.CLOSED,
        "RETURN_FAILED": AftersaleState.CLOSED,
        _NONE: AftersaleState.CLOSED,
    }
)


class ShopifyAftersales:
    """Reads returns and refunds of one shop."""

    def __init__(self, wire: ShopifyWire, account: ShopifyAccount) -> None:
        self._wire = wire
        how = account.differences
        self.ways = AftersaleWays(
            lag=how.lag, history=how.history, by_refunds=True, asks_again=True
        )

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[Aftersale]:
        """Return the refunds and open returns of orders that changed."""
        given = {
            "first": _ORDERS,
            "after": _place(cursor) if cursor else None,
            "query": f"updated_at:>='{_text(start)}' updated_at:<'{_text(next_second(end))}'",
        }
        page = self._wire.ask(queries.AFTERSALES, given).part("orders")
        found = tuple(one for row in page.rows("nodes") for one in aftersales_of(row))
        further = next_cursor(page)
        return Page(found, json.dumps(further) if further else "")

    def one(self, external_id: str) -> Aftersale:
        """Return one as it is now, read with its order; a return that is over is closed."""
        order, _, own = external_id.partition("#")
        row = self._wire.ask(queries.AFTERSALES_OF_ORDER, {"id": order}).part("order")
        if not row.values:
            raise ChannelError(Trouble.REFUSED, "no_order", detail=external_id)
        if own == _RETURN:
            return _returned(row)
        for one in _refunds(row):
            if one.external_id == external_id:
                return one
        raise ChannelError(Trouble.REFUSED, "no_refund", detail=external_id)


def aftersales_of(row: Told) -> Iterator[Aftersale]:
    """Yield the refunds of an order, and its return where there is one."""
    yield from _refunds(row)
    if row.text("returnStatus") not in {"", _NONE}:
        yield _returned(row)


def _refunds(row: Told) -> Iterator[Aftersale]:
    order = row.word("id")
    for back in row.rows("refunds"):
        lines = back.part("refundLineItems").rows("nodes")
        money = back.part("totalRefundedSet").part("shopMoney")
        yield Aftersale(
            external_id=f"{order}#{back.word('id')}",
            external_order=order,
            kind=AftersaleKind.REFUND_ONLY,
            state=AftersaleState.REFUNDED,
            raw_status=_MADE,
            amount=money.amount("amount", exponent(money.word("currencyCode"))),
            updated_at=_moment(back, "updatedAt"),
            line_id=lines[0].part("lineItem").word("id") if len(lines) == 1 else "",
            pieces=sum(line.whole("quantity") for line in lines) or None,
            reason=back.text("note"),
            asked_at=_moment(back, "createdAt"),
        )


def _returned(row: Told) -> Aftersale:
    status = row.text("returnStatus") or _NONE
    return Aftersale(
        external_id=f"{row.word('id')}#{_RETURN}",
        external_order=row.word("id"),
        kind=AftersaleKind.RETURN_REFUND,
        state=_STATES.get(status, AftersaleState.UNKNOWN),
        raw_status=status,
        amount=0,
        updated_at=_moment(row, "updatedAt"),
    )


def _moment(row: Told, name: str) -> datetime:
    read = row.iso(name)
    if read is None:
        raise bad_answer(name)
    return read


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _place(cursor: str) -> str:
    try:
        return str(json.loads(cursor))
    except ValueError as error:
        raise bad_answer("cursor") from error
