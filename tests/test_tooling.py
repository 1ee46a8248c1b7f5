"""The tooling must not say that all is well where nothing was tried."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.benchmarks import Row, table
from tools.figures import BEGIN, END, describe_run, write_figures
from tools.parts import EVERYTHING, Part, budget_of, environment, seed_of_today
from tools.run_parts import Counts, Outcome, Runner, print_table
from tools.system import _node, _patiently


def _run(part: Part, folder: Path, *, full: bool = False) -> Outcome:
    runner = Runner(sys.executable, folder, environment=dict(os.environ), full=full)
    (outcome,) = runner.run((part,))
    return outcome


def _tests(folder: Path, text: str) -> Part:
    (folder / "test_sample.py").write_text(text, encoding="utf-8")
    return Part(key="sample", name="sample", budget=60, tests=("test_sample.py",))


def test_counts_come_from_the_tests(tmp_path: Path) -> None:
    text = "def test_good(): pass\ndef test_bad(): assert False\n"
    outcome = _run(_tests(tmp_path, text), tmp_path)
    assert (outcome.ok, outcome.counts.passed, outcome.counts.failed) == (False, 1, 1)


@pytest.mark.parametrize("text", ["", "import nothing_of_this_name\n"])
def test_a_part_that_ran_no_test_has_failed(tmp_path: Path, text: str) -> None:
    outcome = _run(_tests(tmp_path, text), tmp_path)
    assert (outcome.ok, outcome.counts.failed) == (False, 1)


def test_a_part_whose_tests_are_missing_has_failed(tmp_path: Path) -> None:
    outcome = _run(Part(key="gone", name="gone", budget=60, tests=("not_here",)), tmp_path)
    assert (outcome.ok, outcome.counts.failed) == (False, 1)


def test_a_part_whose_tests_all_skip_has_failed(tmp_path: Path) -> None:
    text = "import pytest\ndef test_later(): pytest.skip('not now')\n"
    outcome = _run(_tests(tmp_path, text), tmp_path)
    assert (outcome.result, outcome.counts.skipped) == ("no test ran", 1)


def test_a_part_over_its_budget_is_stopped_and_shows_where_it_stood(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONFAULTHANDLER", "1")
    program = "import time\ndef wait_for_ever(): time.sleep(60)\nwait_for_ever()"
    outcome = _run(Part(key="long", name="long", budget=1, command=("-c", program)), tmp_path)
    assert outcome.result == "out of time"
    assert outcome.seconds < 30
    printed = capfd.readouterr()
    assert "long: stopped, it was not done after its 1 s." in printed.out
    assert "in wait_for_ever" in printed.err


def test_what_a_stopped_part_started_is_stopped_too(tmp_path: Path) -> None:
    held = tmp_path / "held"
    program = (
        "import fcntl, os, time\n"
        f"lock = open({str(held)!r}, 'w')\n"
        "fcntl.flock(lock, fcntl.LOCK_EX)\n"
        "os.fork()\n"
        "print('held', file=lock, flush=True)\n"
        "time.sleep(60)\n"
    )
    begun = time.monotonic()
    _run(Part(key="long", name="long", budget=5, command=("-c", program)), tmp_path)
    with held.open(encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # free once nobody who inherited it is left
        assert "held" in lock.read()
    assert time.monotonic() - begun < 40


def test_a_part_that_is_killed_says_by_what(tmp_path: Path) -> None:
    killed = Part(key="kill", name="kill", budget=60, command=("-c", "import os; os.abort()"))
    outcome = _run(killed, tmp_path)
    assert (outcome.ok, outcome.result) == (False, "ended by SIGABRT")


def test_all_parts_together_end_in_time(tmp_path: Path) -> None:
    endless = Part(
        key="long", name="long", budget=60, command=("-c", "import time; time.sleep(60)")
    )
    runner = Runner(sys.executable, tmp_path, environment=dict(os.environ), full=False, total=2)
    outcomes = runner.run((endless, endless))
    assert [outcome.result for outcome in outcomes] == ["out of time"] * 2
    assert sum(outcome.seconds for outcome in outcomes) < 30


def test_the_last_line_sums_the_tests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = _run(_tests(tmp_path, "def test_good(): pass\n"), tmp_path)
    print_table([outcome, outcome])
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"


def test_a_full_run_is_told_to_the_tests_and_gets_more_time(tmp_path: Path) -> None:
    part = next(part for part in EVERYTHING if part.key == "faults")
    assert environment(full=True, seed=7, figures=tmp_path)["MICROSHOP_FULL"] == "1"
    assert "MICROSHOP_FULL" not in environment(full=False, seed=7, figures=tmp_path)
    assert budget_of(part, full=True) > budget_of(part, full=False)


def test_nothing_of_the_machine_reaches_a_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = {
        "DISPLAY": ":0",
        "WAYLAND_DISPLAY": "wayland-0",
        "LANG": "zh_CN.GB18030",
        "LC_NUMERIC": "es_ES.UTF-8",
        "QT_SCALE_FACTOR": "2",
        "MICROSHOP_DATA": "/somewhere",
    }
    for name, value in theirs.items():
        monkeypatch.setenv(name, value)
    seen = environment(full=False, seed=7, figures=tmp_path)
    assert theirs.keys() & seen.keys() == set()
    assert seen["LC_ALL"] == "C.UTF-8"


def test_a_seed_can_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROSHOP_SEED", "4711")
    assert seed_of_today() == 4711


def test_figures_replace_the_table_between_the_marks(tmp_path: Path) -> None:
    (tmp_path / "kill_test.json").write_text('{"kills": 1000, "sales lost": 0}', encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(f"Before\n{BEGIN}\nold\n{END}\nAfter\n", encoding="utf-8")
    write_figures(tmp_path, page, "Run today.")
    text = page.read_text(encoding="utf-8")
    assert "\nRun today.\n\n| test |" in text
    assert "| kill test | kills | 1,000 |\n| kill test | sales lost | 0 |" in text
    assert "old" not in text
    assert text.startswith("Before\n")
    assert text.endswith("After\n")


def test_figures_need_their_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("No marks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for figures"):
        write_figures(tmp_path, page, "Run today.")


def test_a_page_of_no_figures_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\nold\n{END}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no test left a figure"):
        write_figures(tmp_path, page, "Run today.")
    assert "old" in page.read_text(encoding="utf-8")


def test_a_run_is_described_by_what_repeats_it() -> None:
    counts = Counts(passed=1_500, skipped=2)
    text = describe_run(commit="v1", parts="faults", seed=4711, seconds=1_234, counts=counts)
    assert text.startswith("Run of faults at v1 on ")
    assert ": 1,500 tests passed, 2 skipped in 21 minutes on " in text
    assert text.endswith(" from seed 4711.")


def test_debians_node_is_taken_only_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _node() == ("nodejs", "npm")
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="ascii")
        (tmp_path / name).chmod(0o700)
    assert _node() == ()


def _failing(times: int, tries: list[int]) -> None:
    tries.append(1)
    if len(tries) <= times:
        raise subprocess.CalledProcessError(100, "apt-get")


def test_an_apt_get_that_stumbles_is_tried_again() -> None:
    tries: list[int] = []
    _patiently(lambda: _failing(2, tries), waits=(0, 0))
    assert len(tries) == 3


def test_an_apt_get_that_never_works_fails() -> None:
    tries: list[int] = []
    with pytest.raises(subprocess.CalledProcessError):
        _patiently(lambda: _failing(9, tries), waits=(0, 0))
    assert len(tries) == 3


def test_a_figure_over_its_budget_is_marked() -> None:
    slow = Row("first paint", 1.6, 0.21, 1.5, "x")
    fast = Row("scan", 4.0, None, 16.0, "ms")
    assert (slow.over, fast.over) == (True, False)
    assert [line.endswith("OVER") for line in table([slow, fast]).splitlines()[1:]] == [True, False]
