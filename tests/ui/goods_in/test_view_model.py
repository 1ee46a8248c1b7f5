"""The delivery while it is scanned."""

import pytest

from microshop_desktop.domain.deliveries import FreightBy
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.stock_records import StockQuery
from microshop_desktop.ui.goods_in.view_model import GoodsInModel, typed_count


def scanned(model: GoodsInModel) -> list[tuple[str, str, int]]:
    return [
        (line.goods.name, model.pack_text(line, line.pack), line.quantity // 1000)
        for line in model.draft.lines
    ]


def test_a_box_and_a_bottle_are_two_lines_the_newest_first(model: GoodsInModel) -> None:
    model.scan("222222", count=4)
    model.scan("111111")
    model.scan("222222")
    assert scanned(model) == [("Water", "box = 24 bottle", 5), ("Water", "bottle", 1)]
    assert model.foot_text() == "2 kinds · 121 pieces"


def test_costs_begin_with_the_last_known(model: GoodsInModel) -> None:
    model.scan("222222")
    model.scan("333333")
    assert [line.unit_cost for line in model.draft.lines] == [None, 310 * 24]
    assert model.open_text() == "1 line without a cost"
    assert not model.ready


def test_another_pack_keeps_the_cost_of_a_piece(model: GoodsInModel) -> None:
    model.scan("222222")
    model.set_pack(1, 0)
    assert model.draft.line(1).unit_cost == 310


def test_each_step_is_taken_back(model: GoodsInModel) -> None:
    model.scan("111111")
    model.set_quantity(1, 5000)
    model.remove(1)
    assert model.undo()
    assert scanned(model) == [("Water", "bottle", 5)]
    assert model.undo()
    assert model.undo()
    assert model.draft.is_empty
    assert not model.undo()


def test_a_higher_cost_says_what_it_does_and_offers_a_price(model: GoodsInModel) -> None:
    model.scan("222222")
    model.set_cost(1, 8160)
    change = model.cost_change(model.draft.line(1))
    assert change is not None
    assert change.text == ("Cost 3.10 → 3.40, up 9.7%; sells at 5.50, margin 43.6% → 38.2%")
    assert (change.new_price, change.offer) == (610, "Sell at 6.10, margin 44.3%")
    before = model.take_price(1, 610)
    assert model.draft.line(1).goods.price == 610
    assert model.hits("water")[0].price == 610
    model.take_price_back(before)
    assert model.hits("water")[0].price == 550


def test_a_price_that_is_left_is_not_asked_again(model: GoodsInModel) -> None:
    model.scan("111111")
    model.set_cost(1, 400)
    model.settle_price(1)
    change = model.cost_change(model.draft.line(1))
    assert change is not None
    assert not change.rises
    model.set_cost(1, 500)
    change = model.cost_change(model.draft.line(1))
    assert change is not None
    assert change.rises


def test_a_lower_cost_is_said_beside_the_pieces(model: GoodsInModel) -> None:
    model.scan("111111", count=2)
    model.set_cost(1, 279)
    assert model.pieces_text(model.draft.line(1)) == "2 bottle · 0 on hand · cost down 10%"


def test_freight_goes_into_the_cost_of_a_piece(model: GoodsInModel) -> None:
    model.scan("111111", count=10)
    model.set_freight(500, FreightBy.AMOUNT)
    assert model.landed_text(model.draft.line(1)) == "3.60"
    model.set_freight(500, FreightBy.NONE)
    assert model.landed_text(model.draft.line(1)) == "3.10"
    assert model.draft.total == 3600


def test_an_unknown_code_is_counted_and_made(model: GoodsInModel) -> None:
    model.scan("999999", count=6)
    model.scan("999999")
    assert (model.open_text(), model.draft.total) == ("1 new barcode to add", 0)
    model.create("999999", name="Grape soda", price=590, cost=360, category=None)
    assert scanned(model) == [("Grape soda", "piece", 7)]
    assert model.draft.total == 7 * 360


def test_an_unknown_code_is_given_to_goods_that_exist(model: GoodsInModel) -> None:
    model.scan("999999", count=6)
    model.link("999999", model.hits("nougat")[0].sku)
    assert scanned(model) == [("Nougat", "piece", 6)]
    assert model.draft.unknown == ()


def test_several_goods_with_one_code_are_offered(model: GoodsInModel) -> None:
    twin = ProductForm(name="Twin", skus=(SkuForm(price=1, codes=("111111",)),))
    model.desk.catalogue.create(model.desk.actor, twin, allow_taken=True)
    several = model.scan("111111")
    assert [goods.name for goods in several] == ["Water", "Twin"]
    assert model.draft.is_empty
    model.add(several[1], count=3)
    assert scanned(model) == [("Twin", "piece", 3)]


def test_booking_brings_the_goods_and_begins_the_next(model: GoodsInModel) -> None:
    model.scan("222222", count=2)
    model.scan("999999")
    model.set_supplier("Green Hill")
    model.set_paid(1000)
    key = model.draft.key
    receipt = model.book()
    assert (receipt.number, receipt.supplier, receipt.owed) == ("A-G000001", "Green Hill", 13_880)
    levels, actor = model.desk.levels, model.desk.actor
    rows = levels.rows(actor, levels.ids(actor, StockQuery(text="water")))
    assert rows[0].on_hand == 48_000
    assert model.draft.key != key
    assert (model.draft.lines, len(model.draft.unknown)) == ((), 1)
    assert not model.undo()


def test_a_delivery_without_a_cost_is_not_booked(model: GoodsInModel) -> None:
    model.scan("333333")
    with pytest.raises(ShopError) as refused:
        model.book()
    assert refused.value.code is ErrorCode.BAD_AMOUNT
    model.set_cost(1, 0)
    assert model.book().total == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [("6", 6), (" 12 ", 12), ("3*", 3), ("", 1), ("0", 1), ("abc", 1), ("99999", 1)],
)
def test_digits_before_a_scan_are_how_many(text: str, count: int) -> None:
    assert typed_count(text) == count


def test_a_power_cut_keeps_the_delivery(model: GoodsInModel) -> None:
    model.scan("222222", count=4)
    model.set_cost(1, 8160)
    model.scan("111111")
    model.scan("999999", count=6)
    model.set_supplier("Green Hill")
    model.set_freight(480, FreightBy.QUANTITY)
    again = GoodsInModel(model.desk)
    assert again.draft == model.draft
    assert again.book().number == "A-G000001"
    assert GoodsInModel(model.desk).draft.unknown == again.draft.unknown


def test_a_delivery_cut_off_after_booking_is_booked_once(model: GoodsInModel) -> None:
    model.scan("111111", count=4)
    cut_off = GoodsInModel(model.desk)
    assert model.book().number == cut_off.book().number
    levels, actor = model.desk.levels, model.desk.actor
    rows = levels.rows(actor, levels.ids(actor, StockQuery(text="water")))
    assert rows[0].on_hand == 4000


def test_goods_that_were_deleted_meanwhile_are_left_out(model: GoodsInModel) -> None:
    model.scan("111111")
    model.scan("333333")
    desk = model.desk
    nougat = desk.catalogue.product_of(desk.actor, model.hits("nougat")[0].sku)
    desk.catalogue.delete(desk.actor, [nougat])
    assert scanned(GoodsInModel(desk)) == [("Water", "bottle", 1)]
