"""What a person wants to give back at a platform, before it is noted."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BackDraft:
    """What is to go back: minor units, and pieces by the number of the line."""

    amount: int
    pieces: dict[int, int] = field(default_factory=dict)
    takes_out: bool = False
    transaction: str = ""
