"""The open basket of the selling page: kept, priced, saved at each change, taken back by undo.

The base of the page's view-model. Until the shop is open (`attach`) commands wait in order, so that
nothing a seller does is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from microshop_desktop.domain.basket import Basket, BasketLine, quantities_by_sku
from microshop_desktop.domain.codes import PaymentScheme
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import PricedBasket, price_basket
from microshop_desktop.domain.tile import CategoryChip, Tile
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import Language, _, current_language
from microshop_desktop.ui.sell.desk import Desk, GoodsNow, Opening
from microshop_desktop.ui.sell.history import History
from microshop_desktop.ui.sell.news import (
    LastSale,
    News,
    PriceGoods,
    QuestionAsked,
    SellView,
    WeighGoods,
)
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.phone_stage import PhoneOrder
from microshop_desktop.ui.sell.problems import problem_text
from microshop_desktop.ui.sell.rows import LineRow, line_rows

P = ParamSpec("P")
T = TypeVar("T", bound="Till")


def command(method: Callable[Concatenate[T, P], None]) -> Callable[Concatenate[T, P], None]:
    """Let a command wait for the shop, and turn what the shop refuses into a sentence."""

    @wraps(method)
    def run(self: T, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if not self.is_ready:
            self.wait(partial(run, self, *args, **kwargs))
            return
        try:
            method(self, *args, **kwargs)
        except ShopError as problem:
            self.refuse(problem)

    return run


@dataclass(frozen=True, slots=True)
class _Rows:
    """Texts of lines with what they were made of."""

    priced: PricedBasket
    language: Language
    rows: tuple[LineRow, ...]


class Till:
    """The basket and all that is shown of it. Money in minor units, quantities in thousandths."""

    def __init__(self, opening: Opening, view: SellView) -> None:
        """Show what the first look read."""
        self.currency = opening.currency
        self.tiles: Sequence[Tile] = opening.tiles
        self.chips: Sequence[CategoryChip] = opening.chips
        self.category: UUID | None = None
        self.held_count = opening.held
        self.question: QuestionAsked | None = None
        self.payment: Payment | None = None
        self.phone: PhoneOrder | None = None
        self.last_sale: LastSale | None = None
        self.problem = ""
        self.changed_no: int | None = None
        self._rounding = opening.rounding
        self._quick_goods = opening.quick_goods
        self._view = view
        self._desk: Desk | None = None
        self._waiting: list[Callable[[], None]] = []
        self._history = History()
        self._basket = opening.basket or Basket(UUID(int=0))
        self._next: Basket | None = None
        self._priced = self._price(self._basket)
        self._rows: _Rows | None = None
        self.current_no = self._last_no()

    # What the shop gives

    @property
    def is_ready(self) -> bool:
        """Tell whether the shop is open for acts."""
        return self._desk is not None

    @property
    def desk(self) -> Desk:
        """The acts of the shop; only for commands, which wait until there is one."""
        if self._desk is None:
            raise ShopError(ErrorCode.SHOP_MISSING, place="")
        return self._desk

    def attach(self, desk: Desk) -> None:
        """Open for work: take the basket as the shop has it and do all that waited."""
        self._desk = desk
        self._rounding = desk.rounding()
        self._start(self._left_open(desk))
        waiting, self._waiting = self._waiting, []
        for job in waiting:
            job()
        self._view.refresh()

    def _left_open(self, desk: Desk) -> Basket:
        """Return the basket as the shop has it; where it cannot be read, say so and begin anew."""
        try:
            return desk.open_basket()
        except ShopError as problem:
            if problem.code is not ErrorCode.BASKET_DAMAGED:
                raise
            self._view.tell(News(problem_text(problem), "warning"))
            return desk.new_basket()

    def wait(self, job: Callable[[], None]) -> None:
        """Keep a job until the shop is open."""
        self._waiting.append(job)

    def take_payment_code(self, scheme: PaymentScheme, code: str) -> None:
        """Do what the customer's payment code asks for."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Say why a key changes nothing now."""
        self._view.tell(News(text, "info"))

    def refuse(self, problem: ShopError) -> None:
        """Say what the shop refused: on the payment page in place, else for a while."""
        self.problem = problem_text(problem)
        if problem.code is ErrorCode.BASKET_CHANGED:
            self._rounding = self.desk.rounding()
            self._show_basket(self._basket)
        self._view.play("unknown")
        if self.payment is None:
            self._view.tell(News(self.problem, "warning"))
        self._view.announce(self.problem, urgent=True)
        self._view.refresh()

    @command
    def show_goods(self, now: GoodsNow) -> None:
        """Show goods and rules as they were read; tiles of another category are not wanted."""
        self.chips, self._rounding = now.chips, now.rounding
        if now.category == self.category:
            self.tiles = now.tiles
        self._show_basket(self._basket)
        self._view.refresh_tiles()
        self._view.refresh()

    @command
    def show_category(self, category: UUID | None) -> None:
        """Show the tiles of a category, or the favourites."""
        self.category = category
        self.tiles = self.desk.tiles(category)
        self._view.refresh_tiles()

    # What is shown

    @property
    def basket(self) -> Basket:
        """The open basket."""
        return self._basket

    @property
    def priced(self) -> PricedBasket:
        """The open basket with its money."""
        return self._priced

    @property
    def rows(self) -> tuple[LineRow, ...]:
        """The lines as texts, made once for a basket in a language."""
        kept = self._rows
        language = current_language()
        if kept is None or kept.priced is not self._priced or kept.language != language:
            rows = line_rows(self._priced, self.currency)
            kept = self._rows = _Rows(self._priced, language, rows)
        return kept.rows

    @property
    def is_locked(self) -> bool:
        """Tell whether the basket may not be changed: it is being paid."""
        return self.payment is not None

    @property
    def unsaid(self) -> WeighGoods | PriceGoods | None:
        """The goods whose weight or price is being asked for: they are in no basket yet."""
        asked = self.question
        return asked if isinstance(asked, WeighGoods | PriceGoods) else None

    def counts(self) -> dict[UUID, int]:
        """Return thousandths of each SKU in the open basket."""
        return quantities_by_sku(self._basket)

    def line(self, no: int | None = None) -> BasketLine | None:
        """Return a line (the current one); None when there is none or it may not be changed."""
        wanted = self.current_no if no is None else no
        if self.is_locked:
            return None
        return next((line for line in self._basket.lines if line.no == wanted), None)

    @property
    def can_undo(self) -> bool:
        """Tell whether a change of the basket can be taken back."""
        return bool(self._history) and not self.is_locked

    @command
    def undo(self) -> None:
        """Take the last change of the basket back."""
        step = None if self.is_locked else self._history.take_back()
        if step is None:
            return
        self.current_no = step.current
        self._show_basket(step.basket)
        self._save()
        self._view.refresh()

    # For the parts of the view-model

    def _is_unsaid(self) -> bool:
        """Tell whether goods still want their weight or price, and if so, say it and ask on."""
        asked = self.unsaid
        if asked is None:
            return False
        words = _("Enter the price of {name} first, or press Esc")
        if isinstance(asked, WeighGoods):
            words = _("Enter the weight of {name} first, or press Esc")
        self._view.play("attention")
        self._view.tell(News(words.format(name=asked.name), "warning"))
        self._view.focus_question()
        return True

    def _put(self, basket: Basket, current: int | None) -> None:
        """Take a changed basket: remember the old one, save, show."""
        self._priced = self._price(basket)
        self._history.remember(self._basket, self.current_no)
        self._basket = basket
        self.current_no = self.changed_no = current
        self.last_sale = None
        self.problem = ""
        self._save()
        self._view.refresh()
        self._view.announce(self._spoken_change())

    def _start(self, basket: Basket) -> None:
        """Begin with another basket: nothing of the one before can be taken back."""
        self._history.clear()
        self._show_basket(basket)
        self.current_no = self._last_no()
        self.changed_no = None

    def _start_next(self, fresh: Basket) -> None:
        """Begin with what was scanned during the payment, else with the fresh basket."""
        waiting, self._next = self._next, None
        self._start(fresh)
        if waiting is None:
            return
        try:
            self._start(self.desk.recall(waiting.id))
        except ShopError as problem:
            self._view.tell(News(problem_text(problem), "warning"))
        self.held_count = len(self.desk.held())

    def _show_basket(self, basket: Basket) -> None:
        self._basket = basket
        self._priced = self._price(basket)
        if self.payment is not None:
            self.payment.owe(self._priced.total, basket.received)

    def _save(self) -> None:
        """Keep the basket; where the disk refuses, say so and go on selling."""
        try:
            self.desk.save(self._basket)
        except ShopError as problem:
            self._view.tell(News(problem_text(problem), "warning"))

    def _price(self, basket: Basket) -> PricedBasket:
        return price_basket(basket, self._rounding, exponent=self.currency.exponent)

    def _last_no(self) -> int | None:
        return self._basket.lines[-1].no if self._basket.lines else None

    def _spoken_change(self) -> str:
        """Say the changed line and the total it leads to."""
        total = _("Total {amount}").format(amount=money_text(self._priced.total, self.currency))
        line = next((row.spoken for row in self.rows if row.no == self.current_no), "")
        return f"{line}. {total}" if line else total
