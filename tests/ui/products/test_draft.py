"""The product that is edited in the panel."""

import pytest

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.variants import Axis
from microshop_desktop.services.catalogue_records import UnitForm
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.draft import ProductDraft


@pytest.fixture
def draft(desk: ProductsDesk) -> ProductDraft:
    """The chips."""
    (sku,) = desk.catalogue.holders(desk.actor, "6900001003199")
    return ProductDraft(desk, desk.catalogue.detail(desk.actor, sku.product))


def test_a_new_product_wants_a_name_and_a_price(desk: ProductsDesk) -> None:
    draft = ProductDraft(desk, None)
    assert set(draft.problems()) == {"name", "price"}
    draft.change(name="Soap")
    draft.change_sku(price=0)
    assert draft.problems() == {}


def test_only_what_differs_makes_it_dirty(draft: ProductDraft) -> None:
    draft.change_sku(price=900)
    assert draft.is_dirty
    draft.change_sku(price=850)
    assert not draft.is_dirty


def test_prices_of_levels_are_set_and_taken_away(draft: ProductDraft) -> None:
    draft.set_level_price(PriceLevel.WHOLESALE, 600)
    draft.set_wholesale_from(24_000)
    assert draft.sku.prices == (
        Price(PriceLevel.MEMBER, 790),
        Price(PriceLevel.WHOLESALE, 600, 24_000),
    )
    draft.set_level_price(PriceLevel.MEMBER, None)
    assert draft.sku.level_price(PriceLevel.MEMBER) is None


def test_a_price_below_cost_is_said(draft: ProductDraft) -> None:
    assert draft.price_warning() == ""
    draft.set_level_price(PriceLevel.WHOLESALE, 400)
    assert "4.20" in draft.price_warning()
    assert draft.margin_text() == "margin 50.6%"


def test_codes_go_to_the_piece_or_to_a_pack(draft: ProductDraft) -> None:
    draft.add_unit(UnitForm("box", 20))
    assert draft.add_code("111", unit=0)
    assert draft.add_code("222")
    assert not draft.add_code("111")
    assert (draft.sku.codes, draft.sku.units[0].codes) == (("6900001003199", "222"), ("111",))
    draft.remove_code("111")
    assert draft.sku.units[0].codes == ()


def test_a_grid_keeps_what_exists(draft: ProductDraft) -> None:
    before = draft.sku
    draft.set_axes((Axis("Taste", ("Salt", "Paprika")),))
    first, second = draft.form.skus
    assert (first.id, first.codes, first.values) == (before.id, before.codes, ("Salt",))
    assert (second.id, second.codes, second.price) == (None, (), 850)
    draft.set_axes((Axis("Taste", ("Paprika", "Salt")), Axis("Size", ("S", "L"))))
    assert [sku.values for sku in draft.form.skus] == [
        ("Paprika", "S"),
        ("Paprika", "L"),
        ("Salt", "S"),
        ("Salt", "L"),
    ]
    assert [sku.id for sku in draft.form.skus].count(before.id) == 1
    assert draft.form.options == ("Taste", "Size")


def test_axes_are_read_back(draft: ProductDraft) -> None:
    axes = (Axis("Taste", ("Salt", "Paprika")), Axis("Size", ("S", "L")))
    draft.set_axes(axes)
    assert draft.axes() == axes


def test_stock_is_said_as_a_sum(draft: ProductDraft) -> None:
    assert draft.stock_text() == "0 on hand − 0 reserved = 0 available"
