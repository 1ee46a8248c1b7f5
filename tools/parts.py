"""What `dev.py test` runs: the parts in their order, each with its time budget.

A part that is over its budget is stopped and has failed; the budgets leave room for a busy machine.
All together get `TOTAL` seconds: what is not done by then is stopped too. The list is data:
`tests/test_house.py` holds it against the folders of tests.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

PYTEST_WORKERS = 2
SECONDS_A_DAY = 86_400
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Part:
    """One line of the table: a command, what it needs, and the seconds it may take."""

    key: str
    name: str
    budget: int
    command: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    workers: int = 1
    share: str = "load"
    needs_server: bool = False
    needs_display: bool = False

    def argv(self, python: str, report: Path, seed: str) -> list[str]:
        """The command line; a part of tests writes its counts to `report`."""
        if not self.tests:
            return [python, *self.command]
        workers = (
            ["-n", str(self.workers), "--dist", self.share]
            if self.workers > 1
            else ["-p", "no:xdist"]
        )
        options = [f"--hypothesis-seed={seed}", f"--junitxml={report}", *workers]
        return [python, "-m", "pytest", "-q", *options, *self.command, *self.tests]


def _checks(name: str, budget: int, *command: str) -> Part:
    return Part(key=name, name=name, budget=budget, command=("-m", *command))


LINT = (
    _checks("ruff", 20, "ruff", "check", "."),
    _checks("format", 20, "ruff", "format", "--check", "."),
    _checks("types", 90, "mypy"),
    Part(key="imports", name="imports", budget=20, command=("-c", LINT_IMPORTS)),
    _checks("texts", 20, "microshop_desktop.infra.catalogues", "--check"),
)

UNIT = Part(
    key="unit",
    name="unit",
    budget=360,
    tests=(
        "tests/test_house.py",
        "tests/test_tooling.py",
        "tests/domain",
        "tests/infra",
        "tests/devices",
        "tests/drawing",
        "tests/exchange",
        "tests/payments",
        "tests/sandbox",
        "tests/cli",
    ),
    workers=PYTEST_WORKERS,
)
CONTRACT = Part(
    key="contract",
    name="gateways against the sandbox",
    budget=240,
    tests=("tests/contract",),
    workers=PYTEST_WORKERS,
)
MEMORY = Part(
    key="memory",
    name="memory, on SQLite and PostgreSQL",
    budget=540,
    tests=("tests/persistence", "tests/services", "tests/channels"),
    workers=PYTEST_WORKERS,
    needs_server=True,
)
# Pages are driven offscreen: a bare X server has no window manager to give a window the focus.
UI = Part(key="ui", name="pages, offscreen", budget=300, tests=("tests/ui",))
WINDOW = Part(
    key="window",
    name="real window, under Xvfb",
    budget=300,
    tests=("tests/real_window",),
    needs_display=True,
)
# Installing the shop by npm takes 25 s of it, once for each lock. A file of tests has one shop.
SHOPS = Part(
    key="shops",
    name="a real online shop",
    budget=180,
    tests=("tests/vendure",),
    workers=PYTEST_WORKERS,
    share="loadfile",
)
# A file of tests counts its figures, so one worker does all of it.
FAULTS = Part(
    key="faults",
    name="faults",
    budget=240,
    tests=("tests/faults",),
    workers=PYTEST_WORKERS,
    share="loadfile",
    needs_server=True,
)
MIGRATIONS = Part(
    key="migrations",
    name="migrations",
    budget=60,
    tests=("tests/migrations",),
    needs_server=True,
)
WHEEL = Part(key="wheel", name="wheel", budget=40, command=("-m", "tools.wheel"))

EVERYTHING = (*LINT, UNIT, CONTRACT, MEMORY, UI, WINDOW, SHOPS, FAULTS, MIGRATIONS, WHEEL)
FULL_FACTOR = 20
OF_MACHINE = ("DISPLAY", "WAYLAND_", "XDG_", "QT_", "LANG", "LC_", "MICROSHOP_")
"""What variables of the machine's own begin with: its display, its language, a shop of a person."""
TOTAL = 20 * 60
"""The seconds that all parts together may take, except in a full run."""


def seed_of_today() -> int:
    """The seed of long histories: another one each day, or the one a person asks for again."""
    asked = os.environ.get("MICROSHOP_SEED", "")
    return int(asked) if asked.isdigit() else int(time.time()) // SECONDS_A_DAY


def budget_of(part: Part, *, full: bool) -> int:
    """The seconds a part may take; the full counts get twenty times as long."""
    return part.budget * FULL_FACTOR if full and part.tests else part.budget


def environment(*, full: bool, seed: int, figures: Path) -> dict[str, str]:
    """What every part sees: counts, seed, where to leave figures, and nothing of this machine.

    Neither its display nor its language reaches a test.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OF_MACHINE)}
    values = {
        **kept,
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONFAULTHANDLER": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "MICROSHOP_SEED": str(seed),
        "MICROSHOP_FIGURES": str(figures),
        "HYPOTHESIS_PROFILE": "full" if full else "ci",
    }
    if full:
        values["MICROSHOP_FULL"] = "1"
    return values
