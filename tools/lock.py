"""Write the locked requirements: for all systems and Pythons, with hashes, without addresses."""

from __future__ import annotations

import os
import subprocess

from tools.say import say
from tools.setup import LOCK, ROOT

OLDEST_PYTHON = "3.11"


def write_locks(python: str) -> None:
    """Resolve pyproject.toml anew: all of it, then what a user needs in the same versions."""
    subprocess.run([python, "-m", "pip", "install", "-q", "uv"], check=True)
    _compile(python, "--extra", "tills", "--extra", "dev", "-o", LOCK.name)
    _compile(python, "-c", LOCK.name, "-o", "requirements.txt")
    say(f"Wrote {LOCK.name} and requirements.txt.")


def _compile(python: str, *arguments: str) -> None:
    """Run the resolver against the public index alone, whatever pip is told on this machine."""
    command = [
        python, "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--universal",
        "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-emit-index-url",
        "--no-emit-find-links", "--strip-extras", "--custom-compile-command", "python3 dev.py lock",
        *arguments, "pyproject.toml",
    ]  # fmt: skip
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))
    }
    subprocess.run(command, check=True, cwd=ROOT, env=kept)
