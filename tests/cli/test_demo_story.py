"""The story of the demo shop is played by the real services, in every language."""

import re
from pathlib import Path

import pytest
from PIL import Image

from microshop_desktop.cli.demo_story import Place, Story
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.translations import LANGUAGES, Language, use_language
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.sample_shop import SampleShop
from microshop_desktop.services.shop import Shop

pytestmark = pytest.mark.usefixtures("qapp")
"""Drawing needs an application; tests of widgets need the same one."""


@pytest.fixture
def demo(sqlite_database: Database, clock: FixedClock, tmp_path: Path) -> Shop:
    shop = found_shop(sqlite_database, clock, name="Demo", currency_code="CNY", owner="Xia")
    SampleShop(shop, Pictures(tmp_path / "pictures")).load(shop.owner(), "zh", days=1)
    return shop


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "out").mkdir()
    return Place(tmp_path / "out", tmp_path / "backups")


@pytest.fixture
def told(demo: Shop, clock: FixedClock, place: Place) -> list[str]:
    return list(Story(demo, clock, place).tell())


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


def test_nothing_is_left_to_print(demo: Shop, told: list[str], place: Place) -> None:
    assert PrintQueue(demo, lambda: None).jobs(demo.owner()) == ()  # type: ignore[arg-type, return-value]
    assert (place.pictures / "printer.bin").stat().st_size > 10_000


def test_it_leaves_the_receipt_as_picture_and_pdf(told: list[str], place: Place) -> None:
    with Image.open(place.pictures / "receipt.png") as picture:
        assert picture.width >= 600
    assert (place.pictures / "receipt.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_every_language(
    demo: Shop, clock: FixedClock, place: Place, language: Language
) -> None:
    use_language(language)
    try:
        first = next(iter(Story(demo, clock, place).tell()))
    finally:
        use_language("en")
    assert first.startswith("12:05  Demo")
