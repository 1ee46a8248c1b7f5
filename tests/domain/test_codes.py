"""What a scanned code is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.codes import (
    PaymentScheme,
    ScaleRule,
    check_digit,
    clean_code,
    has_valid_check,
    is_retail_length,
    payment_scheme,
    prefix_collides,
    read_scale_label,
)

RULE = ScaleRule(("21",), "weight")


def _with_check(digits: str) -> str:
    return digits + check_digit(digits)


@pytest.mark.parametrize("code", ["6901234567892", "96385074", "012345678905", "4006381333931"])
def test_real_codes_fit_their_check_digit(code: str) -> None:
    assert has_valid_check(code)
    assert is_retail_length(code)


@given(st.text("0123456789", min_size=7, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_fits(digits: str, place: int, step: int) -> None:
    code = _with_check(digits)
    place %= len(code)
    wrong = str((int(code[place]) + step) % 10)
    assert not has_valid_check(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize("code", ["", "6947124607705a", "33699993-8", "１", "0"])
def test_what_is_no_number_has_no_check_digit(code: str) -> None:
    assert not has_valid_check(code)


def test_full_width_signs_and_blanks_are_cleaned() -> None:
    assert clean_code(" ６９０ 12-Ａ\t") == "69012-A"


def test_a_weight_label_says_plu_and_grams() -> None:
    label = read_scale_label(_with_check("210002101260"), RULE)
    assert label is not None
    assert (label.plu, label.quantity, label.total) == ("00021", 1260, None)


def test_a_price_label_says_plu_and_price() -> None:
    label = read_scale_label(_with_check("210002101462"), ScaleRule(("21",), "price"))
    assert label is not None
    assert (label.quantity, label.total) == (None, 1462)


def test_a_long_label_says_both() -> None:
    label = read_scale_label(_with_check("21000210126001462"), RULE)
    assert label is not None
    assert (label.plu, label.quantity, label.total) == ("00021", 1260, 1462)


@pytest.mark.parametrize(
    "code", ["2100021012606", _with_check("220002101260"), _with_check("21000210126"), "x" * 13]
)
def test_other_codes_are_no_label(code: str) -> None:
    assert read_scale_label(code, RULE) is None


@pytest.mark.parametrize(
    ("code", "scheme"),
    [
        ("134567890123456789", PaymentScheme.WECHAT),
        ("164567890123456789", None),
        ("284567890123456789", PaymentScheme.ALIPAY),
        ("3012345678901234", PaymentScheme.ALIPAY),
        ("6223456789012345678", PaymentScheme.UNIONPAY),
        ("6901234567892", None),
        ("13456789012345678", None),
    ],
)
def test_payment_codes_are_known_by_their_shape(code: str, scheme: PaymentScheme | None) -> None:
    assert payment_scheme(code) is scheme


def test_scale_prefixes_that_look_like_alipay_are_named() -> None:
    assert prefix_collides("28")
    assert not prefix_collides("21")
