"""Customers at the till: found by whatever they say, made in place, never shown whole."""

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.customers import Customers, masked
from microshop_desktop.services.shop import Shop


@pytest.mark.parametrize("text", ["夏天", "8000", "138001", "xt", "xiatian", "天的风"])
def test_a_customer_is_found_by_name_phone_or_pinyin(shop: Shop, actor: Actor, text: str) -> None:
    made = Customers(shop).create(actor, "夏天的风", phone="138 0013 8000")
    Customers(shop).create(actor, "阿梨", phone="13900139001")
    assert [view.customer for view in Customers(shop).find(actor, text)] == [made.customer]


@pytest.mark.parametrize("text", ["", " ", "%", "_", "nobody"])
def test_signs_of_the_database_mean_nothing(shop: Shop, actor: Actor, text: str) -> None:
    Customers(shop).create(actor, "夏天的风", phone="13800138000")
    assert Customers(shop).find(actor, text) == ()


def test_a_known_phone_gives_its_customer(shop: Shop, actor: Actor) -> None:
    made = Customers(shop).create(actor, "夏天的风", phone="13800138000")
    again = Customers(shop).create(actor, "somebody else", phone="138 0013 8000")
    assert again == made


def test_a_phone_alone_is_enough_and_nothing_is_not(shop: Shop, actor: Actor) -> None:
    made = Customers(shop).create(actor, "", phone="13800138000")
    assert (made.name, made.phone) == ("8000", "138****8000")
    assert Customers(shop).get(actor, made.customer) == made
    with pytest.raises(ShopError) as caught:
        Customers(shop).create(actor, " ")
    assert caught.value.code is ErrorCode.NAME_MISSING


def test_a_phone_is_masked_but_a_short_one_is_no_phone() -> None:
    assert masked("13800138000") == "138****8000"
    assert masked("12345") == "12345"
