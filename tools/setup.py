"""The set-up of a clone: `.venv` with the locked requirements, and the system's libraries."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.say import Progress, run_counted, say
from tools.system import TO_MAKE_VENV, TO_RUN, TO_TEST, MissingSystemPackageError, ensure_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.txt"
STAMP = VENV / "microshop-set-up"


def venv_program(name: str) -> Path:
    """A program of the virtual environment, such as `python`."""
    folder, ending = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return VENV / folder / (name + ending)


def python() -> str:
    """The interpreter of the virtual environment."""
    return str(venv_program("python"))


def set_up(*, to_test: bool) -> None:
    """Bring the clone up to date; does nothing, quickly, where it is.

    Raises `MissingSystemPackageError` where a person has to install something first and
    `CalledProcessError` where pip or apt-get failed.
    """
    ensure_packages(TO_RUN + TO_TEST if to_test else TO_RUN)
    wanted = _stamp()
    if venv_program("python").exists() and _read_stamp() == wanted:
        return
    say("Setting up: this takes a minute or two the first time.")
    STAMP.unlink(missing_ok=True)
    pip = _make_venv()
    _install_locked(pip)
    _install_ourselves(pip)
    STAMP.write_text(wanted, encoding="ascii")
    say("Set up.")


def _stamp() -> str:
    """What the environment was made from: locks, our own metadata, the place and the Python."""
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes()):
        digest.update(hashlib.sha256(part).digest())
    digest.update(f"{ROOT}\n{sys.version_info[:2]}".encode())
    return digest.hexdigest()


def _read_stamp() -> str:
    return STAMP.read_text(encoding="ascii") if STAMP.exists() else ""


def _make_venv() -> list[str]:
    """Make `.venv` and give the command that runs its pip."""
    say("   virtual environment in .venv")
    version = _venv_version()
    if version is not None and version != sys.version_info[:2]:
        shutil.rmtree(VENV)
    if importlib.util.find_spec("ensurepip") is None and not _has_borrowed_pip():
        _bring_ensurepip()
    if importlib.util.find_spec("ensurepip") is not None:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        return [python(), "-m", "pip"]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    return [sys.executable, "-m", "pip", "--python", python()]


def _venv_version() -> tuple[int, int] | None:
    """The Python that the present `.venv` was made with."""
    try:
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    found = re.search(r"^version(?:_info)? *= *(\d+)\.(\d+)", config, re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else None


def _has_borrowed_pip() -> bool:
    """Whether this Python's own pip can install into another environment."""
    return importlib.util.find_spec("pip") is not None


def _bring_ensurepip() -> None:
    """Debian splits pip's bootstrap off its Python; fetch it, or say how."""
    ensure_packages(TO_MAKE_VENV)
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None and not _has_borrowed_pip():
        message = "This Python can make no virtual environment: it has neither ensurepip nor pip."
        raise MissingSystemPackageError(message)


def _install_locked(pip: list[str]) -> None:
    """Install exactly the locked versions, each checked by its hash, with progress."""
    total = len(re.findall(r"^[A-Za-z0-9].*==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    run_counted(
        [*pip, "install", "--no-input", "--require-hashes", "--no-deps", "-r", str(LOCK)],
        Progress("package", total),
        step=r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)",
    )


def _install_ourselves(pip: list[str]) -> None:
    """Put the package and its `microshop` command into `.venv`, run from this folder."""
    say("   the microshop command")
    subprocess.run(
        [*pip, "install", "--no-input", "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        check=True,
    )
