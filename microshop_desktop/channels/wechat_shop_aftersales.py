"""After-sales of WeChat Shop as our records. Facts: `reference/shops.md` §1 and §11.3."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, known, next_second, whole_seconds
from microshop_desktop.channels.channel import AftersaleWays, ChannelError, Page, Trouble
from microshop_desktop.channels.wechat_shop_wire import WechatShopWire
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState

WINDOW = timedelta(hours=23)
"""More than 24 hours at once are refused, and ends are cut to the second."""
BACK = frozenset({"MERCHANT_REFUND_SUCCESS", "MERCHANT_RETURN_SUCCESS"})
CLOSED = frozenset({"USER_CANCELD", "RETURN_CLOSED", "MERCHANT_FAIL", "MERCHANT_REFUND_RETRY_FAIL"})
_ASKED = (
    "MERCHANT_PROCESSING",
    "MERCHANT_REJECT_REFUND",
    "MERCHANT_REJECT_RETURN",
    "MERCHANT_OVERDUE_REFUND",
    "PLATFORM_REFUNDING",
    "PLATFORM_REFUND_FAIL",
    "USER_WAIT_CONFIRM",
    "USER_WAIT_CONFIRM_UPDATE",
    "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE",
)
_STATES: Mapping[str, AftersaleState] = MappingProxyType(
    dict.fromkeys(_ASKED, AftersaleState.OPEN)
    | dict.fromkeys(BACK, AftersaleState.REFUNDED)
    | dict.fromkeys(CLOSED, AftersaleState.CLOSED)
    | {
        "USER_WAIT_RETURN": AftersaleState.WAITING_RETURN,
        "MERCHANT_WAIT_RECEIPT": AftersaleState.RETURNED,
    }
)
_KINDS: Mapping[str, AftersaleKind] = MappingProxyType(
    {
        "REFUND": AftersaleKind.REFUND_ONLY,
        "RETURN": AftersaleKind.RETURN_REFUND,
        "EXCHANGE": AftersaleKind.EXCHANGE,
    }
)


class WechatShopAftersales:
    """Reads the after-sales of one shop."""

    def __init__(self, wire: WechatShopWire, lag: timedelta) -> None:
        self._wire = wire
        self.ways = AftersaleWays(window=WINDOW, lag=lag)

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[Aftersale]:
        """Return what changed, whole; what changed again since comes in a later stretch."""
        fields: dict[str, object] = {
            "begin_update_time": whole_seconds(start),
            "end_update_time": whole_seconds(next_second(end)),
        }
        if cursor:
            fields["next_key"] = cursor
        told = self._wire.post("/channels/ec/aftersale/getaftersalelist", fields)
        ids = dict.fromkeys(told.words("after_sale_order_id_list"))
        found = (self.one(one) for one in ids)
        rows = tuple(one for one in found if one.updated_at < end)
        return Page(rows, told.text("next_key") if told.flag("has_more") else "")

    def one(self, external_id: str) -> Aftersale:
        """Return one as it is now."""
        return aftersale_of(self.row(external_id))

    def row(self, external_id: str) -> Told:
        """Return one as WeChat writes it."""
        path = "/channels/ec/aftersale/getaftersaleorder"
        row = self._wire.post(path, {"after_sale_order_id": external_id}).part("after_sale_order")
        if not row.values:
            raise ChannelError(Trouble.REFUSED, "no_aftersale", detail=external_id)
        return row


def aftersale_of(row: Told) -> Aftersale:
    """Return an after-sale; a kind or state that nobody here knows is `other` or `unknown`."""
    goods, status = row.part("product_info"), row.word("status")
    product = goods.text("product_id")
    return Aftersale(
        external_id=row.word("after_sale_order_id"),
        external_order=row.word("order_id"),
        kind=_KINDS.get(row.text("type"), AftersaleKind.OTHER),
        state=_STATES.get(status, AftersaleState.UNKNOWN),
        raw_status=status,
        amount=row.part("refund_info").whole("amount"),
        updated_at=known(row.seconds("update_time"), "update_time"),
        line_id=f"{product}:{goods.text('sku_id')}" if product else "",
        pieces=goods.whole("count") or None,
        reason=row.text("reason"),
        revision=row.text("update_time"),
        deadline=row.seconds("deadline"),
        asked_at=row.seconds("create_time"),
    )
