"""Putting baskets aside, taking them again, and the customer of a basket."""

from microshop_desktop.services.actor import Actor
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.services.shelf import Shelf
from tests.ui.sell.view import CRISPS, TEA, Seen, new_till


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


def damage_baskets(shop: Shop) -> None:
    with shop.database.write() as connection:
        connection.exec_driver_sql("UPDATE held_basket SET content = '{'")


def test_a_basket_that_cannot_be_read_is_said_and_the_next_one_begins(
    till: SellViewModel, shop: Shop, actor: Actor
) -> None:
    till.scanned(CRISPS)
    damage_baskets(shop)
    seen = Seen()
    again = new_till(shop, actor, seen)
    assert "could not be read" in seen.texts[0]
    assert again.basket.is_empty
    again.scanned(TEA)
    assert names(again) == ["Green tea"]
    assert new_till(shop, actor).basket.lines == again.basket.lines


def test_a_held_basket_that_cannot_be_read_is_said_when_it_is_called(
    till: SellViewModel, shop: Shop, seen: Seen
) -> None:
    till.scanned(CRISPS)
    till.hold("lost")
    damage_baskets(shop)
    till.recall(till.held()[0].basket)
    assert "could not be read" in seen.texts[-1]
    assert (till.held(), till.basket.is_empty) == ((), True)
