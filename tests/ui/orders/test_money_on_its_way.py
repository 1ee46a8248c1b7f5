"""A refund that a platform still works on is not shown as money that is back."""

from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.money import currency
from microshop_desktop.domain.payment_refund import RefundRefused
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.order_values import OrderRowView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.detail_panel import money_rows
from microshop_desktop.ui.orders.words import history, refund_pill
from tests.services.shelf import Shelf
from tests.ui.sell.conftest import shelf as shelf  # noqa: PLC0414 (the fixture)
from tests.ui.sell.conftest import shop as shop  # noqa: PLC0414 (the fixture)
from tests.ui.sell.phones import phone_till
from tests.ui.sell.view import CRISPS


def said(row: OrderRowView) -> str:
    unit = currency(row.currency)
    pill = refund_pill(row.refund_state, row.refunded, unit, row.progress)
    return "" if pill is None else pill.text


def steps(shop: Shop, actor: Actor, order: UUID) -> str:
    """All that the history of an order says."""
    view = Orders(shop).detail(actor, order)
    told = history(view, shop.profile.zone, shop.today())
    return "\n".join(f"{step.title} / {step.detail}" for step in told)


def test_the_list_says_on_its_way_until_the_platform_says_it_is_back(
    shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf
) -> None:
    till = phone_till(shop, actor, clock)
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.customer_pays()
    assert till.vm.last_sale is not None
    order = till.vm.last_sale.order
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), order))
    (row,) = Orders(shop).page(actor).rows
    assert said(row) == "On its way back"
    till.pass_time(60)
    (row,) = Orders(shop).page(actor).rows
    assert said(row) == "All back"


def test_the_history_says_asked_for_until_the_platform_says_it_is_back(
    shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf
) -> None:
    till = phone_till(shop, actor, clock)
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.customer_pays()
    assert till.vm.last_sale is not None
    order = till.vm.last_sale.order
    amount = Refunds(shop).refund(actor, RefundWish(shop.ids.new(), order)).amount
    told = steps(shop, actor, order)
    assert f"Refund of ¥{amount / 100:.2f} asked for" in told
    assert "On its way back" in told
    assert "Refunded" not in told
    till.pass_time(60)
    told = steps(shop, actor, order)
    assert f"Refunded ¥{amount / 100:.2f}" in told
    assert "asked for" not in told.replace("the money is asked for", "")


def test_the_list_says_refused_until_the_customer_has_the_money(
    shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf
) -> None:
    till = phone_till(shop, actor, clock)
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    till.customer_pays()
    assert till.vm.last_sale is not None
    order = till.vm.last_sale.order
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), order))
    till.gateway.refund_instead.append(RefundRefused("NOT_ENOUGH"))
    (way,) = RefundBook(shop).open(actor)
    till.pass_time(60)
    (row,) = Orders(shop).page(actor).rows
    assert said(row) == "Refund refused"
    view = Orders(shop).detail(actor, order)
    (shown,) = [
        row for row in money_rows(view, currency("CNY")) if row[0] == view.refunds[0].number
    ]
    assert shown[1].endswith("Refund refused")
    RefundBook(shop).in_cash(actor, way.way.id)
    (row,) = Orders(shop).page(actor).rows
    assert said(row) == "All back"
