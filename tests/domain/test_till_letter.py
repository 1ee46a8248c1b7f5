"""The letters of tills."""

import pytest

from microshop_desktop.domain.till_letter import next_letter


@pytest.mark.parametrize(
    ("letters", "after"),
    [
        ([], "A"),
        (["A"], "B"),
        (["C", "A"], "D"),
        (["A", "Z"], "AA"),
        (["AA", "Z"], "AB"),
        (["AZ"], "BA"),
        (["ZZ", "AB"], "AAA"),
    ],
)
def test_the_next_letter_was_never_given(letters: list[str], after: str) -> None:
    assert next_letter(letters) == after
