"""Founding a shop behind the first run, and opening the till on it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.translations import current_language
from microshop_desktop.infra.zone import system_zone
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.sample_shop import SampleShop
from microshop_desktop.ui.first_run.view_model import Goods, Plan
from microshop_desktop.ui.first_run.window import FirstRunWindow

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till


class ShopFounder:
    """Founds a shop in a file of its own name and puts it in place when it is whole."""

    def __init__(self, folders: Folders, clock: Clock) -> None:
        self._folders, self._clock = folders, clock

    def found(self, plan: Plan, progress: Callable[[int, int], None]) -> None:
        """Found and fill the shop; raises `ShopError` and leaves no half shop behind."""
        self._folders.create()
        unfinished = self._folders.shop_file.with_suffix(".new")
        self._clean(unfinished)
        try:
            self._make(plan, str(unfinished), progress)
        except BaseException:
            # Stopped or broken, the unfinished file goes; the reason goes on to whoever asked.
            self._clean(unfinished)
            raise
        unfinished.replace(self._folders.shop_file)

    def _make(self, plan: Plan, target: str, progress: Callable[[int, int], None]) -> None:
        database = open_database(target)
        try:
            shop = found_shop(
                database,
                self._clock,
                name=plan.name,
                currency_code=plan.currency,
                zone=system_zone(),
                owner=plan.owner,
            )
            if plan.goods is Goods.SAMPLE:
                pictures = Pictures(self._folders.pictures)
                sample = SampleShop(shop, pictures)
                sample.load(shop.owner(), current_language(), progress=progress)
        finally:
            database.close()

    @staticmethod
    def _clean(unfinished: Path) -> None:
        """Remove what an attempt left that was cut short."""
        for ending in ("", "-wal", "-shm", "-journal"):
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)


def first_run_window(till: "Till") -> FirstRunWindow:
    """The first run over this till; it opens the till when the shop is there."""
    founder = ShopFounder(till.folders, till.clock)
    window = FirstRunWindow(till.settings, founder, till.runner)
    window.founded.connect(till.begin_selling)
    window.closed.connect(till.end_without_window)
    return window
