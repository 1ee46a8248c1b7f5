"""Orders of Douyin: every state, what went back, the money to the fen."""

from datetime import UTC, datetime, timedelta

import pytest

from microshop_desktop.domain.online_order import Contact, Fulfilment, Parcel
from microshop_desktop.domain.refunds import RefundState
from tests.channels.douyin_samples import after_sale, done, line, order, read, shop
from tests.channels.scripted_http import ScriptedHttp


def test_changed_orders_are_read_from_the_last_page_on() -> None:
    rows = [order() | {"order_id": f"O{n}"} for n in range(50)]
    http = ScriptedHttp(
        done({"total": 60, "shop_order_list": rows}),
        done({"total": 60, "shop_order_list": rows[:10]}),
        done({"total": 60, "shop_order_list": rows}),
    )
    channel = shop(http)
    stretch = (datetime.fromtimestamp(1763980000, UTC), datetime.fromtimestamp(1763990000, UTC))
    page = channel.order_changes(*stretch)
    cursors = [page.cursor]
    while page.cursor:
        page = channel.order_changes(*stretch, page.cursor)
        cursors.append(page.cursor)

    assert cursors == ["1:60", "0:60", ""]
    assert [http.asked(n)["page"] for n in range(3)] == [0, 1, 0]
    assert page.values[0].order is not None
    assert http.asked(0)["order_asc"] is True


def test_an_order_that_changed_after_the_stretch_comes_later() -> None:
    http = ScriptedHttp(done({"total": 1, "shop_order_list": [order()]}))
    end = datetime.fromtimestamp(1763989200, UTC)

    assert shop(http).order_changes(end - timedelta(hours=1), end).values == ()


@pytest.mark.parametrize(
    ("status", "fulfilment", "hold"),
    [
        (1, Fulfilment.PENDING_PAYMENT, ""),
        (105, Fulfilment.TO_SHIP, "not_released"),
        (2, Fulfilment.TO_SHIP, ""),
        (101, Fulfilment.PART_SHIPPED, ""),
        (3, Fulfilment.SHIPPED, ""),
        (5, Fulfilment.COMPLETED, ""),
        (4, Fulfilment.CANCELLED, ""),
        (22, Fulfilment.UNKNOWN, "unknown_state"),
    ],
)
def test_every_state(status: int, fulfilment: Fulfilment, hold: str) -> None:
    told = read(order(status))

    assert (told.fulfilment, told.hold, told.raw_status) == (fulfilment, hold, str(status))


def test_the_money_of_an_order_is_exact() -> None:
    gift = line(order_id="L2", item_num=1, origin_amount=500, given_product_type="FREE")
    told = read(order(2, line(), gift))

    assert (told.total, told.shipping, told.paid, told.currency) == (4080, 600, 4080, "CNY")
    assert [(one.gross, one.total) for one in told.lines] == [(3980, 3480), (500, 0)]
    assert read(order(1)).paid == 0


def test_what_is_known_of_the_customer_stays_masked() -> None:
    told = read(order())

    assert told.contact == Contact("王*", "138****8000", "浙江省 杭州市 ***")
    assert told.note == "请包好"
    assert told.ship_until == datetime.fromtimestamp(1764158400, UTC)


@pytest.mark.parametrize("status", [6, 7, 8, 11, 27, 29, 99])
def test_an_open_after_sale(status: int) -> None:
    told = read(
        order(2, line(after_sale_info={"after_sale_status": status})), after_sale(status, 1740, 1)
    )

    assert (told.refund, told.refunded) == (RefundState.REQUESTED, 0)


@pytest.mark.parametrize("status", [13, 14, 28])
def test_an_after_sale_without_money(status: int) -> None:
    told = read(order(3, line(after_sale_info={"after_sale_status": status})), after_sale(status))

    assert told.refund is RefundState.NONE


@pytest.mark.parametrize(("amount", "state"), [(1740, RefundState.PART), (3480, RefundState.WHOLE)])
def test_money_that_went_back(amount: int, state: RefundState) -> None:
    told = read(
        order(2, line(after_sale_info={"after_sale_status": 12})), after_sale(12, amount, 1)
    )

    assert (told.refund, told.refunded) == (state, amount)
    assert (told.lines[0].cancelled, told.lines[0].wanted) == (1, 1)


def test_money_of_one_line_of_two_went_back() -> None:
    other = line(order_id="L2")
    told = read(
        order(2, line(after_sale_info={"after_sale_status": 12}), other), after_sale(12, 9999, 2)
    )

    assert told.refund is RefundState.PART


def test_pieces_that_left() -> None:
    parcel = {
        "company": "shunfeng",
        "tracking_no": "SF100",
        "product_info": [{"sku_order_id": "L1", "product_count": 1}],
    }
    told = read(order(101, logistics_info=[parcel]))

    assert told.lines[0].shipped == 1
    assert told.parcels == (Parcel("shunfeng", "SF100"),)
    assert read(order(3, line(order_status=3))).lines[0].shipped == 2
