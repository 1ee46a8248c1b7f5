"""Run the parts of a test run one after the other and print what became of each."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.display import virtual_display
from tools.parts import TOTAL, Part, budget_of
from tools.postgres import throw_away_server
from tools.say import say

SECONDS_TO_SAY_IT = 5


@dataclass(frozen=True)
class Counts:
    """Tests of one part or of all."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )


@dataclass(frozen=True)
class Outcome:
    """What became of a part."""

    part: Part
    seconds: float
    budget: int
    result: str
    counts: Counts

    @property
    def ok(self) -> bool:
        """Whether the part passed."""
        return self.result == "passed"


class Runner:
    """Runs parts with one interpreter, one environment and one folder for reports."""

    def __init__(
        self,
        python: str,
        root: Path,
        *,
        environment: dict[str, str],
        full: bool,
        total: int = TOTAL,
    ) -> None:
        self._python = python
        self._root = root
        self._environment = environment
        self._full = full
        self._end = time.monotonic() + total
        self._reports = root / "build" / "reports"
        self._reports.mkdir(parents=True, exist_ok=True)

    def run(self, parts: tuple[Part, ...]) -> list[Outcome]:
        """Run all parts, also after one that failed."""
        return [self._run_part(part) for part in parts]

    def _run_part(self, part: Part) -> Outcome:
        budget = self._budget(part)
        say(f"\n== {part.name} (at most {budget} s)")
        report = self._reports / f"{part.key}.xml"
        report.unlink(missing_ok=True)
        begun = time.monotonic()
        try:
            with ExitStack() as stack:
                environment = self._surroundings(part, stack)
                code = self._call(self._argv(part, report), environment, budget)
            if code is None:
                say(f"\n{part.name}: stopped, it was not done after its {budget} s.")
        except (OSError, RuntimeError) as error:
            say(f"{part.name}: {error}")
            code = 1
        counts = _counts(report, failed=code != 0) if part.tests else Counts()
        seconds = time.monotonic() - begun
        return Outcome(part, seconds, budget, _result(part, code, counts), counts)

    def _budget(self, part: Part) -> int:
        """The seconds of the part, or those that are left for all."""
        own = budget_of(part, full=self._full)
        return own if self._full else max(1, min(own, round(self._end - time.monotonic())))

    def _argv(self, part: Part, report: Path) -> list[str]:
        return part.argv(self._python, report, self._environment.get("MICROSHOP_SEED", "0"))

    def _surroundings(self, part: Part, stack: ExitStack) -> dict[str, str]:
        """The part's environment, with the server and the display it asks for started."""
        environment = dict(self._environment)
        if part.needs_server:
            environment["MICROSHOP_TEST_PG_URL"] = stack.enter_context(throw_away_server())
        if part.needs_display:
            environment["DISPLAY"] = stack.enter_context(virtual_display())
            environment["QT_QPA_PLATFORM"] = "xcb"
        return environment

    def _call(self, argv: list[str], environment: dict[str, str], budget: int) -> int | None:
        """Run a command to its end; at the end of its time stop it and give no code."""
        with subprocess.Popen(
            argv, cwd=self._root, env=environment, start_new_session=True
        ) as process:
            try:
                return process.wait(timeout=budget)
            except subprocess.TimeoutExpired:
                _say_where_it_stands(process)
                return None
            finally:
                _signal_group(process.pid, signal.SIGKILL)


def _say_where_it_stands(process: subprocess.Popen[bytes]) -> None:
    """Let every Python of a part that hangs print its stacks, by `PYTHONFAULTHANDLER`."""
    _signal_group(process.pid, signal.SIGABRT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=SECONDS_TO_SAY_IT)


def _signal_group(leader: int, number: signal.Signals) -> None:
    """Send a signal to what a part left running; nothing is left in the usual case."""
    with suppress(ProcessLookupError):
        os.killpg(leader, number)


def _result(part: Part, code: int | None, counts: Counts) -> str:
    if code is None:
        return "out of time"
    if code == 0 and part.tests and counts.passed == 0:
        return "no test ran"
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return "passed" if code == 0 else f"failed ({code})"


def _counts(report: Path, *, failed: bool) -> Counts:
    """The counts pytest left; a part that failed without naming a test counts as one failure."""
    total = Counts()
    suites = ET.parse(report).getroot().iter("testsuite") if report.exists() else ()  # noqa: S314
    for suite in suites:
        every, bad, skipped = (
            sum(int(suite.get(key, "0")) for key in keys)
            for keys in (("tests",), ("failures", "errors"), ("skipped",))
        )
        total += Counts(every - bad - skipped, bad, skipped)
    return total if total.failed or not failed else total + Counts(failed=1)


def sum_of(outcomes: list[Outcome]) -> Counts:
    """The counts of all parts together."""
    return sum((outcome.counts for outcome in outcomes), Counts())


def print_table(outcomes: list[Outcome]) -> None:
    """One line a part, then the sum of all tests on a plain line where a part has tests."""
    width = max(len(outcome.part.name) for outcome in outcomes)
    say(f"\n{'part':{width}}  seconds  budget  tests  result")
    for outcome in outcomes:
        tests = outcome.counts.passed + outcome.counts.failed or ""
        say(
            f"{outcome.part.name:{width}}  {outcome.seconds:7.1f}  {outcome.budget:6}  {tests:5}"
            f"  {outcome.result}"
        )
    say(f"{'all':{width}}  {sum(outcome.seconds for outcome in outcomes):7.1f}\n")
    total = sum_of(outcomes)
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    if any(outcome.part.tests for outcome in outcomes):
        say(f"{total.passed} passed, {total.failed} failed{skipped}")
