"""Changing what is in the basket: quantities, removing, discounts, notes."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from microshop_desktop.domain import basket as rules
from microshop_desktop.domain.basket import Basket, BasketLine, Discount
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.quantity import ONE, parse_quantity
from microshop_desktop.domain.stock import BelowZero
from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.news import News
from microshop_desktop.ui.sell.rows import full_name
from microshop_desktop.ui.sell.till import Till, command

if TYPE_CHECKING:
    from microshop_desktop.services.lookup import Found


class Editing(Till):
    """The commands on the lines of the basket."""

    def move(self, step: int) -> None:
        """Make the line above (−1) or below (+1) the current one."""
        numbers = [line.no for line in self.basket.lines]
        if not numbers:
            return
        if self.current_no in numbers:
            index = numbers.index(self.current_no) + step
        else:
            index = 0 if step > 0 else len(numbers) - 1
        self.select(numbers[max(0, min(len(numbers) - 1, index))])

    def select(self, no: int) -> None:
        """Make a line the current one."""
        self.current_no = no
        self._view.refresh()

    @command
    def step(self, count: int, no: int | None = None) -> None:
        """Take more or fewer whole units of a line; the last one goes by removing alone."""
        line = self.line(no)
        if line is None:
            return
        wanted = line.quantity + count * ONE
        if wanted > 0:
            self._take(line, wanted)

    @command
    def set_quantity(self, text: str, no: int | None = None) -> None:
        """Set how many or how much of a line, as typed; nothing typed changes nothing."""
        line = self.line(no)
        if line is None or not text.strip(".,"):
            return
        wanted = parse_quantity(text)
        if wanted == 0:
            self.remove(line.no)
        else:
            self._take(line, wanted)

    def _take(self, line: BasketLine, quantity: int) -> None:
        """Take so many of a line; where they are more than before, the stock has its say."""
        changed = rules.set_quantity(self.basket, line.no, quantity)
        if quantity > line.quantity and line.goods.sku is not None:
            self._check_stock(self.desk.sku(line.goods.sku), changed)
        self._put(changed, line.no)

    def _check_stock(self, found: "Found", grown: Basket) -> None:
        """Refuse, warn or say nothing where less is there than is sold, as the SKU wants it."""
        goods = found.goods
        if goods.sku is None or goods.below_zero is BelowZero.ALLOW:
            return
        wanted = rules.quantities_by_sku(grown)[goods.sku]
        if wanted <= found.available:
            return
        if goods.below_zero is BelowZero.BLOCK:
            raise ShopError(
                ErrorCode.STOCK_SHORT,
                name=full_name(goods),
                available=found.available,
                wanted=wanted,
            )
        text = _("{name} is out of stock in the books").format(name=full_name(goods))
        if found.available > 0:
            left = quantity_text(found.available, goods.unit)
            words = _("Only {count} of {name} left in stock")
            text = words.format(count=left, name=full_name(goods))
        self._view.tell(News(text, "warning"))

    @command
    def remove(self, no: int | None = None) -> None:
        """Take a line out; it can be taken back."""
        line = self.line(no)
        if line is None:
            return
        before = self.basket
        numbers = [other.no for other in before.lines]
        index = numbers.index(line.no)
        neighbours = numbers[index + 1 :] or numbers[:index][-1:]
        self._put(rules.remove(self.basket, line.no), neighbours[0] if neighbours else None)
        self.changed_no = None
        self._view.play("removed")
        text = _("{name} removed").format(name=full_name(line.goods))
        self._view.tell(News(text, "trash", undo=partial(self.bring_back, before)))

    @command
    def empty(self) -> None:
        """Take all lines out; the page has asked before."""
        if self.is_locked or self.basket.is_empty:
            return
        before = self.basket
        self._put(replace(before, lines=(), discount=None, note=""), None)
        self._view.play("removed")
        undo = partial(self.bring_back, before)
        self._view.tell(News(_("Basket emptied"), "trash", undo=undo))

    @command
    def bring_back(self, before: Basket) -> None:
        """Bring back lines that were removed from a basket; what came since stays."""
        if self._history.is_last(before):
            self.undo()
            return
        if self.is_locked or before.id != self.basket.id:
            return
        there = {line.no for line in self.basket.lines}
        lost = tuple(line for line in before.lines if line.no not in there)
        whole = sorted((*self.basket.lines, *lost), key=lambda line: line.no)
        if lost:
            self._put(replace(self.basket, lines=tuple(whole)), lost[-1].no)

    @command
    def discount_line(self, discount: Discount | None) -> None:
        """Give the current line a discount, or take it back."""
        line = self.line()
        if line is not None:
            self._put(rules.discount_line(self.basket, line.no, discount), line.no)

    @command
    def discount_basket(self, discount: Discount | None) -> None:
        """Give the whole basket a discount, or take it back."""
        if not self.is_locked:
            self._put(rules.discount_basket(self.basket, discount), self.current_no)

    @command
    def note_line(self, note: str) -> None:
        """Write a note on the current line."""
        line = self.line()
        if line is not None:
            self._put(rules.note_line(self.basket, line.no, note), line.no)
