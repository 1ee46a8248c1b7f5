"""Amounts that differ by a fen, where two sales by collection code would cost the same."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from typing_extensions import override

from microshop_desktop.domain.basket import Discount, Method
from microshop_desktop.domain.collection_code import CollectionCode
from microshop_desktop.domain.unique_fen import taken_off, unique_amount
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.phoning import Phoning
from microshop_desktop.ui.sell.till import command


def _no_code(_method: Method) -> CollectionCode | None:
    return None


def _none_differ() -> frozenset[int] | None:
    return None


class UniqueAmounts(Phoning):
    """Takes the fen off when a collection code is shown, and gives it back when it is not.

    `code_for` gives the shop's own collection code for a way to pay; `open_amounts` what was asked
    for lately, None where the shop wants no amounts to differ.
    """

    code_for: Callable[[Method], CollectionCode | None] = staticmethod(_no_code)
    open_amounts: Callable[[], frozenset[int] | None] = staticmethod(_none_differ)
    _plain: tuple[UUID, Discount | None] | None = None
    """The basket from which a fen is taken off, and its discount without that."""

    @override
    @command
    def pay(self, method: Method, *, by_code: bool = False) -> None:
        """Go to a method; by a collection code the amount differs from those before."""
        self._give_fen_back()
        super().pay(method, by_code=by_code)
        if self.payment is not None and self.phone is None and not by_code:
            self._take_fen_off(method)

    @override
    @command
    def back(self) -> None:
        """Go back to the basket, whose price is the plain one again."""
        super().back()
        if self.payment is None:
            self._give_fen_back()

    def _take_fen_off(self, method: Method) -> None:
        taken = None if self.code_for(method) is None else self.open_amounts()
        if taken is None or self.basket.received:
            return
        plain, total = self.basket, self.priced.total
        wanted = unique_amount(total, taken)
        if wanted == total:
            return
        self._show_basket(taken_off(plain, total - wanted, _("Amount that names its sale")))
        if self.priced.total != wanted:
            self._show_basket(plain)  # what is rounded cannot differ by a fen
            return
        self._plain = (plain.id, plain.discount)
        self._save()
        self._view.refresh()

    def _give_fen_back(self) -> None:
        plain, self._plain = self._plain, None
        if plain is not None and plain[0] == self.basket.id and self.phone is None:
            self._show_basket(replace(self.basket, discount=plain[1]))
            self._save()
            self._view.refresh()
