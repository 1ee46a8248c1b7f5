"""What other pages ask of the page of online shops."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Connect:
    """Connect an online shop, or enter the keys of an account anew."""

    account: UUID | None = None


@dataclass(frozen=True, slots=True)
class MatchGoods:
    """Match goods, of one account or of all."""

    account: UUID | None = None
