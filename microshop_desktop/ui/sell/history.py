"""The changes of a basket that can be taken back."""

from dataclasses import dataclass

from microshop_desktop.domain.basket import Basket

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A basket as it was, with the line that was current."""

    basket: Basket
    current: int | None


class History:
    """Remembers baskets before each change, the last ones only."""

    def __init__(self) -> None:
        """Start with nothing to take back."""
        self._steps: list[Step] = []

    def remember(self, basket: Basket, current: int | None) -> None:
        """Keep the basket as it was before a change."""
        self._steps.append(Step(basket, current))
        del self._steps[:-MOST_STEPS]

    def __bool__(self) -> bool:
        """Tell whether there is something to take back."""
        return bool(self._steps)

    def is_last(self, basket: Basket) -> bool:
        """Tell whether the last change was made to this very basket."""
        return bool(self._steps) and self._steps[-1].basket is basket

    def take_back(self) -> Step | None:
        """Return the basket before the last change, or None."""
        return self._steps.pop() if self._steps else None

    def clear(self) -> None:
        """Forget all: the basket was sold or put aside."""
        self._steps.clear()
