"""The stock in the window: the list, and the goods-in page in its place while goods arrive."""

from collections.abc import Callable

from typing_extensions import override

from microshop_desktop.ui.goods_in.page import GoodsInPage
from microshop_desktop.ui.goods_in.view_model import GoodsInModel
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.page_stack import PageStack
from microshop_desktop.ui.stock.page import StockPage
from microshop_desktop.ui.stock.view_model import StockViewModel

RECEIVE = "receive"
"""The request that leads to the goods-in page."""


class StockSection(PageStack):
    """The list, or a delivery that is being scanned."""

    def __init__(
        self,
        shell: Shell,
        *,
        stock: StockViewModel,
        goods_in: GoodsInModel,
        export: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._goods_in_model = goods_in
        self.stock = StockPage(shell, stock, receive=self.show_goods_in, export=export)
        self.goods_in = GoodsInPage(shell, goods_in)
        self.fill(self.stock, self.goods_in)
        self.goods_in.done.connect(self.show_stock)
        if not goods_in.draft.is_empty:
            self.place(self.goods_in)

    def show_goods_in(self) -> None:
        """Go to the delivery that is being scanned, or begin one."""
        self.show_page(self.goods_in)

    def show_stock(self) -> None:
        """Go back to the list; a delivery that was begun stays."""
        self.show_page(self.stock)

    def refresh_goods(self) -> None:
        """Goods came, went or were changed."""
        self.stock.refresh_goods()

    @override
    def asked_for(self, request: object) -> None:
        if request == RECEIVE:
            self.show_goods_in()
            return
        self.show_stock()
        self.stock.asked_for(request)

    def claims_scan(self, code: str) -> bool:
        """Scans belong to the delivery while it is shown."""
        return self.shown is self.goods_in and self.goods_in.claims_scan(code)
