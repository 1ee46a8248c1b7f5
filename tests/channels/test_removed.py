"""A shop that is removed: its orders stay a person's, and connected again nothing comes twice."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.persistence.tables.channels import Outbox
from microshop_desktop.persistence.tables.orders import OrderRow, Payment
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm
from microshop_desktop.services.conflicts import Conflicts
from microshop_desktop.services.left_orders import LeftBehind, LeftOrders
from microshop_desktop.services.shipping import Packing, Shipping
from tests.channels.conftest import Both


def order_of(both: Both, external: str) -> UUID:
    with both.shop.database.read() as connection:
        found: UUID = connection.scalars(
            select(OrderRow.id).where(OrderRow.external_id == external)
        ).one()
    return found


def states(both: Both) -> Sequence[str]:
    with both.shop.database.read() as connection:
        return connection.scalars(select(OrderRow.state).order_by(OrderRow.id)).all()


def commands(both: Both) -> list[tuple[str, str]]:
    with both.shop.database.read() as connection:
        rows = connection.execute(select(Outbox.state, Outbox.error)).all()
    return [(row.state, row.error) for row in rows]


def level(both: Both) -> tuple[int, int]:
    found = both.shelf.level(both.skus["tea"])
    return found.on_hand // 1000, found.reserved // 1000


def bought(both: Both, pieces: int = 3) -> str:
    """Let a customer buy tea and read it."""
    external = both.online.buy("tea", pieces)
    assert external is not None
    both.sync()
    return external


def remove(both: Both, *, drop_orders: bool = False) -> LeftBehind:
    accounts = ChannelAccounts(both.shop)
    return accounts.remove(both.actor, both.account.id, drop_orders=drop_orders)


def pack(both: Both, external: str, pieces: int | None = None) -> None:
    wanted = None if pieces is None else {1: pieces}
    packing = Packing(order_of(both, external), "SF", "SF1", wanted)
    Shipping(both.shop).pack(both.actor, packing)


def connect_again(both: Both) -> None:
    """Add the shop again, as the command does for one it knows."""
    accounts = ChannelAccounts(both.shop)
    known = accounts.known(both.actor, "vendure", {})
    assert known == both.account.id
    both.account = accounts.add(both.actor, known, ChannelForm("vendure", "Web"))
    for _ in range(3):
        assert both.sync().trouble is None


def test_removing_says_what_is_left_and_keeps_its_goods(both: Both) -> None:
    both.sync()
    bought(both, 2)
    pack(both, bought(both))
    assert LeftOrders(both.shop).left_by(both.actor, both.account.id) == LeftBehind(2, 1)
    assert remove(both) == LeftBehind(2, 1)
    assert level(both) == (20, 5)
    assert commands(both) == [("ended", "account_removed")]


def test_what_is_let_go_with_the_shop_is_free(both: Both) -> None:
    both.sync()
    pack(both, bought(both))
    assert remove(both, drop_orders=True) == LeftBehind(1, 1)
    assert level(both) == (20, 0)
    assert states(both) == ["cancelled"]


def test_an_order_that_is_kept_is_sold_by_hand(both: Both) -> None:
    both.sync()
    external = bought(both)
    remove(both)
    LeftOrders(both.shop).send(both.actor, order_of(both, external))
    assert level(both) == (17, 0)
    assert states(both) == ["shipped"]
    with both.shop.database.read() as connection:
        assert connection.scalar(select(func.sum(Payment.amount))) == 3000
    with pytest.raises(ShopError) as again:
        LeftOrders(both.shop).send(both.actor, order_of(both, external))
    assert again.value.code is ErrorCode.ORDER_FOLLOWS_SHOP


def test_or_with_its_last_parcel(both: Both) -> None:
    both.sync()
    external = bought(both)
    remove(both)
    pack(both, external, 1)
    assert (states(both), level(both)) == (["to_ship"], (20, 3))
    pack(both, external)
    assert (states(both), level(both)) == (["shipped"], (17, 0))


def test_or_cancelled_by_hand(both: Both) -> None:
    both.sync()
    external = bought(both)
    remove(both)
    LeftOrders(both.shop).cancel(both.actor, order_of(both, external))
    assert (states(both), level(both)) == (["cancelled"], (20, 0))


def test_an_order_of_a_shop_that_is_there_follows_it(both: Both) -> None:
    both.sync()
    order = order_of(both, bought(both))
    for settle in (LeftOrders(both.shop).send, LeftOrders(both.shop).cancel):
        with pytest.raises(ShopError) as refused:
            settle(both.actor, order)
        assert refused.value.code is ErrorCode.ORDER_FOLLOWS_SHOP
    assert level(both) == (20, 3)


def test_its_questions_go_with_it(both: Both) -> None:
    both.sync()
    bought(both, 15)
    both.sell("tea", 8)
    both.sync()
    assert len(Conflicts(both.shop).open(both.actor)) == 1
    remove(both)
    assert Conflicts(both.shop).open(both.actor) == ()


def test_connected_again_nothing_comes_twice(both: Both) -> None:
    both.sync()
    external = bought(both)
    pack(both, external)
    remove(both)
    both.online.buy("tea", 2)
    connect_again(both)
    assert sorted(states(both)) == ["shipped", "to_ship"]
    assert both.online.orders[external].fulfilment is Fulfilment.SHIPPED, "its parcel is told of"
    assert commands(both) == [("done", "")]
    assert level(both) == (17, 2)
    assert both.online.stock_of["tea"] == 15


@pytest.mark.parametrize("days", [0, 20])
def test_what_was_let_go_waits_again_where_the_shop_still_wants_it(both: Both, days: int) -> None:
    """It did not change there, so no window of changes tells of it."""
    both.sync()
    bought(both)
    remove(both, drop_orders=True)
    both.clock.advance(timedelta(days=days))
    connect_again(both)
    assert (states(both), level(both)) == (["to_ship"], (20, 3))
    assert both.online.stock_of["tea"] == 17


def test_what_was_sent_by_hand_is_sold_once_and_the_shop_is_told(both: Both) -> None:
    both.sync()
    external = bought(both)
    remove(both)
    pack(both, external)
    connect_again(both)
    assert (states(both), level(both)) == (["shipped"], (17, 0))
    assert both.online.orders[external].fulfilment is Fulfilment.SHIPPED
    assert Conflicts(both.shop).open(both.actor) == ()
    with both.shop.database.read() as connection:
        assert connection.scalar(select(func.sum(Payment.amount))) == 3000


def test_what_was_sent_by_hand_without_a_parcel_is_a_question(both: Both) -> None:
    both.sync()
    external = bought(both)
    remove(both)
    LeftOrders(both.shop).send(both.actor, order_of(both, external))
    connect_again(both)
    found = Conflicts(both.shop).open(both.actor)
    assert [each.kind for each in found] == [ConflictKind.WENT_BACK]
    assert level(both) == (17, 0)
