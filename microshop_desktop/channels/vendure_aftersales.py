"""What a Vendure shop tells of money that goes back: the refunds that somebody made there.

It knows no word for a customer who asks, and no deadline. A refund that is pending was made and is
on its way; until it has settled its order waits.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, bad_answer
from microshop_desktop.channels.channel import AftersaleWays
from microshop_desktop.channels.vendure_money import minor_units
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState

WAYS = AftersaleWays(by_refunds=True, asks_again=True)
_KEY = re.compile(r"\s*\[[0-9a-f]{32}\]$")
"""Our own key at the end of a reason: see `vendure_refunds.py`."""
_STATES: Mapping[str, AftersaleState] = MappingProxyType(
    {
        "Pending": AftersaleState.OPEN,
        "Settled": AftersaleState.REFUNDED,
        "Failed": AftersaleState.CLOSED,
    }
)


def aftersales_of(row: Told, precision: int) -> Iterator[Aftersale]:
    """Yield the refunds of an order; `precision` is the number of decimals of its amounts."""
    for payment in row.rows("payments"):
        for back in payment.rows("refunds"):
            yield _aftersale(row, back, precision)


def _aftersale(row: Told, back: Told, precision: int) -> Aftersale:
    order, status, lines = row.word("id"), back.word("state"), back.rows("lines")
    made, changed = back.iso("createdAt"), back.iso("updatedAt")
    if changed is None:
        raise bad_answer("updatedAt")
    return Aftersale(
        external_id=f"{order}:{back.word('id')}",
        external_order=order,
        kind=AftersaleKind.REFUND_ONLY,
        state=_STATES.get(status, AftersaleState.UNKNOWN),
        raw_status=status,
        amount=minor_units(back.whole("total"), precision, row.word("currencyCode")),
        updated_at=changed,
        line_id=lines[0].word("orderLineId") if len(lines) == 1 else "",
        pieces=sum(line.whole("quantity") for line in lines) or None,
        reason=_KEY.sub("", back.text("reason")),
        asked_at=made,
    )
