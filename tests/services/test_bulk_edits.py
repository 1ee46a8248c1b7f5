"""Changing many products at once."""

import os
import signal
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import pytest
from typing_extensions import override

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.price_change import ChangeKind, Ending, PriceChange
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services import price_swap
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.bulk_edits import BulkEdits, PricePreview
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, ProductQuery, SkuForm
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.product_list import ProductList
from microshop_desktop.services.shop import Shop, open_shop

UP_TEN_PERCENT = PriceChange(ChangeKind.PERCENT, 1000, Ending.NINE)


@pytest.fixture
def edits(shop: Shop) -> BulkEdits:
    return BulkEdits(shop)


@pytest.fixture
def skus(shop: Shop, actor: Actor) -> tuple[UUID, ...]:
    catalogue = Catalogue(shop)
    forms = [
        SkuForm(price=1000, cost=800, prices=(Price(PriceLevel.MEMBER, 950),)),
        SkuForm(price=2000, cost=2500),
        SkuForm(price=90),
    ]
    products = [
        catalogue.create(actor, ProductForm(name=f"P{number}", skus=(form,)))
        for number, form in enumerate(forms)
    ]
    return ProductList(shop).skus_of(actor, products)


def prices(shop: Shop, actor: Actor) -> list[tuple[int, int | None]]:
    rows = ProductList(shop).page(actor, ProductQuery()).rows
    return [(row.skus[0].price, row.skus[0].member) for row in rows]


