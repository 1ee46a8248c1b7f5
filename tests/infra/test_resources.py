"""Resources are found by name, wherever the program runs from."""

import sys
from pathlib import Path

import pytest

from microshop_desktop.infra.resources import (
    resource_bytes,
    resource_path,
    resource_root,
    resource_text,
)

NAMES = ("tokens.json", "icons/icons.ttf", "icons/icons.json", "icons/LICENCES.txt")


@pytest.mark.parametrize("name", NAMES)
def test_what_the_window_needs_is_there(name: str) -> None:
    assert resource_path(name).stat().st_size > 100


def test_text_and_bytes_are_the_same_file() -> None:
    assert resource_text("tokens.json").encode() == resource_bytes("tokens.json")


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="icons/no-such-file"):
        resource_path("icons/no-such-file")


def test_a_frozen_program_looks_inside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "microshop_desktop" / "resources"
    inside.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    resource_root.cache_clear()
    try:
        assert resource_root() == inside
    finally:
        resource_root.cache_clear()
