"""Figures, days and times as people read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from microshop_desktop.infra.formats import (
    age_text,
    amount_text,
    date_text,
    day_text,
    entry_text,
    moment_text,
    money_text,
    number_text,
    percent_text,
    quantity_text,
    short_money_text,
    signed_quantity_text,
    use_currency,
    weekday_text,
)
from microshop_desktop.infra.translations import Language, use_language


@dataclass(frozen=True)
class Look:
    exponent: int
    symbol: str


CNY, JPY, KWD = Look(2, "¥"), Look(0, "JP¥"), Look(3, "KD")
EUR, ARS, MXN = Look(2, "€"), Look(2, "AR$"), Look(2, "MX$")
DAY = date(2026, 3, 14)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    use_currency(CNY)
    yield
    use_language("en")
    use_currency(CNY)


@pytest.mark.parametrize(
    ("minor", "look", "text"),
    [
        (9800, CNY, "¥98.00"),
        (-502, CNY, "−¥5.02"),
        (5, CNY, "¥0.05"),
        (0, CNY, "¥0.00"),
        (1820640, CNY, "¥18,206.40"),
        (1500, JPY, "JP¥1,500"),
        (1234, KWD, "KD1.234"),
    ],
)
def test_money(minor: int, look: Look, text: str) -> None:
    assert money_text(minor, look) == text


@pytest.mark.parametrize(
    ("minor", "look", "text"),
    [
        (445, EUR, "4,45\N{NO-BREAK SPACE}€"),
        (-123456, EUR, "−1\N{NARROW NO-BREAK SPACE}234,56\N{NO-BREAK SPACE}€"),
        (445, ARS, "AR$4,45"),
        (445, MXN, "MX$4.45"),
        (445, CNY, "¥4.45"),
    ],
)
def test_spanish_money_is_written_as_where_it_is_spent(minor: int, look: Look, text: str) -> None:
    use_language("es")
    assert money_text(minor, look) == text


def test_only_spanish_changes_the_sign_of_the_decimals() -> None:
    use_currency(EUR)
    assert (money_text(445, EUR), quantity_text(1260, "kg")) == ("€4.45", "1.26 kg")


def test_figures_without_a_currency_follow_the_shop() -> None:
    use_language("es")
    assert quantity_text(1260, "kg") == "1.26 kg"
    use_currency(EUR)
    assert (quantity_text(1260, "kg"), percent_text(5280)) == ("1,26 kg", "52,8 %")
    assert (short_money_text(500, EUR), entry_text("4.45")) == ("5\N{NO-BREAK SPACE}€", "4,45")


def test_an_amount_alone_has_no_sign() -> None:
    assert (amount_text(-128600, CNY), amount_text(7, CNY)) == ("−1,286.00", "0.07")


def test_short_money_drops_only_empty_decimals() -> None:
    assert [short_money_text(minor, CNY) for minor in (10000, 550, -100)] == [
        "¥100",
        "¥5.50",
        "−¥1",
    ]


@pytest.mark.parametrize(
    ("thousandths", "unit", "text"),
    [(2000, "", "2"), (1260, "kg", "1.26 kg"), (345, "kg", "0.345 kg"), (-1000, "", "−1")],
)
def test_quantity(thousandths: int, unit: str, text: str) -> None:
    assert quantity_text(thousandths, unit) == text


def test_a_change_of_quantity_says_its_sign() -> None:
    assert [signed_quantity_text(value) for value in (12000, -1000, 0)] == ["+12", "−1", "0"]


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [("zh", "1,234,567", "52.8%"), ("en", "1,234,567", "52.8%"), ("es", "1 234 567", "52.8 %")],
)
def test_groups_follow_the_language(language: Language, number: str, percent: str) -> None:
    use_language(language)
    assert (number_text(1234567).replace("\u202f", " "), percent_text(5280)) == (number, percent)


@pytest.mark.parametrize(
    ("language", "short", "long", "weekday"),
    [
        ("zh", "3 月 14 日", "2026 年 3 月 14 日", "周六"),
        ("en", "14 Mar", "14 Mar 2026", "Sat"),
        ("es", "14 mar", "14 mar 2026", "sáb"),
    ],
)
def test_dates(language: Language, short: str, long: str, weekday: str) -> None:
    use_language(language)
    assert (date_text(DAY), date_text(DAY, with_year=True)) == (short, long)
    assert weekday_text(DAY) == weekday


def test_days_are_seen_from_today() -> None:
    days = [DAY, date(2026, 3, 13), date(2026, 3, 1), date(2025, 12, 31)]
    texts = ["Today", "Yesterday", "1 Mar", "31 Dec 2025"]
    assert [day_text(day, DAY) for day in days] == texts


def test_a_moment_of_today_is_its_time() -> None:
    at = datetime(2026, 3, 14, 8, 5)  # noqa: DTZ001 (local already)
    assert moment_text(at, DAY) == "08:05"
    assert moment_text(at, date(2026, 3, 15)) == "Yesterday 08:05"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "just now"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (2 * 86400, "2 days ago"),
        (-9, "just now"),
    ],
)
def test_ages(seconds: float, text: str) -> None:
    assert age_text(seconds) == text


def test_an_age_in_chinese_has_one_form() -> None:
    use_language("zh")
    assert [age_text(60), age_text(180)] == ["1 分钟前", "3 分钟前"]
