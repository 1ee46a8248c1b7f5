"""Random orders refunded in random parts: money, goods and cost always add up."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import Basket, Method, SkuFacts
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import price_basket
from microshop_desktop.domain.refunds import RefundState, Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence import migrate
from microshop_desktop.services import derived
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.exchanges import Exchanges
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.domain.strategies import basket_discounts, line_discounts, quantities
from tests.services.order_samples import level, put_goods

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that all examples sell in: the more history, the harder the sums."""
    database = migrate.open_database(tmp_path_factory.mktemp("books") / "shop.sqlite")
    yield found_shop(database, FixedClock(NOON), name="Books", currency_code="CNY")
    database.close()


@pytest.fixture(scope="module")
def seller(books: Shop) -> Actor:
    return books.owner()


@pytest.fixture(scope="module")
def shelf(books: Shop, seller: Actor) -> list[SkuFacts]:
    """Goods with awkward cost values; of two of them far too little is there."""
    stock = [(1990, 7_000_001, 3_000_000), (333, 100, 7), (1, 5, 1), (25_000, 99_999_999, 10**7)]
    return [
        put_goods(
            books,
            seller,
            f"goods {price}",
            price=price,
            cost_value=value,
            on_hand=on_hand,
            tax_rate=1300,
        )
        for price, value, on_hand in stock
    ]


@given(data=st.data())
@settings(max_examples=60)
def test_random_orders_go_back_in_random_parts(
    data: st.DataObject, books: Shop, seller: Actor, shelf: list[SkuFacts]
) -> None:
    before = [level(books, goods.sku) for goods in shelf]
    order = _sold(data, books, seller, shelf)
    spoilt = False
    while order.can_be_refunded:
        wanted = data.draw(_wanted(order))
        spoilt |= any(not want.restock for want in wanted)
        wish = RefundWish(books.ids.new(), order.order, wanted)
        Refunds(books).refund(seller, wish)
        order = Orders(books).detail(seller, order.order)
        _no_line_gave_too_much(order)
    _everything_went_back(order)
    if not spoilt:
        assert [level(books, goods.sku) for goods in shelf] == before
    assert _differences(books) == 0


@given(data=st.data())
@settings(max_examples=30)
def test_one_piece_too_many_is_always_refused(
    data: st.DataObject, books: Shop, seller: Actor, shelf: list[SkuFacts]
) -> None:
    order = _sold(data, books, seller, shelf)
    line = data.draw(st.sampled_from(order.lines))
    wish = RefundWish(books.ids.new(), order.order, (Wanted(line.no, line.quantity + 1),))
    with pytest.raises(ShopError) as caught:
        Refunds(books).refund(seller, wish)
    assert caught.value.code is ErrorCode.REFUND_TOO_HIGH
    assert Orders(books).detail(seller, order.order) == order


@given(data=st.data())
@settings(max_examples=30)
def test_an_exchange_moves_the_difference_alone(
    data: st.DataObject, books: Shop, seller: Actor, shelf: list[SkuFacts]
) -> None:
    order = _sold(data, books, seller, shelf)
    wish = RefundWish(books.ids.new(), order.order, data.draw(_wanted(order)))
    basket = _filled(data, books, shelf)
    exchanges = Exchanges(books)
    expected = exchanges.difference(seller, wish, basket)
    done = exchanges.exchange(seller, wish, basket)
    paid = [payment.amount for payment in done.sale.payments if payment.method is Method.CASH]
    back = [way.amount for way in done.refund.ways if way.method is Method.CASH]
    assert sum(payment.amount for payment in done.sale.payments) == done.sale.total
    assert sum(way.amount for way in done.refund.ways) == done.refund.amount
    assert (sum(paid), sum(back)) == (expected.to_pay, expected.to_give)
    assert _differences(books) == 0


def _sold(data: st.DataObject, books: Shop, seller: Actor, shelf: list[SkuFacts]) -> OrderView:
    sale = Selling(books).finish(seller, _filled(data, books, shelf))
    return Orders(books).detail(seller, sale.order)


def _filled(data: st.DataObject, books: Shop, shelf: list[SkuFacts]) -> Basket:
    basket = Basket(books.ids.new())
    for goods in data.draw(st.lists(st.sampled_from(shelf), min_size=1, max_size=5)):
        basket, no = baskets.add(basket, goods, quantity=data.draw(quantities))
        line = next(one for one in price_basket(basket).lines if one.line.no == no)
        discount = data.draw(line_discounts(line.gross, line.line.quantity))
        basket = baskets.discount_line(basket, no, discount)
    net = price_basket(basket).total
    return baskets.discount_basket(basket, data.draw(basket_discounts(net)))


@st.composite
def _wanted(draw: st.DrawFn, order: OrderView) -> tuple[Wanted, ...]:
    """Some of the lines that have something left, each in part or whole."""
    left = [line.sold for line in order.lines if line.sold.left]
    chosen = draw(st.lists(st.sampled_from(left), min_size=1, unique_by=lambda line: line.no))
    return tuple(
        Wanted(line.no, draw(st.just(line.left) | st.integers(1, line.left)), draw(st.booleans()))
        for line in chosen
    )


def _no_line_gave_too_much(order: OrderView) -> None:
    assert all(0 <= line.refunded <= line.total for line in order.lines)
    assert all(line.refunded_quantity <= line.quantity for line in order.lines)
    assert order.refunded == sum(line.refunded for line in order.lines) <= order.paid
    assert all(payment.paid_with.left >= 0 for payment in order.payments)


def _everything_went_back(order: OrderView) -> None:
    assert order.refund_state is RefundState.WHOLE
    assert order.refunded == order.total
    assert [line.refunded for line in order.lines] == [line.total for line in order.lines]
    assert sum(refund.tax for refund in order.refunds) == order.tax


def _differences(books: Shop) -> int:
    """Count the balances that do not equal the sum of their facts."""
    balances = [
        ("sku_id, place_id", ("on_hand", "cost_value"), derived.LEVEL_FACTS, derived.LEVEL_KEPT),
        (
            "shop_day, currency, source",
            ("orders", "refunds", "gross", "discount", "refunded", "tax", "cost_value"),
            derived.DAY_FACTS,
            derived.DAY_KEPT,
        ),
        (
            "shop_day, sku_id, currency",
            ("quantity", "net", "cost_value"),
            derived.SKU_DAY_FACTS,
            derived.SKU_DAY_KEPT,
        ),
    ]
    return sum(_off(books, *balance) for balance in balances)


def _off(books: Shop, keys: str, figures: tuple[str, ...], facts: str, kept: str) -> int:
    wrong = " OR ".join(f"sum({figure}) <> 0" for figure in figures)
    statement = (
        f"SELECT count(*) FROM (SELECT 1 FROM ({facts} UNION ALL {kept}) AS sums"
        f" GROUP BY {keys} HAVING {wrong}) AS wrong"
    )
    with books.database.read() as connection:
        return int(connection.execute(text(statement)).scalar_one())
