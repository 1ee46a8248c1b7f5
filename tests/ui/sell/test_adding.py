"""What scans, typed texts and tiles do to the basket."""

from functools import partial
from pathlib import Path

import pytest

from microshop_desktop.domain.basket import Method, Price, PriceLevel
from microshop_desktop.domain.codes import check_digit
from microshop_desktop.domain.money import currency
from microshop_desktop.persistence.quick_goods import quick_goods
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.desk import Opening
from microshop_desktop.ui.sell.news import PriceGoods, UnknownGoods, WeighGoods, WhichGoods
from microshop_desktop.ui.sell.service_desk import ServiceDesk
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.services.shelf import Shelf
from tests.ui.sell.view import CASE, CRISPS, ORANGES, RARE, TEA, Seen, new_till

WECHAT_CODE = "134567890123456789"


def lines(till: SellViewModel) -> list[tuple[str, str, str]]:
    return [(row.name, row.quantity, row.total) for row in till.rows]


def test_a_scan_puts_goods_on_the_ticket(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    assert lines(till) == [("Crisps 75g", "1", "8.50")]
    assert seen.sounds == ["tick"]


def test_the_second_scan_joins_the_line(till: SellViewModel) -> None:
    till.scanned(CRISPS)
    till.scanned(CRISPS)
    assert lines(till) == [("Crisps 75g", "2", "17.00")]


def test_three_times_before_a_scan_takes_three(till: SellViewModel) -> None:
    till.scanned(CRISPS, "3*")
    assert lines(till) == [("Crisps 75g", "3", "25.50")]


def test_full_width_times_count_too(till: SellViewModel) -> None:
    till.scanned(CRISPS, "３＊")
    assert lines(till)[0][1] == "3"


def test_times_and_code_can_be_typed_together(till: SellViewModel) -> None:
    till.submit(f"2*{TEA}")
    assert lines(till) == [("Green tea", "2", "40.00")]


def test_what_was_half_typed_does_not_spoil_a_scan(till: SellViewModel) -> None:
    till.scanned(CRISPS, "appl")
    assert lines(till)[0][1] == "1"


def test_the_barcode_of_a_pack_sells_the_pack(till: SellViewModel) -> None:
    till.scanned(CASE)
    assert lines(till) == [("Crisps 75g", "1", "96.00")]
    assert till.rows[0].price == "¥96.00/box"


def test_an_unknown_code_asks_with_the_code_filled(till: SellViewModel, seen: Seen) -> None:
    till.scanned("4006381333931")
    assert till.question == UnknownGoods(code="4006381333931")
    assert seen.sounds == ["unknown"]


def test_unknown_goods_are_made_and_sold_in_one_go(till: SellViewModel) -> None:
    till.scanned("4006381333931")
    till.make_goods("4006381333931", "Marker pen", 650)
    assert till.question is None
    assert lines(till) == [("Marker pen", "1", "6.50")]
    till.scanned("4006381333931")
    assert lines(till)[0][1] == "2"


def test_an_open_question_does_not_stop_the_next_scan(till: SellViewModel) -> None:
    till.scanned("4006381333931")
    till.scanned(CRISPS)
    assert till.question is None
    assert lines(till) == [("Crisps 75g", "1", "8.50")]


def test_a_shared_code_asks_which(till: SellViewModel, shelf: Shelf) -> None:
    shelf.sku("Old crisps", CRISPS, 500)
    till.scanned(CRISPS, "2*")
    asked = till.question
    assert isinstance(asked, WhichGoods)
    till.choose_found(next(found for found in asked.choices if found.goods.name == "Old crisps"))
    assert lines(till) == [("Old crisps", "2", "10.00")]


def test_weighed_goods_wait_for_their_weight(till: SellViewModel) -> None:
    till.scanned(ORANGES)
    assert isinstance(till.question, WeighGoods)
    assert till.basket.is_empty
    till.submit("1.26")
    assert lines(till) == [("Oranges", "1.26 kg", "14.62")]


def test_a_wrong_weight_is_said_and_asked_again(till: SellViewModel, seen: Seen) -> None:
    till.scanned(ORANGES)
    till.submit("abc")
    assert isinstance(till.question, WeighGoods)
    assert "abc" in seen.texts[0]


def test_a_weight_before_the_scan_is_taken(till: SellViewModel) -> None:
    till.scanned(ORANGES, "0.5*")
    assert lines(till) == [("Oranges", "0.5 kg", "5.80")]


def test_the_label_of_a_scale_is_added_with_its_weight(till: SellViewModel) -> None:
    digits = "210002101260"
    till.scanned(digits + check_digit(digits))
    assert lines(till) == [("Oranges", "1.26 kg", "14.62")]


def test_a_blocked_sku_is_refused_with_a_sentence(till: SellViewModel, seen: Seen) -> None:
    till.scanned(RARE)
    assert till.basket.is_empty
    assert "Rare thing" in seen.texts[0]
    assert "unknown" in seen.sounds


def test_a_sku_that_warns_is_sold_with_a_word(till: SellViewModel, seen: Seen) -> None:
    till.scanned(TEA, "6*")
    assert lines(till)[0][1] == "6"
    assert seen.texts == ["Only 5 box of Green tea left in stock"]


@pytest.fixture
def unpriced(shelf: Shelf) -> str:
    """The code of goods that nobody has given a price."""
    shelf.sku("Sample", "6900000000076", 0)
    return "6900000000076"


def test_the_price_of_goods_without_one_is_asked(till: SellViewModel, unpriced: str) -> None:
    till.scanned(unpriced, "2*")
    assert isinstance(till.question, PriceGoods)
    assert till.basket.is_empty
    till.submit("3,50")
    assert lines(till) == [("Sample", "2", "7.00")]


def test_a_price_for_members_alone_is_no_price(
    till: SellViewModel, shop: Shop, actor: Actor
) -> None:
    prices = (Price(PriceLevel.MEMBER, 300),)
    form = ProductForm(
        name="Card gift", skus=(SkuForm(price=0, codes=("6900000000083",), prices=prices),)
    )
    Catalogue(shop).create(actor, form)
    till.scanned("6900000000083")
    assert isinstance(till.question, PriceGoods)


def test_a_price_once_said_holds_for_the_next_piece(till: SellViewModel, unpriced: str) -> None:
    till.scanned(unpriced)
    till.submit("3.50")
    till.scanned(unpriced)
    assert lines(till) == [("Sample", "2", "7.00")]


def test_goods_are_given_away_only_on_purpose(till: SellViewModel, unpriced: str) -> None:
    till.scanned(unpriced)
    till.submit("-1")
    assert isinstance(till.question, PriceGoods)
    till.submit("0")
    assert lines(till) == [("Sample", "1", "0.00")]


def test_a_scan_while_the_price_is_asked_leaves_the_question_open(
    till: SellViewModel, unpriced: str
) -> None:
    till.scanned(unpriced)
    till.scanned(CRISPS)
    assert isinstance(till.question, PriceGoods)
    till.submit("3.50")
    assert [line[0] for line in lines(till)] == ["Crisps 75g", "Sample"]


def test_goods_without_a_price_do_not_slip_into_the_next_basket(
    till: SellViewModel, seen: Seen, unpriced: str
) -> None:
    till.scanned(CRISPS)
    till.pay(Method.CASH)
    till.scanned(unpriced)
    assert till.held_count == 0
    assert seen.texts == ["Sample has no price yet. Scan it again after this payment"]


def test_a_part_of_a_piece_is_refused_with_a_sentence(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS, "0.5*")
    assert till.basket.is_empty
    assert "by the whole piece" in seen.texts[0]


def test_a_comma_before_the_scan_is_a_decimal_sign(till: SellViewModel) -> None:
    till.scanned(ORANGES, "0,5*")
    assert lines(till) == [("Oranges", "0.5 kg", "5.80")]


def test_a_payment_code_without_goods_asks_for_goods(till: SellViewModel, seen: Seen) -> None:
    till.scanned(WECHAT_CODE)
    assert till.question is None
    assert seen.texts == ["This is a payment code. Scan the goods first"]


def test_a_payment_code_is_never_repeated(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS)
    till.scanned(WECHAT_CODE)
    assert WECHAT_CODE not in " ".join([*seen.texts, *seen.said])
    assert "collection code" in seen.texts[0]


def test_a_scan_from_another_page_says_so(till: SellViewModel, seen: Seen) -> None:
    till.scanned(CRISPS, elsewhere=True)
    assert seen.news[0].from_elsewhere
    assert seen.texts == ["Added: Crisps 75g · 1 bag in all"]


def test_an_unknown_scan_from_another_page_says_so(till: SellViewModel, seen: Seen) -> None:
    till.scanned("4006381333931", elsewhere=True)
    assert seen.news[0].from_elsewhere
    assert seen.texts == ["“4006381333931” not found. Add a product?"]


def test_an_unknown_code_that_the_next_scan_replaces_is_named(
    till: SellViewModel, seen: Seen
) -> None:
    till.scanned("4006381333931")
    till.scanned("4006381333931")
    assert seen.texts == []
    till.scanned(CRISPS)
    assert seen.texts == ["Not in the basket yet: 4006381333931. Scan it again"]


def test_scans_before_the_shop_is_open_are_done_in_order(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    till = SellViewModel(Opening(currency("CNY")), Seen())
    till.scanned(CRISPS)
    till.scanned(TEA, "2*")
    assert till.basket.is_empty
    till.attach(ServiceDesk(shop, actor))
    assert [row[0:2] for row in lines(till)] == [("Crisps 75g", "1"), ("Green tea", "2")]


def test_an_early_scan_shows_its_line_at_once_and_is_rung_up_once(
    shop: Shop, actor: Actor, shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "shop.sqlite"
    opening = Opening(currency("CNY"), quick_goods=partial(quick_goods, file))
    till = SellViewModel(opening, Seen())
    till.scanned(CRISPS, "2*")
    till.scanned("4006381333931")
    assert lines(till) == [("Crisps 75g", "2", "17.00")]
    till.attach(ServiceDesk(shop, actor))
    assert lines(till) == [("Crisps 75g", "2", "17.00")]
    assert till.question == UnknownGoods(code="4006381333931")
    assert [row.quantity for row in new_till(shop, actor).rows] == ["2"]


def test_a_basket_is_there_again_after_a_restart(
    till: SellViewModel, shop: Shop, actor: Actor
) -> None:
    till.scanned(CRISPS, "2*")
    again = new_till(shop, actor)
    assert lines(again) == [("Crisps 75g", "2", "17.00")]


def test_a_member_code_sets_the_customer_and_their_price(
    till: SellViewModel, shop: Shop, actor: Actor
) -> None:
    member = Customers(shop).create(actor, "Mei", phone="13800001234")
    till.scanned(TEA)
    till.set_customer(member.facts)
    assert lines(till) == [("Green tea", "1", "18.00")]


@pytest.mark.parametrize("text", ["", "   ", "3*"])
def test_enter_on_nothing_adds_nothing(till: SellViewModel, text: str) -> None:
    till.submit(text)
    assert till.basket.is_empty
