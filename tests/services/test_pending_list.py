"""The list of what is not settled: every kind, in pages, and nothing that is done."""

from datetime import timedelta

import pytest

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.payment import AttemptKind, Doubt, Paid, Unclear, Verb
from microshop_desktop.domain.payment_refund import RefundRefused
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.order_search import OrderTab
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_list import PendingEntry, PendingKind, PendingList
from microshop_desktop.services.pending_orders import Placed
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.shop import Shop
from tests.payments.conftest import Counter
from tests.payments.conftest import counter as counter  # noqa: PLC0414 (the fixture)
from tests.payments.scripted import MERCHANT
from tests.services.online_shop import line, open_online_shop, order


@pytest.fixture
def pending(shop: Shop) -> PendingList:
    return PendingList(shop)


def entries(pending: PendingList, actor: Actor) -> list[PendingEntry]:
    page = pending.page(actor)
    assert pending.count(actor) == len(page.entries)
    return list(page.entries)


def kinds(pending: PendingList, actor: Actor) -> list[PendingKind]:
    return [entry.kind for entry in entries(pending, actor)]


def test_nothing_is_pending_in_a_quiet_shop(pending: PendingList, actor: Actor) -> None:
    assert kinds(pending, actor) == []


def test_an_open_payment_is_listed_with_what_is_known(
    counter: Counter, pending: PendingList, actor: Actor
) -> None:
    placed = counter.place()
    counter.send(placed)
    (entry,) = entries(pending, actor)
    assert entry.kind is PendingKind.ATTEMPT
    assert (entry.order_number, entry.amount, entry.method, entry.tries) == (
        placed.number,
        1700,
        Method.WECHAT,
        1,
    )
    assert entry.record is not None
    assert entry.number == entry.record.attempt.out_trade_no


def test_a_paid_sale_is_not_listed(counter: Counter, pending: PendingList, actor: Actor) -> None:
    placed = counter.place()
    record = counter.send(placed)
    counter.gateway.customer_pays(record.attempt.out_trade_no)
    counter.pass_time(4)
    assert kinds(pending, actor) == []


def test_an_unpaid_order_is_listed_once_its_attempt_ended(
    counter: Counter, pending: PendingList, actor: Actor
) -> None:
    placed = counter.place()
    counter.send(placed)
    counter.orders.give_up(actor, placed.attempt.attempt.id)  # type: ignore[union-attr]
    counter.pass_time(5)
    (entry,) = entries(pending, actor)
    assert (entry.kind, entry.amount, entry.paid) == (PendingKind.UNPAID, 1700, 0)
    counter.orders.cancel(actor, placed.order)
    assert kinds(pending, actor) == []


def test_handed_over_is_to_verify(counter: Counter, pending: PendingList, actor: Actor) -> None:
    placed = counter.place(AttemptKind.CODE)
    counter.gateway.instead.append(Unclear(Doubt.NO_ANSWER))
    record = counter.send(placed, "134567890123456789")
    counter.orders.hand_over(actor, record.attempt.id, "0042")
    assert kinds(pending, actor) == [PendingKind.TO_VERIFY]


def test_money_that_does_not_fit_waits_for_a_person(
    counter: Counter, pending: PendingList, actor: Actor
) -> None:
    placed = counter.place()
    counter.send(placed)
    counter.gateway.instead.append(Paid("T9", 1, "CNY", MERCHANT))
    counter.pass_time(4)
    assert kinds(pending, actor) == [PendingKind.MISMATCH]


def paid_late(counter: Counter, actor: Actor) -> Placed:
    """Return a cancelled order whose closed payment is paid after all."""
    placed = counter.place()
    record = counter.send(placed)
    counter.orders.give_up(actor, record.attempt.id)
    counter.pass_time(2)
    counter.orders.cancel(actor, placed.order)
    late = Paid("T1", 1700, "CNY", MERCHANT)
    book = AttemptBook(counter.shop)
    book.record(actor, record.attempt.id, Verb.QUERY, late, lambda _after: None)
    return placed


def test_late_money_is_listed_until_it_went_back(
    counter: Counter, pending: PendingList, actor: Actor, shop: Shop
) -> None:
    placed = paid_late(counter, actor)
    (entry,) = entries(pending, actor)
    assert (entry.kind, entry.order_number) == (PendingKind.TOO_MUCH, placed.number)
    assert entry.amount == 1700
    counter.gateway.refund_instead.append(RefundRefused("NOTENOUGH"))
    MoneyRefunds(shop).give_back(actor, entry.order, shop.ids.new())
    assert kinds(pending, actor) == []
    counter.pass_time(1)
    (refused,) = entries(pending, actor)
    assert refused.kind is PendingKind.REFUND_REFUSED
    assert (refused.amount, refused.method) == (1700, Method.WECHAT)
    RefundBook(shop).in_cash(actor, refused.key)
    assert kinds(pending, actor) == []


def test_pages_follow_each_other_without_a_gap(
    counter: Counter, pending: PendingList, actor: Actor, clock: FixedClock
) -> None:
    numbers = []
    for _sale in range(5):
        numbers.append(counter.place().number)
        clock.advance(timedelta(seconds=1))
    seen: list[str] = []
    after = None
    while True:
        page = pending.page(actor, after=after, limit=2)
        assert len(page.entries) <= 2
        seen += [entry.order_number for entry in page.entries]
        after = page.after
        if after is None:
            break
    assert seen == list(reversed(numbers))


def test_an_unpaid_order_of_an_online_shop_is_no_business_of_the_counter(
    shop: Shop, actor: Actor, pending: PendingList
) -> None:
    online = open_online_shop(shop, actor)
    online.take(order("1", line(1, "tea", 1, 850), fulfilment=Fulfilment.PENDING_PAYMENT, paid=0))
    assert Orders(shop).counts(actor)[OrderTab.TO_PAY] == 1
    assert entries(pending, actor) == []
