"""The till with many SKUs: from the start to the first picture and the first line, scan to line.

Starts are held against the same machine's empty PySide6 window, started in turn with ours; both
find their modules compiled, as an installed program does, whatever the shell says of bytecode. A
scan is the keys of a burst given to the window; it ends when its line is painted and saved.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.made_shop import make_shop
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.backups import Backups, backup_folder
from microshop_desktop.services.shop import open_shop

SKUS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
STARTS = int(os.environ.get("MICROSHOP_BENCH_STARTS", "11"))
MOST_PAINT, MOST_LINE = 1.5, 3.5
MOST_SCAN_MS, MOST_FRAME_MS = 16.0, 32.0
MOST_MEGABYTES = 150.0
_PATIENCE_S = 60
_CODES = 100


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        codes = make_shop(Path(folder) / "shop.sqlite", SKUS)[:_CODES]
        _back_up(Folders(Path(folder)))
        bytecode = Path(folder) / "bytecode"
        arguments = ("till", folder, ",".join(codes))
        _start(bytecode, "empty")
        _start(bytecode, *arguments)
        runs = [
            (_start(bytecode, "empty"), _start(bytecode, *arguments)) for _number in range(STARTS)
        ]
    empty = statistics.median(bare["painted"] for bare, _ours in runs)
    painted = statistics.median(ours["painted"] for _bare, ours in runs)
    line = statistics.median(ours["line"] for _bare, ours in runs)
    scans = [1000 * each for _bare, ours in runs for each in ours["scans"]]
    frames = [1000 * each for _bare, ours in runs for each in ours["frames"]]
    idle = [
        (ours["resident"] - bare["resident"]) / 1e6
        for bare, ours in runs
        if ours["resident"] and bare["resident"]
    ]
    text = (
        f"empty {1000 * empty:.0f} ms, picture {1000 * painted:.0f} ms, line {1000 * line:.0f} ms"
    )
    print(text, file=sys.stderr)
    rows = [
        _row("start to the first picture", painted / empty, 1.0, MOST_PAINT, "× empty"),
        _row("start to the first scan's line", line / empty, 1.0, MOST_LINE, "× empty"),
        _row("scan to its line, saved, p95", _p95(scans), None, MOST_SCAN_MS, "ms"),
        _row("frame of scrolling tiles, p95", _p95(frames), None, MOST_FRAME_MS, "ms"),
    ]
    if idle:
        above = statistics.median(idle)
        name = "memory idle on the selling page, above an empty window"
        rows.append(_row(name, above, None, MOST_MEGABYTES, "MB"))
    print(json.dumps(rows))


def _back_up(folders: Folders) -> None:
    """Make the backup of the hour, which each start would begin with otherwise."""
    with closing(open_database(folders.shop_file)) as database:
        shop = open_shop(database, SystemClock())
        Backups(shop, backup_folder(folders)).make(shop.owner())


def _start(bytecode: Path, *arguments: str) -> dict[str, Any]:
    """Run a program once; its moments come back as seconds since it was started."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
    before = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.till_child", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        timeout=_PATIENCE_S,
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    for name in ("painted", "line"):
        if name in measured:
            measured[name] -= before
    return measured


def _row(
    name: str, value: float, baseline: float | None, budget: float, unit: str
) -> dict[str, object]:
    return {
        "name": f"{name}, {SKUS} SKUs",
        "value": round(value, 2),
        "baseline": baseline,
        "budget": budget,
        "unit": unit,
    }


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


if __name__ == "__main__":
    main()
