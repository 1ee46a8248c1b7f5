"""Cutting long lists into pieces that one transaction or one request can take."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Cut a list into pieces of `size`; the last one may be shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
