"""Refunds of Taobao and Tmall as our records. Facts: `reference/shops.md` §3 and §11.3."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, known, next_second, stamp
from microshop_desktop.channels.channel import (
    AftersaleWays,
    ChannelError,
    Differences,
    Page,
    Trouble,
)
from microshop_desktop.channels.paging import last_to_first
from microshop_desktop.channels.taobao_wire import TaobaoWire
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState

_PAGE = 100
_FIELDS = (
    "refund_id,tid,oid,status,refund_fee,good_status,has_good_return,reason,created,modified,"
    "refund_phase,refund_version,dispute_type"
)
_STATES: Mapping[str, AftersaleState] = MappingProxyType(
    {
        "WAIT_SELLER_AGREE": AftersaleState.OPEN,
        "SELLER_REFUSE_BUYER": AftersaleState.OPEN,
        "WAIT_BUYER_RETURN_GOODS": AftersaleState.WAITING_RETURN,
        "WAIT_SELLER_CONFIRM_GOODS": AftersaleState.RETURNED,
        "SUCCESS": AftersaleState.REFUNDED,
        "CLOSED": AftersaleState.CLOSED,
    }
)
"""What a seller refused may still be asked for: only when it is closed it is over."""


class TaobaoAftersales:
    """Reads the refunds of one shop."""

    def __init__(self, wire: TaobaoWire, how: Differences) -> None:
        self._wire = wire
        self.ways = AftersaleWays(window=how.window, lag=how.lag, history=how.history)

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[Aftersale]:
        """Return the refunds that changed, whole, the earliest first."""

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            told = self._wire.call(
                "taobao.refunds.receive.get",
                fields=_FIELDS,
                start_modified=stamp(start),
                end_modified=stamp(next_second(end)),
                page_no=str(page + 1),
                page_size=str(_PAGE),
                use_has_next="false",
            )
            return told.whole("total_results"), told.rows("refunds", "refund")

        rows = last_to_first(cursor, _PAGE, fetch)
        found = (aftersale_of(row) for row in reversed(rows.values))
        return Page(tuple(one for one in found if one.updated_at < end), rows.cursor)

    def one(self, external_id: str) -> Aftersale:
        """Return one as it is now."""
        told = self._wire.call("taobao.refund.get", fields=_FIELDS, refund_id=external_id)
        row = told.part("refund")
        if not row.values:
            raise ChannelError(Trouble.REFUSED, "no_refund", detail=external_id)
        return aftersale_of(row)


def aftersale_of(row: Told) -> Aftersale:
    """Return a refund; Taobao names neither pieces nor, here, until when it must be answered."""
    status = row.word("status")
    returns = row.flag("has_good_return")
    return Aftersale(
        external_id=row.word("refund_id"),
        external_order=row.word("tid"),
        kind=AftersaleKind.RETURN_REFUND if returns else AftersaleKind.REFUND_ONLY,
        state=_STATES.get(status, AftersaleState.UNKNOWN),
        raw_status=status,
        amount=row.minor("refund_fee"),
        updated_at=known(row.beijing("modified"), "modified"),
        line_id=row.text("oid"),
        reason=row.text("reason"),
        revision=row.text("refund_version"),
        asked_at=row.beijing("created"),
    )
