"""Orders of JD: every state, what was asked back, the money to the fen."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    Trouble,
)
from microshop_desktop.domain.online_order import Contact, Fulfilment, Parcel
from microshop_desktop.domain.refunds import RefundState
from tests.channels.jd_samples import END, GET, SEARCH, START, line, listed, order, read, shop, told
from tests.channels.scripted_http import ScriptedHttp


def test_changed_orders_are_read_without_those_that_were_split() -> None:
    http = ScriptedHttp(listed(2, "FINISHED_L", "PARENT_TRADE_CANCELED"))

    page = shop(http).order_changes(START, END)

    assert [one.external_id for one in page.values] == ["0"]
    assert page.values[0].updated_at == datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
    asked = json.loads(http.form()["360buy_param_json"])
    assert (asked["start_date"], asked["end_date"]) == (
        "2026-11-24 19:00:00",
        "2026-11-24 19:30:00",
    )
    assert asked["dateType"] == "0"


def test_a_long_list_is_read_from_its_end() -> None:
    http = ScriptedHttp(listed(101, *["FINISHED_L"] * 100), listed(101, "FINISHED_L"))
    channel = shop(http)

    first = channel.order_changes(START, END)
    channel.order_changes(START, END, first.cursor)

    assert json.loads(http.form()["360buy_param_json"])["page"] == "2"


def test_a_list_that_is_refused_says_why() -> None:
    inner = {"apiResult": {"success": False, "errorCode": "7", "chineseErrCode": "时间太长"}}

    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(told(SEARCH, searchorderinfo_result=inner))).order_changes(START, END)

    assert (caught.value.code, caught.value.detail) == ("7", "时间太长")


@pytest.mark.parametrize(
    ("state", "fulfilment", "hold"),
    [
        ("WAIT_SELLER_STOCK_OUT", Fulfilment.TO_SHIP, ""),
        ("WAIT_SELLER_DELIVERY", Fulfilment.TO_SHIP, ""),
        ("WAIT_SEND_CODE", Fulfilment.TO_SHIP, ""),
        ("LOCKED", Fulfilment.TO_SHIP, "locked"),
        ("PAUSE", Fulfilment.TO_SHIP, "locked"),
        ("POP_ORDER_PAUSE", Fulfilment.TO_SHIP, "locked"),
        ("WAIT_GOODS_RECEIVE_CONFIRM", Fulfilment.SHIPPED, ""),
        ("FINISHED_L", Fulfilment.COMPLETED, ""),
        ("TRADE_CANCELED", Fulfilment.CANCELLED, ""),
        ("PARENT_TRADE_CANCELED", Fulfilment.CANCELLED, ""),
        ("WAIT_FOR_TOMORROW", Fulfilment.UNKNOWN, "unknown_state"),
    ],
)
def test_every_state(state: str, fulfilment: Fulfilment, hold: str) -> None:
    result = read(order(state))

    assert (result.fulfilment, result.hold, result.raw_status) == (fulfilment, hold, state)


def test_the_money_of_an_order_is_exact() -> None:
    result = read(order())

    assert (result.total, result.shipping, result.paid, result.currency) == (4080, 600, 4080, "CNY")
    assert (result.lines[0].gross, result.lines[0].total) == (3980, 3680)
    assert result.paid_at == datetime(2026, 11, 24, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("never", ["0001-01-01 00:00:00", "1970-01-01 08:00:00", ""])
def test_a_payment_that_has_not_come(never: str) -> None:
    result = read(order(paymentConfirmTime=never))

    assert (result.paid, result.paid_at) == (0, None)


def test_a_coupon_takes_no_more_than_its_line_costs() -> None:
    gift = line(jdPrice="0.00", itemTotal="1")
    result = read(order("FINISHED_L", line(), gift))

    assert [(one.line_id, one.total, one.shipped) for one in result.lines] == [
        ("200", 3680, 2),
        ("200:2", 0, 1),
    ]


def test_no_cipher_is_shown_as_a_name() -> None:
    assert read(order()).contact == Contact(address="浙江 杭州市")


def test_parcels_of_several_couriers() -> None:
    result = read(
        order("WAIT_GOODS_RECEIVE_CONFIRM", waybill="SF1,SF2|ZT1", logisticsId="467|1499")
    )

    assert result.parcels == (Parcel("467", "SF1"), Parcel("467", "SF2"), Parcel("1499", "ZT1"))


@pytest.mark.parametrize(
    ("state", "status", "refund", "refunded"),
    [
        ("LOCKED", 0, RefundState.REQUESTED, 0),
        ("LOCKED", 1, RefundState.REQUESTED, 0),
        ("WAIT_SELLER_STOCK_OUT", None, RefundState.NONE, 0),
        ("LOCKED", 2, RefundState.NONE, 0),
        ("LOCKED", 4, RefundState.NONE, 0),
        ("TRADE_CANCELED", 3, RefundState.WHOLE, 4080),
    ],
)
def test_every_state_of_a_refund(
    state: str, status: int | None, refund: RefundState, refunded: int
) -> None:
    rows = [] if status is None else [{"status": status, "applyRefundSum": 4080}]
    result = read(order(state), *rows)

    assert (result.refund, result.refunded) == (refund, refunded)


def test_refunds_may_be_told_in_yuan() -> None:
    row = {"status": 3, "applyRefundSum": "19.90"}
    result = read(order("TRADE_CANCELED"), row, refund_unit="yuan")

    assert (result.refund, result.refunded) == (RefundState.PART, 1990)


@pytest.mark.parametrize(
    "detail",
    [{}, {"apiResult": {"success": False, "errorCode": "400", "chineseErrCode": "订单不存在"}}],
)
def test_an_order_that_is_not_there(detail: dict[str, Any]) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(told(GET, orderDetailInfo=detail))).order("1")

    assert caught.value.trouble is Trouble.REFUSED
    assert caught.value.detail


def test_the_plain_form_of_orders_can_be_asked_for() -> None:
    http = ScriptedHttp(told("jingdong_pop_order_get", orderDetailInfo={"orderInfo": order()}))

    shop(http, orders_api="plain").order("287465093001")

    assert http.form()["method"] == "jingdong.pop.order.get"
