"""Leaves the figures of a test for the docs that quote them, where the test run asks for them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

IS_FULL = os.environ.get("MICROSHOP_FULL") == "1"
"""Whether this is the full run, with the counts that the docs quote."""


def leave_figures(name: str, figures: Mapping[str, object]) -> None:
    """Write `NAME.json` into the folder of `MICROSHOP_FIGURES`, if there is one."""
    folder = os.environ.get("MICROSHOP_FIGURES")
    if folder:
        path = Path(folder) / f"{name}.json"
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
