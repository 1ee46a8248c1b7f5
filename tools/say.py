"""How the tooling speaks: short lines that appear at once, and progress while others work."""

from __future__ import annotations

import re
import subprocess
import sys


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


class Progress:
    """Counts steps aloud: one line redrawn on a terminal, every tenth step elsewhere."""

    def __init__(self, what: str, total: int) -> None:
        self.total = total
        self._what = what
        self._done = 0
        self._live = sys.stdout.isatty()

    def step(self, name: str) -> None:
        """Count one more step and show its name."""
        self._done += 1
        line = f"   {self._what} {self._done} of {max(self.total, self._done)}: {name}"
        if self._live:
            print(f"\r{line[:78]:78}", end="", flush=True)
        elif self._done % 10 == 0 or self._done == self.total:
            say(line)

    def end(self) -> None:
        """Leave the line, so that what follows stands on its own."""
        if self._live and self._done:
            print(flush=True)


def run_counted(
    command: list[str],
    progress: Progress,
    *,
    step: str,
    total: str = r"(?!)",
    environment: dict[str, str] | None = None,
) -> None:
    """Run a command that talks much, and show only how far it is.

    A line that matches `step` is one step named by its group; one that matches `total` holds the
    number of steps. Raises `CalledProcessError` after showing the last lines of one that failed.
    """
    last: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        for line in process.stdout or ():
            last = [*last[-29:], line.rstrip()]
            if found := re.match(step, line):
                progress.step(found[1])
            elif found := re.search(total, line):
                progress.total = int(found[1])
    progress.end()
    if process.returncode:
        say("\n".join(last))
        raise subprocess.CalledProcessError(process.returncode, command)
