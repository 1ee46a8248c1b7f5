"""Orders of Douyin as our records. Facts: `reference/shops.md` §5 and §11.3."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, bad_answer, known
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.holds import NOT_RELEASED
from microshop_desktop.domain.online_order import (
    LEFT,
    UNKNOWN_STATE,
    Contact,
    Fulfilment,
    OnlineLine,
    OnlineOrder,
    Parcel,
)
from microshop_desktop.domain.refunds import RefundState

_WAITS_FOR_RELEASE = "105"
_FULFILMENTS: Mapping[str, Fulfilment] = MappingProxyType(
    {
        "1": Fulfilment.PENDING_PAYMENT,
        _WAITS_FOR_RELEASE: Fulfilment.TO_SHIP,
        "2": Fulfilment.TO_SHIP,
        "101": Fulfilment.PART_SHIPPED,
        "3": Fulfilment.SHIPPED,
        "5": Fulfilment.COMPLETED,
        "4": Fulfilment.CANCELLED,
    }
)
_HOLDS = MappingProxyType({_WAITS_FOR_RELEASE: NOT_RELEASED})
_GIVEN_BACK = "12"
_CLOSED = frozenset({"", "0", "13", "14", "28", _GIVEN_BACK})
"""After-sales without money to come: none, exchanged, failed, given back."""


def has_after_sale(order: Told) -> bool:
    """Tell whether a line of an order says anything of an after-sale."""
    return any(_after_sale(row) not in {"", "0"} for row in order.rows("sku_order_list"))


def order_of(order: Told, after_sales: Sequence[Told] = ()) -> OnlineOrder:
    """Return an order; `after_sales` are the `aftersale_info` of those that it has."""
    status = order.word("order_status")
    fulfilment = _FULFILMENTS.get(status, Fulfilment.UNKNOWN)
    total, paid_at = order.whole("pay_amount"), order.seconds("pay_time")
    paid = total if paid_at is not None else 0
    back = [one for one in after_sales if one.text("aftersale_status") == _GIVEN_BACK]
    rows, parcels = order.rows("sku_order_list"), order.rows("logistics_info")
    refunded = sum(one.whole("refund_amount") for one in back)
    hold = UNKNOWN_STATE if fulfilment is Fulfilment.UNKNOWN else _HOLDS.get(status, "")
    return OnlineOrder(
        external_id=order.word("order_id"),
        number=order.word("order_id"),
        fulfilment=fulfilment,
        raw_status=status,
        currency="CNY",
        total=total,
        shipping=order.whole("post_amount"),
        paid=paid,
        placed_at=known(order.seconds("create_time"), "create_time"),
        updated_at=known(order.seconds("update_time"), "update_time"),
        lines=_lines(rows, parcels, back),
        refund=_refund(rows, refunded, paid - order.whole("post_amount")),
        refunded=refunded,
        hold=hold,
        paid_at=paid_at,
        ship_until=order.seconds("exp_ship_time"),
        contact=_contact(order),
        note=order.text("buyer_words"),
        parcels=tuple(Parcel(one.text("company"), one.text("tracking_no")) for one in parcels),
    )


def _after_sale(row: Told) -> str:
    return row.part("after_sale_info").text("after_sale_status")


def _refund(rows: Sequence[Told], refunded: int, goods: int) -> RefundState:
    """Return how it stands with money going back; a state nobody knows counts as asked for.

    `goods`: what was paid but for the freight.
    """
    states = [_after_sale(row) for row in rows]
    if any(state not in _CLOSED for state in states):
        return RefundState.REQUESTED
    if _GIVEN_BACK not in states:
        return RefundState.NONE
    whole = all(state == _GIVEN_BACK for state in states) and refunded >= goods
    return RefundState.WHOLE if whole else RefundState.PART


def _lines(
    rows: Sequence[Told], parcels: Sequence[Told], back: Sequence[Told]
) -> tuple[OnlineLine, ...]:
    sent, cancelled = Counter[str](), Counter[str]()
    for parcel in parcels:
        for one in parcel.rows("product_info"):
            sent[one.text("sku_order_id")] += one.whole("product_count")
    for one in back:
        cancelled[one.text("related_id")] += one.whole("aftersale_num")
    return tuple(_line(row, sent, cancelled) for row in rows)


def _line(row: Told, sent: Counter[str], cancelled: Counter[str]) -> OnlineLine:
    name, quantity = row.word("order_id"), row.whole("item_num")
    product = row.text("product_id_str") or row.text("product_id")
    gone = _FULFILMENTS.get(row.text("order_status")) in LEFT and not sent[name]
    shipped = quantity if gone else min(quantity, sent[name])
    return OnlineLine(
        line_id=name,
        product=product,
        sku=row.text("sku_id") or product,
        code=row.text("code") or row.text("out_sku_id"),
        title=row.text("product_name"),
        spec=" ".join(one.text("value") for one in row.rows("spec")),
        quantity=quantity,
        gross=row.whole("origin_amount") * quantity,
        total=0 if row.text("given_product_type") == "FREE" else row.whole("pay_amount"),
        cancelled=min(cancelled[name], quantity - shipped),
        shipped=shipped,
    )


def _contact(order: Told) -> Contact:
    row = order.part("mask_post_addr")
    where = " ".join(filter(None, (*_region(order), row.text("detail"))))
    return Contact(order.text("mask_post_receiver"), order.text("mask_post_tel"), where)


def ciphers_of(order: Told) -> dict[str, str]:
    """Return the cipher of name, phone and street, those that an order has."""
    told = {
        "name": order.text("encrypt_post_receiver"),
        "phone": order.text("encrypt_post_tel"),
        "street": order.part("post_addr").text("encrypt_detail"),
    }
    return {name: cipher for name, cipher in told.items() if cipher}


def revealed_contact(order: Told, ciphers: Mapping[str, str], rows: Sequence[Told]) -> Contact:
    """Return whom an order goes to; Douyin answers in the order of the questions."""
    if len(rows) != len(ciphers):
        raise bad_answer("decrypt_infos")
    plain = {}
    for name, row in zip(ciphers, rows, strict=True):
        if row.whole("err_no"):
            raise ChannelError(Trouble.REFUSED, row.text("err_no"), detail=row.text("err_msg"))
        plain[name] = row.text("decrypt_text")
    where = " ".join(filter(None, (*_region(order), plain.get("street", ""))))
    return Contact(plain.get("name", ""), plain.get("phone", ""), where)


def _region(order: Told) -> list[str]:
    row = order.part("mask_post_addr")
    return [row.part(part).text("name") for part in ("province", "city", "town", "street")]
