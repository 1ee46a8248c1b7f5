"""A picture of black and white dots, as a thermal printer burns it."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of dots, eight to a byte, the leftmost in the highest bit; 1 is black.

    Each row takes `row_bytes` bytes; bits beyond `width` are 0.
    """

    width: int
    height: int
    data: bytes

    def __post_init__(self) -> None:
        """Refuse data that does not fit the size."""
        if len(self.data) != self.row_bytes * self.height:
            message = f"{len(self.data)} bytes do not make {self.width} x {self.height} dots"
            raise ValueError(message)

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return (self.width + 7) // 8

    def bands(self, height: int) -> Iterator["Dots"]:
        """Cut the picture into bands of at most `height` rows, from the top."""
        for top in range(0, self.height, height):
            rows = min(height, self.height - top)
            start = top * self.row_bytes
            yield Dots(self.width, rows, self.data[start : start + rows * self.row_bytes])
