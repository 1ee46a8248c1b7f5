"""What tests of commands share."""

from pathlib import Path

import pytest

from tests.cli.running import Microshop


@pytest.fixture
def microshop(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Microshop:
    """The command on an empty data folder."""
    return Microshop(tmp_path / "shop", capfd)
