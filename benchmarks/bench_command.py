"""A command of the command line with many SKUs, from its start to its end.

`find` and `sell` are held against a bare script of typer, SQLAlchemy Core and one query (see
`bare_command`), started in turn with them. All find their modules compiled, as an installed
program does, whatever the shell says of bytecode.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.made_shop import make_shop

SKUS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
STARTS = int(os.environ.get("MICROSHOP_BENCH_STARTS", "15"))
MOST = 1.7
_PATIENCE_S = 60


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        file = Path(folder) / "shop.sqlite"
        code = make_shop(file, SKUS)[SKUS // 2]
        environment = _environment(Path(folder))
        ours = ("microshop_desktop", "--data", folder)
        programs = {
            "bare": ("benchmarks.bare_command", str(file), code),
            "find": (*ours, "find", code),
            "sell": (*ours, "sell", code),
        }
        for arguments in programs.values():
            _seconds(arguments, environment)
        rounds = [_round(programs, environment) for _number in range(STARTS)]
    taken = {name: statistics.median(each[name] for each in rounds) for name in programs}
    text = ", ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in taken.items())
    print(text, file=sys.stderr)
    print(json.dumps([_row(name, taken[name] / taken["bare"]) for name in ("find", "sell")]))


def _round(
    programs: Mapping[str, tuple[str, ...]], environment: Mapping[str, str]
) -> dict[str, float]:
    """Run each program once, one after the other, so that a busy moment slows them all."""
    return {name: _seconds(arguments, environment) for name, arguments in programs.items()}


def _seconds(arguments: tuple[str, ...], environment: Mapping[str, str]) -> float:
    """Run a module from its start to its end and return how long that took."""
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env=environment,
        timeout=_PATIENCE_S,
    )
    return time.perf_counter() - before


def _environment(folder: Path) -> dict[str, str]:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _row(name: str, ratio: float) -> dict[str, object]:
    return {
        "name": f"command {name}, {SKUS} SKUs",
        "value": round(ratio, 2),
        "baseline": 1.0,
        "budget": MOST,
        "unit": "× bare",
    }


if __name__ == "__main__":
    main()
