"""Importing a table of products: the choice, the preview with its errors, the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microshop_desktop.ui.imports.dialog import ImportDialog
from microshop_desktop.ui.products.page import ProductsPage

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog

    from tools.scenes.stage import Stage

_TABLE = """\
商品名称,条码,零售价,进价,库存,分类,备注
手工桂花糕 200g,6901028075022,18.00,9.50,24,糕点,
Lemon tea 500 ml,6901028075039,6.50,3.10,48,Drinks,cold
Té de jazmín 100 g,6901028075046,0,4.20,12,,
,6901028075053,5.00,2.00,3,,no name
Walnut cake,6901028075060,twelve,5.00,6,Snacks,
Rice crackers,6901028075071,4.80,2.10,36,Snacks,
"""


def table(stage: Stage) -> None:
    """From choosing the file to its result."""
    page = stage.page("products", ProductsPage)
    file = stage.till.folders.data / "products.csv"
    file.write_text(_TABLE, encoding="utf-8")
    stage.in_dialog(page.ask_for_import, lambda dialog: _play(stage, dialog, file))


def _play(stage: Stage, dialog: QDialog, file: Path) -> None:
    if not isinstance(dialog, ImportDialog):
        message = f"{type(dialog).__name__} is no import"
        raise TypeError(message)
    stage.take("54-import-choose")
    dialog.show_file(file)
    stage.take("55-import-preview")
    dialog.go_on()
    stage.take("56-import-result")


SCENES = (table,)
