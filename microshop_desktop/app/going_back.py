"""Going back to a backup while the window is there."""

from pathlib import Path
from typing import TYPE_CHECKING

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.backups import restore_shop
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till


def go_back(till: "Till", backup: Path) -> None:
    """Close the shop, put the backup in its place, open the till on it and say what came of it."""
    till.close_shop()
    try:
        restored = restore_shop(backup, till.folders.shop_file, till.clock)
    except ShopError as problem:
        till.start_again()
        if till.window is not None:
            till.begin()
            till.window.report(problem)
        return
    till.start_again()
    if till.window is not None:
        till.begin()
        text = _("The shop is back to {count} orders")
        text = text.format(count=number_text(restored.orders))
        till.window.toast(Toast(text, icon="check-circle"))
