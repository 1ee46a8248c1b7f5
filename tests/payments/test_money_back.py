"""Money that goes back through the platform, or that should not have come at all."""

import pytest

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import (
    AttemptState,
    Doubt,
    Ended,
    NotSent,
    Paid,
    Unclear,
    Verb,
)
from microshop_desktop.domain.payment_refund import (
    STUCK,
    RefundAccepted,
    RefundProgress,
    RefundRefused,
)
from microshop_desktop.domain.refunds import RefundState, Wanted
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.order_search import OrderFilters
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_orders import Placed
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refund_ways import WayRecord
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.reports import Reports
from tests.payments.conftest import Counter


def paid_order(counter: Counter) -> Placed:
    placed = counter.place()
    sent = counter.send(placed)
    counter.gateway.customer_pays(sent.attempt.out_trade_no)
    counter.pass_time(3)
    return placed


def refund_one(counter: Counter, placed: Placed, **more: object) -> None:
    wish = RefundWish(
        counter.shop.ids.new(),
        placed.order,
        lines=(Wanted(1, 1000),),
        **more,  # type: ignore[arg-type]
    )
    Refunds(counter.shop).refund(counter.actor, wish)


def the_way(counter: Counter) -> WayRecord:
    return RefundBook(counter.shop).due(counter.actor)[0]


def test_a_refund_goes_back_through_the_payment_it_came_by(counter: Counter) -> None:
    placed = paid_order(counter)
    refund_one(counter, placed)
    refund = counter.order(placed).refunds[0]
    assert (refund.state, refund.ways[0].state) == ("requested", "requested")
    counter.collector.look()
    done = counter.order(placed).refunds[0]
    assert (done.state, done.by_method) == ("done", {Method.WECHAT: 850})
    assert list(counter.gateway.refunds.values()) == [850]
    counter.check_books()


def test_a_lost_answer_to_a_refund_gives_the_money_back_once(counter: Counter) -> None:
    placed = paid_order(counter)
    refund_one(counter, placed)
    counter.gateway.refund_instead.append(Unclear(Doubt.NO_ANSWER))
    counter.collector.look()
    assert counter.order(placed).refunds[0].state == "unknown"
    counter.pass_time(4)
    assert counter.order(placed).refunds[0].state == "done"
    assert list(counter.gateway.refunds.values()) == [850]
    counter.check_books()


def test_a_refund_that_never_left_is_asked_for_again_under_its_number(counter: Counter) -> None:
    placed = paid_order(counter)
    refund_one(counter, placed)
    counter.gateway.deaf = True
    counter.gateway.refund_instead.append(NotSent())
    counter.collector.look()
    counter.gateway.deaf = False
    counter.pass_time(20)
    assert counter.order(placed).refunds[0].state == "done"
    assert len(counter.gateway.refunds) == 1


def test_an_accepted_refund_is_followed_until_it_is_done(counter: Counter) -> None:
    placed = paid_order(counter)
    refund_one(counter, placed)
    counter.gateway.refund_instead.append(RefundAccepted("50001"))
    counter.collector.look()
    assert counter.order(placed).refunds[0].state == "accepted"
    counter.pass_time(61)
    assert counter.order(placed).refunds[0].state == "done"


def test_a_refused_refund_is_tried_again_or_given_in_cash(counter: Counter) -> None:
    placed = paid_order(counter)
    refund_one(counter, placed)
    way = the_way(counter)
    book = RefundBook(counter.shop)
    counter.gateway.refund_instead.append(RefundRefused("NOT_ENOUGH"))
    counter.collector.look()
    assert counter.order(placed).refunds[0].state == "failed"
    book.try_again(counter.actor, way.way.id)
    counter.gateway.refund_instead.append(RefundRefused("NOT_ENOUGH"))
    counter.collector.look()
    book.in_cash(counter.actor, way.way.id)
    with pytest.raises(ShopError):
        book.in_cash(counter.actor, way.way.id)
    counter.check_books()
    methods = Reports(counter.shop).day(counter.actor).by_method
    given = {sums.method: sums.refunded for sums in methods}
    assert given[Method.CASH] == 850
    assert given.get(Method.WECHAT, 0) == 0


