"""What looks after a request of the import desk in tests."""

from dataclasses import dataclass


@dataclass
class Unhurried:
    """Waits for the end and listens to nothing."""

    cancelled: bool = False
    abandoned: bool = False

    def progress(self, done: int, total: int, /) -> None:
        """Hear how far it is."""
