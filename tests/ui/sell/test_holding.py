"""Putting baskets aside, taking them again, and the customer of a basket."""

from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.services.shelf import Shelf
from tests.ui.sell.view import CRISPS, TEA


def names(till: SellViewModel) -> list[str]:
    return [row.name for row in till.rows]


def test_a_held_basket_reserves_its_goods(till: SellViewModel, shelf: Shelf) -> None:
    till.scanned(CRISPS, "4*")
    sku = till.basket.lines[0].goods.sku
    till.hold("lady in red")
    assert till.basket.is_empty
    assert till.held_count == 1
    assert sku is not None
    assert shelf.level(sku).reserved == 4_000


def test_recalling_brings_it_back(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.hold("lady in red")
    held = till.held()[0]
    assert held.name == "lady in red"
    till.recall(held.basket)
    assert names(till) == ["Crisps 75g"]
    assert till.held_count == 0


def test_recalling_puts_the_open_basket_aside(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.hold("first")
    till.scanned(TEA)
    till.recall(till.held()[0].basket)
    assert names(till) == ["Crisps 75g"]
    assert till.held_count == 1


def test_an_empty_basket_with_a_customer_does_not_stop_recalling(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.hold()
    till.make_customer("Mei", "13800001234")
    till.recall(till.held()[0].basket)
    assert names(till) == ["Crisps 75g"]


def test_a_held_basket_can_be_thrown_away(till: SellViewModel, shelf: Shelf) -> None:
    till.scanned(CRISPS)
    sku = till.basket.lines[0].goods.sku
    till.hold()
    till.drop_held(till.held()[0].basket)
    assert till.held_count == 0
    assert sku is not None
    assert shelf.level(sku).reserved == 0


def test_holding_cannot_be_undone_into_two_baskets(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.hold()
    till.undo()
    assert till.basket.is_empty


def test_a_customer_is_made_in_place_and_found_again(till: SellViewModel) -> None:
    till.scanned(TEA)
    till.make_customer("", "13800001234")
    assert till.basket.customer is not None
    assert till.rows[0].total == "18.00"
    assert [view.name for view in till.find_customers("1234")] == ["1234"]


def test_a_customer_can_be_taken_off(till: SellViewModel) -> None:
    till.scanned(TEA)
    till.make_customer("Mei", "")
    till.set_customer(None)
    assert till.rows[0].total == "20.00"
