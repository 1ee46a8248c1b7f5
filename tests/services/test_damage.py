"""What is kept as JSON may be damaged: the shop opens all the same, and nothing else is lost."""

import logging

import pytest
import sqlalchemy as sa

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.delivery_drafts import DeliveryDrafts
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings, ShopSettings
from tests.services.shelf import Shelf

TEXTS = ["{", "", "[]", "7", '{"id": 1}', '{"lines": [{}]}']


@pytest.fixture
def shelf(shop: Shop) -> Shelf:
    """A shop with one kind of goods."""
    shelf = Shelf(shop, shop.owner())
    shelf.stock(shelf.sku("tea", "6901", 500), 9_000, 0)
    return shelf


def damage(shop: Shop, table: str, column: str, content: str) -> None:
    with shop.database.write() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET {column} = :content"), {"content": content})


@pytest.mark.parametrize("content", TEXTS)
def test_a_damaged_basket_is_put_away_and_said_once(
    shelf: Shelf, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    shop, actor = shelf.shop, shelf.actor
    baskets = Baskets(shop)
    baskets.save(actor, shelf.basket("6901"))
    damage(shop, "held_basket", "content", content)
    with caplog.at_level(logging.ERROR), pytest.raises(ShopError) as said:
        baskets.open_one(actor)
    assert said.value.code is ErrorCode.BASKET_DAMAGED
    assert str(said.value.params["basket"]) in caplog.text
    fresh = baskets.open_one(actor)
    assert fresh.is_empty
    again = shelf.basket("6901")
    baskets.save(actor, again)
    assert baskets.open_one(actor).lines == again.lines
    assert Selling(shop).finish(actor, again, ()).number == "A-000001"


def test_a_damaged_held_basket_is_listed_and_frees_its_goods_when_called(shelf: Shelf) -> None:
    shop, actor = shelf.shop, shelf.actor
    baskets = Baskets(shop)
    baskets.hold(actor, shelf.basket("6901"), "Mei")
    damage(shop, "held_basket", "content", "{")
    (held,) = baskets.held(actor)
    assert (held.name, held.lines, held.total) == ("Mei", 0, 500)
    with pytest.raises(ShopError) as said:
        baskets.recall(actor, held.basket)
    assert said.value.code is ErrorCode.BASKET_DAMAGED
    assert baskets.held(actor) == ()
    with shop.database.read() as connection:
        assert connection.scalar(sa.text("SELECT sum(reserved) FROM stock_level")) == 0


@pytest.mark.parametrize("content", ["{", "7", '"gold"', "null"])
def test_a_damaged_setting_has_its_default_and_can_be_set_again(shop: Shop, content: str) -> None:
    settings, actor = Settings(shop), shop.owner()
    settings.change(actor, rounding=RoundingRule.TENTH, scale_prefixes=("29",))
    damage(shop, "shop_setting", "value", content)
    assert settings.current() == ShopSettings()
    settings.change(actor, scale_prefixes=("29",))
    assert settings.current() == ShopSettings(scale_prefixes=("29",))


def test_a_damaged_delivery_is_forgotten(shop: Shop) -> None:
    drafts, actor = DeliveryDrafts(shop), shop.owner()
    drafts.keep(actor, {"lines": []})
    damage(shop, "shop_setting", "value", "{")
    assert drafts.read(actor) is None
