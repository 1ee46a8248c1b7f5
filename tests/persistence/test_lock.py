"""One window a shop; the lock remembers whether the last one ended well."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.lock import WindowLock

HOLD = """
import sys, time
from pathlib import Path
from microshop_desktop.persistence.lock import WindowLock
lock = WindowLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_window_is_refused(tmp_path: Path) -> None:
    with WindowLock(tmp_path), pytest.raises(ShopError) as caught:
        WindowLock(tmp_path)
    assert caught.value.code is ErrorCode.WINDOW_OPEN


def test_a_clean_end_is_remembered(tmp_path: Path) -> None:
    with WindowLock(tmp_path) as first:
        assert first.ended_cleanly
    with WindowLock(tmp_path) as second:
        assert second.ended_cleanly


def test_a_killed_window_leaves_no_lock_but_a_trace(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ShopError):
            WindowLock(tmp_path)
        holder.send_signal(signal.SIGKILL)
    with WindowLock(tmp_path) as lock:
        assert not lock.ended_cleanly
