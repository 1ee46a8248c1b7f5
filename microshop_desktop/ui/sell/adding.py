"""How goods come into the basket: by scan, by typing, by tile, by weight."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain import basket as rules
from microshop_desktop.domain.basket import Basket, Price, PriceLevel
from microshop_desktop.domain.codes import clean_code, payment_scheme
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import MOST_PRICE, parse_amount
from microshop_desktop.domain.quantity import ONE, parse_quantity
from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.desk import Hit
from microshop_desktop.ui.sell.editing import Editing
from microshop_desktop.ui.sell.entry import Ask, read_entry
from microshop_desktop.ui.sell.news import (
    News,
    PriceGoods,
    QuestionAsked,
    UnknownGoods,
    WeighGoods,
    WhichGoods,
)
from microshop_desktop.ui.sell.rows import full_name
from microshop_desktop.ui.sell.till import command

if TYPE_CHECKING:
    from microshop_desktop.services.lookup import Found

_LABEL_LENGTHS = {13, 18}


class Adding(Editing):
    """The commands of the scan field, the scanner and the tiles."""

    def hits(self, text: str) -> Sequence[Hit]:
        """Return what the text in the field may mean, best first."""
        entry = read_entry(text)
        asked_else = self.unsaid is not None or self.is_locked
        if not self.is_ready or asked_else or entry.ask is not Ask.GOODS:
            return ()
        try:
            return self.desk.search(entry.text)
        except ShopError:
            return ()

    @command
    def submit(self, text: str, picked: UUID | None = None) -> None:
        """Do what was typed into the field and confirmed by Enter; `picked` from the list."""
        entry = read_entry(text)
        if isinstance(self.question, WeighGoods):
            self._weighed(self.question, text)
        elif isinstance(self.question, PriceGoods):
            self._priced_now(self.question, text)
        elif entry.ask is Ask.QUANTITY:
            self.set_quantity(entry.times)
        elif entry.ask is Ask.GOODS and picked is not None:
            self._add_sku(picked, entry.times)
        elif entry.ask is Ask.GOODS:
            self._by_text(entry.text, entry.times)

    def scanned(self, code: str, before: str = "", *, elsewhere: bool = False) -> None:
        """Take a scan; `before` is what stood in the field, such as `3*`."""
        if not self.is_ready:
            self._show_early(clean_code(code), before)
        self._take_scan(code, before, elsewhere=elsewhere)

    def _show_early(self, code: str, before: str) -> None:
        """Answer a scan by its line while the shop opens; it is rung up in earnest right after."""
        found = None if self._quick_goods is None else self._quick_goods(code)
        if found is None or self._basket.received:
            return
        entry = read_entry(before)
        times = parse_quantity(entry.times) if entry.ask is Ask.TIMES else ONE
        goods, unit = found
        grown, no = rules.add(self._basket, goods, quantity=times, unit=unit)
        self._show_basket(grown)
        self.current_no = self.changed_no = no
        self._view.refresh()

    @command
    def _take_scan(self, code: str, before: str, *, elsewhere: bool) -> None:
        entry = read_entry(before)
        times = entry.times if entry.ask is Ask.TIMES else ""
        asked = self.question
        if not self._by_code(clean_code(code), times, elsewhere=elsewhere):
            asks = self._unknown(UnknownGoods(code=clean_code(code)))
            if asks and elsewhere:
                self._tell_unknown(clean_code(code))
        if isinstance(asked, UnknownGoods) and self.question != asked:
            self._tell_left_out(asked)

    @command
    def choose(self, sku: UUID, before: str = "") -> None:
        """Take goods by their tile; `3*` in the field before takes three."""
        entry = read_entry(before)
        self._add_sku(sku, entry.times if entry.ask is Ask.TIMES else "")

    @command
    def choose_found(self, found: "Found") -> None:
        """Answer which of several goods a code meant."""
        asked = self.question
        if isinstance(asked, WhichGoods):
            self.question = None
            self._add(found, asked.quantity, code=asked.code)

    @command
    def make_goods(self, code: str, name: str, price: int) -> None:
        """Make the unknown goods from name and price and put them on the ticket."""
        found = self.desk.quick_product(clean_code(code), name, price)
        self.question = None
        grown, no = self._grown(self._basket, found, found.quantity)
        self._put(grown, no)
        self._view.play("tick")

    def drop_question(self) -> None:
        """Leave an open question: nothing is added."""
        self.question = None
        self._view.refresh()

    # Recognition, in the order of the design

    def _by_text(self, text: str, times: str) -> None:
        """Take the goods whose code was typed, else the best hit of the search."""
        if self._by_code(clean_code(text), times, elsewhere=False):
            return
        hits = self.desk.search(text)
        if hits:
            self._add_sku(hits[0].sku, times)
        else:
            is_code = text.isascii() and text.isdigit()
            self._unknown(UnknownGoods(code=text) if is_code else UnknownGoods(name=text))

    def _by_code(self, code: str, times: str, *, elsewhere: bool) -> bool:
        quantity = parse_quantity(times) if times else None
        founds = tuple(self.desk.scan(code))
        if len(founds) == 1:
            self._add(founds[0], quantity, code=code, elsewhere=elsewhere)
        elif founds and self._ask_about(WhichGoods(code, founds, quantity), code):
            self._view.play("attention")
        return bool(founds) or self._by_member(code) or self._by_payment_code(code)

    def _by_member(self, code: str) -> bool:
        member = self.desk.member(code)
        if member is None or self.is_locked:
            return member is not None
        self._put(rules.set_customer(self._basket, member.facts), self.current_no)
        return True

    def _by_payment_code(self, code: str) -> bool:
        scheme = payment_scheme(code)
        if scheme is not None:
            self.take_payment_code(scheme, code)
        return scheme is not None

    def _unknown(self, goods: UnknownGoods) -> bool:
        """Ask whether to make goods of what is not known; tell whether it is asked."""
        asks = self._ask_about(goods, goods.code or goods.name)
        if asks:
            self._view.play("unknown")
            self._view.announce(_("Barcode not found. Add a product?"))
        return asks

    def _ask_about(self, asked: QuestionAsked, other: str) -> bool:
        """Ask, unless a weight or a price is still awaited: then say that `other` is not added."""
        unsaid = self.unsaid
        if unsaid is None:
            self.question = asked
        elif other == unsaid.name:
            self._is_unsaid()
        else:
            text = _("{other} is not in the basket yet. Finish {name} first")
            self._view.play("attention")
            self._view.tell(News(text.format(other=other, name=unsaid.name), "warning"))
        self._view.refresh()
        return unsaid is None

    # Adding

    def _add_sku(self, sku: UUID, times: str) -> None:
        quantity = parse_quantity(times) if times else None
        self._add(self.desk.sku(sku), quantity)

    def _add(
        self, found: "Found", quantity: int | None, *, code: str = "", elsewhere: bool = False
    ) -> None:
        if self._needs_weight(found, quantity, code):
            self._ask_weight(found)
            return
        amount = found.quantity if quantity is None else quantity * found.quantity // ONE
        if self._needs_price(found):
            self._ask_price(found, amount, elsewhere=elsewhere)
            return
        if self.is_locked:
            self._add_to_next(found, amount)
            return
        grown, no = self._grown(self._basket, found, amount)
        self._check_stock(found, grown)
        if self.unsaid is None:
            self.question = None
        self._put(grown, no)
        self._view.play("tick")
        if elsewhere:
            self._tell_added(grown, no)

    def _grown(self, basket: Basket, found: "Found", amount: int) -> tuple[Basket, int]:
        return rules.add(
            basket,
            found.goods,
            quantity=amount,
            unit=found.unit,
            label_total=found.label_total if amount == found.quantity else None,
        )

    def _add_to_next(self, found: "Found", amount: int) -> None:
        """Keep what is scanned during a payment for the next customer, as a held basket."""
        basket = self._next or self.desk.new_basket()
        grown = self._grown(basket, found, amount)[0]
        if self._next is not None:
            self.desk.drop_held(basket.id)
        self.desk.hold(grown, _("Next customer"))
        self._next = grown
        self.held_count = len(self.desk.held())
        self._view.play("tick")
        text = _("{name} goes to the next basket").format(name=full_name(found.goods))
        self._view.tell(News(text, "bag-simple"))

    def _needs_weight(self, found: "Found", quantity: int | None, code: str) -> bool:
        labelled = len(code) in _LABEL_LENGTHS and found.goods.code != code
        plain = found.goods.by_weight and found.unit.factor == 1 and not labelled
        return plain and quantity is None and found.label_total is None

    def _ask_weight(self, found: "Found") -> None:
        """Ask how much it is; during a payment there is nowhere to type it."""
        name = full_name(found.goods)
        if self.is_locked:
            text = _("{name} is sold by weight. Scan it again after this payment").format(name=name)
            self._view.play("attention")
            self._view.tell(News(text, "warning"))
            return
        self._ask_about(WeighGoods(found, name, found.unit.name), name)

    def _weighed(self, asked: WeighGoods, text: str) -> None:
        weight = parse_quantity(text)
        if weight == 0:
            raise ShopError(ErrorCode.BAD_QUANTITY, text=text)
        self.question = None
        self._add(asked.found, weight)

    def _needs_price(self, found: "Found") -> bool:
        """Tell whether nobody has priced these goods, in the shop or on a line of this basket."""
        named = any(
            line.goods.sku == found.goods.sku and line.unit.id == found.unit.id
            for line in self._basket.lines
        )
        return _costs_nothing(found) and (self.is_locked or not named)

    def _ask_price(self, found: "Found", amount: int, *, elsewhere: bool) -> None:
        """Ask what the goods cost, so that nothing is given away unseen; not during a payment."""
        name = full_name(found.goods)
        self._view.play("attention")
        if self.is_locked:
            text = _("{name} has no price yet. Scan it again after this payment").format(name=name)
            self._view.tell(News(text, "warning"))
            return
        asks = self._ask_about(PriceGoods(found, name, amount), name)
        if asks and elsewhere:
            text = _("{name} has no price yet").format(name=name)
            self._view.tell(News(text, "warning", from_elsewhere=True))

    def _priced_now(self, asked: PriceGoods, text: str) -> None:
        """Take the price that was typed for this sale; 0 gives the goods away on purpose."""
        price = parse_amount(text, self.currency.exponent)
        if not 0 <= price <= MOST_PRICE:
            raise ShopError(ErrorCode.BAD_AMOUNT, text=text)
        per_base = (Price(PriceLevel.RETAIL, price),)
        goods = replace(asked.found.goods, prices=per_base)
        unit = asked.found.unit
        if unit.factor > 1:
            unit = replace(unit, unit_price=price)
        found = replace(asked.found, goods=goods, unit=unit, quantity=asked.quantity)
        grown, no = self._grown(self._basket, found, asked.quantity)
        self._check_stock(found, grown)
        self.question = None
        self._put(grown, no)
        self._view.play("tick")

    def _tell_left_out(self, asked: UnknownGoods) -> None:
        """Say what the next scan took the place of, so that it does not leave unpaid."""
        left = asked.code or asked.name
        text = _("Not in the basket yet: {code}. Scan it again").format(code=left)
        self._view.play("attention")
        self._view.tell(News(text, "warning"))

    def _tell_unknown(self, code: str) -> None:
        """Say on another page that the selling page asks what was scanned."""
        text = _("“{text}” not found. Add a product?").format(text=code)
        self._view.tell(News(text, "warning", from_elsewhere=True))

    def _tell_added(self, basket: Basket, no: int) -> None:
        line = basket.line(no)
        text = _("Added: {name} · {count} in all").format(
            name=full_name(line.goods), count=quantity_text(line.quantity, line.unit.name)
        )
        self._view.tell(News(text, "check-circle", from_elsewhere=True))


def _costs_nothing(found: "Found") -> bool:
    """Whether goods have no retail price yet; nobody pays more than that one."""
    if found.label_total is not None:
        return found.label_total == 0
    return not (found.unit.unit_price or found.goods.prices[0].unit_price)
