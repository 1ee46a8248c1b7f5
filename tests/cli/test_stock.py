"""`microshop stock` and `microshop movements`, as people and scripts call them."""

import uuid

import pytest

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm, UnitForm
from microshop_desktop.services.shop import open_shop
from tests.cli.running import Microshop

WATER = ProductForm(
    name="Water",
    skus=(
        SkuForm(
            price=550,
            cost=310,
            codes=("6901",),
            unit="bottle",
            units=(UnitForm("box", 24, codes=("6902",)),),
            shelf="A1",
            low_stock=5000,
        ),
    ),
)
SOAP = ProductForm(name="Soap", skus=(SkuForm(price=300, codes=("6903",)),))


@pytest.fixture
def stocked(microshop: Microshop) -> Microshop:
    """A shop with water and soap, of which nothing is there yet."""
    assert microshop("init", "--name", "Corner shop", "--currency", "CNY").code == 0
    database = open_database(microshop.data / "shop.sqlite")
    shop = open_shop(database, SystemClock())
    for form in (WATER, SOAP):
        Catalogue(shop).create(shop.owner(), form)
    database.close()
    return microshop


def test_goods_are_received_by_box_with_freight(stocked: Microshop) -> None:
    receipt = stocked(
        "stock", "receive", "6902*2@81.60", "6903*10@1.50",
        "--supplier", "Green Hill", "--freight", "8.91", "--paid", "100", "--json",
    ).document  # fmt: skip
    assert (receipt["number"], receipt["supplier"]) == ("A-G000001", "Green Hill")
    assert (receipt["goods_total"], receipt["total"], receipt["owed"]) == (17_820, 18_711, 8711)
    assert [line["freight_share"] for line in receipt["lines"]] == [816, 75]
    listed = {row["name"]: row for row in stocked("stock", "list", "--json").document}
    assert (listed["Water"]["on_hand"], listed["Water"]["cost"]) == (48_000, 357)
    assert (listed["Soap"]["available"], listed["Soap"]["cost"]) == (10_000, 158)


def test_the_same_key_receives_once(stocked: Microshop) -> None:
    call = ("stock", "receive", "6903*3@1", "--key", str(uuid.uuid4()), "--json")
    assert stocked(*call).document == stocked(*call).document
    assert stocked("stock", "list", "--text", "soap", "--json").document[0]["on_hand"] == 3000


def test_without_a_cost_the_last_one_counts(stocked: Microshop) -> None:
    receipt = stocked("stock", "receive", "6902", "--json").document
    assert receipt["lines"][0]["unit_cost"] == 310 * 24


@pytest.mark.parametrize(
    ("arguments", "on_hand"),
    [
        (("3", "--kind", "gain"), 3000),
        (("0.5", "--kind", "own-use", "--reason", "tea"), -500),
        (("7", "--kind", "count"), 7000),
        (("-2",), -2000),
        (("2",), 2000),
    ],
)
def test_stock_is_adjusted(stocked: Microshop, arguments: tuple[str, ...], on_hand: int) -> None:
    adjusted = stocked("stock", "adjust", "6901", *arguments, "--json").document
    assert adjusted["on_hand"] == on_hand
    assert stocked("stock", "list", "--text", "water", "--json").document[0]["on_hand"] == on_hand


def test_movements_come_newest_first(stocked: Microshop) -> None:
    stocked("stock", "receive", "6901*5@3")
    stocked("stock", "adjust", "6901", "2", "--kind", "loss", "--reason", "broken")
    moved = stocked("movements", "list", "--json").document
    assert [(row["kind"], row["quantity"], row["unit_cost"]) for row in moved] == [
        ("loss", -2000, 300),
        ("receipt", 5000, 300),
    ]
    assert (moved[0]["note"], moved[1]["cause"]) == ("broken", "A-G000001")
    assert stocked("movements", "list", "--sku", "6903", "--json").document == []
    assert len(stocked("movements", "list", "--kind", "loss", "--json").document) == 1
    assert "Written off" in stocked("movements", "list").out


def test_lists_are_filtered_and_sorted(stocked: Microshop) -> None:
    stocked("stock", "receive", "6901*6@3")
    names = [row["name"] for row in stocked("stock", "list", "--json").document]
    assert names == ["Soap", "Water"]
    assert stocked("stock", "list", "--low", "--json").document == []
    stocked("stock", "adjust", "6903", "1", "--kind", "loss")
    low = stocked("stock", "list", "--low", "--json").document
    assert [row["name"] for row in low] == ["Soap"]
    assert low[0]["available"] == -1000
    by_value = stocked("stock", "list", "--sort", "value", "--limit", "1", "--json").document
    assert [row["name"] for row in by_value] == ["Soap"]
    assert "Water" in stocked("stock", "list", "--shelf", "A1").out


def test_the_whole_is_valued(stocked: Microshop) -> None:
    stocked("stock", "receive", "6901*6@3")
    value = stocked("stock", "value", "--json").document
    assert (value["value"], value["skus"], value["on_hand"]) == (1800, 2, 6000)
    assert "¥18.00" in stocked("stock", "value").out


def test_people_are_told_what_was_done(stocked: Microshop) -> None:
    said = stocked("stock", "receive", "6901*6@3", "--paid", "10").out
    assert "A-G000001 booked in: ¥18.00, ¥8.00 still to pay." in said
    assert "6 on hand" not in said
    assert "now 5 bottle on hand" in stocked("stock", "adjust", "6901", "-1").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("stock", "receive", "nothing*1@1"), 1),
        (("stock", "receive", "6901*x@1"), 1),
        (("stock", "receive", "6901*1@x"), 1),
        (("stock", "receive"), 2),
        (("stock", "receive", "6901", "--key", "x"), 2),
        (("stock", "adjust", "6901", "x"), 1),
        (("stock", "adjust", "6901", "1", "--kind", "magic"), 2),
        (("stock", "list", "--sort", "colour"), 2),
        (("movements", "list", "--kind", "magic"), 2),
    ],
)
def test_what_cannot_be_done_is_refused(
    stocked: Microshop, arguments: tuple[str, ...], code: int
) -> None:
    said = stocked(*arguments)
    assert said.code == code
    assert "Traceback" not in said.err
    assert stocked("movements", "list", "--json").document == []
