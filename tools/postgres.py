"""A throw-away PostgreSQL server for tests, on loopback, gone when the tests are."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_ACCOUNT = "postgres"


@contextmanager
def throw_away_server() -> Iterator[str]:
    """Start a new, empty server and give its SQLAlchemy URL; raises where PostgreSQL is missing."""
    programs = _program_folder()
    folder = Path(tempfile.mkdtemp(prefix="microshop-pg-", dir="/tmp"))  # a socket's path is short
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, SERVER_ACCOUNT)
        yield from _serve(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(programs: Path, folder: Path) -> Iterator[str]:
    """Make the cluster, run it while the caller works, and stop it whatever happens."""
    data = folder / "data"
    port = _free_port()
    _run(programs / "initdb", "-D", data, "-U", SERVER_ACCOUNT, "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync", folder=folder)  # fmt: skip
    options = (
        f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=60"
    )
    control = programs / "pg_ctl"
    _run(control, "-D", data, "-l", folder / "log", "-o", options, "-w", "start", folder=folder)
    try:
        yield f"postgresql+psycopg://{SERVER_ACCOUNT}@127.0.0.1:{port}/postgres"
    finally:
        _run(control, "-D", data, "-m", "immediate", "stop", folder=folder)


def _program_folder() -> Path:
    """The newest PostgreSQL on this machine; raises `FileNotFoundError`."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    found = shutil.which("initdb")
    if found is None:
        message = "PostgreSQL is not installed: no initdb found"
        raise FileNotFoundError(message)
    return Path(found).resolve().parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(program: Path, *arguments: object, folder: Path) -> None:
    """Run a program of the server; it refuses root, so root lends it the server's account."""
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", SERVER_ACCOUNT, "--", *command]
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{program.name} failed: {done.stderr.strip()}"
        raise RuntimeError(message)
