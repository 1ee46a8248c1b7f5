"""What customers ask back: kept once, newest wins, and its order waits until it is decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.aftersales import Aftersales, TakenBack
from microshop_desktop.services.conflicts import ConflictKind, Conflicts
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.order_holds import OrderHolds
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import PLACED, OnlineShop, later, line, open_online_shop, order
from tests.services.shelf import Shelf

ASKED = Aftersale(
    external_id="back-1",
    external_order="1",
    kind=AftersaleKind.REFUND_ONLY,
    state=AftersaleState.OPEN,
    raw_status="MERCHANT_PROCESSING",
    amount=1200,
    updated_at=PLACED + timedelta(hours=1),
    line_id="1",
    pieces=1,
    reason="ordered one too many",
    deadline=PLACED + timedelta(days=2),
    asked_at=PLACED + timedelta(hours=1),
)


def then(told: Aftersale, state: AftersaleState, hours: int = 1, **more: object) -> Aftersale:
    """The same after-sale some hours later."""
    at = told.updated_at + timedelta(hours=hours)
    return replace(told, state=state, updated_at=at, **more)  # type: ignore[arg-type]


@pytest.fixture
def shelf(shop: Shop, actor: Actor) -> Shelf:
    return Shelf(shop, actor)


@pytest.fixture
def tea(shelf: Shelf) -> UUID:
    sku = shelf.sku("Tea", "6901234567892", 1200)
    shelf.stock(sku, 20_000, 0)
    return sku


@pytest.fixture
def web(shop: Shop, actor: Actor, tea: UUID) -> Iterator[OnlineShop]:
    """An online shop that sells tea; whatever a test did, the books are right in the end."""
    made = open_online_shop(shop, actor)
    made.list_goods("tea", tea)
    yield made
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


def ask(web: OnlineShop, *told: Aftersale) -> TakenBack:
    return Aftersales(web.shop).take(web.actor, web.source.account, told)


def stands(web: OnlineShop, external: str = "1") -> tuple[UUID, str, bool]:
    with web.shop.database.read() as connection:
        row = connection.execute(select(OrderRow).where(OrderRow.external_id == external)).one()
    return row.id, row.refund_state, row.held


def steps(web: OnlineShop) -> list[str]:
    seen = Orders(web.shop).detail(web.actor, stands(web)[0])
    return [event.kind for event in seen.events]


def test_an_order_waits_while_somebody_asks_and_no_longer(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 2, 2400)))
    assert ask(web, ASKED) == TakenBack(new=1)
    assert stands(web)[1:] == ("requested", True)
    ask(web, then(ASKED, AftersaleState.CLOSED))
    assert stands(web)[1:] == ("none", False)
    assert steps(web)[1:] == [
        "aftersale_asked",
        "held_by_rule",
        "aftersale_changed",
        "released_by_rule",
    ]


def test_it_is_neither_packed_nor_released_by_hand_meanwhile(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 2, 2400)))
    ask(web, ASKED)
    found = stands(web)[0]
    OrderHolds(web.shop).release(web.actor, found)
    with pytest.raises(ShopError) as caught:
        Shipping(web.shop).pack(web.actor, Packing(found, "SF", "SF1"))
    assert caught.value.code is ErrorCode.ORDER_NOT_SHIPPABLE


def test_the_same_again_changes_nothing_and_older_news_neither(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 2, 2400)))
    newer = then(ASKED, AftersaleState.REFUNDED)
    assert ask(web, newer, newer, ASKED) == TakenBack(new=1, unchanged=2)
    assert stands(web)[1:] == ("part", False)


def test_one_in_a_state_that_nobody_knows_holds_the_order(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 2, 2400)))
    ask(web, replace(ASKED, state=AftersaleState.UNKNOWN, raw_status="QUANTUM"))
    assert stands(web)[1:] == ("requested", True)


def test_an_exchange_holds_without_asking_for_money(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 2, 2400)))
    ask(web, replace(ASKED, kind=AftersaleKind.EXCHANGE, amount=0))
    assert stands(web)[1:] == ("none", True)


def test_what_was_asked_before_its_order_is_known_waits_for_it(web: OnlineShop) -> None:
    ask(web, ASKED)
    (waiting,) = Aftersales(web.shop).waiting(web.actor)
    assert waiting.order is None
    web.take(order("1", line(1, "tea", 2, 2400)))
    found, refund, held = stands(web)
    assert (refund, held) == ("requested", True)
    (of_order,) = Aftersales(web.shop).of_order(web.actor, found)
    assert of_order.told == ASKED


def test_of_two_the_second_keeps_the_order_waiting(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 2, 2400)))
    ask(web, ASKED, replace(ASKED, external_id="back-2"))
    ask(web, then(ASKED, AftersaleState.REFUSED))
    assert stands(web)[1:] == ("requested", True)


def test_an_order_read_anew_still_waits(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told)
    ask(web, ASKED)
    web.take(later(told, 90, note="hurry"))
    assert stands(web)[1:] == ("requested", True)


def test_goods_that_left_are_not_held(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told, later(told, 1, fulfilment=Fulfilment.SHIPPED))
    ask(web, ASKED)
    assert stands(web)[1:] == ("requested", False)


def test_money_that_the_order_does_not_tell_of_is_a_question(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told, later(told, 1, fulfilment=Fulfilment.SHIPPED))
    ask(web, ASKED)
    ask(web, then(ASKED, AftersaleState.REFUNDED))
    found, refund, _held = stands(web)
    (conflict,) = Conflicts(web.shop).open(web.actor)
    assert (conflict.kind, conflict.subject) == (ConflictKind.REFUNDED_ONLINE, found)
    assert conflict.facts == {"refunded": 1200}
    assert refund == "part"
    again = later(told, 300, fulfilment=Fulfilment.SHIPPED, refund=RefundState.PART, refunded=1200)
    web.take(again)
    assert len(Conflicts(web.shop).open(web.actor)) == 1


def test_goods_come_back_by_nobodys_rule(web: OnlineShop, shelf: Shelf, tea: UUID) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told, later(told, 1, fulfilment=Fulfilment.SHIPPED))
    returned = replace(ASKED, kind=AftersaleKind.RETURN_REFUND)
    ask(web, returned)
    ask(web, then(returned, AftersaleState.REFUNDED))
    assert shelf.level(tea).on_hand == 18_000


def test_the_nearest_deadline_comes_first(web: OnlineShop) -> None:
    soon = replace(ASKED, external_id="soon", deadline=PLACED + timedelta(hours=2))
    never = replace(ASKED, external_id="never", deadline=None)
    done = replace(ASKED, external_id="done", state=AftersaleState.CLOSED)
    ask(web, ASKED, never, done, soon)
    waiting = Aftersales(web.shop).waiting(web.actor, web.source.account)
    assert [one.told.external_id for one in waiting] == ["soon", "back-1", "never"]


def test_how_far_it_was_read_is_kept_with_what_was_read(web: OnlineShop) -> None:
    service, account = Aftersales(web.shop), web.source.account
    assert service.known_until(web.actor, account) is None
    service.take(web.actor, account, [ASKED], cursor={"until": PLACED.isoformat()})
    assert service.known_until(web.actor, account) == PLACED
