"""A seller at the real window: keys and scans by xdotool, eyes by screenshots, books by SQL."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageColor

PATIENCE = 30.0
"""Seconds before the seller gives up: a slow machine is no fault of the program."""
A_LOOK = 0.15
CARET = 120
"""So many pixels may differ between two looks at a still window: the caret blinks, time passes."""


@dataclass(slots=True)
class Seller:
    """One person at one screen with one shop."""

    display: str
    data: Path
    looks: Path
    window: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @contextmanager
    def at_the_window(self, title: str, *options: str) -> Iterator[None]:
        """Open the program as a person does, and close it at the end whatever happened."""
        command = [sys.executable, "-m", "microshop_desktop", "--data", str(self.data), *options]
        self.window = subprocess.Popen(command, env=self._environment())
        try:
            self.turn_to(title)
            yield
        finally:
            if self.window.poll() is None:
                self.window.terminate()
                self.window.wait(PATIENCE)

    def turn_to(self, title: str) -> None:
        """Give the keyboard to the window of a title once it is there; no manager does it here."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = self._windows(title)
            return bool(found)

        self.wait_until(is_there)
        self._xdotool("windowfocus", "--sync", found[-1])
        self.wait_until(self._sees_anything)
        self.settle()

    def pull_the_plug(self) -> None:
        """End the program as a power cut would."""
        assert self.window is not None
        self.window.send_signal(signal.SIGKILL)
        self.window.wait(PATIENCE)

    def press(self, *keys: str) -> None:
        """Press keys or chords one after the other and let the window answer."""
        for key in keys:
            self._xdotool("key", key)
        self.settle()

    def write(self, text: str) -> None:
        """Type as a person types."""
        self._xdotool("type", "--delay", "80", text)
        self.settle()

    def scan(self, code: str) -> None:
        """Scan as a scanner scans: a burst of keys with Enter at its end."""
        self._xdotool("type", "--delay", "5", f"{code}\n")
        self.settle()

    def click(self, x: int, y: int) -> None:
        """Click on a place of the screen."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")
        self.settle()

    def look(self, name: str) -> Path:
        """Keep a picture of the screen."""
        path = self.looks / f"{name}.png"
        subprocess.run(["import", "-display", self.display, "-window", "root", path], check=True)
        return path

    def sees(self, colour: str, *, at_least: int, above: int | None = None) -> bool:
        """Tell whether so many pixels of a colour (`#RRGGBB`) are on the screen, or its top."""
        with Image.open(self.look("glance")) as picture:
            part = picture.convert("RGB").crop((0, 0, picture.width, above or picture.height))
        wanted = ImageColor.getrgb(colour)
        counted = part.getcolors(part.width * part.height) or []
        return sum(count for count, found in counted if found == wanted) >= at_least

    def reads_code(self) -> str | None:
        """Read the QR on the screen as a camera would; None while none can be read."""
        with Image.open(self.look("glance")) as picture:
            read = zxingcpp.read_barcodes(picture.convert("L"))
        return read[0].text if read else None

    def settle(self) -> None:
        """Wait until the window stands still."""
        before = self._glance()

        def is_still() -> bool:
            nonlocal before
            last, before = before, self._glance()
            return _differing(last, before) <= CARET

        self.wait_until(is_still)

    def wait_until(self, happened: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Look again and again until something happened, which has to be in so many seconds."""
        end = time.monotonic() + within
        while not happened():
            if time.monotonic() > end:
                self.look("gave-up")
                message = f"it did not happen within {within:.0f} s"
                raise AssertionError(message)
            time.sleep(A_LOOK)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Ask the shop's file itself, past all our own code."""
        with closing(sqlite3.connect(f"file:{self.data}/shop.sqlite?mode=ro", uri=True)) as file:
            return file.execute(query).fetchall()

    def _sees_anything(self) -> bool:
        """Tell whether the screen shows more than an even ground: a window that is not painted."""
        darkest, brightest = self._glance().getextrema()
        return darkest != brightest

    def _glance(self) -> Image.Image:
        with Image.open(self.look("glance")) as picture:
            return picture.convert("L")

    def _windows(self, title: str) -> list[str]:
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        done = subprocess.run(
            command, check=False, env=self._environment(), capture_output=True, text=True
        )
        return done.stdout.split()

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment(),
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "MICROSHOP_DATA"}
        own = {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        return {**kept, **own}


def _differing(one: Image.Image, other: Image.Image) -> int:
    """Count the pixels in which two pictures differ."""
    if one.size != other.size:
        return one.width * one.height
    return sum(ImageChops.difference(one, other).histogram()[1:])
