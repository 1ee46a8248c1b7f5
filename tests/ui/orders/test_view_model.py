"""The list of orders without a widget."""

from datetime import timedelta

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.order_search import OrderTab
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.orders.words import history, refund_pill, state_pill
from tests.services.order_samples import Taken, put_goods, sell


def numbers(model: OrdersViewModel) -> list[str]:
    return [row.number for row in model.fetch(0, model.count)]


def test_it_begins_with_the_orders_of_today(model: OrdersViewModel) -> None:
    assert numbers(model) == ["A-000003", "A-000002"]
    assert [(tab.text, tab.count) for tab in model.tabs()] == [
        ("Today", "2"),
        ("To pay", "0"),
        ("To confirm", "0"),
        ("Refunds", "0"),
    ]


def test_the_next_day_it_shows_the_orders_of_that_day(
    model: OrdersViewModel, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=1))
    model.refresh()
    assert model.count == 0
    assert model.empty_text() == "No orders yet today"


def test_a_search_looks_at_every_day(model: OrdersViewModel) -> None:
    model.search("aly")
    assert numbers(model) == ["A-000001"]
    assert (model.tabs()[0].text, model.period_text()) == ("All", "")
    model.search("")
    assert len(numbers(model)) == 2
    assert model.period_text() == "today"


def test_days_source_and_payment_narrow_it(model: OrdersViewModel) -> None:
    model.show_period("yesterday")
    assert numbers(model) == ["A-000001"]
    model.show_period(None)
    model.show_method("collection_code")
    assert numbers(model) == ["A-000001"]
    model.show_method(None)
    model.show_source("import")
    assert numbers(model) == []
    assert model.empty_text() == "No orders like this."


def test_a_tab_holds_what_it_counts(model: OrdersViewModel, shop: Shop, actor: Actor) -> None:
    newest = model.fetch(0, 1)[0]
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), newest.order))
    model.refresh()
    model.choose_tab(OrderTab.REFUNDS)
    assert numbers(model) == [newest.number]


def test_rows_are_found_from_any_place(model: OrdersViewModel, shop: Shop, actor: Actor) -> None:
    tea = put_goods(shop, actor, "tea", price=100)
    made = [sell(shop, actor, Taken(tea)).number for _ in range(30)][::-1]
    model.refresh()
    assert [row.number for row in model.fetch(20, 5)] == made[20:25]
    assert [row.number for row in model.fetch(0, 10)] == made[:10]
    assert [row.number for row in model.fetch(10, 10)] == made[10:20]
    assert [row.number for row in model.fetch(25, 5)] == made[25:30]


def test_the_scan_of_a_receipt_opens_its_order(model: OrdersViewModel) -> None:
    found = model.scanned("A-000001")
    assert found is not None
    assert model.current == found
    assert model.scanned("6900001000011") is None
    assert model.scanned("000001") is None


def test_history_tells_the_newest_first(model: OrdersViewModel, shop: Shop, actor: Actor) -> None:
    order = model.fetch(0, 1)[0].order
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), order, reason="Damaged"))
    steps = history(model.open(order), model.desk.zone, model.desk.today())
    assert [step.title for step in steps] == ["Refunded ¥49.90 · Lin", "Sold · Lin"]
    assert [step.detail for step in steps] == ["mask × 1 · Damaged", "Cash ¥49.90"]


def test_states_are_said_by_icon_word_and_colour(model: OrdersViewModel) -> None:
    done = state_pill("completed", "paid")
    unsure = state_pill("completed", "to_verify")
    assert (done.text, done.tone, done.icon) == ("Done", "success", "check-circle")
    assert (unsure.text, unsure.tone) == ("To verify", "warning")
    row = model.fetch(0, 1)[0]
    assert refund_pill(row.refund_state, row.refunded, model.desk.currency) is None


def test_a_search_that_does_not_find_the_open_order_closes_it(model: OrdersViewModel) -> None:
    model.scanned("A-000002")
    model.search("A-000003")
    assert model.current is None


def test_a_search_that_finds_the_open_order_keeps_it(model: OrdersViewModel) -> None:
    found = model.scanned("A-000001")
    model.search("aly")
    assert model.current == found
    model.search("")
    assert model.current == found


def test_a_filter_that_holds_the_open_order_keeps_it(model: OrdersViewModel) -> None:
    found = model.scanned("A-000002")
    model.show_method("cash")
    assert model.current == found


def test_a_tab_without_the_open_order_closes_it(model: OrdersViewModel) -> None:
    model.scanned("A-000002")
    model.choose_tab(OrderTab.REFUNDS)
    assert model.current is None


def test_days_without_the_open_order_close_it(model: OrdersViewModel) -> None:
    model.scanned("A-000002")
    model.show_period("yesterday")
    assert model.current is None


def test_what_is_sold_meanwhile_closes_no_scanned_receipt(model: OrdersViewModel) -> None:
    model.scanned("A-000001")
    model.refresh()
    assert model.current is not None
