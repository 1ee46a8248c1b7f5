"""A Vendure shop as a process: started on a port of its own, ended, killed, started again."""

import json
import os
import select
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.vendure.installing import SHOP

PATIENCE = 60.0
"""Seconds for a start, which takes 3, and 6 with an empty folder."""


class ShopProcess:
    """One shop with its memory in `folder`; the port stays the same over all its starts."""

    def __init__(self, modules: Path, folder: Path) -> None:
        self._modules, self._folder = modules, folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self.api_key = ""

    @property
    def address(self) -> str:
        """Where the shop answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the shop and wait until it answers."""
        assert self._process is None, "it runs already"
        environment = {
            **os.environ,
            "NODE_PATH": str(self._modules),
            "SHOP_PORT": str(self.port),
            "SHOP_DIR": str(self._folder),
            "VENDURE_DISABLE_TELEMETRY": "true",
        }
        with (self._folder / "complaints.txt").open("ab") as complaints:
            self._process = subprocess.Popen(
                ["node", str(SHOP / "shop-server.js")],
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=environment,
            )
        self.api_key = self._when_ready()["apiKey"]

    def stop(self) -> None:
        """Let the shop end by itself, where it runs: what it knows is in its folder afterwards."""
        assert self._end(signal.SIGTERM) == 0, self._complaints()

    def kill(self) -> None:
        """End the shop where it stands."""
        self._end(signal.SIGKILL)

    def _end(self, by: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        with process:
            process.send_signal(by)
            try:
                return process.wait(timeout=PATIENCE)
            finally:
                process.kill()

    def _when_ready(self) -> dict[str, Any]:
        assert self._process is not None
        pipe = self._process.stdout
        assert pipe is not None
        end, said = time.monotonic() + PATIENCE, b""
        while b"\n" not in said.partition(b"READY ")[2]:
            ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
            piece = os.read(pipe.fileno(), 1 << 16) if ready else b""
            if not piece:
                self.kill()
                raise AssertionError(f"the shop did not start: {self._complaints()}")
            said += piece
        facts: dict[str, Any] = json.loads(said.partition(b"READY ")[2].partition(b"\n")[0])
        return facts

    def _complaints(self) -> str:
        return (self._folder / "complaints.txt").read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
