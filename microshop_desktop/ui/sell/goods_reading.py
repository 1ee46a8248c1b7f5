"""Reading tiles and rules anew beside the page: a sync changes goods while a cashier scans."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.ui.runner import Runner
from microshop_desktop.ui.sell.desk import Desk, GoodsNow
from microshop_desktop.ui.sell.till import Till

_SOON_MS = 150
"""Changes of goods that follow each other closely are read once."""


class GoodsReading(QObject):
    """Lets the view-model have the goods as they are now, soon after they changed."""

    def __init__(self, till: Till, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._till, self._runner = till, runner
        self._is_reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self._read)

    def soon(self) -> None:
        """Read soon; once for all that changes until then."""
        if not self._timer.isActive():
            self._timer.start()

    def _read(self) -> None:
        if self._is_reading:
            self.soon()
        elif not self._till.is_ready:
            self._till.wait(self._read)
        else:
            desk, category = self._till.desk, self._till.category
            self._is_reading = True
            self._runner.run(
                self, lambda _job: read_goods(desk, category), done=self._show, failed=self._miss
            )

    def _show(self, now: GoodsNow) -> None:
        self._is_reading = False
        self._till.show_goods(now)

    def _miss(self, problem: Exception) -> None:
        self._is_reading = False
        if not isinstance(problem, ShopError):
            raise problem
        self._till.refuse(problem)


def read_goods(desk: Desk, category: UUID | None) -> GoodsNow:
    """Read what the page shows; in any thread, for it takes longer than a frame may."""
    return GoodsNow(category, desk.categories(), desk.tiles(category), desk.rounding())
