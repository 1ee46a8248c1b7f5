"""`microshop products`, as people and scripts call it."""

import pytest

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.shop import open_shop
from tests.cli.running import Microshop

LIPSTICK = ProductForm(
    name="Lipstick",
    options=("Colour",),
    skus=(
        SkuForm(price=8900, cost=4200, values=("#01",), codes=("11",)),
        SkuForm(price=8900, cost=8500, values=("#03",), codes=("12",)),
    ),
)
TEA = ProductForm(name="Tea", skus=(SkuForm(price=300, codes=("21",)),), unfinished=True)


@pytest.fixture
def stocked(microshop: Microshop) -> Microshop:
    """A shop with a lipstick in two colours and tea."""
    assert microshop("init", "--name", "Corner shop", "--currency", "CNY").code == 0
    database = open_database(microshop.data / "shop.sqlite")
    shop = open_shop(database, SystemClock())
    for form in (LIPSTICK, TEA):
        Catalogue(shop).create(shop.owner(), form)
    database.close()
    return microshop


def test_every_variant_is_listed(stocked: Microshop) -> None:
    listed = stocked("products", "list", "--json").document
    assert [(row["name"], row["spec"], row["price"]) for row in listed] == [
        ("Lipstick", "#01", 8900),
        ("Lipstick", "#03", 8900),
        ("Tea", "", 300),
    ]
    assert "Lipstick #03" in stocked("products", "list").out


@pytest.mark.parametrize(
    ("filters", "count"),
    [(("--unfinished",), 1), (("--off-sale",), 0), (("--low",), 0), (("--text", "tea"), 1)],
)
def test_filters_narrow_the_list(stocked: Microshop, filters: tuple[str, ...], count: int) -> None:
    assert len(stocked("products", "list", *filters, "--json").document) == count


def test_prices_change_by_a_rule(stocked: Microshop) -> None:
    call = ("products", "price", "11", "12", "--percent", "-10", "--ending", "nine", "--json")
    tried = stocked(*call, "--dry-run").document
    assert [(step["old"], step["new"], step["below_cost"]) for step in tried["changed"]] == [
        (8900, 7990, False),
        (8900, 7990, True),
    ]
    assert not tried["written"]
    assert stocked("products", "list", "--json").document[0]["price"] == 8900
    assert stocked(*call).document["below_cost"] == 1
    assert stocked("products", "list", "--json").document[0]["price"] == 7990


def test_a_member_price_is_set(stocked: Microshop) -> None:
    said = stocked("products", "price", "21", "--set", "2.80", "--level", "member").out
    assert said == "Tea  — → 2.80\n"
    assert stocked("products", "list", "--text", "tea", "--json").document[0]["member_price"] == 280


def test_goods_go_off_and_on_sale(stocked: Microshop) -> None:
    off = stocked("products", "off-sale", "11", "21", "--json").document
    assert len(off["changed"]) == 2
    assert stocked("find", "tea", "--json").document[0]["name"] == "Tea"
    assert [row["on_sale"] for row in stocked("products", "list", "--json").document] == [
        False,
        True,
        False,
    ]
    assert stocked("products", "on-sale", "11").out == "Put on sale: 1\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("price", "11"), 2),
        (("price", "11", "--set", "1", "--add", "1"), 2),
        (("price", "11", "--set", "x"), 1),
        (("price", "11", "--add", "-100"), 1),
        (("price", "99", "--set", "1"), 1),
        (("off-sale", "99"), 1),
        (("off-sale",), 2),
    ],
)
def test_what_cannot_be_done_is_refused(
    stocked: Microshop, arguments: tuple[str, ...], code: int
) -> None:
    said = stocked("products", *arguments)
    assert said.code == code
    assert "Traceback" not in said.err
    assert stocked("products", "list", "--json").document[0]["price"] == 8900