def test_preview_says_old_new_and_what_is_below_cost(
    edits: BulkEdits, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    preview = edits.preview_prices(actor, skus, UP_TEN_PERCENT)
    assert [(step.name, step.old, step.new, step.below_cost) for step in preview.steps] == [
        ("P0", 1000, 1090, False),
        ("P1", 2000, 2190, True),
    ]
    assert (preview.unchanged, preview.below_cost, preview.impossible) == (1, 1, 0)


def test_preview_writes_nothing(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    edits.preview_prices(actor, skus, UP_TEN_PERCENT)
    assert prices(shop, actor) == [(1000, 950), (2000, None), (90, None)]


def test_prices_change_and_come_back(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    before = edits.change_prices(actor, edits.preview_prices(actor, skus, UP_TEN_PERCENT))
    assert prices(shop, actor) == [(1090, 950), (2190, None), (90, None)]
    edits.undo(actor, before)
    assert prices(shop, actor) == [(1000, 950), (2000, None), (90, None)]


def test_member_prices_follow_retail_and_come_back(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    change = PriceChange(ChangeKind.PERCENT, -1000)
    preview = edits.preview_prices(
        actor, skus, change, level=PriceLevel.MEMBER, base=PriceLevel.RETAIL
    )
    before = edits.change_prices(actor, preview)
    assert prices(shop, actor) == [(1000, 900), (2000, 1800), (90, 81)]
    edits.undo(actor, before)
    assert prices(shop, actor) == [(1000, 950), (2000, None), (90, None)]


def test_an_old_preview_is_stale_and_nothing_is_written(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    preview = edits.preview_prices(actor, skus, UP_TEN_PERCENT)
    Catalogue(shop).set_price(actor, skus[1], PriceLevel.RETAIL, price=2100, version=1)
    with pytest.raises(ShopError) as refused:
        edits.change_prices(actor, preview)
    assert refused.value.code is ErrorCode.STALE
    assert prices(shop, actor)[0] == (1000, 950)


def test_undo_after_another_change_is_refused(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    before = edits.change_prices(actor, edits.preview_prices(actor, skus, UP_TEN_PERCENT))
    Catalogue(shop).set_price(actor, skus[0], PriceLevel.RETAIL, price=1200, version=2)
    with pytest.raises(ShopError) as refused:
        edits.undo(actor, before)
    assert refused.value.code is ErrorCode.STALE
    assert prices(shop, actor)[1] == (2190, None)


def test_a_negative_price_is_shown_and_refused_whole(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    preview = edits.preview_prices(actor, skus, PriceChange(ChangeKind.ADD, -500))
    assert preview.impossible == 1
    with pytest.raises(ShopError) as refused:
        edits.change_prices(actor, preview)
    assert refused.value.code is ErrorCode.BAD_AMOUNT
    assert prices(shop, actor)[0] == (1000, 950)


def test_category_changes_and_comes_back(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    products, drinks = ProductList(shop), Categories(shop).add(actor, "Drinks")
    chosen = [row.product for row in products.page(actor, ProductQuery()).rows[:2]]
    before = edits.change_category(actor, chosen, drinks)
    assert products.count(actor, ProductQuery(category=drinks)).products == 2
    edits.undo(actor, before)
    assert products.count(actor, ProductQuery(category=drinks)).products == 0


def test_off_sale_and_back(
    edits: BulkEdits, shop: Shop, actor: Actor, skus: tuple[UUID, ...]
) -> None:
    edits.put_on_sale(actor, skus[:1], on_sale=False)
    before = edits.put_on_sale(actor, skus, on_sale=False)
    assert before.skus == tuple(skus[1:])
    edits.undo(actor, before)
    on_sale = [row.on_sale for row in ProductList(shop).page(actor, ProductQuery()).rows]
    assert on_sale == [False, True, True]


def test_categories_are_kept_in_order_renamed_and_taken_away(shop: Shop, actor: Actor) -> None:
    categories = Categories(shop)
    first, second = categories.add(actor, " Drinks "), categories.add(actor, "Snacks")
    assert categories.add(actor, "Drinks") == first
    categories.rename(actor, first, "Beverages", version=1)
    categories.arrange(actor, [second, first])
    assert [row.name for row in categories.all(actor)] == ["Snacks", "Beverages"]
    with pytest.raises(ShopError) as refused:
        categories.rename(actor, first, "Drinks", version=1)
    assert refused.value.code is ErrorCode.STALE


def test_products_outlive_their_category(shop: Shop, actor: Actor) -> None:
    categories = Categories(shop)
    drinks = categories.add(actor, "Drinks")
    form = ProductForm(name="Tea", skus=(SkuForm(price=1),), category=drinks)
    product = Catalogue(shop).create(actor, form)
    assert [row.products for row in categories.all(actor)] == [1]
    categories.delete(actor, drinks)
    assert categories.all(actor) == ()
    assert Catalogue(shop).detail(actor, product).form.category is None


def test_a_change_that_is_refused_half_way_is_put_back(
    edits: BulkEdits,
    shop: Shop,
    actor: Actor,
    skus: tuple[UUID, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(price_swap, "CHUNK", 1)
    preview = edits.preview_prices(actor, skus, UP_TEN_PERCENT)
    Catalogue(shop).set_price(actor, skus[1], PriceLevel.RETAIL, price=2100, version=1)
    with pytest.raises(ShopError):
        edits.change_prices(actor, preview)
    assert prices(shop, actor) == [(1000, 950), (2100, None), (90, None)]


class DeadlyClock(FixedClock):
    """Kills its process when it is asked for the time once too often."""

    lives = 3

    @override
    def now(self) -> datetime:
        self.lives -= 1
        if self.lives < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().now()


def killed_half_way(shop: Shop, preview: PricePreview, clock: FixedClock) -> None:
    """Change prices in a process that is killed while it writes the second chunk."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            dying = DeadlyClock(clock.now())
            target = shop.database.path or shop.database.engine.url.render_as_string(
                hide_password=False
            )
            opened = open_shop(open_database(target), dying, ids=shop.ids)
            BulkEdits(opened).change_prices(opened.owner(), preview)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_change_that_is_killed_half_way_is_put_back_at_the_next_start(
    edits: BulkEdits,
    shop: Shop,
    actor: Actor,
    skus: tuple[UUID, ...],
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(price_swap, "CHUNK", 1)
    before = prices(shop, actor)
    killed_half_way(shop, edits.preview_prices(actor, skus, UP_TEN_PERCENT), clock)
    assert prices(shop, actor) == [(1090, 950), (2000, None), (90, None)]
    with import_lock(shop.database):
        assert edits.recover(actor) == 0, "another process may be writing"
    assert edits.recover(actor) == 1
    assert prices(shop, actor) == before
    assert edits.recover(actor) == 0
    edits.change_prices(actor, edits.preview_prices(actor, skus, UP_TEN_PERCENT))
    assert prices(shop, actor) == [(1090, 950), (2190, None), (90, None)]
