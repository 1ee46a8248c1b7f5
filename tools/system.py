"""Libraries and programs of the operating system that pip cannot bring."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tools.say import Progress, run_counted, say

TO_RUN = (
    "fonts-noto-cjk",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libpulse0",
    "libwayland-cursor0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)


def _browser() -> tuple[str, ...]:
    """What tests take for a customer's phone; Ubuntu has it as a snap alone, which needs a desktop.

    Without any Chromium on the machine those tests are skipped, except where `CI` is set.
    """
    with suppress(OSError):
        system = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
        return () if "ID=ubuntu" in system else ("chromium",)
    return ()


def _node() -> tuple[str, ...]:
    """What runs the real online shop of the tests, where none of another origin is there."""
    return () if shutil.which("node") and shutil.which("npm") else ("nodejs", "npm")


TO_TEST = (
    "binutils",
    "imagemagick",
    "postgresql",
    "xclip",
    "xdotool",
    "xvfb",
    *_browser(),
    *_node(),
)
TO_MAKE_VENV = ("python3-venv",)
TO_FREEZE = (f"libpython3.{sys.version_info[1]}",) if sys.base_prefix == "/usr" else ()
"""What freezing the program needs beside: Debian splits the library off its Python."""
APT_GET = ("apt-get", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120")
WAITS = (5, 15, 30)
"""Seconds before each new try of an apt-get that failed."""


class MissingSystemPackageError(Exception):
    """Something of the system is missing and we may not install it; the text says the command."""


def ensure_packages(names: tuple[str, ...]) -> None:
    """Install what is missing as root; raises with the exact command for anybody else.

    Where there is no apt-get (another Linux, macOS, Windows) nothing is checked: Qt's wheels need
    nothing more on Windows and macOS.
    """
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        return
    missing = sorted(set(names) - _installed())
    if not missing:
        return
    if os.geteuid() != 0:
        command = "sudo apt-get install -y --no-install-recommends " + " ".join(missing)
        message = "Libraries of the system are missing. Please run this, then try again:"
        raise MissingSystemPackageError(f"{message}\n\n    {command}\n")
    say(f"   system packages: {' '.join(missing)}")
    _apt_install(missing)


def _installed() -> set[str]:
    """Names of all installed packages and of what they stand for."""
    form = "${db:Status-Status}\t${Package}\t${Provides}\n"
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", form], check=True, capture_output=True, text=True
    ).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names.add(package)
            names.update(part.split()[0] for part in provides.split(",") if part.strip())
    return names


def _apt_install(names: list[str]) -> None:
    """Install packages by apt-get, asking nothing; raises `CalledProcessError`.

    A mirror that stumbles or another apt-get at work is waited for, a few times and longer each
    time. A list that cannot be brought up to date is no reason to stop: the package may be there.
    """
    try:
        _patiently(lambda: subprocess.run([*APT_GET, "update", "-qq"], check=True))
    except subprocess.CalledProcessError:
        say("   the lists of packages could not be brought up to date; going on with those here")
    _patiently(
        lambda: run_counted(
            [*APT_GET, "install", "-y", "-q", "--no-install-recommends", *names],
            Progress("system package", len(names)),
            step=r"Setting up (\S+)",
            total=r"(\d+) newly installed",
            environment={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    )


def _patiently(act: Callable[[], object], waits: tuple[int, ...] = WAITS) -> None:
    """Try once more after each wait, in seconds; the last `CalledProcessError` is raised."""
    for wait in waits:
        try:
            act()
        except subprocess.CalledProcessError:
            say(f"   apt-get failed; trying again in {wait} s")
            time.sleep(wait)
        else:
            return
    act()


def has_display() -> bool:
    """Whether a window can be shown on this machine, as far as its environment tells."""
    if platform.system() != "Linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
