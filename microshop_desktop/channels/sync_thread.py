"""The syncs of online shops at work beside the window: a thread that waits for what is due."""

import logging
import threading
from datetime import timedelta

from microshop_desktop.channels.sync_rounds import SyncRounds

logger = logging.getLogger(__name__)

NAME = "shop-sync"
AFTER_FAILURE = timedelta(seconds=30)
"""A full disk or a locked file passes; it must not be asked without end."""


class SyncThread:
    """Runs rounds of syncs until it is ended."""

    def __init__(self, rounds: SyncRounds) -> None:
        """Prepare; nothing runs before `begin`."""
        self.rounds = rounds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)

    def begin(self) -> None:
        """Sync from now on."""
        self._thread.start()

    def look_again(self) -> None:
        """Look into the book: accounts may be new or changed."""
        self.rounds.woken.set()

    def end(self, patience: float = 2.0) -> None:
        """Stop; what a sync did so far is kept, the next one goes on from there."""
        self._ended.set()
        self.rounds.end()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _run(self) -> None:
        while True:
            self.rounds.woken.clear()
            # Looked at after that: an end that came before would be slept through.
            if self._ended.is_set():
                return
            try:
                pause = self.rounds.turn()
            except Exception:
                # Whatever it was, each step is committed by itself: the next round goes on there.
                logger.exception("the syncs stumbled")
                pause = AFTER_FAILURE
            if pause > timedelta(0):
                self.rounds.woken.wait(pause.total_seconds())
