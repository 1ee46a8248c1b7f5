"""Making and editing products."""

from dataclasses import replace
from datetime import timedelta

import pytest

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import (
    ProductDetail,
    ProductForm,
    SkuForm,
    UnitForm,
)
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop

CHIPS = ProductForm(
    name="海盐薯片 75g",
    skus=(
        SkuForm(
            price=850,
            cost=420,
            prices=(Price(PriceLevel.MEMBER, 790), Price(PriceLevel.WHOLESALE, 600, 10_000)),
            codes=("6900001003199",),
            units=(UnitForm("箱", 20, 15000, codes=("6900001903199",)),),
            merchant_code="YX-1003",
            unit="袋",
            low_stock=5000,
            shelf="A1",
        ),
    ),
    brand="海味",
    tax_rate=1300,
)
LIPSTICK = ProductForm(
    name="哑光口红",
    options=("色号",),
    skus=tuple(
        SkuForm(price=8900, values=(value,), codes=(code,))
        for value, code in (("#01 豆沙", "6900002001170"), ("#03 枫叶", "6900002001316"))
    ),
)


@pytest.fixture
def catalogue(shop: Shop) -> Catalogue:
    return Catalogue(shop)


def made(catalogue: Catalogue, actor: Actor, form: ProductForm = CHIPS) -> ProductDetail:
    return catalogue.detail(actor, catalogue.create(actor, form))


def without_ids(form: ProductForm) -> ProductForm:
    return replace(
        form,
        skus=tuple(
            replace(
                sku,
                id=None,
                version=0,
                units=tuple(replace(unit, id=None) for unit in sku.units),
            )
            for sku in form.skus
        ),
    )


@pytest.mark.parametrize("form", [CHIPS, LIPSTICK])
def test_what_was_made_is_read_back(catalogue: Catalogue, actor: Actor, form: ProductForm) -> None:
    assert without_ids(made(catalogue, actor, form).form) == form


def test_new_goods_are_scanned_and_found_at_once(
    catalogue: Catalogue, shop: Shop, actor: Actor
) -> None:
    made(catalogue, actor)
    box = Lookup(shop).scan(actor, "6900001903199")[0]
    assert (box.unit.name, box.unit.factor, box.unit.unit_price) == ("箱", 20, 15000)
    assert [hit.name for hit in Search(shop).find(actor, "hysp")] == ["海盐薯片 75g"]


def test_texts_and_codes_are_cleaned(catalogue: Catalogue, actor: Actor) -> None:
    sku = SkuForm(price=1, codes=(" ６９０ 1 ", "6901"), unit=" 袋 ")
    form = made(catalogue, actor, ProductForm(name="  a \n b ", skus=(sku,))).form
    assert (form.name, form.skus[0].codes, form.skus[0].unit) == ("a b", ("6901",), "袋")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(CHIPS, name=" "), ErrorCode.NAME_MISSING),
        (replace(CHIPS, skus=()), ErrorCode.BAD_QUANTITY),
        (replace(CHIPS, skus=(SkuForm(price=-1),)), ErrorCode.BAD_AMOUNT),
        (replace(CHIPS, skus=(SkuForm(price=1, cost=-1),)), ErrorCode.BAD_AMOUNT),
        (replace(CHIPS, skus=(SkuForm(price=1, codes=("",)),)), ErrorCode.BAD_CODE),
        (
            replace(CHIPS, skus=(SkuForm(price=1, units=(UnitForm("box", 1),)),)),
            ErrorCode.BAD_QUANTITY,
        ),
        (
            replace(CHIPS, skus=(SkuForm(price=1, codes=("7",)), SkuForm(price=1, codes=("7",)))),
            ErrorCode.CODE_TAKEN,
        ),
    ],
)
def test_a_wrong_form_is_refused_whole(
    catalogue: Catalogue, actor: Actor, form: ProductForm, code: ErrorCode
) -> None:
    with pytest.raises(ShopError) as refused:
        catalogue.create(actor, form)
    assert refused.value.code is code


