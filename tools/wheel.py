"""Build the wheel and look inside: everything a user needs must be in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tools.say import say

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "build" / "wheel"


def main() -> int:
    """Build, check and say what was found; 0 where nothing is missing."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "-o",
        str(OUTPUT),
        str(ROOT),
    ]
    subprocess.run(command, check=True)
    (wheel,) = OUTPUT.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    missing = sorted(_expected() - inside)
    for name in missing:
        say(f"missing in {wheel.name}: {name}")
    say(f"{wheel.name}: {len(inside)} files, {wheel.stat().st_size / 1e6:.1f} MB")
    return 1 if missing else 0


def _expected() -> set[str]:
    """Every tracked module and resource, by its name inside the wheel."""
    listed = subprocess.run(
        ["git", "ls-files", "microshop_desktop", "resources"],
        check=True, cwd=ROOT, capture_output=True, text=True,
    ).stdout.split("\n")  # fmt: skip
    names = {name for name in listed if name and (ROOT / name).exists()}
    catalogues = {
        str(path.relative_to(ROOT).as_posix()) for path in ROOT.glob("resources/locale/*/*/*.mo")
    }
    languages = {
        f"resources/locale/{language}/LC_MESSAGES/microshop.mo" for language in ("zh", "es")
    }
    return {_inside(name) for name in names | catalogues | languages}


def _inside(name: str) -> str:
    return f"microshop_desktop/{name}" if name.startswith("resources/") else name


if __name__ == "__main__":
    sys.exit(main())
