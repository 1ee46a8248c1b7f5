"""`override` for the few modules that load before the first picture.

All others take it from `typing_extensions`, which costs a start 4 ms where Python has none itself.
"""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override
else:
    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        """Mark a method that takes the place of a parent's, for the type checker."""
        return method


__all__ = ["override"]
