"""Booking deliveries in."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from microshop_desktop.domain.deliveries import FreightBy
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm, UnitForm
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.movements import MovementFilter, Movements
from microshop_desktop.services.product_list import ProductList
from microshop_desktop.services.receiving import Delivery, ReceiptItem, Receiving
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_list import StockList

WATER = SkuForm(
    price=550, cost=310, codes=("111",), unit="瓶", units=(UnitForm("箱", 24, codes=("112",)),)
)
NOUGAT = SkuForm(price=1900, codes=("222",), unit="罐")


@pytest.fixture
def receiving(shop: Shop) -> Receiving:
    return Receiving(shop)


@pytest.fixture
def skus(shop: Shop, actor: Actor) -> tuple[UUID, ...]:
    products = [
        Catalogue(shop).create(actor, ProductForm(name=name, skus=(form,)))
        for name, form in (("Water", WATER), ("nougat", NOUGAT))
    ]
    return ProductList(shop).skus_of(actor, products)


@pytest.fixture
def delivery(receiving: Receiving, actor: Actor, skus: tuple[UUID, ...]) -> Delivery:
    box = receiving.find(actor, "112")[0]
    return Delivery(
        key=uuid4(),
        items=(
            ReceiptItem(skus[0], 4000, 8160, box.pack),
            ReceiptItem(skus[1], 12_000, 1420),
        ),
        supplier=" Green Hill ",
        freight=4800,
        paid=50_000,
    )


def test_a_delivery_brings_goods_costs_and_a_number(
    receiving: Receiving, shop: Shop, actor: Actor, delivery: Delivery, skus: tuple[UUID, ...]
) -> None:
    receipt = receiving.book(actor, delivery)
    assert (receipt.number, receipt.supplier) == ("A-G000001", "Green Hill")
    assert (receipt.goods_total, receipt.total, receipt.owed) == (49_680, 54_480, 4480)
    assert [(line.unit, line.factor, line.total) for line in receipt.lines] == [
        ("箱", 24, 32_640),
        ("罐", 1, 17_040),
    ]
    water, nougat = StockList(shop).rows(actor, skus)
    assert (water.on_hand, water.cost) == (96_000, 373)
    assert water.cost_value + nougat.cost_value == 54_480 * 1000


def test_given_twice_it_is_booked_once(
    receiving: Receiving, shop: Shop, actor: Actor, delivery: Delivery, skus: tuple[UUID, ...]
) -> None:
    first = receiving.book(actor, delivery)
    again = receiving.book(actor, delivery)
    assert again == replace(first, again=True)
    assert StockList(shop).rows(actor, skus)[0].on_hand == 96_000
    assert receiving.receipt(actor, delivery.key) == first


def test_freight_that_is_not_shared_is_owed_but_no_cost(
    receiving: Receiving, shop: Shop, actor: Actor, delivery: Delivery, skus: tuple[UUID, ...]
) -> None:
    receipt = receiving.book(actor, replace(delivery, freight_by=FreightBy.NONE))
    assert receipt.total == 54_480
    assert sum(row.cost_value for row in StockList(shop).rows(actor, skus)) == 49_680_000


def test_the_movement_names_the_receipt(
    receiving: Receiving, shop: Shop, actor: Actor, delivery: Delivery
) -> None:
    receiving.book(actor, delivery)
    moved = tuple(Movements(shop).stream(actor, MovementFilter(kind=MovementKind.RECEIPT)))
    assert {movement.cause_name for movement in moved} == {"A-G000001"}


def test_the_books_are_whole_after_it(
    receiving: Receiving, shop: Shop, actor: Actor, delivery: Delivery
) -> None:
    receiving.book(actor, delivery)
    report = Doctor(shop).check(actor)
    assert [check.name for check in report.checks if not check.ok] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"items": ()}, ErrorCode.BAD_QUANTITY),
        ({"freight": -1}, ErrorCode.BAD_AMOUNT),
        ({"items": (ReceiptItem(uuid4(), 0, 100),)}, ErrorCode.BAD_QUANTITY),
        ({"items": (ReceiptItem(uuid4(), 1000, -100),)}, ErrorCode.BAD_AMOUNT),
        ({"items": (ReceiptItem(uuid4(), 1000, 100),)}, ErrorCode.NOT_FOUND),
    ],
)
def test_a_wrong_delivery_is_refused_whole(
    receiving: Receiving,
    shop: Shop,
    actor: Actor,
    delivery: Delivery,
    change: dict[str, object],
    code: ErrorCode,
) -> None:
    with pytest.raises(ShopError) as refused:
        receiving.book(actor, replace(delivery, **change))  # type: ignore[arg-type]
    assert refused.value.code is code
    assert not list(Movements(shop).stream(actor, MovementFilter()))


def test_a_pack_of_other_goods_is_refused(
    receiving: Receiving, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    box = receiving.find(actor, "112")[0]
    wrong = Delivery(uuid4(), (ReceiptItem(skus[1], 1000, 1, box.pack),))
    with pytest.raises(ShopError) as refused:
        receiving.book(actor, wrong)
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_a_supplier_is_made_once(receiving: Receiving, actor: Actor, delivery: Delivery) -> None:
    receiving.book(actor, delivery)
    receiving.book(actor, replace(delivery, key=uuid4(), supplier="Green  Hill"))
    assert receiving.suppliers(actor) == ("Green Hill",)


def test_packs_of_goods_are_offered(
    receiving: Receiving, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    packs = receiving.packs(actor, skus[0])
    assert [(pack.name, pack.factor) for pack in packs] == [("瓶", 1), ("箱", 24)]


def test_without_the_right_nothing_is_booked(
    receiving: Receiving, actor: Actor, delivery: Delivery
) -> None:
    with pytest.raises(ShopError) as refused:
        receiving.book(replace(actor, rights=frozenset({Right.SELL})), delivery)
    assert refused.value.code is ErrorCode.NOT_ALLOWED


def test_a_delivery_beyond_all_reason_is_refused(
    receiving: Receiving, actor: Actor, delivery: Delivery
) -> None:
    dear = replace(delivery.items[1], quantity=10_001_000, unit_cost=10**12)
    with pytest.raises(ShopError) as caught:
        receiving.book(actor, replace(delivery, items=(dear,)))
    assert caught.value.code is ErrorCode.BAD_AMOUNT