def test_a_refused_refund_is_not_called_done_before_the_customer_has_the_money(
    counter: Counter,
) -> None:
    placed = paid_order(counter)
    Refunds(counter.shop).refund(
        counter.actor, RefundWish(counter.shop.ids.new(), placed.order, None)
    )
    way = the_way(counter)

    def said() -> tuple[RefundProgress, RefundProgress]:
        (row,) = Orders(counter.shop).page(counter.actor).rows
        return row.progress, counter.order(placed).refunds[0].progress

    assert said() == (RefundProgress.ON_WAY, RefundProgress.ON_WAY)
    counter.gateway.refund_instead.append(RefundRefused("NOT_ENOUGH"))
    counter.collector.look()
    assert said() == (RefundProgress.REFUSED, RefundProgress.REFUSED)
    RefundBook(counter.shop).in_cash(counter.actor, way.way.id)
    assert said() == (RefundProgress.DONE, RefundProgress.DONE)


def test_what_is_stuck_at_the_platform_is_never_paid_twice(counter: Counter) -> None:
    placed = paid_order(counter)
    refund_one(counter, placed)
    way = the_way(counter)
    book = RefundBook(counter.shop)
    counter.gateway.refund_instead.append(RefundRefused(STUCK))
    counter.collector.look()
    assert counter.order(placed).progress is RefundProgress.STUCK
    assert counter.order(placed).events[-1].kind == "money_stuck"
    with pytest.raises(ShopError) as caught:
        book.in_cash(counter.actor, way.way.id)
    assert caught.value.code is ErrorCode.REFUND_STUCK
    counter.gateway.refunds[way.way.out_refund_no] = 0
    book.try_again(counter.actor, way.way.id)
    counter.collector.look()
    assert counter.gateway.refunds == {way.way.out_refund_no: 0}, "it is asked about, not sent"
    assert counter.order(placed).progress is RefundProgress.DONE
    counter.check_books()


def test_money_that_comes_after_the_customer_paid_cash_is_given_back(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    counter.gateway.instead.append(Ended())
    counter.orders.give_up(counter.actor, sent.attempt.id)
    counter.collector.look()
    counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 1700)])
    sales_before = Reports(counter.shop).day(counter.actor).sales
    late = counter.attempt(placed)
    assert late.attempt.state is AttemptState.CLOSED
    came = Paid("T9", 1700, "CNY", counter.gateway.merchant)
    AttemptBook(counter.shop).record(
        counter.actor, late.attempt.id, Verb.QUERY, came, lambda _: None
    )
    order = counter.order(placed)
    assert (order.paid, order.total, order.pay_state) == (3400, 1700, "paid")
    counter.check_books()
    key = counter.shop.ids.new()
    money = MoneyRefunds(counter.shop)
    refund = money.give_back(counter.actor, placed.order, key)
    assert money.give_back(counter.actor, placed.order, key).number == refund.number
    counter.collector.look()
    assert list(counter.gateway.refunds.values()) == [1700]
    with pytest.raises(ShopError) as caught:
        money.give_back(counter.actor, placed.order, counter.shop.ids.new())
    assert caught.value.code is ErrorCode.NOTHING_TO_RETURN
    assert Reports(counter.shop).day(counter.actor).sales == sales_before
    counter.check_books()


def test_an_unfinished_order_with_cash_in_it_is_dropped_with_its_money(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    counter.gateway.instead.append(Ended())
    counter.orders.give_up(counter.actor, sent.attempt.id)
    counter.collector.look()
    counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 500)])
    with pytest.raises(ShopError) as caught:
        counter.orders.cancel(counter.actor, placed.order)
    assert caught.value.code is ErrorCode.ORDER_HAS_MONEY
    refund = MoneyRefunds(counter.shop).drop_order(
        counter.actor, placed.order, counter.shop.ids.new()
    )
    assert (refund.amount, refund.by_method) == (500, {Method.CASH: 500})
    order = counter.order(placed)
    assert (order.state, order.refund_state) == ("cancelled", RefundState.WHOLE)
    assert counter.shelf.level(counter.chips).reserved == 0
    counter.check_books()


