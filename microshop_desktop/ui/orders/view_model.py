"""What the Orders page shows and does, without a widget: filters, rows by the page, one order."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.order_number import is_platform_number
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text, source_text
from microshop_desktop.services.order_search import OrderFilters, OrderTab
from microshop_desktop.services.order_values import OrderCursor, OrderRowView, OrderView
from microshop_desktop.services.platform_refunds import ANSWERING, BackWish
from microshop_desktop.ui.orders.back_draft import BackDraft
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.refund.view_model import RefundViewModel
from microshop_desktop.ui.pick.view_model import PickModel

_STILL_HERE = frozenset({"pending_payment", "to_ship", "part_shipped"})
SOURCES = ("counter", "import")
"""Sources that a till without online shops knows."""


@dataclass(frozen=True, slots=True)
class TabText:
    """A tab above the list: key, word, count."""

    key: str
    text: str
    count: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a filter: `key` None lets everything through."""

    key: str | None
    text: str


class OrdersViewModel:
    """State of the page. It lives as long as the shop is open and survives a change of language."""

    def __init__(self, desk: OrdersDesk) -> None:
        """Begin with the orders of today."""
        self.desk = desk
        self.filters = OrderFilters()
        self.period = "today"
        self.counts: dict[OrderTab, int] = {}
        self.current: OrderView | None = None
        self.refunding: RefundViewModel | None = None
        self.picking: PickModel | None = None
        self.waiting: frozenset[UUID] = frozenset()
        """Orders that may be picked and sent now, whatever the list shows."""
        self.ticked: set[UUID] = set()
        self._anchors: dict[int, OrderCursor | None] = {0: None}
        self.show_period("today")

    # ------------------------------------------------------------------ the list

    @property
    def count(self) -> int:
        """How many rows the list has."""
        return self.counts.get(self.filters.tab, 0)

    def refresh(self) -> None:
        """Count anew, as after a change of filters or orders; the day may have changed too."""
        first, last = self._days(self.period)
        self.filters = replace(self.filters, first_day=first, last_day=last)
        self.counts = self.desk.counts(self.filters)
        self.waiting = frozenset(self.desk.picking.waiting())
        self._anchors = {0: None}
        if self.current is not None:
            self.current = self.desk.order(self.current.order)

    def fetch(self, first: int, count: int) -> Sequence[OrderRowView]:
        """Return rows by their place in the list, from the nearest place known before them."""
        places = sorted(self._anchors)
        known = places[bisect_right(places, first) - 1]
        page = self.desk.page(
            self.filters, after=self._anchors[known], skip=first - known, limit=count
        )
        if page.after is not None:
            self._anchors[first + len(page.rows)] = page.after
        return page.rows

    def choose_tab(self, key: str) -> None:
        """Show another tab."""
        self._narrow(replace(self.filters, tab=OrderTab(key)))

    def show_source(self, key: str | None) -> None:
        """Show orders of one source, or all."""
        self._narrow(replace(self.filters, source=key))

    def show_method(self, key: str | None) -> None:
        """Show orders paid one way, or all."""
        self._narrow(replace(self.filters, method=None if key is None else Method(key)))

    def show_period(self, key: str | None) -> None:
        """Show the orders of some days, or all."""
        self.period = key or "all"
        self.refresh()
        self._close_unlisted()

    def search(self, text: str) -> None:
        """Show orders that a text means; while one is searched for, any day counts.

        An order that was found stays open when its search is taken back.
        """
        self.filters = replace(self.filters, text=text)
        self.refresh()
        if text:
            self._close_unlisted()

    # ------------------------------------------------------------------ one order

    def open(self, order: UUID) -> OrderView:
        """Look at one order."""
        self.current = self.desk.order(order)
        return self.current

    def close(self) -> None:
        """Look at none."""
        self.current = None

    def scanned(self, code: str) -> OrderView | None:
        """Look at the order whose receipt was scanned; None where the code is no order.

        Bare digits are a goods code, unless an order is called exactly so; a payment's number on a
        customer's phone is longer than those.
        """
        try:
            found = self.desk.by_number(code)
        except ShopError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return None
        if code.isdigit() and found.number != code and not is_platform_number(code):
            return None
        self.current = found
        return found

    @property
    def may_hold(self) -> bool:
        """Whether the open order can be held or released here: it is online and still here."""
        order = self.current
        if order is None or order.online is None or not self.desk.may_hold:
            return False
        return bool(order.online.own_hold) or order.state in _STILL_HERE

    def hold(self, why: str) -> None:
        """Let the open order wait."""
        if self.current is not None:
            self.desk.hold(self.current.order, why)

    @property
    def may_give_back(self) -> bool:
        """Whether money of the open order can be given back at its platform from here."""
        order = self.current
        if order is None or order.online is None or order.source not in ANSWERING:
            return False
        return self.desk.may_refund and order.online.paid > order.online.refunded

    def give_back(self, draft: BackDraft) -> None:
        """Note what of the open order goes back at its platform."""
        if self.current is not None:
            self.desk.give_back(
                BackWish(
                    self.current.order,
                    draft.amount,
                    draft.pieces,
                    takes_out=draft.takes_out,
                    transaction=draft.transaction,
                )
            )

    def release(self) -> bool:
        """Lift the hold of the open order; true where it waits all the same."""
        if self.current is None:
            return False
        self.desk.release(self.current.order)
        self.current = self.desk.order(self.current.order)
        return self.current.held

    def tick(self, row: OrderRowView) -> None:
        """Choose a row for printing, or not any more."""
        self.ticked ^= {row.order}

    def to_pick(self) -> frozenset[UUID]:
        """Return what is to be picked: the ticked orders that wait to be sent, else all of them."""
        return self.waiting & self.ticked if self.ticked else self.waiting

    def may_ship(self, order: OrderView) -> bool:
        """Whether an order may be sent now."""
        return order.order in self.waiting

    def begin_picking(self, orders: Collection[UUID], *, alone: UUID | None = None) -> PickModel:
        """Take orders into the round that is being picked, and look at it."""
        model = self.picking or PickModel(self.desk.picking)
        model.begin(orders, alone=alone)
        self.picking = model
        self.ticked -= set(orders)
        return model

    def print_ticked(self) -> int:
        """Print copies of what is ticked, else of the open order; return how many.

        An online order has no receipt before its sale is booked.
        """
        current = [self.current.order] if self.current else []
        chosen = [order for order in sorted(self.ticked) or current if self._has_receipt(order)]
        for order in chosen:
            self.desk.print_copy(order)
        self.ticked.clear()
        return len(chosen)

    # ------------------------------------------------------------------ texts

    def tabs(self) -> list[TabText]:
        """Return the tabs with their counts; those for parcels only where there are any."""
        always = {OrderTab.ALL, OrderTab.TO_PAY, OrderTab.TO_CONFIRM, OrderTab.REFUNDS}
        return [
            TabText(tab.value, text, number_text(self.counts.get(tab, 0)))
            for tab, text in self._tab_names()
            if tab in always or self.counts.get(tab) or tab is self.filters.tab
        ]

    def sources(self) -> list[Choice]:
        """Return the choices of the source filter."""
        known = dict.fromkeys((*SOURCES, *self.desk.platforms()))
        return [Choice(None, _("All sources")), *(Choice(s, source_text(s)) for s in known)]

    def methods(self) -> list[Choice]:
        """Return the choices of the payment filter."""
        known = (Method.CASH, Method.WECHAT, Method.ALIPAY, Method.COLLECTION_CODE, Method.OTHER)
        return [Choice(None, _("All payments")), *(Choice(m.value, method_text(m)) for m in known)]

    def periods(self) -> list[Choice]:
        """Return the choices of the day filter."""
        return [
            Choice(None, _("All days")),
            Choice("today", _("today")),
            Choice("yesterday", _("yesterday")),
            Choice("3", _("last 3 days")),
            Choice("7", _("last 7 days")),
            Choice("month", _("this month")),
        ]

    def period_text(self) -> str:
        """Return the value of the day filter; empty where all days are shown."""
        if self.period == "all" or self.filters.text:
            return ""
        return next(choice.text for choice in self.periods() if choice.key == self.period)

    def empty_text(self) -> str:
        """Return the sentence for an empty list."""
        if self.filters.text:
            return _("Nothing found for “{text}”.").format(text=self.filters.text)
        if self.filters.tab is not OrderTab.ALL or self.filters.source or self.filters.method:
            return _("No orders like this.")
        if self.period == "today":
            return _("No orders yet today")
        return _("No orders yet")

    def _tab_names(self) -> list[tuple[OrderTab, str]]:
        today_alone = self.period == "today" and not self.filters.text
        return [
            (OrderTab.ALL, _("Today") if today_alone else _("All")),
            (OrderTab.TO_SHIP, _("To ship")),
            (OrderTab.TO_PAY, _("To pay")),
            (OrderTab.TO_CONFIRM, _("To confirm")),
            (OrderTab.REFUNDS, _("Refunds")),
            (OrderTab.HELD, _("On hold")),
        ]

    def _has_receipt(self, order: UUID) -> bool:
        seen = self.desk.order(order)
        return seen.online is None or seen.is_booked

    def _narrow(self, filters: OrderFilters) -> None:
        self.filters = filters
        self.refresh()
        self._close_unlisted()

    def _close_unlisted(self) -> None:
        """Look no more at an order that the list does not hold: what is done meant another."""
        if self.current is None:
            return
        alone = replace(self.filters, order=self.current.order)
        if not self.desk.page(alone, after=None, skip=0, limit=1).rows:
            self.close()

    def _days(self, period: str) -> tuple[date | None, date | None]:
        today = self.desk.today()
        if period == "all" or self.filters.text:
            return None, None
        if period == "month":
            return today.replace(day=1), today
        if period == "yesterday":
            return today - timedelta(days=1), today - timedelta(days=1)
        back = 0 if period == "today" else int(period) - 1
        return today - timedelta(days=back), today
