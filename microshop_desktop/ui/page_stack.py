"""A page of the window that shows one of several pages in its place."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from microshop_desktop.ui.page import Command, Page


class PageStack(Page):
    """Hands what the window asks of a page to the one that is shown, at first the first one."""

    def fill(self, *pages: Page) -> None:
        """Hold these pages."""
        self._stack, self._first = QStackedWidget(), pages[0]
        for page in pages:
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def shown(self) -> Page:
        """The page that is shown."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Page) else self._first

    def place(self, page: Page) -> None:
        """Put a page in sight without telling it so: the window has not entered it yet."""
        self._stack.setCurrentWidget(page)

    def show_page(self, page: Page) -> None:
        """Leave the page that is shown for another one."""
        if self.shown is not page:
            self.shown.left()
            self.place(page)
        page.entered()

    @override
    def entered(self) -> None:
        self.shown.entered()

    @override
    def left(self) -> None:
        self.shown.left()

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
