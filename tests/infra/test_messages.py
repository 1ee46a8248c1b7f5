"""Every code has its sentence in three languages."""

import errno
import os
from collections.abc import Iterator

import pytest

from microshop_desktop.domain.errors import ErrorCode
from microshop_desktop.infra.messages import SENTENCES, sentence
from microshop_desktop.infra.translations import Language, use_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize("code", list(ErrorCode))
def test_a_code_has_a_sentence_in_each_language(code: ErrorCode) -> None:
    said = {sentence(code)}
    for language in ("zh", "es"):
        use_language(language)
        said.add(sentence(code))
    assert len(said) == 3


def test_no_sentence_is_left_of_a_code_that_is_gone() -> None:
    assert set(SENTENCES) == {code.value for code in ErrorCode}


def test_a_sentence_names_its_parameters() -> None:
    text = sentence("code_unknown", {"code": "6900001003199"})
    assert text == "Barcode 6900001003199 not found. Add a product?"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "goods.csv cannot be read: there is no such file"),
        ("es", "No se puede leer goods.csv: no existe ese archivo"),
    ],
)
def test_what_the_system_says_of_a_file_is_said_in_the_language(
    language: Language, said: str
) -> None:
    use_language(language)
    missing = {"name": "goods.csv", "detail": os.strerror(errno.ENOENT)}
    assert sentence("file_not_read", missing) == said
    assert "checksum" in sentence("file_not_read", {"name": "goods.xlsx", "detail": "checksum"})


def test_quantities_are_shown_as_people_count() -> None:
    text = sentence("stock_short", {"name": "Lip balm", "available": 1500, "wanted": 2000})
    assert text == "Not enough Lip balm in stock: 1.5 available, 2 wanted."


def test_a_missing_parameter_is_left_out() -> None:
    assert sentence("currency_unknown") == "The shop does not know the currency ."


def test_an_unknown_code_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        sentence("no_such_code")


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "14 Mar 2026"), ("es", "14 mar 2026"), ("zh", "2026 年 3 月 14 日")],
)
def test_a_day_in_a_sentence_is_written_as_people_write_it(language: Language, day: str) -> None:
    use_language(language)
    text = sentence("bill_not_ready", {"day": "2026-03-14"})
    assert day in text
    assert "2026-03-14" not in text
