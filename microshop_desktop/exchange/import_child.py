"""The import desk of a window: another process does the work, this one only waits for lines.

Parsing, making search keys and writing 100,000 rows keep an interpreter busy for half a minute, and
everything in one process shares one interpreter: a sale in the same window would wait for it at
every statement. So the window starts the program once more (`cli/import_server.py`), below its own
priority. Closing the pipe ends that process; what it wrote of an unfinished import it takes back
itself, and where it was killed the next start does.
"""

import itertools
import json
import logging
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO
from uuid import UUID

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field
from microshop_desktop.exchange.import_desk import Watch
from microshop_desktop.exchange.import_messages import (
    OpenedFile,
    Outcome,
    Plain,
    error_from_plain,
    opened_from_plain,
    outcome_from_plain,
    path_to_plain,
)
from microshop_desktop.infra.program import IMPORT_SERVER, own_command, own_folder

_LOOK_SECONDS = 0.1
"""How often a request that waits asks whether it should stop."""
_SAID_AT_MOST = 4_000
_log = logging.getLogger(__name__)


class ChildDesk:
    """Has files imported into one shop by a process that is started with it.

    `language` names the language of the reasons in files of rejected rows; `changed` is called, in
    the thread of the request, when the shop has other goods than before.
    """

    def __init__(self, shop_file: Path, language: str, changed: Callable[[], None]) -> None:
        """Start the process, so that it is ready when a file is chosen."""
        self._words = [*own_command(), IMPORT_SERVER, path_to_plain(shop_file), language]
        self._changed = changed
        self._turn = threading.Lock()
        self._numbers = itertools.count(1)
        self._child = _started(self._words)

    @property
    def process_id(self) -> int:
        """The system's number of the process that works for this desk now."""
        return self._child.number

    def open(self, path: Path, watch: Watch) -> OpenedFile:
        """Look into a file; raises the `file_…` errors."""
        return opened_from_plain(self._ask({"act": "open", "path": path_to_plain(path)}, watch))

    def look(
        self, fields: Sequence[Field | None], watch: Watch, *, take_price_zero: bool
    ) -> Outcome:
        """Say what an import of the open file would do, with these columns."""
        request = {"act": "look", "fields": list(fields), "take_price_zero": take_price_zero}
        return outcome_from_plain(self._ask(request, watch))

    def run(self, watch: Watch) -> Outcome:
        """Import what was planned last; `import_broke_off` where the process was ended."""
        outcome = outcome_from_plain(self._ask({"act": "run"}, watch))
        self._changed()
        return outcome

    def undo(self, batch: UUID, watch: Watch) -> int:
        """Take an import back; returns how many records stay because they were used since."""
        end = self._ask({"act": "undo", "batch": str(batch)}, watch)
        self._changed()
        return int(end["kept"])

    def save_rejected(self, path: Path, watch: Watch) -> None:
        """Write the rows that the last plan or import left out, with their reasons."""
        self._ask({"act": "save_rejected", "path": path_to_plain(path)}, watch)

    def close(self) -> None:
        """Close the pipe: the process stops what it does, takes it back and ends."""
        self._child.close()

    def _ask(self, request: Plain, watch: Watch) -> Plain:
        """Send one request and wait for its end; requests wait for each other."""
        with self._turn:
            number = next(self._numbers)
            self._child.send({"no": number, **request})
            try:
                return _wait(self._child, number, watch)
            except BrokenPipeError as broken:
                said = self._child.last_words
                _log.error("the importing process ended (%s): %s", broken, said)
                # The new process takes back what the old one left.
                self._child = _started(self._words)
                raise ShopError(ErrorCode.IMPORT_BROKE_OFF) from broken


def _wait(child: "_Child", number: int, watch: Watch) -> Plain:
    """Pass on how far a request is; return what it ends with or raise what it failed with."""
    asked_to_stop = False
    while True:
        if watch.cancelled and not asked_to_stop:
            asked_to_stop = True
            child.send({"stop": number})
        if watch.abandoned:
            raise ShopError(ErrorCode.IMPORT_STOPPED)
        line = child.next_line()
        if line is None or line["no"] not in {0, number}:
            continue
        if "done" in line:
            watch.progress(line["done"], line["total"])
        elif "error" in line:
            raise error_from_plain(line["error"])
        elif "fault" in line:
            raise RuntimeError(line["fault"])
        else:
            end: Plain = line["end"]
            return end


class _Child:
    """The other process and the pipes to it."""

    def __init__(self, words: Sequence[str]) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the pipes)
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=own_folder(),
            # Ctrl+C in a terminal is for the window, which then closes the pipe.
            start_new_session=True,
            creationflags=_windows_flags(),
        )
        self.last_words = ""
        self._lines: queue.SimpleQueue[Plain | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="import lines", daemon=True).start()

    @property
    def number(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    def send(self, message: Plain) -> None:
        """Write one line; where nobody reads any more, the wait for an answer says so."""
        pipe = self._process.stdin
        if pipe is not None:
            with suppress(OSError, ValueError):
                pipe.write(json.dumps(message).encode() + b"\n")
                pipe.flush()

    def next_line(self) -> Plain | None:
        """Return the next line, None where none comes for now; `BrokenPipeError` after the last."""
        try:
            line = self._lines.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            return None
        if line is None:
            self._lines.put(None)
            raise BrokenPipeError(self._process.wait())
        return line

    def close(self) -> None:
        """Close the pipe to the process, which ends by itself."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def _read(self) -> None:
        """Take lines as they come, until the process ends; what is no message is passed over."""
        assert self._process.stdout is not None  # noqa: S101 (asked for above)
        with self._errors as errors, self._process.stdout as lines:
            for line in lines:
                with suppress(ValueError):
                    message = json.loads(line)
                    if isinstance(message, dict) and "no" in message:
                        self._lines.put(message)
            self._process.wait()
            errors.seek(0)
            self.last_words = errors.read()[-_SAID_AT_MOST:].decode(errors="replace")
        self.close()
        self._lines.put(None)


def _started(words: Sequence[str]) -> _Child:
    try:
        return _Child(words)
    except OSError as error:
        _log.exception("the importing process does not start")
        raise ShopError(ErrorCode.IMPORT_BROKE_OFF) from error


def _windows_flags() -> int:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return flags
