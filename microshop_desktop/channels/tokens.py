"""Access tokens of online shops: renewed by one at a time, kept where the keys are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its end, and what renews it, where the platform gives that."""

    access: str = field(repr=False)
    expires_at: datetime
    renewal: str = field(default="", repr=False)


class Tokens(Protocol):
    """The token of one account."""

    def current(self) -> Token | None:
        """Return the token that is kept, however old it is."""
        ...

    def renew(self, old: Token | None, make: Callable[[Token | None], Token]) -> Token:
        """Make and keep a new token in the place of `old`.

        Others wait meanwhile; where one of them was quicker, its token is returned instead. What
        `make` raises passes through, and the old token stays.
        """
        ...


class KeptInMemory:
    """A token for as long as the program runs: for checks and tests."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token

    def current(self) -> Token | None:
        """Return the token."""
        return self._token

    def renew(self, old: Token | None, make: Callable[[Token | None], Token]) -> Token:
        """Make a new token, unless that was done already."""
        if self._token is None or self._token == old:
            self._token = make(old)
        return self._token
