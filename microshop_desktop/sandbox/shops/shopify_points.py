"""What queries cost at a practice Shopify, and the bucket of points that they are paid from.

Nobody outside knows the real costs; as there, those of a list grow slower than its rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isqrt

from microshop_desktop.sandbox.shops import graphql
from microshop_desktop.sandbox.shops.graphql import Operation, Selected

_FREE = frozenset({"nodes", "edges", "node", "pageInfo"})
_MUTATION_COST = 10


@dataclass(slots=True)
class Bucket:
    """The points of an app in a shop; they run full again at `rate` a second."""

    most: float = 20_000
    rate: float = 1_000
    left: float = 20_000
    at: datetime | None = None

    def refill(self, now: datetime) -> None:
        """Let the points come back that came back since."""
        passed = (now - self.at).total_seconds() if self.at else 0.0
        self.left, self.at = min(self.most, self.left + passed * self.rate), now

    def status(self) -> dict[str, object]:
        """Return what answers say of it."""
        return {
            "maximumAvailable": self.most,
            "currentlyAvailable": int(self.left),
            "restoreRate": self.rate,
        }


def query_cost(operation: Operation, variables: Mapping[str, object]) -> int:
    """Return the points of an operation."""
    points = _cost(operation, operation.selected, variables)
    return points + (_MUTATION_COST if operation.kind == "mutation" else 0)


def _cost(
    operation: Operation, selected: tuple[Selected, ...], variables: Mapping[str, object]
) -> int:
    """Return the points of a selection: one an object, and for a list by the root of its length."""
    points = 0
    for wish in selected:
        if wish.spread:
            points += _cost(operation, operation.fragments[wish.spread], variables)
            continue
        inside = _cost(operation, wish.inside, variables)
        rows = _rows(wish, variables)
        if rows:
            points += 2 + (1 + inside) * isqrt(rows)
        else:
            points += inside + (1 if wish.inside and wish.name not in _FREE else 0)
    return points


def _rows(wish: Selected, variables: Mapping[str, object]) -> int:
    """Return how many rows a field may give: as many as `first`, or one for each of its `ids`."""
    first = graphql.resolved(wish.arguments.get("first"), variables)
    ids = graphql.resolved(wish.arguments.get("ids"), variables)
    if isinstance(first, int):
        return max(first, 1)
    return len(ids) if isinstance(ids, list) else 0