def test_a_code_of_another_product_is_asked_about(catalogue: Catalogue, actor: Actor) -> None:
    made(catalogue, actor)
    twin = ProductForm(name="Twin", skus=(SkuForm(price=1, codes=("6900001903199",)),))
    with pytest.raises(ShopError) as refused:
        catalogue.create(actor, twin)
    assert refused.value.code is ErrorCode.CODE_TAKEN
    assert refused.value.params["name"] == "海盐薯片 75g"
    catalogue.create(actor, twin, allow_taken=True)
    assert len(catalogue.holders(actor, "6900001903199")) == 2


def test_a_scale_number_of_other_goods_is_asked_about(catalogue: Catalogue, actor: Actor) -> None:
    apples = ProductForm(name="Apples", skus=(SkuForm(price=1, plu="00021", by_weight=True),))
    made(catalogue, actor, apples)
    with pytest.raises(ShopError) as refused:
        catalogue.create(actor, replace(apples, name="Pears"))
    assert refused.value.code is ErrorCode.CODE_TAKEN


def test_saving_changes_what_differs(catalogue: Catalogue, shop: Shop, actor: Actor) -> None:
    before = made(catalogue, actor)
    sku = before.form.skus[0]
    unit = replace(sku.units[0], factor=24, codes=("111", "6900001903199"))
    edited = replace(sku, price=900, prices=(), codes=("222",), units=(unit,), shelf="B2")
    form = replace(before.form, name="海盐薯片 80g", skus=(edited,))
    after = catalogue.save(actor, before.product, form, version=before.version)
    assert without_ids(after.form).skus[0].units[0].factor == 24
    assert set(after.form.skus[0].units[0].codes) == {"111", "6900001903199"}
    assert (after.form.skus[0].price, after.form.skus[0].prices) == (900, ())
    assert Lookup(shop).scan(actor, "6900001003199") == ()
    assert Search(shop).find(actor, "75g") == ()


def test_saving_twice_from_one_reading_is_stale(catalogue: Catalogue, actor: Actor) -> None:
    before = made(catalogue, actor)
    catalogue.save(actor, before.product, replace(before.form, name="A"), version=before.version)
    with pytest.raises(ShopError) as refused:
        catalogue.save(
            actor, before.product, replace(before.form, name="B"), version=before.version
        )
    assert refused.value.code is ErrorCode.STALE
    assert catalogue.detail(actor, before.product).form.name == "A"


def test_a_price_edited_in_its_cell_makes_the_form_stale(
    catalogue: Catalogue, actor: Actor
) -> None:
    before = made(catalogue, actor)
    sku = before.form.skus[0]
    assert sku.id is not None
    catalogue.set_price(actor, sku.id, PriceLevel.RETAIL, price=900, version=sku.version)
    with pytest.raises(ShopError) as refused:
        catalogue.save(
            actor, before.product, replace(before.form, name="B"), version=before.version
        )
    assert refused.value.code is ErrorCode.STALE


def test_each_price_is_set_alone(catalogue: Catalogue, actor: Actor) -> None:
    detail = made(catalogue, actor)
    sku = detail.form.skus[0]
    assert sku.id is not None
    for step, (level, price) in enumerate(
        [(PriceLevel.RETAIL, 880), (PriceLevel.MEMBER, None), (PriceLevel.WHOLESALE, 650)]
    ):
        catalogue.set_price(actor, sku.id, level, price=price, version=sku.version + step)
    now = catalogue.detail(actor, detail.product).form.skus[0]
    assert now.price == 880
    assert now.prices == (Price(PriceLevel.WHOLESALE, 650, 10_000),)


def test_a_variant_is_added_moved_and_taken_away(catalogue: Catalogue, actor: Actor) -> None:
    before = made(catalogue, actor, LIPSTICK)
    first, second = before.form.skus
    new = SkuForm(price=8800, values=("#05 正红",))
    form = replace(before.form, skus=(second, new))
    after = catalogue.save(actor, before.product, form, version=before.version)
    assert [sku.values for sku in after.form.skus] == [("#03 枫叶",), ("#05 正红",)]
    assert catalogue.holders(actor, first.codes[0]) == ()


