"""Python's garbage collector, kept to the main thread.

It runs in whatever thread makes the next object, and destroys there what it finds. A widget that is
destroyed outside the main thread ends the program, and threads of the background do make objects:
long lists, payments, prints. So the collector is switched off and asked in the main thread instead.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_MANY_MODULES = 30


class GarbageCollector(QObject):
    """Collects once a second as much as is due, while it lives."""

    def __init__(self, parent: QObject) -> None:
        """Take over; all that is loaded by now stays for good and is not looked at again."""
        super().__init__(parent)
        gc.disable()
        self._keep()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_EVERY_MS)

    def collect(self) -> None:
        """Collect the oldest generation whose time has come, and with it the younger ones.

        Modules that were loaded since, such as those of a first sync, stay for good as well: to
        look through all of them would take longer than a frame may.
        """
        if len(sys.modules) > self._modules + _MANY_MODULES:
            self._keep()
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if due:
            gc.collect(due[-1])

    def _keep(self) -> None:
        gc.freeze()
        self._modules = len(sys.modules)

    def stop(self) -> None:
        """Collect no more; the program is about to end."""
        self._timer.stop()
