"""Orders of WeChat Shop: every state, what went back, the money to the fen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    OrderChange,
    Trouble,
)
from microshop_desktop.domain.online_order import Contact, Fulfilment, Parcel
from microshop_desktop.domain.refunds import RefundState
from tests.channels.scripted_http import ScriptedHttp
from tests.channels.wechat_shop_samples import after_sale, line, order, read, shop


def test_changed_orders_come_whole_and_those_that_changed_since_later() -> None:
    late = order() | {"order_id": "2", "update_time": 1763990000}
    http = ScriptedHttp(
        {"order_id_list": ["1", "2"], "next_key": "K", "has_more": True},
        {"order": order() | {"order_id": "1"}},
        {"order": late},
    )
    start = datetime.fromtimestamp(1763980000, UTC)
    end = datetime.fromtimestamp(1763989999, UTC) + timedelta(milliseconds=500)

    changes = shop(http).order_changes(start, end)

    assert [change.external_id for change in changes.values] == ["1"]
    assert isinstance(changes.values[0], OrderChange)
    assert changes.values[0].order is not None
    assert changes.cursor == "K"
    assert http.asked(0)["update_time_range"] == {
        "start_time": 1763980000,
        "end_time": 1763990000,
    }


@pytest.mark.parametrize(
    ("status", "fulfilment", "hold"),
    [
        (10, Fulfilment.PENDING_PAYMENT, ""),
        (12, Fulfilment.TO_SHIP, "gift_not_accepted"),
        (20, Fulfilment.TO_SHIP, ""),
        (21, Fulfilment.PART_SHIPPED, ""),
        (30, Fulfilment.SHIPPED, ""),
        (100, Fulfilment.COMPLETED, ""),
        (190, Fulfilment.CANCELLED, ""),
        (200, Fulfilment.CANCELLED, ""),
        (250, Fulfilment.CANCELLED, ""),
        (77, Fulfilment.UNKNOWN, "unknown_state"),
        ("quantum_limbo", Fulfilment.UNKNOWN, "unknown_state"),
    ],
)
def test_every_state(status: object, fulfilment: Fulfilment, hold: str) -> None:
    told = read(order(status))

    assert (told.fulfilment, told.hold) == (fulfilment, hold)
    assert told.raw_status == str(status)


def test_the_money_of_an_order_is_exact() -> None:
    gift = line(sku_id="S9", sku_cnt=1, sale_price=500, real_price=500, is_free_gift=True)
    told = read(order(20, line(), gift))

    assert (told.total, told.shipping, told.paid, told.currency) == (4080, 600, 4080, "CNY")
    assert [(one.gross, one.total) for one in told.lines] == [(3980, 3480), (500, 0)]
    assert sum(one.total for one in told.lines) + told.shipping == told.total


def test_nothing_is_paid_of_an_order_without_a_payment() -> None:
    assert read(order(10)).paid == 0


def test_what_is_known_of_the_customer_stays_masked() -> None:
    told = read(order())

    assert told.contact == Contact("王*", "138****8000", "浙江省 杭州市 西湖区 ***")
    assert told.note == "请包好"


def test_times_are_those_of_the_platform() -> None:
    told = read(order())

    assert told.placed_at == datetime.fromtimestamp(1763985600, UTC)
    assert told.updated_at == datetime.fromtimestamp(1763989200, UTC)
    assert told.paid_at == datetime.fromtimestamp(1763985660, UTC)


def test_pieces_that_left_and_pieces_that_are_wanted_no_more() -> None:
    sent = {
        "delivery_id": "SF",
        "waybill_id": "SF100",
        "product_infos": [{"product_id": "P1", "sku_id": "S1", "product_cnt": 1}],
    }
    told = read(order(21, line(sku_cnt=3, finish_aftersale_sku_cnt=1), parcels=[sent]))

    assert (told.lines[0].shipped, told.lines[0].cancelled, told.lines[0].wanted) == (1, 1, 2)
    assert told.parcels == (Parcel("SF", "SF100"),)


def test_two_lines_of_one_sku_have_names_of_their_own() -> None:
    told = read(order(20, line(), line(is_free_gift=True)))

    assert [one.line_id for one in told.lines] == ["P1:S1", "P1:S1:2"]


@pytest.mark.parametrize(
    ("after_sales", "state", "refunded"),
    [
        ([], RefundState.NONE, 0),
        ([after_sale("MERCHANT_PROCESSING")], RefundState.REQUESTED, 0),
        ([after_sale("USER_WAIT_RETURN")], RefundState.REQUESTED, 0),
        ([after_sale("MERCHANT_WAIT_RECEIPT")], RefundState.REQUESTED, 0),
        ([after_sale("MERCHANT_REJECT_REFUND")], RefundState.REQUESTED, 0),
        ([after_sale("PLATFORM_REFUNDING")], RefundState.REQUESTED, 0),
        ([after_sale("SOMETHING_NEW")], RefundState.REQUESTED, 0),
        ([after_sale("MERCHANT_REFUND_SUCCESS", 1740)], RefundState.PART, 1740),
        ([after_sale("MERCHANT_RETURN_SUCCESS", 4080)], RefundState.WHOLE, 4080),
        ([after_sale("USER_CANCELD", 1740)], RefundState.NONE, 0),
        ([after_sale("RETURN_CLOSED", 1740)], RefundState.NONE, 0),
        (
            [after_sale("MERCHANT_REFUND_SUCCESS", 1740), after_sale("USER_WAIT_CONFIRM")],
            RefundState.REQUESTED,
            1740,
        ),
    ],
)
def test_money_that_goes_back(
    after_sales: list[dict[str, Any]], state: RefundState, refunded: int
) -> None:
    told = read(order(30), *after_sales)

    assert (told.refund, told.refunded) == (state, refunded)


def test_an_order_that_was_refunded_whole() -> None:
    told = read(order(200))

    assert (told.refund, told.refunded) == (RefundState.WHOLE, 4080)


def test_an_order_without_its_times_is_not_understood() -> None:
    with pytest.raises(ChannelError) as caught:
        read(order() | {"update_time": 0})

    assert (caught.value.trouble, caught.value.code) == (Trouble.BAD_ANSWER, "update_time")