def test_codes_are_added_to_a_pack_and_removed(
    catalogue: Catalogue, shop: Shop, actor: Actor
) -> None:
    detail = made(catalogue, actor)
    sku = detail.form.skus[0]
    assert sku.id is not None
    catalogue.add_code(actor, sku.id, "777", unit=sku.units[0].id)
    assert Lookup(shop).scan(actor, "777")[0].unit.factor == 20
    catalogue.remove_code(actor, sku.id, "777")
    assert Lookup(shop).scan(actor, "777") == ()


def test_unknown_goods_are_made_at_the_till(catalogue: Catalogue, shop: Shop, actor: Actor) -> None:
    seller = replace(actor, rights=frozenset({Right.SELL}))
    sku = catalogue.quick_product(seller, "6901234567892", "Honey", price=1990, unit="瓶")
    assert Lookup(shop).scan(seller, "6901234567892")[0].goods.sku == sku
    assert catalogue.detail(actor, catalogue.product_of(actor, sku)).form.unfinished


def test_without_the_right_nothing_is_made(catalogue: Catalogue, actor: Actor) -> None:
    with pytest.raises(ShopError) as refused:
        catalogue.create(replace(actor, rights=frozenset({Right.SELL})), CHIPS)
    assert refused.value.code is ErrorCode.NOT_ALLOWED


def test_deleted_goods_are_gone_and_come_back(
    catalogue: Catalogue, shop: Shop, actor: Actor
) -> None:
    detail = made(catalogue, actor)
    on_sale = catalogue.delete(actor, [detail.product])
    assert Lookup(shop).scan(actor, "6900001003199") == ()
    assert Search(shop).find(actor, "hysp") == ()
    with pytest.raises(ShopError) as refused:
        catalogue.detail(actor, detail.product)
    assert refused.value.code is ErrorCode.NOT_FOUND
    catalogue.restore(actor, [detail.product], on_sale=on_sale)
    assert Lookup(shop).scan(actor, "6900001003199")[0].goods.name == "海盐薯片 75g"
    assert len(Search(shop).find(actor, "hysp")) == 1


def test_a_variant_deleted_earlier_stays_away_when_its_product_comes_back(
    catalogue: Catalogue, actor: Actor, clock: FixedClock
) -> None:
    before = made(catalogue, actor, LIPSTICK)
    form = replace(before.form, skus=before.form.skus[:1])
    catalogue.save(actor, before.product, form, version=before.version)
    clock.advance(timedelta(seconds=1))
    on_sale = catalogue.delete(actor, [before.product])
    catalogue.restore(actor, [before.product], on_sale=on_sale)
    assert len(catalogue.detail(actor, before.product).form.skus) == 1


def test_a_picture_is_set_and_taken_away(catalogue: Catalogue, shop: Shop, actor: Actor) -> None:
    detail = made(catalogue, actor)
    catalogue.set_picture(actor, detail.product, "abc.jpg")
    assert catalogue.detail(actor, detail.product).pictures == ("abc.jpg",)
    assert Lookup(shop).scan(actor, "6900001003199")[0].picture == "abc.jpg"
    catalogue.set_picture(actor, detail.product, "")
    assert catalogue.detail(actor, detail.product).pictures == ()


def test_whoever_listens_hears_which_goods_changed(
    catalogue: Catalogue, shop: Shop, actor: Actor
) -> None:
    heard: list[CatalogueChanged] = []
    listener = heard.append
    shop.events.listen(CatalogueChanged, listener)
    detail = made(catalogue, actor)
    assert [event.skus for event in heard] == [{detail.form.skus[0].id}]


def test_a_new_variant_is_shown_by_the_picture_of_its_product(
    catalogue: Catalogue, shop: Shop, actor: Actor
) -> None:
    before = made(catalogue, actor, LIPSTICK)
    catalogue.set_picture(actor, before.product, "abc.jpg")
    new = SkuForm(price=8800, values=("#05 正红",), codes=("555",))
    form = replace(before.form, skus=(*before.form.skus, new))
    catalogue.save(actor, before.product, form, version=before.version)
    assert Lookup(shop).scan(actor, "555")[0].picture == "abc.jpg"
