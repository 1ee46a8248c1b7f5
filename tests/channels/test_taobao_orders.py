"""Trades of Taobao: every state, what went back, the money to the fen."""

from datetime import UTC, datetime
from typing import Any

import pytest

from microshop_desktop.domain.online_order import Contact, Fulfilment, Parcel
from microshop_desktop.domain.refunds import RefundState
from tests.channels.scripted_http import ScriptedHttp
from tests.channels.taobao_samples import END, START, line, read, shop, trade


def test_trades_are_read_from_the_last_page_on() -> None:
    def rows(*numbers: int) -> dict[str, Any]:
        told = [{"tid": n, "modified": "2026-11-24 19:05:00"} for n in numbers]
        return {"total_results": 51, "trades": {"trade": told}}

    http = ScriptedHttp(rows(*range(50)), rows(50), rows(*range(50)))
    channel = shop(http, trade_types="fixed,step")

    first = channel.order_changes(START, END)
    second = channel.order_changes(START, END, first.cursor)
    third = channel.order_changes(START, END, second.cursor)

    assert [form["page_no"] for form in map(http.form, range(3))] == ["1", "2", "1"]
    assert [change.external_id for change in second.values] == ["50"]
    assert third.cursor == ""
    assert third.values[0].updated_at == datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
    assert http.form(0)["start_modified"] == "2026-11-24 19:00:00"
    assert http.form(0)["end_modified"] == "2026-11-24 19:30:00"
    assert http.form(0)["type"] == "fixed,step"


def test_a_trade_at_the_very_end_comes_with_the_next_stretch() -> None:
    row = {"tid": 1, "modified": "2026-11-24 19:30:00"}
    http = ScriptedHttp({"total_results": 1, "trades": [row]})

    assert shop(http).order_changes(START, END).values == ()


@pytest.mark.parametrize(
    ("status", "fulfilment", "hold"),
    [
        ("TRADE_NO_CREATE_PAY", Fulfilment.PENDING_PAYMENT, ""),
        ("WAIT_BUYER_PAY", Fulfilment.PENDING_PAYMENT, ""),
        ("PAY_PENDING", Fulfilment.PENDING_PAYMENT, ""),
        ("WAIT_PRE_AUTH_CONFIRM", Fulfilment.PENDING_PAYMENT, ""),
        ("WAIT_SELLER_SEND_GOODS", Fulfilment.TO_SHIP, ""),
        ("PAID_FORBID_CONSIGN", Fulfilment.TO_SHIP, "not_released"),
        ("SELLER_CONSIGNED_PART", Fulfilment.PART_SHIPPED, ""),
        ("WAIT_BUYER_CONFIRM_GOODS", Fulfilment.SHIPPED, ""),
        ("TRADE_BUYER_SIGNED", Fulfilment.SHIPPED, ""),
        ("TRADE_FINISHED", Fulfilment.COMPLETED, ""),
        ("TRADE_CLOSED", Fulfilment.CANCELLED, ""),
        ("TRADE_CLOSED_BY_TAOBAO", Fulfilment.CANCELLED, ""),
        ("TRADE_OF_TOMORROW", Fulfilment.UNKNOWN, "unknown_state"),
    ],
)
def test_every_state(status: str, fulfilment: Fulfilment, hold: str) -> None:
    told = read(trade(status))

    assert (told.fulfilment, told.hold, told.raw_status) == (fulfilment, hold, status)


def test_the_payment_of_the_only_line_holds_the_freight() -> None:
    told = read(trade())

    assert (told.total, told.shipping, told.paid, told.currency) == (4080, 600, 4080, "CNY")
    assert (told.lines[0].gross, told.lines[0].total) == (3980, 3480)


def test_the_share_of_a_line_counts_where_there_is_one() -> None:
    told = read(
        trade(
            "WAIT_SELLER_SEND_GOODS",
            line(divide_order_fee="30.01"),
            line(oid=901, payment="9.99", divide_order_fee="4.79"),
            line(oid=902, payment="5.00", divide_order_fee="0.00"),
        )
    )

    assert [one.total for one in told.lines] == [3001, 479, 0]
    assert sum(one.total for one in told.lines) + told.shipping == told.total


def test_nothing_is_paid_without_a_time_of_payment() -> None:
    assert read(trade("WAIT_BUYER_PAY", pay_time=None)).paid == 0


def test_numbers_stay_texts_and_times_are_beijings() -> None:
    told = read(trade())

    assert told.external_id == "3712984209868589056"
    assert told.placed_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert told.updated_at == datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
    assert (told.lines[0].line_id, told.lines[0].sku, told.lines[0].spec) == (
        "900",
        "201",
        "军绿色 XL",
    )


def test_what_is_known_of_the_customer_stays_masked() -> None:
    assert read(trade()).contact == Contact("王*", "138****8000", "浙江省 杭州市 ***")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("NO_REFUND", RefundState.NONE),
        ("CLOSED", RefundState.NONE),
        ("WAIT_SELLER_AGREE", RefundState.REQUESTED),
        ("WAIT_BUYER_RETURN_GOODS", RefundState.REQUESTED),
        ("WAIT_SELLER_CONFIRM_GOODS", RefundState.REQUESTED),
        ("SELLER_REFUSE_BUYER", RefundState.REQUESTED),
        ("SOMETHING_NEW", RefundState.REQUESTED),
    ],
)
def test_every_state_of_a_refund(status: str, state: RefundState) -> None:
    told = read(trade("WAIT_SELLER_SEND_GOODS", line(refund_status=status, refund_id=7)))

    assert (told.refund, told.refunded) == (state, 0)


@pytest.mark.parametrize(
    ("fee", "state"), [("10.00", RefundState.PART), ("34.80", RefundState.WHOLE)]
)
def test_money_that_went_back_is_what_its_refund_says(fee: str, state: RefundState) -> None:
    told = read(trade("TRADE_FINISHED", line(refund_status="SUCCESS", refund_id=7)), fee)

    assert (told.refund, told.refunded) == (state, int(fee.replace(".", "")))


def test_a_line_that_was_closed_before_it_left_is_wanted_no_more() -> None:
    closed = line(oid=901, status="TRADE_CLOSED", refund_status="SUCCESS", refund_id=7)
    gone = line(oid=902, status="TRADE_CLOSED", invoice_no="SF1", logistics_company="顺丰")
    told = read(trade("WAIT_SELLER_SEND_GOODS", line(), closed, gone), "10.00")

    assert [(one.cancelled, one.shipped) for one in told.lines] == [(0, 0), (2, 0), (0, 2)]
    assert told.refund is RefundState.PART
    assert told.parcels == (Parcel("顺丰", "SF1"),)


def test_a_trade_that_was_closed_after_payment_went_back_whole() -> None:
    assert read(trade("TRADE_CLOSED")).refund is RefundState.WHOLE
    assert read(trade("TRADE_CLOSED_BY_TAOBAO")).refund is RefundState.NONE
