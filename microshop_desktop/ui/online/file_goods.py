"""The goods of an order file that are none of ours yet."""

from collections.abc import Sequence

from microshop_desktop.infra.translations import _
from microshop_desktop.services.order_files import FileGoods
from microshop_desktop.ui.widgets.paged_model import Column, PagedModel
from microshop_desktop.ui.widgets.table_view import TableView

_CODE_WIDTH, _HOW_WIDTH = 110, 130


class FileGoodsTable(TableView):
    """A list of any length: code, name, and whether the code decides which of ours it is."""

    def __init__(self) -> None:
        super().__init__()
        self._goods: Sequence[FileGoods] = ()
        columns: list[Column[FileGoods]] = [
            Column("name", _("Name"), lambda goods: goods.name),
            Column(
                "code", _("Merchant code"), lambda goods: goods.code, width=_CODE_WIDTH, spare=True
            ),
            Column("how", _("Matching"), _how, width=_HOW_WIDTH),
        ]
        self._model = PagedModel(columns, lambda first, n: self._goods[first : first + n])
        self.show_model(self._model)

    def show_goods(self, goods: Sequence[FileGoods]) -> None:
        """Show a list anew."""
        self._goods = goods
        self._model.show(len(goods))


def _code(goods: FileGoods) -> str:
    return goods.code


def _how(goods: FileGoods) -> str:
    return _("by its code") if goods.by_code else _("by hand later")
