"""How this very program is started once more, for work that is to have a process of its own."""

import sys
from pathlib import Path

import microshop_desktop

IMPORT_SERVER = "--import-server"
"""The argument, before a shop's file and a language, of the process that imports for a window."""
_WINDOWS_COMMAND = "microshop-cli.exe"
"""Beside the window's program on Windows, which has no standard streams, lies one that has."""


def own_command() -> list[str]:
    """Return the words that start the program: the frozen one, or the package by its Python."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", microshop_desktop.__name__]
    beside = Path(sys.executable).with_name(_WINDOWS_COMMAND)
    return [str(beside if sys.platform == "win32" and beside.exists() else sys.executable)]


def own_folder() -> Path:
    """Return the folder in which those words find the program, wherever it was started from."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).parent
    return Path(microshop_desktop.__file__).parent.parent
