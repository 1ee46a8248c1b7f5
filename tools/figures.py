"""Carry the figures that a full test run measured into the docs that quote them.

A test leaves `NAME.json` in the folder of `MICROSHOP_FIGURES`: an object of figures by what they
count, such as `{"kills": 1000, "sales lost": 0}`. They become one table between two marks, under a
line that says which run they are of.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tools.run_parts import Counts
from tools.say import say

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def describe_run(*, commit: str, parts: str, seed: int, seconds: float, counts: Counts) -> str:
    """Say of what, when and on what a run was made, what it took, and how many tests passed."""
    left_out = f", {counts.skipped} skipped" if counts.skipped else ""
    return (
        f"Run of {parts} at {commit} on {datetime.now(UTC):%Y-%m-%d}: {counts.passed:,} tests"
        f" passed{left_out} in {max(1, round(seconds / 60))} minutes on {os.cpu_count()} cores,"
        f" with Python {platform.python_version()} and SQLite {sqlite3.sqlite_version},"
        f" from seed {seed}."
    )


def commit_of(root: Path) -> str:
    """The short name of the commit that a clone stands at; `a copy` where git knows of none."""
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "a copy"


def write_figures(folder: Path, page: Path, about: str) -> None:
    """Replace what the page quotes by the figures found and the line about their run.

    Raises `ValueError` where the page lacks the marks or no test left a figure.
    """
    rows = [
        f"| {file.stem.replace('_', ' ')} | {what} | {figure:,} |"
        for file in sorted(folder.glob("*.json"))
        for what, figure in json.loads(file.read_text(encoding="utf-8")).items()
    ]
    text = page.read_text(encoding="utf-8")
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        message = f"{page.name} has no place for figures ({BEGIN} … {END})"
        raise ValueError(message)
    if not rows:
        message = f"no test left a figure in {folder}"
        raise ValueError(message)
    table = "\n".join([about, "", "| test | what | figure |", "| --- | --- | --- |", *rows])
    page.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    say(f"Wrote {len(rows)} figures into {page.name}.")
