"""`microshop demo --offscreen` as whoever tries the program first runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en", "es"])
def test_the_day_is_played_and_leaves_pictures_but_no_shop(tmp_path: Path, language: str) -> None:
    selling = tmp_path / "selling.png"
    command = [sys.executable, "-m", "microshop_desktop", "--lang", language, "demo"]
    ended = subprocess.run(
        [*command, "--offscreen", "--screenshot", str(selling)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(ended.stdout.splitlines()) > 20
    with Image.open(selling) as picture:
        assert picture.size == (1366, 768)
    (left,) = tmp_path.glob("microshop-demo-*")
    assert {"sell.png", "receipt.png", "receipt.pdf"} <= {path.name for path in left.iterdir()}
