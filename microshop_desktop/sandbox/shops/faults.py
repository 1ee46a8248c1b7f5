"""What goes wrong at online shops besides the faults of any line.

Rules are written and counted as all of the sandbox: `FaultRule(ShopFault.BEHIND, seconds=90)`.
"""

from enum import StrEnum

from microshop_desktop.sandbox.faults import FaultName, FaultRule, read_rule


class ShopFault(StrEnum):
    """The faults that shops have of their own."""

    KEY_REFUSED = "key-refused"
    """The key or the secret is taken for wrong."""
    TOKEN_ENDED = "token-ended"  # noqa: S105 (the name of a fault)
    """The access token is taken for expired, whatever its time; a new one is given."""
    IP_BLOCKED = "ip-blocked"
    """The caller's address is in no list of allowed ones."""
    NO_RIGHT = "no-right"
    """The key is good, but not for this."""
    BEHIND = "behind"
    """Lists do not tell changes younger than so many seconds."""
    PAGES_SHIFT = "pages-shift"
    """Before a later page is read, the first order of the list changes and moves to its end."""
    ROWS_TWICE = "rows-twice"
    """The first row of a page comes twice."""
    ROWS_SHUFFLED = "rows-shuffled"
    """The rows of a page come in reverse."""
    WORD_UNKNOWN = "word-unknown"
    """Orders are in a state whose word nobody knows."""
    STOCK_MOVES = "stock-moves"
    """A customer takes a piece of the first SKU just before a write of stock."""


BEHIND_SECONDS = 60.0


def shop_rule(text: str) -> FaultRule:
    """Read a rule with a name of either kind; `ValueError` for anything else."""
    return read_rule(text, fault_name)


def fault_name(text: str) -> StrEnum:
    """Return a fault of either kind by its name; `ValueError` for anything else."""
    if text in set(ShopFault):
        return ShopFault(text)
    return FaultName(text)
