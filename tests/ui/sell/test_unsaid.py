"""Goods whose weight or price is still asked for: they never leave without being paid."""

from collections.abc import Callable

import pytest

from microshop_desktop.domain.basket import Method
from microshop_desktop.ui.sell.news import WeighGoods
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.services.shelf import Shelf
from tests.ui.sell.view import CRISPS, ORANGES, TEA, Seen

WECHAT_CODE = "134567890123456789"
FIRST = "Enter the weight of Oranges first, or press Esc"

WAYS_TO_PAY: list[Callable[[SellViewModel], None]] = [
    lambda till: till.pay(Method.CASH),
    lambda till: till.pay(Method.WECHAT),
    lambda till: till.pay(Method.WECHAT, by_code=True),
    lambda till: till.confirm(),
    lambda till: till.split(),
    lambda till: till.scanned(WECHAT_CODE),
    lambda till: till.hold(),
]


def names(till: SellViewModel) -> list[str]:
    return [row.name for row in till.rows]


@pytest.fixture
def weighing(till: SellViewModel) -> SellViewModel:
    """A basket with crisps, and oranges whose weight is asked for."""
    till.scanned(CRISPS)
    till.scanned(ORANGES)
    return till


@pytest.mark.parametrize("pay", WAYS_TO_PAY)
def test_no_payment_begins_before_the_weight_is_said(
    weighing: SellViewModel, seen: Seen, pay: Callable[[SellViewModel], None]
) -> None:
    pay(weighing)
    assert weighing.payment is None
    assert isinstance(weighing.question, WeighGoods)
    assert (seen.texts, seen.focused) == ([FIRST], 1)
    weighing.submit("1.26")
    assert names(weighing) == ["Crisps 75g", "Oranges"]


def test_an_empty_basket_says_it_too(till: SellViewModel, seen: Seen) -> None:
    till.scanned(ORANGES)
    till.confirm()
    assert seen.texts == [FIRST]


def test_a_price_is_asked_for_by_its_name(till: SellViewModel, seen: Seen, shelf: Shelf) -> None:
    shelf.sku("Sample", "6900000000076", 0)
    till.scanned("6900000000076")
    till.pay(Method.CASH)
    assert seen.texts == ["Enter the price of Sample first, or press Esc"]


def test_who_gives_the_goods_up_can_pay(weighing: SellViewModel) -> None:
    weighing.drop_question()
    weighing.pay(Method.CASH)
    assert weighing.payment is not None


def test_other_goods_join_while_the_weight_is_asked(weighing: SellViewModel, seen: Seen) -> None:
    weighing.scanned(TEA)
    assert isinstance(weighing.question, WeighGoods)
    weighing.submit("0.5")
    assert names(weighing) == ["Crisps 75g", "Green tea", "Oranges"]
    assert seen.texts == []


def test_the_same_tile_again_asks_on(weighing: SellViewModel, seen: Seen) -> None:
    weighing.scanned(ORANGES)
    assert isinstance(weighing.question, WeighGoods)
    assert seen.texts == [FIRST]


@pytest.mark.parametrize(
    ("code", "name"), [("4006381333931", "4006381333931"), ("6900000000090", "Grapes")]
)
def test_what_would_ask_as_well_is_told_to_wait(
    weighing: SellViewModel, seen: Seen, shelf: Shelf, code: str, name: str
) -> None:
    shelf.sku("Grapes", "6900000000090", 900, unit="kg", by_weight=True)
    weighing.scanned(code)
    asked = weighing.question
    assert isinstance(asked, WeighGoods)
    assert asked.name == "Oranges"
    assert seen.texts == [f"{name} is not in the basket yet. Finish Oranges first"]


def test_during_a_payment_weighed_goods_are_told_to_wait(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.scanned(ORANGES)
    assert till.question is None
    assert seen.texts == ["Oranges is sold by weight. Scan it again after this payment"]