def test_a_cancelled_order_says_how_much_of_its_money_went_back(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    counter.gateway.instead.append(Ended())
    counter.orders.give_up(counter.actor, sent.attempt.id)
    counter.collector.look()
    counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 500)])
    money = MoneyRefunds(counter.shop)
    money.drop_order(counter.actor, placed.order, counter.shop.ids.new())
    came = Paid("T9", 1700, "CNY", counter.gateway.merchant)
    AttemptBook(counter.shop).record(
        counter.actor, sent.attempt.id, Verb.QUERY, came, lambda _: None
    )
    assert counter.order(placed).refund_state is RefundState.PART
    money.give_back(counter.actor, placed.order, counter.shop.ids.new())
    assert counter.order(placed).refund_state is RefundState.WHOLE
    counter.check_books()


def test_the_doctor_mends_what_orders_say_went_back(counter: Counter) -> None:
    refund_one(counter, paid_order(counter))
    dropped = counter.place()
    counter.send(dropped)
    assert dropped.attempt is not None
    counter.gateway.instead.append(Ended())
    counter.orders.give_up(counter.actor, dropped.attempt.attempt.id)
    counter.collector.look()
    counter.orders.pay(counter.actor, dropped.order, [Tender(Method.CASH, 500)])
    MoneyRefunds(counter.shop).drop_order(counter.actor, dropped.order, counter.shop.ids.new())
    with counter.shop.database.write() as connection:
        connection.exec_driver_sql("UPDATE orders SET refund_state = 'none'")
    doctor = Doctor(counter.shop)
    wrong = [check for check in doctor.check(counter.actor).checks if not check.ok]
    assert [check.name for check in wrong] == ["refund_states_say_what_went_back"]
    assert wrong[0].detail.count("A-") == 2
    assert doctor.repair(counter.actor).ok
    assert counter.order(dropped).refund_state is RefundState.WHOLE


def test_a_number_on_the_customers_phone_finds_the_order(counter: Counter) -> None:
    other, placed = paid_order(counter), paid_order(counter)
    with counter.shop.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE payment SET reference = '4200002219202403148265194057' "
            "WHERE order_id = (SELECT id FROM orders WHERE number = 'A-000002')"
        )
    refund_one(counter, placed)
    ours = counter.attempt(placed).attempt.out_trade_no
    back = the_way(counter).way.out_refund_no
    orders = Orders(counter.shop)
    for shown in ("4200002219202403148265194057", f" {ours.upper()}", back):
        rows = orders.page(counter.actor, OrderFilters(text=shown)).rows
        assert [row.number for row in rows] == [placed.number]
        assert orders.by_number(counter.actor, shown).number == placed.number
    assert orders.page(counter.actor, OrderFilters(text="4" * 28)).rows == ()
    assert other.number != placed.number


def test_the_list_says_how_each_order_was_paid(counter: Counter) -> None:
    paid_order(counter)
    split = counter.place()
    sent = counter.send(split)
    counter.gateway.instead.append(Ended())
    counter.orders.give_up(counter.actor, sent.attempt.id)
    counter.collector.look()
    rest = [Tender(Method.CASH, 1000), Tender(Method.ALIPAY, 700, "0419")]
    counter.orders.pay(counter.actor, split.order, rest)
    orders = Orders(counter.shop)
    methods = [row.methods for row in orders.page(counter.actor).rows]
    assert methods == [(Method.CASH, Method.ALIPAY), (Method.WECHAT,)]
    assert [row.order for row in orders.page(counter.actor, OrderFilters(text="0419")).rows] == [
        split.order
    ]
