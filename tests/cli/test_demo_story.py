"""The story of the demo shop is played by the real services, in every language."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from microshop_desktop.cli.demo_phone import PhoneFolders
from microshop_desktop.cli.demo_story import Place, Story
from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.translations import LANGUAGES, Language, use_language
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.reports import Reports
from microshop_desktop.services.sample_shop import SampleShop
from microshop_desktop.services.shop import Shop
from tests.database_fixtures import NOON


@dataclass(frozen=True, slots=True)
class Played:
    """A demo shop, what was told of its day, and where the story left its files."""

    shop: Shop
    told: list[str]
    place: Place


@pytest.fixture(scope="module")
def played(
    empty_shop_file: Path, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Played]:
    """The story, played once: the tests only look at what it did."""
    folder = tmp_path_factory.mktemp("demo")
    clock = FixedClock(NOON)
    shop = fresh_shop(empty_shop_file, folder, clock)
    keys = PhoneFolders(folder / "secrets", folder / "sandbox")
    place = Place(folder / "out", folder / "backups", keys)
    place.pictures.mkdir()
    yield Played(shop, list(Story(shop, clock, place).tell()), place)
    shop.database.close()


def fresh_shop(empty: Path, folder: Path, clock: FixedClock) -> Shop:
    """A shop with sample goods in a folder."""
    shutil.copy(empty, folder / "shop.sqlite")
    database = Database(folder / "shop.sqlite")
    shop = found_shop(database, clock, name="Demo", currency_code="CNY", owner="Xia")
    SampleShop(shop, Pictures(folder / "pictures")).load(shop.owner(), "zh", days=1)
    return shop


@pytest.fixture
def demo(played: Played) -> Shop:
    return played.shop


@pytest.fixture
def told(played: Played) -> list[str]:
    return played.told


@pytest.fixture
def place(played: Played) -> Place:
    return played.place


def numbers(told: list[str]) -> list[str]:
    return [found[0] for line in told if (found := re.search(r"A-\d{6}", line))]


def orders(demo: Shop, told: list[str]) -> list[OrderView]:
    return [Orders(demo).by_number(demo.owner(), number) for number in numbers(told)]


def test_it_tells_a_day_in_the_order_of_its_hours(told: list[str]) -> None:
    times = [line[:5] for line in told]
    assert times == sorted(times)
    assert all(re.fullmatch(r"\d\d:\d\d", time) for time in times)


def test_every_sale_it_tells_of_is_in_the_books(demo: Shop, told: list[str]) -> None:
    sold = orders(demo, told)
    assert len({order.number for order in sold}) == len(sold) >= 6
    assert all(order.pay_state == "paid" for order in sold)


def test_the_books_are_right_in_the_end(demo: Shop, told: list[str]) -> None:
    assert Doctor(demo).check(demo.owner()).ok
    assert "right" in told[-1]


def test_fifty_enters_made_one_sale(told: list[str]) -> None:
    assert sum("50 times. It became 1 sale." in line for line in told) == 1


def test_two_customers_paid_by_phone(demo: Shop, told: list[str]) -> None:
    by_phone = [
        (payment.method, payment.state, bool(payment.reference))
        for order in orders(demo, told)
        for payment in order.payments
        if len(payment.reference) > 20
    ]
    assert by_phone == [(Method.WECHAT, "received", True), (Method.ALIPAY, "received", True)]
    practice = [row for row in Reports(demo).day(demo.owner()).by_method if row.practice]
    assert [row.payments for row in practice] == [1, 1]


def test_nothing_is_left_to_print(demo: Shop, told: list[str], place: Place) -> None:
    assert PrintQueue(demo, lambda: None).jobs(demo.owner()) == ()  # type: ignore[arg-type, return-value]
    assert (place.pictures / "printer.bin").stat().st_size > 10_000


def test_it_leaves_the_receipt_as_picture_and_pdf(told: list[str], place: Place) -> None:
    with Image.open(place.pictures / "receipt.png") as picture:
        assert picture.width >= 600
    assert (place.pictures / "receipt.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_every_language(demo: Shop, place: Place, language: Language) -> None:
    use_language(language)
    try:
        first = next(iter(Story(demo, FixedClock(demo.clock.now()), place).tell()))
    finally:
        use_language("en")
    assert re.match(r"\d\d:\d\d  Demo", first)
