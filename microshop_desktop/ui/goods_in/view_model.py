"""The goods-in page without its widgets: scans, lines, costs and what they do, booking in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from microshop_desktop.domain.deliveries import FreightBy, margin, price_keeping_margin
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import divide_half_up
from microshop_desktop.infra.formats import amount_text, percent_text, quantity_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.bulk_edits import Before
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.goods_by_code import Goods
from microshop_desktop.services.receiving import PackChoice, Receipt
from microshop_desktop.services.search import SearchHit
from microshop_desktop.ui.goods_in.delivery import Draft, Line, in_pack, whole
from microshop_desktop.ui.goods_in.desk import GoodsInDesk
from microshop_desktop.ui.goods_in.keeping import from_plain, to_plain

MOST_COUNT = 9_999
"""More digits before a scan are no quantity."""
_HITS = 8


@dataclass(frozen=True, slots=True)
class CostChange:
    """What a new cost does: the sentence, and a price that keeps the margin (None: no need)."""

    text: str
    rises: bool
    new_price: int | None
    offer: str


class GoodsInModel:
    """State and commands of the page; each step can be undone until it is booked."""

    def __init__(self, desk: GoodsInDesk) -> None:
        """Begin with the delivery that was being scanned, else with an empty one."""
        self.desk = desk
        self._before: list[Draft] = []
        kept = desk.drafts.read(desk.actor)
        self.draft = from_plain(kept, self._line_of) if kept else Draft(desk.new_key())

    # ------------------------------------------------------------------ scanning

    def scan(self, code: str, *, count: int = 1) -> tuple[Goods, ...]:
        """Add goods by a code; more than one, nothing was added yet: a person chooses.

        An unknown code gets a row of its own.
        """
        found = self.desk.receiving.find(self.desk.actor, code)
        if not found:
            self._step(self.draft.not_known(code, count))
        elif len(found) == 1:
            self.add(found[0], count=count)
        return found if len(found) > 1 else ()

    def add(self, goods: Goods, *, count: int = 1) -> None:
        """Add goods that were found or chosen."""
        packs = self.desk.receiving.packs(self.desk.actor, goods.sku)
        rows = self.desk.levels.rows(self.desk.actor, [goods.sku])
        on_hand = rows[0].on_hand if rows else 0
        self._step(self.draft.added(goods, packs, count=whole(count), on_hand=on_hand))

    def add_sku(self, sku: UUID, *, count: int = 1) -> None:
        """Add goods that were found by their name, in their base unit."""
        self.add(self.desk.receiving.goods(self.desk.actor, sku), count=count)

    def hits(self, text: str) -> Sequence[SearchHit]:
        """Goods that a typed text may mean."""
        return self.desk.search.find(self.desk.actor, text, limit=_HITS)

    def undo(self) -> bool:
        """Take the last step back; false where there is none."""
        if not self._before:
            return False
        self._take(self._before.pop())
        return True

    # ------------------------------------------------------------------ lines

    def set_quantity(self, no: int, quantity: int) -> None:
        """Set how many packs of a line came."""
        self._step(self.draft.with_line(replace(self.draft.line(no), quantity=quantity)))

    def set_pack(self, no: int, place: int) -> None:
        """Count a line in another pack."""
        self._step(self.draft.with_line(in_pack(self.draft.line(no), place)))

    def set_cost(self, no: int, cost: int | None) -> None:
        """Set what one pack of a line costs; the price is looked at anew."""
        line = replace(self.draft.line(no), unit_cost=cost, price_settled=False)
        self._step(self.draft.with_line(line))

    def settle_price(self, no: int) -> None:
        """Leave the price of a line's goods as it is."""
        self._step(self.draft.with_line(replace(self.draft.line(no), price_settled=True)))

    def take_price(self, no: int, price: int) -> Before:
        """Give a line's goods another retail price at once; returned for undoing it."""
        line = self.draft.line(no)
        before = self.desk.set_retail(line.goods.sku, price)
        goods = replace(line.goods, price=price)
        self._step(self.draft.with_line(replace(line, goods=goods, price_settled=True)))
        return before

    def take_price_back(self, before: Before) -> None:
        """Undo a price that was taken."""
        self.desk.bulk.undo(self.desk.actor, before)
        self.undo()

    def remove(self, no: int) -> None:
        """Take a line away."""
        self._step(self.draft.without_line(no))

    # ------------------------------------------------------------------ unknown codes

    def drop_unknown(self, code: str) -> None:
        """Leave an unknown code out of the delivery."""
        self._step(self.draft.solved(code))

    def create(
        self, code: str, *, name: str, price: int, cost: int | None, category: UUID | None
    ) -> None:
        """Make a product of an unknown code and add what was scanned of it."""
        sku = SkuForm(price=price, cost=cost, codes=(code,))
        form = ProductForm(name=name, skus=(sku,), category=category)
        self.desk.catalogue.create(self.desk.actor, form)
        self._solve(code)

    def link(self, code: str, sku: UUID) -> None:
        """Give an unknown code to goods that exist and add what was scanned of it."""
        self.desk.catalogue.add_code(self.desk.actor, sku, code)
        self._solve(code)

    def _solve(self, code: str) -> None:
        count = next((one.count for one in self.draft.unknown if one.code == code), 1)
        self.draft = self.draft.solved(code)
        # What was made stays made: the steps before it would bring the unknown code back.
        self._before.clear()
        self.scan(code, count=count)

    # ------------------------------------------------------------------ the paper

    def set_supplier(self, name: str) -> None:
        """Say who delivered."""
        self._take(replace(self.draft, supplier=name))

    def set_freight(self, amount: int, by: FreightBy) -> None:
        """Say what the freight is and how it is shared."""
        self._take(replace(self.draft, freight=amount, freight_by=by))

    def set_paid(self, amount: int) -> None:
        """Say what was paid already."""
        self._take(replace(self.draft, paid=amount))

    def set_note(self, note: str) -> None:
        """Keep a remark with the receipt."""
        self._take(replace(self.draft, note=note))

    def book(self) -> Receipt:
        """Book the delivery in and begin the next; unknown codes stay for it.

        Until the booking succeeded the draft and its key stay, so that trying again is harmless.
        """
        if self.draft.without_cost:
            raise ShopError(ErrorCode.BAD_AMOUNT, text="")
        receipt = self.desk.receiving.book(self.desk.actor, self.draft.delivery())
        self._take(Draft(self.desk.new_key(), unknown=self.draft.unknown))
        self._before.clear()
        return receipt

    @property
    def ready(self) -> bool:
        """Whether the delivery can be booked in."""
        return bool(self.draft.lines) and not self.draft.without_cost

    # ------------------------------------------------------------------ what is said

    def pieces_text(self, line: Line) -> str:
        """How many pieces a line brings, and how many are there: `96 bottles · 88 on hand`."""
        pieces = quantity_text(line.as_delivered.base_quantity, line.goods.unit)
        on_hand = _("{quantity} on hand").format(quantity=quantity_text(line.on_hand))
        parts = [pieces, on_hand]
        change = self.cost_change(line)
        if change is not None and not change.rises:
            parts.append(change.text)
        return " · ".join(parts)

    def landed_text(self, line: Line) -> str:
        """What a piece costs with its part of the freight."""
        return amount_text(self._landed(line), self.desk.currency)

    def cost_change(self, line: Line) -> CostChange | None:
        """What the cost of a piece does to the margin; None where it is what it was."""
        old, price = line.goods.cost, line.goods.price
        if old is None or not old or line.unit_cost is None:
            return None
        new = self._landed(line)
        if new == old:
            return None
        percent = percent_text(divide_half_up(abs(new - old) * 1000, old) * 10)
        if new < old:
            text = _("cost down {percent}").format(percent=percent)
            return CostChange(text, rises=False, new_price=None, offer="")
        wanted = price_keeping_margin(
            price, old_cost=old, new_cost=new, exponent=self.desk.currency.exponent
        )
        return CostChange(
            text=self._rise_text(old, new, price, percent=percent),
            rises=not line.price_settled,
            new_price=wanted if self.desk.may_edit and wanted > price else None,
            offer=_("Sell at {price}, margin {margin}").format(
                price=amount_text(wanted, self.desk.currency), margin=_margin_text(wanted, new)
            ),
        )

    def foot_text(self) -> str:
        """How much was scanned: `4 kinds · 198 pieces`."""
        kinds = ngettext("{count} kind", "{count} kinds", len(self.draft.lines))
        pieces = _("{quantity} pieces").format(quantity=quantity_text(self.draft.pieces))
        return f"{kinds.format(count=len(self.draft.lines))} · {pieces}"

    def open_text(self) -> str:
        """What is not settled yet; empty where everything is."""
        parts = []
        if self.draft.unknown:
            count = len(self.draft.unknown)
            text = ngettext("{count} new barcode to add", "{count} new barcodes to add", count)
            parts.append(text.format(count=count))
        if self.draft.without_cost:
            count = self.draft.without_cost
            text = ngettext("{count} line without a cost", "{count} lines without a cost", count)
            parts.append(text.format(count=count))
        return " · ".join(parts)

    def pack_text(self, line: Line, pack: PackChoice) -> str:
        """How a pack is called: `box = 24 bottles`, or the unit alone."""
        unit = line.goods.unit or _("piece")
        if pack.pack is None:
            return unit
        return f"{pack.name} = {pack.factor} {unit}"

    def _rise_text(self, old: int, new: int, price: int, *, percent: str) -> str:
        currency = self.desk.currency
        return _(
            "Cost {old} → {new}, up {percent}; sells at {price}, margin {before} → {after}"
        ).format(
            old=amount_text(old, currency),
            new=amount_text(new, currency),
            percent=percent,
            price=amount_text(price, currency),
            before=_margin_text(price, old),
            after=_margin_text(price, new),
        )

    def _landed(self, line: Line) -> int:
        for one, costed in zip(self.draft.lines, self.draft.costed(), strict=True):
            if one.no == line.no:
                return costed.unit_cost
        return 0

    def _step(self, draft: Draft) -> None:
        self._before.append(self.draft)
        self._take(draft)

    def _take(self, draft: Draft) -> None:
        """Make a delivery the one that is shown, and keep it against a power cut."""
        self.draft = draft
        if draft.is_empty:
            self.desk.drafts.drop(self.desk.actor)
        else:
            self.desk.drafts.keep(self.desk.actor, to_plain(draft))

    def _line_of(self, sku: UUID, pack: UUID | None) -> Line | None:
        """An empty line of goods as they are now; None when they are gone."""
        try:
            goods = self.desk.receiving.goods(self.desk.actor, sku)
        except ShopError:
            return None
        packs = self.desk.receiving.packs(self.desk.actor, sku)
        place = next((n for n, one in enumerate(packs) if one.pack == pack), 0)
        rows = self.desk.levels.rows(self.desk.actor, [sku])
        on_hand = rows[0].on_hand if rows else 0
        return Line(0, goods, packs, place, quantity=0, unit_cost=None, on_hand=on_hand)


def _margin_text(price: int, cost: int) -> str:
    part = margin(price, cost)
    return "—" if part is None else percent_text(divide_half_up(part, 10) * 10)


def typed_count(text: str) -> int:
    """How many a number typed before a scan means; 1 where nothing sensible is typed."""
    digits = text.strip().rstrip("*x×")
    if digits.isascii() and digits.isdigit() and 0 < int(digits) <= MOST_COUNT:
        return int(digits)
    return 1
