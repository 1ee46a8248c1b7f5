"""Tracking numbers: good ones, what is wrong with others, columns that were pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.couriers import (
    COURIERS,
    CourierChoice,
    courier_choices,
    known_courier,
    platform_choice,
)
from microshop_desktop.domain.tracking import (
    Checked,
    Fault,
    check_round,
    check_tracking,
    clean_tracking,
    column_of,
)

SHAPES = [(courier, shape) for courier in COURIERS for shape in courier.shapes]


@st.composite
def numbers(draw: st.DrawFn, shape: str) -> str:
    """A number that is spelt as a shape says."""
    digits, letters = "0123456789", "ABCDEFGHXYZ"
    pools = {"#": digits, "@": letters, "?": digits + letters}
    return "".join(draw(st.sampled_from(pools.get(sign, sign))) for sign in shape)


@given(st.data())
def test_a_number_of_a_shape_is_good(data: st.DataObject) -> None:
    courier, shape = data.draw(st.sampled_from(SHAPES))
    number = data.draw(numbers(shape))
    assert check_tracking(number, courier).is_good


@given(st.data())
def test_a_number_that_is_cut_off_says_how_much_is_missing_or_is_good_by_another_shape(
    data: st.DataObject,
) -> None:
    courier, shape = data.draw(st.sampled_from(SHAPES))
    number = data.draw(numbers(shape))
    cut = number[: data.draw(st.integers(1, len(number) - 1))]
    checked = check_tracking(cut, courier)
    if not checked.is_good:
        assert checked.fault is Fault.SHORT
        assert checked.off > 0
        assert len(cut) + checked.off == checked.length
        assert checked.length in {len(one) for one in courier.shapes}


@given(st.text())
def test_any_text_is_judged_and_what_is_good_is_plain(text: str) -> None:
    for courier in (None, *COURIERS):
        checked = check_tracking(text, courier)
        assert checked.number == clean_tracking(checked.number)
        if checked.is_good:
            assert checked.number.isascii()
            assert checked.number.isalnum()


@pytest.mark.parametrize(
    ("courier", "text", "wanted"),
    [
        ("京东快递", "JDX00000000001", Checked("JDX00000000001", Fault.SHORT, 1, 15)),
        ("中通快递", "7310 0000 0003", Checked("731000000003")),
        ("顺丰冷运", "SF1234567890123", Checked("SF1234567890123")),
        ("圆通速递", "YT12345678901234", Checked("YT12345678901234", Fault.LONG, 1, 15)),
        ("圆通速递", "SF1234567890123", Checked("SF1234567890123", Fault.SHAPE)),
        ("京东快递", "JDVB01234567890-1-2-", Checked("JDVB01234567890")),
        ("中通快递", "7310：0001", Checked("7310:0001", Fault.SIGNS)),
        ("", "ab1", Checked("AB1", Fault.SHORT, 3, 6)),
        ("", "HELLOTHERE", Checked("HELLOTHERE", Fault.SHAPE)),
        ("Corner bike", "cb-2026-0001", Checked("CB20260001")),
        ("", "  ", Checked("", Fault.EMPTY)),
    ],
)
def test_what_is_said_while_typing(courier: str, text: str, wanted: Checked) -> None:
    assert check_tracking(text, known_courier(courier)) == wanted


def test_a_number_stands_once_in_a_round_and_an_odd_one_may_be_called_right() -> None:
    zto = known_courier("中通")
    numbers = {1: ("731000000001", zto), 2: ("7310-0000-0001", zto), 3: ("9912", zto), 4: ("", zto)}
    plain = check_round(numbers, {})
    assert [plain[key].fault for key in numbers] == [
        Fault.TWICE,
        Fault.TWICE,
        Fault.SHORT,
        Fault.EMPTY,
    ]
    trusted = check_round(numbers, {1: "731000000001", 3: "9912", 4: ""})
    assert [trusted[key].fault for key in numbers] == [
        Fault.TWICE,
        Fault.TWICE,
        None,
        Fault.EMPTY,
    ]


def test_a_column_from_a_sheet_keeps_its_rows_beside_their_parcels() -> None:
    text = 'SF1234567890123\tMr Lin\r\n\r\n="731000000001"\nW-20768\t7310 0000 0002\n'
    assert column_of(text) == ["SF1234567890123", "", "731000000001", "731000000002"]


@given(st.lists(st.from_regex(r"\A[A-Z]{0,2}[0-9]{6,15}\Z"), min_size=1))
def test_a_column_comes_back_as_it_was_copied(column: list[str]) -> None:
    assert column_of("\r\n".join(column)) == column


def test_the_platforms_own_couriers_are_found_by_our_names() -> None:
    platform = [
        CourierChoice("502", "顺丰冷运"),
        CourierChoice("77", "蜗牛快递"),
        CourierChoice("ZTO", "中通快递(中通)"),
        CourierChoice("44", "顺丰快递"),
    ]
    found = platform_choice("顺丰速运", platform)
    assert found is not None
    assert found.code == "44"
    assert platform_choice("zto", platform) == platform[2]
    assert platform_choice("77", platform) == platform[1]
    assert platform_choice("圆通速递", platform) is None
    assert [choice.code for choice in courier_choices(platform)] == ["44", "502", "ZTO", "77"]


def test_a_platform_without_a_list_takes_any_name() -> None:
    assert platform_choice("Corner bike", ()) == CourierChoice("Corner bike", "Corner bike")
    assert platform_choice("", ()) is None
    assert courier_choices(())[0].name == "顺丰速运"
    assert courier_choices((), abroad=True)[0].name.isascii()
    assert set(courier_choices((), abroad=True)) == set(courier_choices(()))


def test_a_short_word_inside_another_is_no_courier() -> None:
    assert known_courier("Sfera") is None
    assert known_courier("upsilon logistics") is None
