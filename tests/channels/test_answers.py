"""Reading answers: whatever a platform writes is read, or said to be no answer."""

import json

import pytest

from microshop_desktop.channels.answers import Told, told
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.woocommerce_orders import PARCELS, sent_parcels
from microshop_desktop.channels.youzan_orders import spec_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r'"Wang \ud83d"', "Wang \ufffd"),
        (r'"Wang\u0000 Li"', "Wang Li"),
        (r'" \u202eLi "', "Li"),
        (r'"\ud83d\udc69"', "👩"),
    ],
)
def test_a_name_that_was_cut_or_hides_something_can_be_kept(written: str, read: str) -> None:
    assert told(b'{"name": ' + written.encode() + b"}").text("name") == read


@pytest.mark.parametrize(
    ("way", "text"),
    [("beijing", "0001-01-01 00:00:00"), ("iso", "0001-01-01T00:00:00+08:00")],
)
def test_a_time_before_all_times_is_no_answer(way: str, text: str) -> None:
    with pytest.raises(ChannelError) as caught:
        getattr(Told({"at": text}), way)("at")
    assert caught.value.trouble is Trouble.BAD_ANSWER


def test_a_choice_nested_without_end_stays_a_text() -> None:
    assert spec_of("[" * 100_000).startswith("[[")


def test_a_choice_with_half_an_emoji_can_be_kept() -> None:
    assert spec_of(json.dumps([{"k": "x", "v": "XL \ud83d"}])) == "XL \ufffd"


@pytest.mark.parametrize(
    "kept", ["[" * 100_000, '[{"courier": 1, "tracking": 2, "lines": [[1, Infinity]]}]']
)
def test_parcels_that_somebody_changed_in_the_shop_are_no_answer(kept: str) -> None:
    with pytest.raises(ChannelError) as caught:
        sent_parcels(Told({"meta_data": [{"key": PARCELS, "value": kept}]}))
    assert caught.value.trouble is Trouble.BAD_ANSWER
