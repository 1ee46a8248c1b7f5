"""The filters of Vendure's lists, as far as practice needs them, with their trap.

Right below `_or` even the operators of one field are alternatives; below `_and` all must hold.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from microshop_desktop.sandbox.shops.graphql import GraphqlError

Values = Mapping[str, object]


def fits(row: Values, wanted: Values) -> bool:
    """Tell whether a row is one of those that a filter wants."""
    return all(_verdicts(row, wanted))


def _verdicts(row: Values, wanted: Values) -> Iterator[bool]:
    """Yield what each condition of a filter says."""
    for name, condition in wanted.items():
        if name in {"_and", "_or"}:
            parts = condition if isinstance(condition, list) else []
            inner = [verdict for part in parts for verdict in _verdicts(row, part)]
            yield all(inner) if name == "_and" else any(inner)
        elif name in row and isinstance(condition, dict):
            yield from (_holds(row[name], how, value) for how, value in condition.items())
        else:
            raise GraphqlError(f"{name} cannot be filtered by")


def _holds(value: object, how: str, wanted: object) -> bool:
    match how:
        case "eq":
            return value == wanted
        case "isNull":
            return (value is None) == wanted
        case "notIn" if isinstance(wanted, list):
            return value not in wanted
        case "after" if isinstance(value, datetime):
            return value > datetime.fromisoformat(str(wanted))
        case "before" if isinstance(value, datetime):
            return value < datetime.fromisoformat(str(wanted))
    raise GraphqlError(f"There is no operator {how}")
