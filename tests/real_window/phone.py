"""The customer's phone: Chromium without a window, driven through DevTools over its own pipe.

Chromium speaks DevTools not only over a websocket but, with `--remote-debugging-pipe`, over two
file descriptors as JSON texts that end in NUL. That needs no library, no free port and no driver
program of the same version; and the page is truly loaded, laid out, seen and pressed.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 30.0
"""Seconds before the phone counts as dead."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
SCREEN = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
PIPES = 'exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>&2'
"""Chromium reads what it is told from descriptor 3 and answers on 4."""
OPTIONS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # It runs as root in a container and opens our own pages alone.
    "--no-proxy-server",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--mute-audio",
)
WHERE_IS = """(() => {{
    const place = document.querySelector({selector}).getBoundingClientRect();
    return [place.x + place.width / 2, place.y + place.height / 2, place.height];
}})()"""


def browser() -> str | None:
    """Return the program that is a Chromium; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Phone:
    """One phone with one page open."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take a Chromium that was just started."""
        self._process = process
        self._number = 0
        self._session = ""
        self._rest = b""
        self._happened: list[str] = []
        target = self._tell("Target.createTarget", url="about:blank")["targetId"]
        attached = self._tell("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._tell("Page.enable")
        self._tell("Emulation.setDeviceMetricsOverride", **SCREEN)

    def open(self, address: str) -> None:
        """Open a page, as the camera does after it read a code."""
        self._happened.clear()
        failed = self._tell("Page.navigate", url=address).get("errorText")
        assert not failed, f"{address}: {failed}"
        self._wait_for_page()

    def press(self, choice: str) -> None:
        """Press one of the page's buttons by a finger's touch, and wait for the next page."""
        selector = json.dumps(f'button[name="do"][value="{choice}"]')
        x, y, height = self._ask(WHERE_IS.format(selector=selector))
        assert height >= 44, "too small for a thumb"
        self._happened.clear()
        for kind in ("mousePressed", "mouseReleased"):
            self._tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self._wait_for_page()

    def text(self) -> str:
        """Return what a person reads on the page."""
        return str(self._ask("document.body.innerText"))

    def look(self, path: Path) -> Path:
        """Keep a picture of the phone's screen."""
        shot = self._tell("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(shot))
        return path

    def _ask(self, expression: str) -> Any:
        done = self._tell("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"]["value"]

    def _wait_for_page(self) -> None:
        end = time.monotonic() + PATIENCE
        while "Page.loadEventFired" not in self._happened:
            self._hear(end)

    def _tell(self, method: str, **parameters: object) -> dict[str, Any]:
        """Tell Chromium to do something and return what came of it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        pipe = self._process.stdin
        assert pipe is not None
        pipe.write(json.dumps(message).encode() + b"\0")
        pipe.flush()
        end = time.monotonic() + PATIENCE
        while True:
            heard = self._hear(end)
            if heard.get("id") == self._number:
                assert "error" not in heard, f"{method}: {heard['error']}"
                return dict(heard["result"])

    def _hear(self, end: float) -> dict[str, Any]:
        """Return the next thing Chromium says; an event is remembered as well."""
        pipe = self._process.stdout
        assert pipe is not None
        while b"\0" not in self._rest:
            ready, _, _ = select.select([pipe], [], [], max(end - time.monotonic(), 0))
            read = os.read(pipe.fileno(), 1 << 16) if ready else b""
            assert read, "the browser does not answer"
            self._rest += read
        text, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(text)
        self._happened.append(str(heard.get("method")))
        return heard


@contextmanager
def a_phone(program: str, folder: Path) -> Iterator[Phone]:
    """Switch a phone on, with nothing in its memory, and off again; its complaints are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["sh", "-c", PIPES, program, *OPTIONS, f"--user-data-dir={folder / 'profile'}"]
    with (
        (folder / "complaints.txt").open("wb") as complaints,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        ) as process,
    ):
        try:
            yield Phone(process)
        finally:
            process.terminate()
