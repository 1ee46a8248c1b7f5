"""Vendure from npm: installed once for each lock, outside the repository, by the lock alone."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

SHOP = Path(__file__).parent / "shop"
OLDEST_NODE = 20
PATIENCE = 240
"""Seconds for npm, which takes 20 on a good day."""
AT_HOME = dict(os.environ)
"""How npm reaches its packages is said in the home of whoever runs the tests; tests get another."""
CACHE = Path(AT_HOME.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "microshop-tests"


def what_is_missing() -> str:
    """Say what this machine lacks to run a shop; empty where it has all."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return "Node.js or npm is missing"
    said = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    major = int(said.strip().removeprefix("v").partition(".")[0])
    return (
        "" if major >= OLDEST_NODE else f"Node.js {OLDEST_NODE} is needed, this is {said.strip()}"
    )


def installed_modules() -> Path:
    """Return the folder of the packages that the lock names."""
    wanted = [SHOP / name for name in ("package.json", "package-lock.json")]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in wanted)).hexdigest()
    place = CACHE / f"vendure-{digest[:16]}"
    if not place.is_dir():
        _install(wanted, place)
    return place / "node_modules"


def _install(wanted: list[Path], place: Path) -> None:
    """Install beside the place and move it there: what stands there is always whole."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="installing-", dir=CACHE) as folder:
        made = Path(folder, "shop")
        made.mkdir()
        for path in wanted:
            shutil.copy(path, made)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=made,
            env=AT_HOME,
            check=True,
            timeout=PATIENCE,
        )
        with suppress(OSError):  # Another run was quicker.
            made.rename(place)
