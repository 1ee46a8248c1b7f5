"""Several tills of one shop: each computer sells with its own numbers."""

import uuid

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop, open_shop
from microshop_desktop.services.tills import add_till, till_of_letter
from tests.services.shelf import Shelf


def test_each_till_has_its_own_letter_numbers_and_chain(shop: Shop, clock: FixedClock) -> None:
    shelf = Shelf(shop, shop.owner())
    shelf.stock(shelf.sku("tea", "6901", 500), 9_000, 0)
    made = add_till(shop.database, shop.ids)
    second = open_shop(shop.database, clock, till=made, ids=shop.ids)
    assert (second.profile.letter, second.profile.place) == ("B", shop.profile.place)
    numbers = [
        Selling(each).finish(each.owner(), Shelf(each, each.owner()).basket("6901"), ()).number
        for each in (shop, second, second, shop)
    ]
    assert numbers == ["A-000001", "B-000001", "B-000002", "A-000002"]
    assert [check for check in Doctor(shop).check(shop.owner()).checks if not check.ok] == []


def test_a_till_is_found_by_its_letter_and_by_nothing_else(shop: Shop, clock: FixedClock) -> None:
    assert till_of_letter(shop.database, "A") == shop.profile.till
    with pytest.raises(ShopError) as unknown:
        till_of_letter(shop.database, "B")
    assert unknown.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(ShopError) as missing:
        open_shop(shop.database, clock, till=uuid.uuid4())
    assert missing.value.code is ErrorCode.TILL_MISSING
