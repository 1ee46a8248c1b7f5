"""Carry the figures that a full test run measured into the docs that quote them.

A test leaves `NAME.json` in the folder of `MICROSHOP_FIGURES`: an object of figures by what they
count, such as `{"kills": 1000, "sales lost": 0}`. They become one table between two marks.
"""

from __future__ import annotations

import json
from pathlib import Path

from tools.say import say

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def write_figures(folder: Path, page: Path) -> None:
    """Replace the table on the page by the figures found; raises `ValueError` without the marks."""
    rows = [
        f"| {file.stem.replace('_', ' ')} | {what} | {figure} |"
        for file in sorted(folder.glob("*.json"))
        for what, figure in json.loads(file.read_text(encoding="utf-8")).items()
    ]
    text = page.read_text(encoding="utf-8")
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        message = f"{page.name} has no place for figures ({BEGIN} … {END})"
        raise ValueError(message)
    table = "\n".join(["| test | what | figure |", "| --- | --- | --- |", *rows])
    page.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    say(f"Wrote {len(rows)} figures into {page.name}.")
