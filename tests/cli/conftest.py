"""What tests of commands share."""

from pathlib import Path

import pytest

from microshop_desktop.channels.pace import Pace
from tests.cli.running import Microshop


@pytest.fixture
def microshop(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Microshop:
    """The command on an empty data folder."""
    return Microshop(tmp_path / "shop", capfd)


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Practice shops on this computer need no pauses between two requests."""
    monkeypatch.setattr(Pace, "limit", lambda _pace, _rate: None)
