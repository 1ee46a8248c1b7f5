"""What people type or paste is brought to what can be looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.typed_text import LONGEST, typed_text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\u202d138 0013 8000\u202c", "138 0013 8000"),
        (" 王阿姨\n三号桌 ", "王阿姨 三号桌"),
        ("a\0b\ud800c", "abc"),
        ("ñ", "ñ"),
    ],
)
def test_signs_nobody_sees_are_left_out(typed: str, meant: str) -> None:
    assert typed_text(typed) == meant


@given(st.text(alphabet=st.characters(), max_size=3 * LONGEST))
def test_any_text_can_be_looked_for(text: str) -> None:
    found = typed_text(text)
    assert len(found) <= LONGEST
    assert found.isprintable()
    assert typed_text(found) == found
