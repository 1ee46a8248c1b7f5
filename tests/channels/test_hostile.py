"""Answers of a platform that make no sense: nothing of them is booked, and nothing else is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from microshop_desktop.channels.channel import ChannelError, OnlineSku, Page, Trouble
from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.online_order import OnlineLine, OnlineOrder
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.conflicts import Conflicts, ConflictView
from microshop_desktop.services.listings import Listings
from tests.channels.conftest import Both, settle
from tests.channels.fake_shop import quick


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
    assert (report.trouble, report.new, both.available("tea")) == (None, 2, 15)
    assert [each.facts for each in senseless(both)] == [
        {"order": bad, "number": good.number, "skus": ["tea"]}
    ]
    both.online.orders[bad] = good
    assert both.sync().new == 1
    assert senseless(both) == []
    assert both.sync().new == 0
    with both.shop.database.read() as connection:
        assert len(connection.scalars(select(OrderRow.id)).all()) == 3


def senseless(both: Both) -> list[ConflictView]:
    found = Conflicts(both.shop).open(both.actor)
    return [each for each in found if each.kind is ConflictKind.ORDER_SENSELESS]


def spoil_first(both: Both, **changes: object) -> OnlineOrder:
    """Let two pieces of tea be ordered in a way that makes no sense; return the order."""
    both.sync()
    external = both.online.buy("tea", 2)
    assert external is not None
    told = both.online.orders[external]
    lines = (replace(told.lines[0], **changes),)  # type: ignore[arg-type]
    both.online.orders[external] = replace(told, total=-1, lines=lines)
    both.sync()
    return told


@pytest.mark.parametrize("way", list(StockWay))
def test_it_holds_back_no_goods_that_it_cannot_have_taken(both: Both, way: StockWay) -> None:
    both.online.differences = quick(way)
    spoil_first(both)
    both.shelf.stock(both.skus["cup"], 5_000, 0)
    both.shelf.stock(both.skus["tea"], 5_000, 0)
    for _ in range(3):
        assert both.sync().trouble is None
    assert both.online.stock_of == {"tea": 18, "cup": 25}
    both.sell("tea", 12)
    both.sync()
    both.sync()
    assert both.online.stock_of["tea"] <= 13, "less to sell is told all the same"


@pytest.mark.parametrize("changes", [{"sku": ""}])
def test_one_that_does_not_say_what_it_took_holds_back_everything(
    both: Both, changes: dict[str, str]
) -> None:
    spoil_first(both, **changes)
    both.shelf.stock(both.skus["cup"], 5_000, 0)
    both.sync()
    assert both.online.stock_of["cup"] == 20
    assert senseless(both)[0].facts["skus"] == []


def test_one_that_is_gone_or_seen_to_holds_back_nothing_any_more(both: Both) -> None:
    told = spoil_first(both)
    both.shelf.stock(both.skus["tea"], 5_000, 0)
    settle(both, senseless(both)[0])
    both.sync()
    both.sync()
    assert both.online.stock_of["tea"] == 25
    assert senseless(both) == [], "what was seen is not asked again"
    worse = replace(both.online.orders[told.external_id], number="W-new")
    both.online.orders[told.external_id] = replace(worse, updated_at=both.clock.now())
    both.sync()
    assert [each.facts["number"] for each in senseless(both)] == ["W-new"]
    del both.online.orders[told.external_id]
    both.sync()
    assert senseless(both) == []


def test_an_order_that_waits_here_and_stops_making_sense_is_said(both: Both) -> None:
    both.sync()
    external = both.online.buy("tea", 2)
    assert external is not None
    both.sync()
    told = both.online.orders[external]
    both.online.orders[external] = replace(told, total=-5)
    both.sync(minutes=60 * 25)
    assert [each.facts["order"] for each in senseless(both)] == [external]
    assert both.available("tea") == 18


def test_one_without_an_id_stops_what_is_known(both: Both) -> None:
    """It could not be read again by itself, so all is read again until it is cured."""
    both.sync()
    bad = both.online.buy("tea", 1)
    both.online.buy("tea", 2)
    assert bad is not None
    good = both.online.orders[bad]
    both.online.orders[bad] = replace(good, external_id="")
    report = both.sync()
    assert report.trouble is not None
    assert (report.trouble.trouble, report.trouble.detail) == (Trouble.BAD_ANSWER, good.number)
    both.online.orders[bad] = good
    both.sync()
    assert both.available("tea") == 17


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
