"""The tooling must not say that all is well where nothing was tried."""

import os
import sys
from pathlib import Path

import pytest

from tools.benchmarks import Row, table
from tools.figures import BEGIN, END, write_figures
from tools.parts import EVERYTHING, Part, budget_of, environment, seed_of_today
from tools.run_parts import Outcome, Runner, print_table


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


def test_a_part_over_its_budget_is_stopped(tmp_path: Path) -> None:
    endless = Part(key="long", name="long", budget=1, command=("-c", "import time; time.sleep(60)"))
    outcome = _run(endless, tmp_path)
    assert outcome.result == "out of time"
    assert outcome.seconds < 30


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


def test_a_seed_can_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROSHOP_SEED", "4711")
    assert seed_of_today() == 4711


def test_figures_replace_the_table_between_the_marks(tmp_path: Path) -> None:
    (tmp_path / "kill_test.json").write_text('{"kills": 1000, "sales lost": 0}', encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(f"Before\n{BEGIN}\nold\n{END}\nAfter\n", encoding="utf-8")
    write_figures(tmp_path, page)
    text = page.read_text(encoding="utf-8")
    assert "| kill test | kills | 1000 |\n| kill test | sales lost | 0 |" in text
    assert "old" not in text
    assert text.startswith("Before\n")
    assert text.endswith("After\n")


def test_figures_need_their_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("No marks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for figures"):
        write_figures(tmp_path, page)


def test_a_figure_over_its_budget_is_marked() -> None:
    slow = Row("first paint", 1.6, 0.21, 1.5, "x")
    fast = Row("scan", 4.0, None, 16.0, "ms")
    assert (slow.over, fast.over) == (True, False)
    assert [line.endswith("OVER") for line in table([slow, fast]).splitlines()[1:]] == [True, False]
