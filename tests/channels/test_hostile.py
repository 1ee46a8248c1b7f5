"""Answers of a platform that make no sense: nothing of them is booked, and nothing else is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from microshop_desktop.channels.channel import ChannelError, OnlineSku, Page, Trouble
from microshop_desktop.domain.online_order import OnlineLine, OnlineOrder
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.listings import Listings
from tests.channels.conftest import Both


def of_line(**changes: object) -> Callable[[OnlineOrder], OnlineOrder]:
    def change(order: OnlineOrder) -> OnlineOrder:
        line: OnlineLine = order.lines[0]
        return replace(order, lines=(replace(line, **changes),))  # type: ignore[arg-type]

    return change


def of_order(**changes: object) -> Callable[[OnlineOrder], OnlineOrder]:
    return lambda order: replace(order, **changes)  # type: ignore[arg-type]


def doubled(order: OnlineOrder) -> OnlineOrder:
    return replace(order, lines=order.lines * 2)


@pytest.mark.parametrize(
    "spoil",
    [
        of_line(quantity=-2),
        of_line(quantity=10**12),
        of_line(total=-1),
        of_line(gross=10**30),
        of_line(line_id=""),
        of_line(shipped=-1),
        of_line(cancelled=-5),
        of_order(total=-100),
        of_order(total=10**20),
        of_order(paid=-1),
        of_order(refunded=-1),
        of_order(shipping=-1),
        of_order(currency=""),
        of_order(external_id=""),
        doubled,
    ],
)
def test_an_order_that_makes_no_sense_is_said_and_the_others_are_kept(
    both: Both, spoil: Callable[[OnlineOrder], OnlineOrder]
) -> None:
    both.sync()
    bad = both.online.buy("tea", 1)
    both.online.buy("tea", 2)
    both.online.buy("tea", 3)
    assert bad is not None
    good = both.online.orders[bad]
    both.online.orders[bad] = spoil(good)
    report = both.sync()
    assert report.trouble is not None
    assert (report.trouble.trouble, report.trouble.detail) == (Trouble.BAD_ANSWER, good.number)
    assert (report.new, both.available("tea")) == (2, 15)
    both.online.orders[bad] = good
    assert both.sync().new == 1
    with both.shop.database.read() as connection:
        assert len(connection.scalars(select(OrderRow.id)).all()) == 3


def test_goods_that_are_listed_twice_are_taken_up_once(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = both.online.listings

    def twice(cursor: str = "") -> Page[OnlineSku]:
        page = real(cursor)
        return Page(page.values * 2)

    monkeypatch.setattr(both.online, "listings", twice)
    assert both.sync().trouble is None
    assert Listings(both.shop).counts(both.actor, both.account.id) == (2, 2)


def test_the_code_of_a_pack_does_not_decide_what_one_piece_is(both: Both) -> None:
    """Linked as one piece, each sale of twelve would leave eleven that are not there."""
    both.online.stock_of = {"carton": 0}
    both.shelf.pack(both.skus["tea"], "CARTON", 12)
    both.sync()
    assert Listings(both.shop).counts(both.actor, both.account.id) == (0, 1)


def test_an_order_that_is_gone_there_keeps_nothing_else_waiting(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.sync()
    both.online.buy("tea", 2)
    both.sync()

    def gone(external_id: str) -> OnlineOrder:
        raise ChannelError(Trouble.REFUSED, external_id)

    monkeypatch.setattr(both.online, "order", gone)
    both.sell("cup", 1)
    assert both.sync(minutes=60 * 25).trouble is None
    assert both.online.stock_of == {"tea": 18, "cup": 19}
