"""The words of platforms in order files, and what they mean in the few words that all share."""

from collections.abc import Mapping

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.order_file import Back, one_spelling

PENDING, SENT = Fulfilment.PENDING_PAYMENT, Fulfilment.SHIPPED
"""How far an order is, by the names that the tables use."""
_WORDS: Mapping[Fulfilment, str] = {
    PENDING: "待付款 待支付 未付款 未支付 等待付款 等待买家付款 待买家付款 pending pendingpayment",
    Fulfilment.TO_SHIP: (
        "待发货 未发货 备货中 已付款 已支付 等待卖家发货 买家已付款,等待卖家发货 等待出库 等待发货 "
        "待出库 待商家发货 已成团,待发货 processing"
    ),
    Fulfilment.PART_SHIPPED: "部分发货 卖家部分发货 部分商品已发货",
    SENT: (
        "已发货 待收货 卖家已发货 卖家已发货,等待买家确认 等待买家确认收货 等待确认收货 "
        "已发货,待签收 已发货,待收货 已签收 等待买家确认"
    ),
    Fulfilment.COMPLETED: "交易成功 交易完成 已完成 完成 已收货 订单完成 completed",
    Fulfilment.CANCELLED: (
        "交易关闭 已关闭 已取消 取消 订单取消 已退款 退款成功 未发货,退款成功 交易取消 "
        "全额退款 cancelled canceled failed refunded"
    ),
}
STATES: Mapping[str, Fulfilment] = {
    word: state for state, words in _WORDS.items() for word in words.split()
}
"""Words of platforms in one spelling; what is none of them is unknown, and never guessed."""
_NO_BACK = "- 无 无售后 无售后或售后取消 售后关闭 售后已关闭 售后取消 已取消 没有申请退款 退款关闭"
_DONE_BACK = "退款成功 已退款 退货退款成功 已全额退款 全额退款成功 退款完成 售后完成 部分退款成功"
BACKS: Mapping[str, Back] = {
    "": Back.NONE,
    **dict.fromkeys(_NO_BACK.split(), Back.NONE),
    **dict.fromkeys(_DONE_BACK.split(), Back.DONE),
}
"""Words of after-sales; any other means that somebody asks for money."""
ON_HOLD: Mapping[str, Fulfilment] = {"onhold": PENDING, "on-hold": PENDING}


def heads(*names: str) -> frozenset[str]:
    """Return heads in the spelling in which they are compared."""
    return frozenset(one_spelling(names))
