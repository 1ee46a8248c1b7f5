"""A sale: everything it books, once, whatever is pressed."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.stock import BelowZero
from microshop_desktop.persistence.tables.orders import (
    OrderAdjustment,
    OrderLine,
    OrderRow,
    Payment,
    SalesByDay,
    SalesBySkuDay,
)
from microshop_desktop.persistence.tables.shop import AuditEntry, Shift, Till
from microshop_desktop.persistence.tables.stock import StockMovement
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.events import SaleFinished
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from tests.services.shelf import Shelf

CRISPS, TEA = "6900001003199", "6900004030154"


@pytest.fixture
def crisps(shelf: Shelf) -> UUID:
    sku = shelf.sku("海盐薯片 75g", CRISPS, 850, tax_rate=1300, cost=420)
    shelf.stock(sku, 3000, 1_260_001)
    return sku


def _count(shop: Shop, table: type) -> int:
    with shop.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def _one(shop: Shop, statement: object) -> dict[str, object]:
    with shop.database.read() as connection:
        return dict(connection.execute(statement).mappings().one())  # type: ignore[call-overload]


def test_a_cash_sale_books_order_money_and_stock(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    sale = Selling(shop).finish(
        actor, shelf.basket(CRISPS, CRISPS), [Tender(Method.CASH, 2000)], shown_total=1700
    )
    assert (sale.number, sale.total, sale.change, sale.took_cash) == ("A-000001", 1700, 300, True)
    order = _one(shop, select(OrderRow.__table__))
    assert (order["state"], order["pay_state"], order["paid"]) == ("completed", "paid", 1700)
    payment = _one(shop, select(Payment.__table__))
    assert (payment["amount"], payment["tendered"]) == (1700, 2000)
    assert payment["shift_id"] == order["shift_id"]
    level = shelf.level(crisps)
    assert (level.on_hand, level.cost_value) == (1000, 420_000)


def test_the_last_piece_takes_the_rest_of_the_cost(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    for _ in range(3):
        Selling(shop).finish(actor, shelf.basket(CRISPS))
    assert shelf.level(crisps).cost_value == 0
    with shop.database.read() as connection:
        assert connection.scalar(select(func.sum(StockMovement.cost_value))) == 0


def test_the_same_goods_on_two_lines_share_one_level(
    shop: Shop, actor: Actor, shelf: Shelf, crisps: UUID
) -> None:
    shelf.pack(crisps, "6900001903199", 2, 1600)
    Selling(shop).finish(actor, shelf.basket(CRISPS, "6900001903199"))
    level = shelf.level(crisps)
    assert (level.on_hand, level.cost_value) == (0, 0)


@pytest.mark.usefixtures("crisps")
def test_day_figures_follow_the_sale(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    Selling(shop).finish(actor, shelf.basket(CRISPS, CRISPS))
    Selling(shop).finish(actor, shelf.basket(CRISPS))
    day = _one(shop, select(SalesByDay.__table__))
    assert (day["orders"], day["gross"], day["source"]) == (2, 2550, "counter")
    sku_day = _one(shop, select(SalesBySkuDay.__table__))
    assert (sku_day["quantity"], sku_day["net"], sku_day["cost_value"]) == (3000, 2550, 1_260_001)


@pytest.mark.usefixtures("crisps")
def test_fifty_enters_make_one_sale(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    basket = shelf.basket(CRISPS)
    sales = [Selling(shop).finish(actor, basket, [Tender(Method.CASH, 1000)]) for _ in range(50)]
    assert {sale.order for sale in sales} == {sales[0].order}
    assert [sale.again for sale in sales] == [False] + [True] * 49
    assert {sale.change for sale in sales} == {150}
    assert _count(shop, OrderRow) == 1


@pytest.mark.usefixtures("crisps")
def test_listeners_hear_of_a_sale_once(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    heard: list[SaleFinished] = []
    listener = heard.append
    shop.events.listen(SaleFinished, listener)
    basket = shelf.basket(CRISPS)
    for _ in range(3):
        Selling(shop).finish(actor, basket)
    assert [event.number for event in heard] == ["A-000001"]


@pytest.mark.usefixtures("crisps")
def test_a_failing_listener_undoes_nothing(
    shop: Shop, actor: Actor, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(event: SaleFinished) -> None:
        raise RuntimeError(event.number)

    shop.events.listen(SaleFinished, fail)
    assert Selling(shop).finish(actor, shelf.basket(CRISPS)).number == "A-000001"
    assert "SaleFinished" in caplog.text


@pytest.mark.usefixtures("crisps")
def test_discounts_and_small_change_are_kept_with_their_reasons(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    Settings(shop).change(actor, rounding=RoundingRule.TENTH)
    basket = shelf.basket(CRISPS)
    basket = baskets.discount_line(basket, 1, Discount(DiscountKind.PERCENT, 1050, "dented"))
    sale = Selling(shop).finish(actor, basket, shown_total=760)
    assert sale.total == 760
    with shop.database.read() as connection:
        rows = connection.execute(
            select(OrderAdjustment.kind, OrderAdjustment.amount, OrderAdjustment.reason)
        ).all()
    assert {tuple(row) for row in rows} == {("percent", 89, "dented"), ("rounding", 1, "")}


@pytest.mark.usefixtures("crisps")
def test_ways_of_paying_by_hand_are_said_to_be_so(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    tenders = [Tender(Method.COLLECTION_CODE, 500, "7731"), Tender(Method.CASH, 400)]
    sale = Selling(shop).finish(actor, shelf.basket(CRISPS), tenders)
    assert sale.change == 50
    with shop.database.read() as connection:
        rows = connection.execute(
            select(Payment.method, Payment.amount, Payment.state).order_by(Payment.seq)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("collection_code", 500, "confirmed_by_cashier"),
        ("cash", 350, "received"),
    ]


@pytest.mark.usefixtures("crisps")
def test_money_received_before_counts(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    basket = baskets.receive(shelf.basket(CRISPS), Tender(Method.CASH, 500))
    sale = Selling(shop).finish(actor, basket, [Tender(Method.ALIPAY, 350)])
    assert (sale.total, sale.change) == (850, 0)


@pytest.mark.usefixtures("crisps")
@pytest.mark.parametrize(
    ("tenders", "shown", "code"),
    [
        ([Tender(Method.CASH, 849)], None, ErrorCode.PAYMENT_SHORT),
        ([Tender(Method.WECHAT, 851)], None, ErrorCode.PAYMENT_TOO_HIGH),
        ([], 849, ErrorCode.BASKET_CHANGED),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    shop: Shop,
    actor: Actor,
    shelf: Shelf,
    tenders: list[Tender],
    shown: int | None,
    code: ErrorCode,
) -> None:
    basket = shelf.basket(CRISPS)
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(actor, basket, tenders, shown_total=shown)
    assert caught.value.code is code
    assert _count(shop, OrderRow) == _count(shop, Payment) == _count(shop, Shift) == 0
    assert Selling(shop).finish(actor, basket).number == "A-000001"


def test_an_empty_basket_is_no_sale(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(actor, Baskets(shop).new())
    assert caught.value.code is ErrorCode.BASKET_EMPTY


@pytest.mark.parametrize(("policy", "sold"), [("block", False), ("warn", True), ("allow", True)])
def test_selling_below_zero_is_the_skus_choice(
    shop: Shop, actor: Actor, shelf: Shelf, *, policy: str, sold: bool
) -> None:
    sku = shelf.sku("tea", TEA, 590, below_zero=policy, cost=300)
    shelf.stock(sku, 1000, 300_000)
    basket = shelf.basket(TEA, TEA)
    if sold:
        Selling(shop).finish(actor, basket)
        assert (shelf.level(sku).on_hand, shelf.level(sku).cost_value) == (-1000, -300_000)
        return
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(actor, basket)
    assert caught.value.code is ErrorCode.STOCK_SHORT


@pytest.mark.parametrize(
    ("own", "of_shop", "sold"),
    [
        ("warn", BelowZero.BLOCK, False),
        ("allow", BelowZero.BLOCK, True),
        ("block", BelowZero.ALLOW, False),
        ("warn", BelowZero.ALLOW, True),
    ],
)
def test_selling_below_zero_is_the_shops_choice_where_a_sku_has_none(
    shop: Shop, actor: Actor, shelf: Shelf, *, own: str, of_shop: BelowZero, sold: bool
) -> None:
    Settings(shop).change(actor, below_zero=of_shop)
    sku = shelf.sku("tea", TEA, 590, below_zero=own)
    shelf.stock(sku, 1000, 0)
    rule = BelowZero(own) if own != "warn" else of_shop
    assert Lookup(shop).sku(actor, sku).goods.below_zero is rule
    if sold:
        Selling(shop).finish(actor, shelf.basket(TEA, TEA))
        assert shelf.level(sku).on_hand == -1000
        return
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(actor, shelf.basket(TEA, TEA))
    assert caught.value.code is ErrorCode.STOCK_SHORT
    Selling(shop).finish(actor, shelf.basket(TEA))


@pytest.mark.usefixtures("crisps")
def test_numbers_and_seq_have_no_gaps(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    for _ in range(3):
        Selling(shop).finish(actor, shelf.basket(CRISPS))
    with shop.database.read() as connection:
        numbers = connection.scalars(select(OrderRow.number).order_by(OrderRow.seq)).all()
        taken = [
            *connection.scalars(select(OrderRow.seq)),
            *connection.scalars(select(Payment.seq)),
            *connection.scalars(select(StockMovement.seq)),
            *connection.scalars(select(Shift.seq)),
        ]
        last = connection.scalar(select(Till.last_seq))
    assert numbers == ["A-000001", "A-000002", "A-000003"]
    assert sorted(taken) == list(range(1, (last or 0) + 1))


@pytest.mark.usefixtures("crisps")
def test_each_sale_is_a_link_of_the_audit_chain(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    for _ in range(2):
        Selling(shop).finish(actor, shelf.basket(CRISPS))
    with shop.database.read() as connection:
        hashes = connection.scalars(select(AuditEntry.hash).order_by(AuditEntry.seq)).all()
        head = connection.scalar(select(Till.audit_head))
    assert len(set(hashes)) == len(hashes)
    assert hashes[-1] == head


@pytest.mark.usefixtures("crisps")
def test_a_discount_needs_its_right(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    helper = replace(actor, rights=frozenset({Right.SELL}))
    basket = shelf.basket(CRISPS)
    cheaper = baskets.discount_basket(basket, Discount(DiscountKind.AMOUNT, 1))
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(helper, cheaper)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert Selling(shop).finish(helper, basket).total == 850


@pytest.mark.usefixtures("crisps")
def test_new_prices_that_even_out_need_the_right_as_well(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    shelf.sku("tea", TEA, 850)
    helper = replace(actor, rights=frozenset({Right.SELL}))
    basket = shelf.basket(CRISPS, TEA)
    for no, price in ((1, 50), (2, 1650)):
        basket = baskets.discount_line(basket, no, Discount(DiscountKind.NEW_PRICE, price))
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(helper, basket)
    assert caught.value.code is ErrorCode.NOT_ALLOWED


@pytest.mark.usefixtures("crisps")
def test_lines_without_a_record_sell_too(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    basket = shelf.basket(CRISPS)
    odd = replace(basket.lines[0].goods, sku=None, name="odds and ends")
    basket, _ = baskets.add(basket, odd, quantity=1000)
    Selling(shop).finish(actor, basket)
    assert _count(shop, OrderLine) == 2
    assert _count(shop, StockMovement) == 2


def test_what_no_sum_could_hold_is_refused(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    shelf.sku("jet", CRISPS, 10**12, cost=10**12)
    shelf.pack(shelf.sku("dust", TEA, 1), "6901", 10**7)
    basket = baskets.set_quantity(shelf.basket(CRISPS), 1, 11_000)
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(actor, basket)
    assert (caught.value.code, caught.value.params) == (
        ErrorCode.BAD_AMOUNT,
        {"text": "110000000000.00"},
    )
    with pytest.raises(ShopError) as caught:
        baskets.set_quantity(shelf.basket("6901"), 1, 2000)
    assert (caught.value.code, caught.value.params) == (ErrorCode.BAD_QUANTITY, {"text": "2"})


def test_a_cost_that_no_sum_could_hold_is_refused(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    sku = shelf.sku("jet", CRISPS, 1, cost=10**12)
    basket = baskets.set_quantity(shelf.basket(CRISPS), 1, 11_000)
    with pytest.raises(ShopError) as caught:
        Selling(shop).finish(actor, basket)
    assert caught.value.code is ErrorCode.BAD_AMOUNT
    assert shelf.level(sku).on_hand == 0
