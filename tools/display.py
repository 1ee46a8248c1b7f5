"""A screen of our own for tests and screenshots, on machines without one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

SCREEN = "1366x768x24"


@contextmanager
def virtual_display() -> Iterator[str]:
    """Start an X server without a monitor on a free number and give its name, such as `:7`."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            message = "Xvfb did not start"
            raise RuntimeError(message)
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
