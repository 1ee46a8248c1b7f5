"""A burst of keys is a scan, anything slower is typing that nobody may notice was held."""

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.devices.scan_filter import LATE_END_MS, SILENCE_MS, ScanFilter

CODE = "6901234567892"


def feed(keys: ScanFilter[str], text: str, *, gap: int, start: int = 1000) -> tuple[str, int]:
    """Type a text with a gap; return what reached the widget and the time of the last key."""
    typed, at = "", start
    for number, sign in enumerate(text):
        at = start + number * gap
        outcome = keys.character(sign, at, sign)
        assert outcome.hold
        assert not outcome.scan
        typed += "".join(outcome.replay)
    return typed, at


def test_a_burst_and_enter_are_a_scan_and_nothing_reaches_the_widget() -> None:
    keys = ScanFilter[str]()
    typed, at = feed(keys, CODE, gap=8)
    done = keys.end_key(at + 8)
    assert (typed, done.scan, done.hold, done.replay) == ("", CODE, True, ())


def test_a_burst_that_lost_its_enter_is_a_scan_after_the_silence() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE, gap=8)
    assert keys.wait_ms == SILENCE_MS
    assert keys.silence(at + SILENCE_MS).scan == CODE


def test_an_enter_that_comes_late_still_presses_nothing() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE, gap=8)
    keys.silence(at + SILENCE_MS)
    assert keys.end_key(at + SILENCE_MS + 40).hold
    assert not keys.end_key(at + SILENCE_MS + LATE_END_MS + 1).hold


def test_the_line_feed_behind_a_carriage_return_is_eaten_too() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE, gap=8)
    assert keys.end_key(at + 8).hold
    assert keys.end_key(at + 10).hold


def test_an_enter_after_another_key_is_a_persons_enter() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE, gap=8)
    keys.end_key(at + 8)
    keys.other_key(at + 50)
    assert not keys.end_key(at + 90).hold


def test_two_scans_right_behind_each_other_stay_two() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE, gap=5)
    first = keys.end_key(at + 5)
    _, at = feed(keys, "12345678", gap=5, start=at + 10)
    second = keys.end_key(at + 5)
    assert (first.scan, second.scan) == (CODE, "12345678")


def test_two_scans_that_both_lost_their_enter_stay_two() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE, gap=5)
    outcome = keys.character("1", at + SILENCE_MS + 1, "1")
    assert outcome.scan == CODE


def test_typing_is_given_on_at_once_when_it_is_too_slow_for_a_scanner() -> None:
    keys = ScanFilter[str]()
    typed, at = feed(keys, "hslj", gap=120)
    assert typed == "hsl"
    assert keys.silence(at + SILENCE_MS).replay == ("j",)


def test_a_few_fast_keys_are_typing() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, "12345", gap=5)
    done = keys.end_key(at + 5)
    assert (done.replay, done.scan, done.hold) == (tuple("12345"), "", False)


def test_no_key_is_held_longer_than_the_silence_unless_a_scan_runs() -> None:
    keys = ScanFilter[str]()
    keys.character("a", 1000, "a")
    keys.character("b", 1045, "b")
    assert keys.wait_ms == SILENCE_MS - 45


def test_a_key_that_no_scanner_sends_lets_typing_out_first() -> None:
    keys = ScanFilter[str]()
    keys.character("3", 1000, "3")
    outcome = keys.other_key(1010)
    assert (outcome.replay, outcome.hold) == (("3",), False)


def test_one_hiccup_of_the_scanner_does_not_break_the_code() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE[:7], gap=8)
    typed, at = feed(keys, CODE[7:], gap=8, start=at + 55)
    assert (typed, keys.end_key(at + 8).scan) == ("", CODE)


def test_full_width_digits_are_folded() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, "６９０１２３４", gap=8)
    assert keys.end_key(at + 8).scan == "6901234"


def test_a_slower_scanner_is_known_once_the_settings_say_so() -> None:
    keys = ScanFilter[str](gap_ms=55)
    _, at = feed(keys, CODE, gap=50)
    assert keys.end_key(at + 50).scan == CODE


def test_peeking_whether_enter_ends_a_scan_changes_nothing() -> None:
    keys = ScanFilter[str]()
    _, at = feed(keys, CODE, gap=8)
    assert keys.eats_end(at + 8)
    assert keys.end_key(at + 8).scan == CODE


@given(
    st.lists(
        st.tuples(st.sampled_from("a1 *#Ｚ５"), st.integers(0, 200), st.integers(0, 9)), max_size=60
    )
)
def test_every_key_is_either_replayed_once_in_order_or_part_of_one_scan(
    strokes: list[tuple[str, int, int]],
) -> None:
    keys = ScanFilter[tuple[int, str]]()
    at, scanned = 0, 0
    out: list[tuple[int, str]] = []
    for number, (sign, gap, kind) in enumerate(strokes):
        at += gap
        if kind == 0:
            outcome = keys.end_key(at)
        elif kind == 1:
            outcome = keys.other_key(at)
        else:
            outcome = keys.character(sign, at, (number, sign))
        scanned += bool(outcome.scan)
        out += outcome.replay
    out += keys.silence(at + SILENCE_MS).replay
    numbers = [number for number, _ in out]
    assert numbers == sorted(set(numbers))
    characters = sum(kind > 1 for _, _, kind in strokes)
    assert len(numbers) == characters or scanned or keys.eats_end(at + SILENCE_MS)
