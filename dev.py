#!/usr/bin/env python3
"""The one door for whoever clones Microshop: sets up, runs, tests, measures."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tools.benchmarks import measure, table
from tools.figures import commit_of, describe_run, write_figures
from tools.lock import write_locks
from tools.parts import EVERYTHING, LINT, Part, environment, seed_of_today
from tools.run_parts import Outcome, Runner, print_table, sum_of
from tools.say import say
from tools.setup import ROOT, python, set_up
from tools.system import (
    TO_FREEZE,
    TO_RUN,
    TO_TEST,
    MissingSystemPackageError,
    ensure_packages,
    has_display,
)

OLDEST, NEWEST = 11, 13
FIGURES = ROOT / "build" / "figures"
RELIABILITY = ROOT / "docs" / "reliability.md"


def main() -> int:
    """Do what the command line asks; the exit code is the command's."""
    if sys.version_info[0] != 3 or not OLDEST <= sys.version_info[1] <= NEWEST:
        return _run_with_a_fitting_python()
    arguments = _parser().parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return int(arguments.act(arguments))
    except MissingSystemPackageError as error:
        print(error, file=sys.stderr)
    except subprocess.CalledProcessError as error:
        print(f"{Path(error.cmd[0]).name} failed with code {error.returncode}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def _run_with_a_fitting_python() -> int:
    """Hand over to a Python that fits, or say which one is needed."""
    for minor in range(NEWEST, OLDEST - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other is not None:
            return subprocess.call([other, *sys.argv])
    have = ".".join(map(str, sys.version_info[:2]))
    print(f"Microshop needs Python 3.{OLDEST} to 3.{NEWEST}; this is {have}.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    setup = commands.add_parser("setup", help="make .venv and bring the system's libraries")
    setup.add_argument("--system", action="store_true", help="only the system's libraries")
    setup.set_defaults(act=_setup)
    run = commands.add_parser("run", help="open the demo shop; without a display, play its story")
    run.add_argument(
        "arguments", nargs=argparse.REMAINDER, help="what to give microshop instead, after --"
    )
    run.set_defaults(act=_run)
    test = commands.add_parser("test", help="everything that CI runs")
    test.add_argument("--full", action="store_true", help="full counts; writes what docs quote")
    test.add_argument("--only", action="append", metavar="PART", help="only this part; repeat it")
    test.set_defaults(act=_test)
    commands.add_parser("lint", help="ruff, types, imports and texts").set_defaults(act=_lint)
    bench = commands.add_parser("bench", help="measure ours beside a bare baseline")
    bench.add_argument("--json", action="store_true", help="one JSON list on stdout")
    bench.set_defaults(act=_bench)
    shots = commands.add_parser("screenshots", help="every page in each language and theme")
    shots.add_argument("folder", nargs="?", default="build/screenshots")
    shots.set_defaults(act=_screenshots)
    for name, act, help_text in (
        ("icons", _icons, "take the glyphs we use into one font"),
        ("texts", _texts, "build the catalogues from resources/locale/texts"),
        ("package", _package, "build the program and its Debian package, and try both"),
        ("lock", _lock, "write the locked requirements anew from pyproject.toml"),
    ):
        commands.add_parser(name, help=help_text).set_defaults(act=act)
    return parser


def _setup(arguments: argparse.Namespace) -> int:
    if arguments.system:
        ensure_packages(TO_RUN + TO_TEST)
    else:
        set_up(to_test=True)
    return 0


def _run(arguments: argparse.Namespace) -> int:
    """Open the demo shop; without a display play its story and leave pictures."""
    set_up(to_test=False)
    given = arguments.arguments[1:] if arguments.arguments[:1] == ["--"] else arguments.arguments
    if given:
        return _microshop(*given)
    if has_display():
        return _microshop("demo")
    say("There is no display, so here is a day in the demo shop:\n")
    return _microshop("demo", "--offscreen")


def _microshop(*arguments: str) -> int:
    return subprocess.call([python(), "-m", "microshop_desktop", *arguments], cwd=ROOT)


def _test(arguments: argparse.Namespace) -> int:
    known = {part.key: part for part in EVERYTHING}
    unknown = set(arguments.only or ()) - known.keys()
    if unknown:
        print(f"There is no part {min(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    set_up(to_test=True)
    parts = tuple(part for part in EVERYTHING if part.key in (arguments.only or known))
    return _run_parts(parts, full=arguments.full)


def _lint(_arguments: argparse.Namespace) -> int:
    set_up(to_test=True)
    return _run_parts(LINT, full=False)


def _run_parts(parts: tuple[Part, ...], *, full: bool) -> int:
    """Run parts and print the table; a full run leaves its figures in the docs."""
    seed = seed_of_today()
    say(f"seed {seed} (MICROSHOP_SEED={seed} repeats this run)")
    shutil.rmtree(FIGURES, ignore_errors=True)
    FIGURES.mkdir(parents=True)
    values = environment(full=full, seed=seed, figures=FIGURES)
    outcomes = Runner(python(), ROOT, environment=values, full=full).run(parts)
    print_table(outcomes)
    failed = not all(outcome.ok for outcome in outcomes)
    if full:
        _keep_figures(outcomes, seed=seed, quotable=not failed)
    return int(failed)


def _keep_figures(outcomes: list[Outcome], *, seed: int, quotable: bool) -> None:
    """Quote the figures of a run in the docs, unless something in it failed."""
    if not quotable:
        say(f"{RELIABILITY.name} stays as it is: it quotes only a run that passed.")
        return
    names = [outcome.part.key for outcome in outcomes]
    about = describe_run(
        commit=commit_of(ROOT),
        parts="all parts" if len(names) == len(EVERYTHING) else " and ".join(names),
        seed=seed,
        seconds=sum(outcome.seconds for outcome in outcomes),
        counts=sum_of(outcomes),
    )
    write_figures(FIGURES, RELIABILITY, about)


def _bench(arguments: argparse.Namespace) -> int:
    """Run every benchmark; fails where one is over its budget or none could be run."""
    set_up(to_test=True)
    scripts = sorted(ROOT.glob("benchmarks/bench_*.py"))
    rows = [row for script in scripts for row in measure(python(), script)]
    print(json.dumps([vars(row) for row in rows], indent=1) if arguments.json else table(rows))
    return int(not rows or any(row.over for row in rows))


def _screenshots(arguments: argparse.Namespace) -> int:
    set_up(to_test=True)
    folder = str(Path(arguments.folder).absolute())
    return subprocess.call([python(), "-m", "tools.screenshots", folder], cwd=ROOT)


def _icons(_arguments: argparse.Namespace) -> int:
    set_up(to_test=True)
    return subprocess.call([python(), "-m", "tools.icons"], cwd=ROOT)


def _texts(_arguments: argparse.Namespace) -> int:
    set_up(to_test=True)
    return subprocess.call([python(), "-m", "microshop_desktop.infra.catalogues"], cwd=ROOT)


def _package(_arguments: argparse.Namespace) -> int:
    """Freeze the program, try it, and wrap it."""
    set_up(to_test=True)
    ensure_packages(TO_FREEZE)
    freeze = [python(), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"]
    subprocess.run(freeze, check=True, cwd=ROOT)
    subprocess.run([str(ROOT / "dist" / "microshop" / "microshop"), "--self-test"], check=True)
    return subprocess.call([python(), "packaging/deb.py"], cwd=ROOT)


def _lock(_arguments: argparse.Namespace) -> int:
    set_up(to_test=False)
    write_locks(python())
    return 0


if __name__ == "__main__":
    sys.exit(main())
