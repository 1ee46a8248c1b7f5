"""Vectors that platforms and other SDKs published, where the shared data is there."""

import json
from typing import Any

import pytest

from tests.conftest import SHARED_DATA

FOLDER = SHARED_DATA / "payments"


def vectors(platform: str) -> Any:
    """The vectors of a platform; skips the test, saying so, where they are missing."""
    path = FOLDER / f"{platform}_vectors.json"
    if not path.is_file():
        pytest.skip(f"the published vectors are not here: {path.name}")
    return json.loads(path.read_text(encoding="utf-8"))


def named(cases: list[Any], name: str) -> Any:
    """The case of a name."""
    return next(case for case in cases if case["name"] == name)
