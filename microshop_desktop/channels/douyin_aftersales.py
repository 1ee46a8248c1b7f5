"""After-sales of Douyin as our records. Facts: `reference/shops.md` §5 and §11.3."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, known, next_second, whole_seconds
from microshop_desktop.channels.channel import (
    AftersaleWays,
    ChannelError,
    Differences,
    Page,
    Trouble,
)
from microshop_desktop.channels.douyin_wire import DouyinWire
from microshop_desktop.channels.paging import last_to_first
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState

_PAGE = 100
_KINDS: Mapping[str, AftersaleKind] = MappingProxyType(
    {
        "0": AftersaleKind.RETURN_REFUND,
        "1": AftersaleKind.REFUND_ONLY,
        "2": AftersaleKind.REFUND_ONLY,
        "3": AftersaleKind.EXCHANGE,
        "7": AftersaleKind.RESEND,
        "8": AftersaleKind.REPAIR,
    }
)
_STATES: Mapping[str, AftersaleState] = MappingProxyType(
    dict.fromkeys(("6", "8", "13", "27", "29"), AftersaleState.OPEN)
    | {
        "7": AftersaleState.WAITING_RETURN,
        "11": AftersaleState.RETURNED,
        "12": AftersaleState.REFUNDED,
        "14": AftersaleState.CLOSED,
        "28": AftersaleState.CLOSED,
    }
)
"""What a seller refused (27, 29) may be asked for again: only 28 says that it is over."""


class DouyinAftersales:
    """Reads the after-sales of one shop."""

    def __init__(self, wire: DouyinWire, how: Differences) -> None:
        self._wire = wire
        self.ways = AftersaleWays(window=how.window, lag=how.lag)

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[Aftersale]:
        """Return what changed, whole."""
        fields = {
            "update_time_start": whole_seconds(start),
            "update_time_end": whole_seconds(next_second(end)),
            "order_by": ["update_time asc"],
            "size": _PAGE,
        }

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            data = self._wire.call("/afterSale/List", fields | {"page": page}).part("data")
            rows = data.rows("items")
            # Where no total is told, a full page means that there may be another one.
            least = page * _PAGE + len(rows) + (len(rows) == _PAGE)
            return max(data.whole("total"), least), rows

        rows = last_to_first(cursor, _PAGE, fetch)
        found = (aftersale_of(row) for row in rows.values)
        return Page(tuple(one for one in found if one.updated_at < end), rows.cursor)

    def one(self, external_id: str) -> Aftersale:
        """Return one as it is now, found among those of its order."""
        order, _, own = external_id.partition(":")
        for row in self.of_order(order):
            if row.part("aftersale_info").text("aftersale_id") == own:
                return aftersale_of(row)
        raise ChannelError(Trouble.REFUSED, "no_aftersale", detail=external_id)

    def of_order(self, order: str) -> tuple[Told, ...]:
        """Return the after-sales of an order as Douyin writes them."""
        fields = {"order_id": order, "page": 0, "size": _PAGE}
        return self._wire.call("/afterSale/List", fields).part("data").rows("items")


def aftersale_of(row: Told) -> Aftersale:
    """Return an after-sale; its id here begins with its order, by which it is found again."""
    info, order = row.part("aftersale_info"), row.part("order_info").word("shop_order_id")
    status = info.word("aftersale_status")
    return Aftersale(
        external_id=f"{order}:{info.word('aftersale_id')}",
        external_order=order,
        kind=_KINDS.get(info.text("aftersale_type"), AftersaleKind.OTHER),
        state=_STATES.get(status, AftersaleState.UNKNOWN),
        raw_status=status,
        amount=info.whole("refund_amount"),
        updated_at=known(info.seconds("update_time"), "update_time"),
        line_id=info.text("related_id"),
        pieces=info.whole("aftersale_num") or None,
        revision=info.text("update_time"),
        deadline=info.seconds("status_deadline"),
    )
