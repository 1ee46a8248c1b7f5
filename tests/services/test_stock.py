"""Levels, corrections, and why a figure is what it is."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.baskets import reserve
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm, UnitForm
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.movements import MovementFilter, Movements
from microshop_desktop.services.product_list import ProductList
from microshop_desktop.services.sales_book import Ledger, SkuFigures, add_to_sku_days
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock import ADJUSTABLE, Stock
from microshop_desktop.services.stock_list import StockList
from microshop_desktop.services.stock_records import Adjustment, StockQuery, StockSort

CHIPS = SkuForm(
    price=850,
    cost=420,
    codes=("111",),
    merchant_code="YX-1",
    low_stock=5000,
    shelf="A1",
    units=(UnitForm("box", 20, codes=("112",)),),
)


def made(shop: Shop, actor: Actor, form: SkuForm = CHIPS, *, name: str = "Chips") -> UUID:
    product = Catalogue(shop).create(actor, ProductForm(name=name, skus=(form,)))
    return ProductList(shop).skus_of(actor, [product])[0]


@pytest.fixture
def sku(shop: Shop, actor: Actor) -> UUID:
    return made(shop, actor)


@pytest.fixture
def stock(shop: Shop) -> Stock:
    return Stock(shop)


def gain(stock: Stock, actor: Actor, sku: UUID, quantity: int) -> None:
    stock.adjust(actor, Adjustment(sku, MovementKind.GAIN, quantity))


@pytest.mark.parametrize(
    ("kind", "quantity", "change"),
    [
        (MovementKind.LOSS, 2000, -2000),
        (MovementKind.OWN_USE, 1000, -1000),
        (MovementKind.SAMPLE, 500, -500),
        (MovementKind.GIFT, 1000, -1000),
        (MovementKind.GAIN, 3000, 3000),
        (MovementKind.COUNT, 7000, -3000),
        (MovementKind.COUNT, 12_000, 2000),
        (MovementKind.COUNT, 10_000, 0),
    ],
)
def test_each_kind_changes_what_is_on_hand(
    stock: Stock, actor: Actor, sku: UUID, kind: MovementKind, quantity: int, change: int
) -> None:
    gain(stock, actor, sku, 10_000)
    adjusted = stock.adjust(actor, Adjustment(sku, kind, quantity, "why"))
    assert (adjusted.change, adjusted.on_hand) == (change, 10_000 + change)


def test_goods_leave_at_their_cost_and_the_last_piece_takes_the_rest(
    stock: Stock, shop: Shop, actor: Actor, sku: UUID
) -> None:
    gain(stock, actor, sku, 3000)
    stock.adjust(actor, Adjustment(sku, MovementKind.LOSS, 1000))
    assert StockList(shop).rows(actor, [sku])[0].value == 840
    stock.adjust(actor, Adjustment(sku, MovementKind.LOSS, 2000))
    assert StockList(shop).rows(actor, [sku])[0].cost_value == 0


@pytest.mark.parametrize(
    "adjustment",
    [(MovementKind.LOSS, 0), (MovementKind.LOSS, -1), (MovementKind.COUNT, -1)]
    + [(kind, 1000) for kind in MovementKind if kind not in ADJUSTABLE],
)
def test_what_is_no_adjustment_is_refused(
    stock: Stock, actor: Actor, sku: UUID, adjustment: tuple[MovementKind, int]
) -> None:
    with pytest.raises(ShopError) as refused:
        stock.adjust(actor, Adjustment(sku, *adjustment))
    assert refused.value.code is ErrorCode.BAD_QUANTITY


def test_without_the_right_nothing_moves(stock: Stock, actor: Actor, sku: UUID) -> None:
    seller = replace(actor, rights=frozenset({Right.SEE_STOCK}))
    with pytest.raises(ShopError) as refused:
        gain(stock, seller, sku, 1000)
    assert refused.value.code is ErrorCode.NOT_ALLOWED


def test_deleted_goods_are_not_adjusted(stock: Stock, shop: Shop, actor: Actor, sku: UUID) -> None:
    catalogue = Catalogue(shop)
    catalogue.delete(actor, [catalogue.product_of(actor, sku)])
    with pytest.raises(ShopError) as refused:
        gain(stock, actor, sku, 1000)
    assert refused.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize("code", ["111", "112", "YX-1", " １１１ "])
def test_goods_are_found_by_any_of_their_codes(
    stock: Stock, actor: Actor, sku: UUID, code: str
) -> None:
    assert stock.find(actor, code).sku == sku


def test_the_id_of_a_sku_finds_it(stock: Stock, actor: Actor, sku: UUID) -> None:
    assert stock.find(actor, str(sku)).name == "Chips"


def test_unknown_and_shared_codes_are_said(
    stock: Stock, shop: Shop, actor: Actor, sku: UUID
) -> None:
    twin = ProductForm(name="Twin", skus=(SkuForm(price=1, codes=("111",)),))
    Catalogue(shop).create(actor, twin, allow_taken=True)
    for code, error in (("999", ErrorCode.CODE_UNKNOWN), ("111", ErrorCode.CODE_AMBIGUOUS)):
        with pytest.raises(ShopError) as refused:
            stock.find(actor, code)
        assert refused.value.code is error


def test_why_lists_who_it_is_kept_for_and_the_balance_after_each_movement(
    stock: Stock, shop: Shop, actor: Actor, sku: UUID
) -> None:
    gain(stock, actor, sku, 10_000)
    stock.adjust(actor, Adjustment(sku, MovementKind.LOSS, 3000, "broken"))
    with shop.booking(actor) as booking:
        reserve(booking, booking.ids.new(), {sku: 2000})
    why = StockList(shop).why(actor, sku)
    assert (why.row.on_hand, why.row.reserved, why.row.available) == (7000, 2000, 5000)
    assert [(row.cause_kind, row.quantity) for row in why.reservations] == [("basket", 2000)]
    assert [(row.kind, row.quantity, row.balance) for row in why.movements] == [
        (MovementKind.LOSS, -3000, 7000),
        (MovementKind.GAIN, 10_000, 10_000),
    ]
    assert (why.movements[0].note, why.movements[0].staff, why.more) == ("broken", "Lin", False)
    assert StockList(shop).why(actor, sku, limit=1).more


def test_days_left_follow_the_speed_of_two_weeks(
    stock: Stock, shop: Shop, actor: Actor, sku: UUID
) -> None:
    gain(stock, actor, sku, 10_000)
    lists = StockList(shop)
    assert lists.rows(actor, [sku])[0].days_left is None
    ledger = Ledger(shop.today(), "CNY", "counter")
    old = replace(ledger, day=shop.today() - timedelta(days=14))
    with shop.database.write() as connection:
        add_to_sku_days(connection, ledger, [SkuFigures(sku, 7000, 0, 0)])
        add_to_sku_days(connection, old, [SkuFigures(sku, 90_000, 0, 0)])
    assert lists.rows(actor, [sku])[0].days_left == 20


def test_figures_sum_the_whole_stock(
    stock: Stock, shop: Shop, actor: Actor, sku: UUID, clock: FixedClock
) -> None:
    gain(stock, actor, sku, 10_000)
    made(shop, actor, SkuForm(price=100), name="Empty")
    lists = StockList(shop)
    now = lists.figures(actor)
    assert (now.value, now.on_hand, now.skus, now.unmoved, now.low) == (4200, 10_000, 2, 0, 0)
    clock.advance(timedelta(days=100))
    later = lists.figures(actor)
    assert (later.unmoved, later.unmoved_value) == (1, 4200)


def test_lists_filter_and_sort(stock: Stock, shop: Shop, actor: Actor, sku: UUID) -> None:
    drinks = Categories(shop).add(actor, "Drinks")
    form = ProductForm(
        name="Tea", skus=(SkuForm(price=300, cost=100, shelf="B1"),), category=drinks
    )
    (tea,) = ProductList(shop).skus_of(actor, [Catalogue(shop).create(actor, form)])
    gain(stock, actor, sku, 4000)
    gain(stock, actor, tea, 9000)
    lists = StockList(shop)
    for query, skus in (
        (StockQuery(), (sku, tea)),
        (StockQuery(descending=True), (tea, sku)),
        (StockQuery(text="te"), (tea,)),
        (StockQuery(category=drinks), (tea,)),
        (StockQuery(shelf="A1"), (sku,)),
        (StockQuery(low=True), (sku,)),
        (StockQuery(sort=StockSort.AVAILABLE), (sku, tea)),
        (StockQuery(sort=StockSort.VALUE), (tea, sku)),
        (StockQuery(sort=StockSort.SHELF, descending=True), (tea, sku)),
    ):
        assert lists.ids(actor, query) == skus
    assert lists.ids(actor, StockQuery(), limit=1) == (sku,)
    assert lists.shelves(actor) == ("A1", "B1")


def test_filters_reach_past_the_best_matches_of_a_search(
    stock: Stock, shop: Shop, actor: Actor, sku: UUID
) -> None:
    drinks = Categories(shop).add(actor, "Drinks")
    form = ProductForm(name="Chips light", skus=(SkuForm(price=1, shelf="B1"),), category=drinks)
    (light,) = ProductList(shop).skus_of(actor, [Catalogue(shop).create(actor, form)])
    gain(stock, actor, sku, 9000)
    gain(stock, actor, light, 1000)
    stock.adjust(actor, Adjustment(light, MovementKind.LOSS, 1000))
    lists = StockList(shop)
    assert lists.ids(actor, StockQuery(text="chips"), limit=1) == (sku,)
    for query in (
        StockQuery(text="chips", category=drinks),
        StockQuery(text="chips", shelf="B1"),
        StockQuery(text="chips", low=True),
    ):
        assert lists.ids(actor, query, limit=1) == (light,)


def test_movements_of_the_shop_come_newest_first(
    stock: Stock, shop: Shop, actor: Actor, sku: UUID, clock: FixedClock
) -> None:
    gain(stock, actor, sku, 1000)
    clock.advance(timedelta(days=1))
    gain(stock, actor, sku, 2000)
    ledger = Movements(shop)
    every = MovementFilter()
    assert [row.quantity for row in ledger.stream(actor, every)] == [2000, 1000]
    today = MovementFilter(first=shop.today())
    assert [row.quantity for row in ledger.stream(actor, today)] == [2000]
    assert list(ledger.stream(actor, MovementFilter(kind=MovementKind.LOSS))) == []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(sorted(ADJUSTABLE)), st.integers(min_value=1, max_value=50_000)),
        max_size=12,
    )
)
def test_levels_are_always_the_sum_of_movements(
    shop: Shop, actor: Actor, steps: list[tuple[MovementKind, int]]
) -> None:
    sku = made(shop, actor, SkuForm(price=1, cost=333), name="Any")
    stock = Stock(shop)
    for kind, quantity in steps:
        stock.adjust(actor, Adjustment(sku, kind, quantity))
    row = StockList(shop).rows(actor, [sku])[0]
    moved = list(Movements(shop).stream(actor, MovementFilter(sku=sku)))
    assert row.on_hand == sum(movement.quantity for movement in moved)
    assert row.cost_value == sum(movement.cost_value for movement in moved)
