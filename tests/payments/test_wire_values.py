from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.payments.wire_values import fen, number, plain_text, rfc3339, yuan


@given(st.integers(0, 10**12))
def test_an_amount_comes_back_as_it_went(amount: int) -> None:
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("0.01", 1), ("5", 500), ("5.1", 510), ("88.88", 8888)]
)
def test_yuan_are_read_to_the_fen(text: str, amount: int) -> None:
    assert fen(text) == amount


@pytest.mark.parametrize(
    "value", ["", "-1.00", "1.001", "1,00", "1e2", " 1.00", "１", 1.0, 100, None]
)
def test_what_is_no_amount_is_none(value: object) -> None:
    assert fen(value) is None


@pytest.mark.parametrize("hours", [-11, 0, 1, 8, 14])
def test_time_is_chinas_whatever_the_zone_here(hours: int) -> None:
    moment = datetime(2026, 12, 31, 20, 30, 15, 999_999, tzinfo=UTC)
    local = moment.astimezone(timezone(timedelta(hours=hours)))
    assert rfc3339(local) == "2027-01-01T04:30:15+08:00"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("苹果 5 斤", "苹果 5 斤"),
        ("🍎苹果❤️", "苹果❤"),
        ("a\r\n\tb\0c", "a b c"),
        ("\u200b\ufeff\u202ex", "x"),
        ("\ud800x", "x"),
        ("   ", ""),
    ],
)
def test_a_text_keeps_what_a_platform_takes(text: str, plain: str) -> None:
    assert plain_text(text, 50) == plain


def test_a_text_is_cut_and_does_not_end_in_a_blank() -> None:
    assert plain_text("ab cd", 3) == "ab"


@pytest.mark.parametrize("good", ["abc_12", "0192f1c07a5b7c3d8e9f001122334455"])
def test_a_number_both_platforms_take(good: str) -> None:
    assert number(good, 32) == good


@pytest.mark.parametrize(
    "bad", ["", "abc12", "a" * 33, "abc-123", "abc|123", "abc 123", "编号一二三四"]
)
def test_a_number_that_one_of_them_would_refuse(bad: str) -> None:
    with pytest.raises(ValueError, match="cannot be the number"):
        number(bad, 32)
