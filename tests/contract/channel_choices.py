"""Which channels a question is for, and the faults that all of them meet."""

from collections.abc import Callable

import pytest

from microshop_desktop.channels.channel import (
    Differences,
)
from tests.contract.shop_contenders import (
    Entry,
    shop_contender,
)
from tests.contract.shop_entries import ENTRIES

DONE = ("answer-lost", "late-answer", "cut", "server-error-applied", "system-error-applied")
"""Faults after which it was done, though nobody was told."""


def those(able: Callable[[Entry], bool]) -> pytest.MarkDecorator:
    """Only the platforms that can do what a test is about."""
    chosen = [entry for entry in ENTRIES if able(entry)]
    return pytest.mark.parametrize("shop", chosen, indirect=True, ids=lambda entry: entry.name)


def ways(entry: Entry) -> Differences:
    return shop_contender(entry).channel.differences
