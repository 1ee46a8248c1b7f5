"""The stock in the window: the list, and the goods-in page in its place while goods arrive."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from microshop_desktop.ui.goods_in.page import GoodsInPage
from microshop_desktop.ui.goods_in.view_model import GoodsInModel
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.stock.page import StockPage
from microshop_desktop.ui.stock.view_model import StockViewModel

RECEIVE = "receive"
"""The request that leads to the goods-in page."""


class StockSection(Page):
    """Hands what the window asks of a page to the one that is shown."""

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
        self._stack = QStackedWidget()
        self._stack.addWidget(self.stock)
        self._stack.addWidget(self.goods_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.goods_in.done.connect(self.show_stock)
        if not goods_in.draft.is_empty:
            self._stack.setCurrentWidget(self.goods_in)

    @property
    def shown(self) -> Page:
        """The page that is shown."""
        current = self._stack.currentWidget()
        return self.goods_in if current is self.goods_in else self.stock

    def show_goods_in(self) -> None:
        """Go to the delivery that is being scanned, or begin one."""
        self._show(self.goods_in)

    def show_stock(self) -> None:
        """Go back to the list; a delivery that was begun stays."""
        self._show(self.stock)

    def refresh_goods(self) -> None:
        """Goods came, went or were changed."""
        self.stock.refresh_goods()

    @override
    def entered(self) -> None:
        self.shown.entered()

    @override
    def left(self) -> None:
        self.shown.left()

    @override
    def asked_for(self, request: object) -> None:
        if request == RECEIVE:
            self.show_goods_in()
            return
        self.show_stock()
        self.stock.asked_for(request)

    @override
    def focus_search(self) -> None:
        self.shown.focus_search()

    @override
    def escape(self) -> bool:
        return self.shown.escape()

    @override
    def undo(self) -> bool:
        return self.shown.undo()

    @override
    def commands(self) -> Sequence[Command]:
        return self.shown.commands()

    def claims_scan(self, code: str) -> bool:
        """Scans belong to the delivery while it is shown."""
        return self.shown is self.goods_in and self.goods_in.claims_scan(code)

    def _show(self, page: Page) -> None:
        if self.shown is not page:
            self.shown.left()
            self._stack.setCurrentWidget(page)
        page.entered()
