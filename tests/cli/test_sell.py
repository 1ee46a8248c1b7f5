"""`microshop sell`, as people and scripts call it."""

import pytest

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.shop import open_shop
from tests.cli.running import Microshop

WATER = ProductForm(name="Water", skus=(SkuForm(price=550, codes=("6901",), unit="bottle"),))
SOAP = ProductForm(name="Soap", skus=(SkuForm(price=300, codes=("6903",)),))
SOAP_TOO = ProductForm(name="Old soap", skus=(SkuForm(price=200, codes=("6903",)),))
APPLES = ProductForm(
    name="Apples", skus=(SkuForm(price=1160, codes=("6904",), unit="kg", by_weight=True),)
)
GIFT = ProductForm(name="Gift", skus=(SkuForm(price=0, codes=("6905",)),))


@pytest.fixture
def stocked(microshop: Microshop) -> Microshop:
    """A shop with a few goods, two of which share a code, and two customers."""
    assert microshop("init", "--name", "Corner shop", "--currency", "CNY").code == 0
    database = open_database(microshop.data / "shop.sqlite")
    shop = open_shop(database, SystemClock())
    for form in (WATER, SOAP, SOAP_TOO, APPLES, GIFT):
        Catalogue(shop).create(shop.owner(), form, allow_taken=True)
    for name, phone in (("Mei", "13800001234"), ("Lin", "13899995678")):
        Customers(shop).create(shop.owner(), name, phone=phone)
    database.close()
    return microshop


def test_without_a_payment_option_it_is_exact_cash(stocked: Microshop) -> None:
    order = stocked("sell", "6901", "--json").document
    assert (order["number"], order["total"], order["change"]) == ("A-000001", 550, 0)
    assert [(p["method"], p["amount"], p["state"]) for p in order["payments"]] == [
        ("cash", 550, "received")
    ]
    assert (order["source"], order["state"], order["pay_state"]) == ("counter", "completed", "paid")


def test_quantities_and_the_same_code_twice_add_up(stocked: Microshop) -> None:
    order = stocked("sell", "6901*2", "6904*0.345", "6901", "--json").document
    assert [(line["name"], line["quantity"], line["total"]) for line in order["lines"]] == [
        ("Water", 3000, 1650),
        ("Apples", 345, 400),
    ]


def test_cash_gives_change(stocked: Microshop) -> None:
    order = stocked("sell", "6901*2", "--cash", "20", "--json").document
    assert (order["paid"], order["change"]) == (1100, 900)
    assert "Change ¥9.00" in stocked("sell", "6901*2", "--cash", "20").out


def test_too_little_cash_sells_nothing(stocked: Microshop) -> None:
    refused = stocked("sell", "6901*2", "--cash", "5", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "payment_short")
    assert stocked("orders", "list", "--json").document == []


def test_an_unknown_code_is_said_in_a_sentence(stocked: Microshop) -> None:
    refused = stocked("sell", "6901", "9999")
    assert (refused.code, refused.out) == (1, "")
    assert "9999" in refused.err


def test_a_shared_code_is_not_guessed(stocked: Microshop) -> None:
    refused = stocked("sell", "6903", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "code_ambiguous")


def test_a_customer_is_found_by_the_end_of_the_phone(stocked: Microshop) -> None:
    order = stocked("sell", "6901", "--customer", "1234", "--json").document
    assert order["customer"] == "Mei"


def test_a_customer_nobody_knows_sells_nothing(stocked: Microshop) -> None:
    refused = stocked("sell", "6901", "--customer", "7777", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "not_found")
    assert "No customer has “7777”" in refused.err
    assert "microshop customers list" in refused.err
    assert stocked("orders", "list", "--json").document == []


def test_a_customer_who_could_be_several_sells_nothing(stocked: Microshop) -> None:
    refused = stocked("sell", "6901", "--customer", "138", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "customer_ambiguous")
    assert "several customers" in refused.err


def test_below_zero_warns_and_sells(stocked: Microshop) -> None:
    done = stocked("sell", "6901*2", "--json")
    assert done.code == 0
    assert "Only 0 bottle of Water left" in done.err


def test_a_part_of_a_piece_sells_nothing(stocked: Microshop) -> None:
    refused = stocked("sell", "6901*0.5", "--json")
    assert refused.document["error"]["code"] == "whole_pieces_only"
    assert stocked("orders", "list", "--json").document == []
    assert stocked("sell", "6904*0,5", "--json").document["total"] == 580


def test_goods_without_a_price_are_named(stocked: Microshop) -> None:
    assert "Gift has no price yet" in stocked("sell", "6905").err


def test_no_code_is_wrong_usage(stocked: Microshop) -> None:
    assert stocked("sell").code == 2
