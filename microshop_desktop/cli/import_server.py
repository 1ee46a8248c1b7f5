"""What a window starts to have files imported: requests come in on stdin, answers go to stdout.

Its messages are those of `exchange/import_messages.py`; the work is that of `microshop import`. It
ends when its stdin does, after taking back an import that is not whole.
"""

import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.exchange.import_desk import ImportDesk
from microshop_desktop.exchange.import_messages import (
    Plain,
    error_to_plain,
    fields_from_plain,
    opened_to_plain,
    outcome_to_plain,
)
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.translations import LANGUAGES, use_language
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.shop import open_shop
from microshop_desktop.services.unfinished_imports import has_unfinished

_NICER_BY = 5
"""Enough to let a sale go first, not so much that a busy computer keeps us within a transaction."""
Answer = Callable[[Plain], None]


def run(arguments: Sequence[str]) -> int:
    """Serve one window: `arguments` are the shop's file and a language. Returns the exit code."""
    shop_file, language = arguments
    use_language(next(known for known in LANGUAGES if known == language))
    _let_others_go_first()
    requests = Requests(sys.stdin.buffer)
    answer = _answer_to(sys.stdout.buffer)
    try:
        database = open_database(Path(shop_file))
    except ShopError as error:
        answer({"no": 0, "error": error_to_plain(error)})
        return 1
    try:
        shop = open_shop(database, SystemClock())
        actor = shop.owner()
        if has_unfinished(database):
            Imports(shop).recover(actor)
        desk = ImportDesk(shop, actor)
        while (request := requests.next()) is not None:
            _serve(desk, request, requests, answer)
    finally:
        database.close()
    return 0


class Requests:
    """The lines of stdin: requests in their order, and which of them are to stop."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Begin to read, in a thread of its own."""
        self._waiting: queue.SimpleQueue[Plain | None] = queue.SimpleQueue()
        self._stopped: set[int] = set()
        self._ended = threading.Event()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def next(self) -> Plain | None:
        """Wait for the next request; None when the window has closed the pipe."""
        return self._waiting.get()

    def is_stopped(self, number: int) -> bool:
        """Tell whether a request is to stop: it was asked to, or nobody is there any more."""
        return self._ended.is_set() or number in self._stopped

    def _read(self, stream: IO[bytes]) -> None:
        for line in stream:
            message = json.loads(line)
            if "stop" in message:
                self._stopped.add(message["stop"])
            else:
                self._waiting.put(message)
        self._ended.set()
        self._waiting.put(None)


@dataclass(frozen=True, slots=True)
class _LineWatch:
    """Looks after a request whose caller is at the other end of the pipe."""

    number: int
    requests: Requests
    answer: Answer

    def progress(self, done: int, total: int, /) -> None:
        self.answer({"no": self.number, "done": done, "total": total})

    @property
    def cancelled(self) -> bool:
        return self.requests.is_stopped(self.number)

    @property
    def abandoned(self) -> bool:
        return False


def _serve(desk: ImportDesk, request: Plain, requests: Requests, answer: Answer) -> None:
    """Do one request and answer it, whatever comes of it."""
    number = request["no"]
    try:
        end = _do(desk, request, _LineWatch(number, requests, answer))
    except ShopError as error:
        answer({"no": number, "error": error_to_plain(error)})
    except Exception:  # noqa: BLE001 (the window keeps the details in its log and says a sentence)
        answer({"no": number, "fault": traceback.format_exc()})
    else:
        answer({"no": number, "end": end})


def _do(desk: ImportDesk, request: Plain, watch: _LineWatch) -> Plain:
    match request["act"]:
        case "open":
            return opened_to_plain(desk.open(Path(request["path"]), watch))
        case "look":
            fields = fields_from_plain(request["fields"])
            zero = request["take_price_zero"]
            return outcome_to_plain(desk.look(fields, watch, take_price_zero=zero))
        case "run":
            return outcome_to_plain(desk.run(watch))
        case "undo":
            return {"kept": desk.undo(UUID(request["batch"]), watch)}
        case "save_rejected":
            desk.save_rejected(Path(request["path"]), watch)
            return {}
        case other:
            raise ValueError(other)


def _answer_to(stream: IO[bytes]) -> Answer:
    def answer(message: Plain) -> None:
        # A window that is gone closes stdin as well, which ends everything in order.
        with suppress(OSError):
            stream.write(json.dumps(message).encode() + b"\n")
            stream.flush()

    return answer


def _let_others_go_first() -> None:
    """Run below the window's priority; on Windows the window starts us so."""
    if sys.platform != "win32":
        os.nice(_NICER_BY)
