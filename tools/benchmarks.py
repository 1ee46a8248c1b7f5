"""Run the benchmarks and read what they measured.

A benchmark is a module `benchmarks/bench_NAME.py`; run as a program it prints one JSON list of
`{"name", "value", "baseline", "budget", "unit"}`, and whatever it says beside that goes to stderr.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure: `value` is held against `budget`, both in `unit`; `baseline` is what is bare."""

    name: str
    value: float
    baseline: float | None
    budget: float | None
    unit: str

    @property
    def over(self) -> bool:
        """Whether the figure breaks its budget."""
        return self.budget is not None and self.value > self.budget


def measure(python: str, script: Path) -> list[Row]:
    """Run one benchmark; raises `CalledProcessError` where it fails."""
    done = subprocess.run(
        [python, "-m", f"benchmarks.{script.stem}"],
        cwd=script.parent.parent,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [Row(**row) for row in json.loads(done.stdout)]


def table(rows: list[Row]) -> str:
    """The figures as lines for a person."""
    width = max((len(row.name) for row in rows), default=4)
    head = f"{'what':{width}}  {'value':>10}  {'baseline':>10}  {'budget':>10}  unit"
    return "\n".join([head, *(_line(row, width) for row in rows)])


def _line(row: Row, width: int) -> str:
    figures = "  ".join(_figure(value) for value in (row.value, row.baseline, row.budget))
    return f"{row.name:{width}}  {figures}  {row.unit}{'  OVER' if row.over else ''}"


def _figure(value: float | None) -> str:
    return f"{'' if value is None else format(value, '.2f'):>10}"
