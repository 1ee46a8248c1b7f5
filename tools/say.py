"""How the tooling speaks: short lines that appear at once, and progress on one line."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


class Progress:
    """Counts steps aloud: one line redrawn on a terminal, every tenth step elsewhere."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._live = sys.stdout.isatty()

    def step(self, name: str) -> None:
        """Count one more step and show its name."""
        self._done += 1
        line = f"   {self._what} {self._done} of {self._total}: {name}"
        if self._live:
            print(f"\r{line[:78]:78}", end="", flush=True)
        elif self._done % 10 == 0:
            say(line)

    def end(self) -> None:
        """Leave the line, so that what follows stands on its own."""
        if self._live and self._done:
            print(flush=True)
