"""Quantities, removing, discounts, undo."""

from microshop_desktop.domain.basket import Discount, DiscountKind
from microshop_desktop.domain.stock import BelowZero
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.ui.sell.view import CRISPS, TEA, Seen


def quantities(till: SellViewModel) -> list[str]:
    return [row.quantity for row in till.rows]


def test_plus_and_minus_step_the_current_line(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.step(1)
    till.step(1)
    till.step(-1)
    assert quantities(till) == ["2"]


def test_minus_never_takes_the_last_one_away(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.step(-1)
    assert quantities(till) == ["1"]


def test_star_and_digits_set_the_quantity(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.submit("*12")
    assert quantities(till) == ["12"]


def test_more_than_there_is_warns_whichever_way_it_is_typed(
    till: SellViewModel, seen: Seen
) -> None:
    till.scanned(TEA)
    till.submit("*5")
    assert seen.texts == []
    till.step(1)
    till.submit("*9")
    till.step(-1)
    assert quantities(till) == ["8"]
    assert seen.texts == ["Only 5 box of Green tea left in stock"] * 2


def test_more_than_there_is_is_refused_where_the_shop_sells_no_more(
    till: SellViewModel, seen: Seen, shop: Shop, actor: Actor
) -> None:
    Settings(shop).change(actor, below_zero=BelowZero.BLOCK)
    till.scanned(TEA)
    till.submit("*6")
    assert quantities(till) == ["1"]
    till.submit("*5")
    till.step(1)
    assert quantities(till) == ["5"]
    assert seen.texts == ["Not enough Green tea in stock: 5 available, 6 wanted."] * 2


def test_a_lone_star_changes_nothing(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.submit("*")
    assert quantities(till) == ["1"]


def test_the_arrows_choose_the_line_that_keys_change(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.scanned(TEA)
    till.move(-1)
    till.step(1)
    assert quantities(till) == ["2", "1"]
    till.move(-1)
    assert till.current_no == till.basket.lines[0].no


def test_removing_can_be_taken_back(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.scanned(TEA)
    till.remove()
    assert [row.name for row in till.rows] == ["Crisps 75g"]
    undo = seen.news[-1].undo
    assert undo is not None
    undo()
    assert [row.name for row in till.rows] == ["Crisps 75g", "Green tea"]


def test_undo_goes_back_step_by_step(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.step(1)
    till.submit("*9")
    till.undo()
    assert quantities(till) == ["2"]
    till.undo()
    till.undo()
    assert till.basket.is_empty
    till.undo()
    assert till.basket.is_empty


def test_an_emptied_basket_can_be_taken_back(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.scanned(TEA)
    till.empty()
    assert till.basket.is_empty
    till.undo()
    assert len(till.rows) == 2


def test_a_line_discount_shows_old_price_and_tag(till: SellViewModel) -> None:
    till.scanned(TEA)
    till.discount_line(Discount(DiscountKind.PERCENT, 1000, "regular"))
    row = till.rows[0]
    assert (row.old_price, row.price, row.tag, row.total) == ("¥20.00", "¥18.00", "−10%", "18.00")


def test_a_discount_that_does_not_fit_changes_nothing(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.discount_line(Discount(DiscountKind.AMOUNT, 999_999))
    assert till.rows[0].total == "8.50"
    assert till.problem
    assert seen.texts == [till.problem]


def test_a_basket_discount_takes_from_the_total(till: SellViewModel) -> None:
    till.scanned(TEA)
    till.discount_basket(Discount(DiscountKind.NEW_PRICE, 1500))
    assert till.priced.total == 1500


def test_a_note_is_on_the_line(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.note_line(" no bag ")
    assert till.rows[0].note == "no bag"


def test_an_absurd_quantity_is_refused(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.submit("*99999999999")
    assert quantities(till) == ["1"]
    assert seen.sounds[-1] == "unknown"


def test_a_toast_brings_back_what_it_says_and_not_the_last_change(
    till: SellViewModel, seen: Seen
) -> None:
    till.scanned(CRISPS)
    till.remove()
    undo = seen.news[-1].undo
    till.scanned(TEA)
    assert undo is not None
    undo()
    assert [row.name for row in till.rows] == ["Crisps 75g", "Green tea"]
    undo()
    assert len(till.rows) == 2


def test_a_toast_of_a_sold_basket_brings_nothing_back(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.scanned(TEA)
    till.remove()
    undo = seen.news[-1].undo
    till.take_exact()
    assert undo is not None
    undo()
    assert till.basket.is_empty
