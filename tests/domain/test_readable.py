"""Texts of strangers: nothing hidden stays in them, and nothing that is meant is lost."""

import pytest

from microshop_desktop.domain.readable import readable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "王小明",
        "José 5°",
        "first\nsecond\tthird",
        "👩\u200d👧",
        "می\u200cخواهم",
        "a\u3000b",
        "❤\ufe0f",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Wang\x00 Li", "Wang Li"),
        ("a\x1b[31mb\x9b", "a[31mb"),
        ("\u202egpj.exe\u2066", "gpj.exe"),
        ("\ufeffSKU\u200b-1", "SKU-1"),
        ("Wang \ud83d", "Wang \ufffd"),
    ],
)
def test_what_hides_or_cannot_be_kept_goes(text: str, kept: str) -> None:
    assert readable(text) == kept
    readable(text).encode("utf-8")
