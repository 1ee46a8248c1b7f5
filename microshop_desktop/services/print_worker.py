"""The thread that works off what waits to be printed."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from microshop_desktop.services.print_queue import PrintQueue

logger = logging.getLogger(__name__)


class PrintWorker:
    """The thread that prints; `stop` waits for the job at hand."""

    def __init__(self, queue: PrintQueue, *, patience: float = 30.0) -> None:
        """Work off this queue; it is looked at anew every `patience` seconds at the latest."""
        self._queue = queue
        self._patience = patience
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="print-queue", daemon=True)

    def start(self) -> None:
        """Look after what an earlier run left, then print whatever comes."""
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """End the thread; a printer that hangs is left behind after so long."""
        self._stopping.set()
        self._queue.wake()
        self._thread.join(seconds)

    def _run(self) -> None:
        self._safely(self._queue.recover)
        while not self._stopping.is_set():
            if not self._safely(self._queue.print_next):
                self._queue.wait(self._patience)

    def _safely(self, step: Callable[[], Any]) -> bool:
        """Do a step; what goes wrong is logged, and the thread lives on."""
        try:
            return bool(step())
        except Exception:  # whatever failed, the thread must live on for the next receipt
            logger.exception("the print queue failed")
            return False
