"""Tests of the window: one offscreen application, dressed, and English unless a test says else."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from microshop_desktop.infra.translations import use_language
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.theme import Theme
from tests.ui.fakes import FakeShell


@pytest.fixture(autouse=True)
def _plain_looks(qapp: QApplication) -> Iterator[None]:
    """Begin and end in light, at 100 percent, in English, without motion."""
    looks().apply(Theme())
    looks().reduced_motion = True
    yield
    looks().apply(Theme())
    use_language("en")


@pytest.fixture
def shell(tmp_path_factory: pytest.TempPathFactory) -> FakeShell:
    """A shell that remembers what a page asked for."""
    return FakeShell(tmp_path_factory.mktemp("settings") / "settings.json")
