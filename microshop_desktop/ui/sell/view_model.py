"""What the selling page knows and does, without a widget."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain import basket as rules
from microshop_desktop.domain.basket import CustomerFacts
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.adding import Adding
from microshop_desktop.ui.sell.news import News
from microshop_desktop.ui.sell.till import command
from microshop_desktop.ui.sell.unique import UniqueAmounts

if TYPE_CHECKING:
    from microshop_desktop.services.baskets import HeldView
    from microshop_desktop.services.customers import CustomerView


class SellViewModel(Adding, UniqueAmounts):
    """State and commands of the whole page; customers, holding and recalling are its own."""

    def find_customers(self, text: str) -> "Sequence[CustomerView]":
        """Return customers by phone, name or initials."""
        if not self.is_ready:
            return ()
        try:
            return self.desk.customers(text)
        except ShopError:
            return ()

    @command
    def set_customer(self, customer: CustomerFacts | None) -> None:
        """Say who buys, or that it is nobody known; prices follow."""
        if not self.is_locked:
            self._put(rules.set_customer(self.basket, customer), self.current_no)

    @command
    def make_customer(self, name: str, phone: str) -> None:
        """Make a customer in place and take them."""
        self.set_customer(self.desk.make_customer(name, phone).facts)

    @command
    def hold(self, name: str = "") -> None:
        """Put the basket aside under a name (or none) and start a new one."""
        if self.is_locked or self._is_unsaid():
            return
        self._start_next(self.desk.hold(self.basket, name))
        self._count_held()
        self._view.tell(News(_("Basket put aside"), "pause"))

    def held(self) -> "Sequence[HeldView]":
        """Return the baskets put aside, the last first."""
        return self.desk.held() if self.is_ready else ()

    @command
    def recall(self, basket: UUID) -> None:
        """Take a held basket again; what is in the open one is put aside for it."""
        if self.is_locked or self._is_unsaid():
            return
        if not self.basket.is_empty:
            self.desk.hold(self.basket, "")
        elif self.basket.customer is not None:
            self.desk.save(rules.set_customer(self.basket, None))
        self._start(self.desk.recall(basket))
        self._forget_next(basket)
        self._count_held()

    @command
    def drop_held(self, basket: UUID) -> None:
        """Throw a held basket away; the page has asked before."""
        self.desk.drop_held(basket)
        self._forget_next(basket)
        self._count_held()

    def _forget_next(self, basket: UUID) -> None:
        if self._next is not None and self._next.id == basket:
            self._next = None

    def _count_held(self) -> None:
        self.held_count = len(self.desk.held())
        self.last_sale = None
        self._view.refresh()
