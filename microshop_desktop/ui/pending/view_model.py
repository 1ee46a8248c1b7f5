"""The pending payments as the list shows them, without a widget."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.formats import moment_text, money_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.services.pending_list import PendingEntry, PendingKind
from microshop_desktop.ui.pending.desk import PendingDesk
from microshop_desktop.ui.pending.words import Deed, EntryLook, deeds_of, look_of
from microshop_desktop.ui.printing.slips import slip_label

Fetched = tuple[tuple[PendingEntry, ...], bool]
"""Entries, and whether there are more."""
_METHODS = {Deed.WECHAT: Method.WECHAT, Deed.ALIPAY: Method.ALIPAY}


class PendingView(Protocol):
    """What the view-model asks of its list."""

    def show(self) -> None:
        """Show entries and the chosen one as they are now."""
        ...

    def ask(self, title: str, verb: str, text: str = "") -> bool:
        """Ask before money moves; true when the named verb was chosen."""
        ...


class PendingModel:
    """Entries, the chosen one, and what is done about it."""

    def __init__(self, desk: PendingDesk, view: PendingView) -> None:
        """Show what is pending now."""
        self._desk = desk
        self._view = view
        self._to_cancel: set[UUID] = set()
        self.entries: tuple[PendingEntry, ...] = ()
        self.has_more = False
        self.chosen: UUID | None = None
        self.problem = ""
        self._pages = 1
        self.refresh()

    @property
    def entry(self) -> PendingEntry | None:
        """The chosen entry."""
        return next((entry for entry in self.entries if entry.key == self.chosen), None)

    def refresh(self) -> None:
        """Read the list anew, after something was done here."""
        self.take(self.fetch())

    def take(self, fetched: Fetched) -> None:
        """Take in the list as it was read; an order whose entry changed its kind stays chosen."""
        before = self.entry
        self.entries, self.has_more = fetched
        self._cancel_what_ended()
        if self.entry is None:
            same = [one for one in self.entries if before and one.order == before.order]
            nearest = same or list(self.entries)
            self.chosen = nearest[0].key if nearest else None

    def fetch(self) -> Fetched:
        """Read the list; also off the main thread."""
        entries: list[PendingEntry] = []
        after = None
        for _page in range(self._pages):
            page = self._desk.page(after)
            entries += page.entries
            after = page.after
            if after is None:
                break
        return tuple(entries), after is not None

    def choose(self, key: UUID) -> None:
        """Look at another entry."""
        self.chosen = key
        self.problem = ""
        self._view.show()

    def choose_order(self, order: UUID) -> None:
        """Look at the entry of an order, where there is one."""
        self.chosen = next((one.key for one in self.entries if one.order == order), self.chosen)

    def is_closing(self, order: UUID) -> bool:
        """Tell whether the payment of an order was closed here, so that its end is no news."""
        return order in self._to_cancel

    def show_more(self) -> None:
        """Show the next part of the list as well."""
        self._pages += 1
        self.refresh()
        self._view.show()

    def look(self, entry: PendingEntry) -> EntryLook:
        """Return how an entry is shown."""
        today = self._desk.local(self._desk.now()).date()
        return look_of(entry, moment_text(self._desk.local(entry.at), today))

    def deeds(self) -> tuple[Deed, ...]:
        """Return what can be done about the chosen entry."""
        if self.entry is None:
            return ()
        return tuple(filter(self._is_possible, deeds_of(self.entry)))

    def _is_possible(self, deed: Deed) -> bool:
        if deed is Deed.SLIP:
            return self._desk.slips is not None
        return deed not in _METHODS or self._desk.phones.takes(_METHODS[deed])

    def slip_label(self) -> tuple[str, str]:
        """Return text and icon of what gives the customer a slip; empty without such a thing."""
        return ("", "") if self._desk.slips is None else slip_label(self._desk.slips)

    def do(self, deed: Deed) -> None:
        """Do something about the chosen entry; what the shop refuses is said in place."""
        entry = self.entry
        if entry is None or deed not in self.deeds() or not self._is_wanted(deed, entry):
            return
        self.problem = ""
        try:
            self._acts(entry)[deed]()
        except ShopError as problem:
            self.problem = sentence(problem.code.value, problem.params)
        self.refresh()
        self._view.show()

    def _acts(self, entry: PendingEntry) -> dict[Deed, Callable[[], object]]:
        desk = self._desk
        return {
            Deed.ASK: lambda: desk.phones.ask_now(entry.key),
            Deed.SLIP: lambda: desk.hand_out_slip(entry),
            Deed.CLOSE: lambda: self._close(entry),
            Deed.WECHAT: lambda: desk.collect(entry, Method.WECHAT),
            Deed.ALIPAY: lambda: desk.collect(entry, Method.ALIPAY),
            Deed.CASH: lambda: desk.take_cash(entry),
            Deed.CANCEL: lambda: desk.cancel(entry.order),
            Deed.GIVE_BACK: lambda: desk.give_back(entry),
            Deed.BACK_IN_CASH: lambda: desk.give_back(entry, in_cash=True),
            Deed.TRY_AGAIN: lambda: desk.try_refund_again(entry),
            Deed.ASK_AGAIN: lambda: desk.try_refund_again(entry),
            Deed.REFUND_IN_CASH: lambda: desk.refund_in_cash(entry),
            Deed.TAKE: lambda: desk.take_what_came(entry),
            Deed.PUT_ASIDE: lambda: desk.put_aside(entry),
        }

    def _close(self, entry: PendingEntry) -> None:
        """Have a payment closed; its order is cancelled once it surely is and nothing was paid."""
        if entry.kind is PendingKind.ATTEMPT:
            self._to_cancel.add(entry.order)
        self._desk.phones.give_up(entry.key)

    def _cancel_what_ended(self) -> None:
        ended = [
            entry
            for entry in self.entries
            if entry.kind is PendingKind.UNPAID and entry.order in self._to_cancel
        ]
        for entry in ended:
            self._to_cancel.discard(entry.order)
            if not entry.paid:
                self._cancel_quietly(entry)
        if ended:
            self.entries, self.has_more = self.fetch()

    def _cancel_quietly(self, entry: PendingEntry) -> None:
        try:
            self._desk.cancel(entry.order)
        except ShopError as problem:
            self.problem = sentence(problem.code.value, problem.params)

    def _is_wanted(self, deed: Deed, entry: PendingEntry) -> bool:
        """Ask before money moves or an order goes; the amount is named."""
        own = currency(entry.currency)
        amount = money_text(entry.amount, own)
        if deed is Deed.CANCEL and entry.paid:
            verb = _("Give {amount} back").format(amount=money_text(entry.paid, own))
            return self._view.ask(_("Cancel the order and give the money back?"), verb)
        questions = {
            Deed.CASH: (
                _("Did you take {amount} in cash?").format(amount=amount),
                _("{amount} taken").format(amount=amount),
            ),
            Deed.CANCEL: (_("Cancel this order?"), _("Cancel the order")),
            Deed.GIVE_BACK: (
                _("Give {amount} back to the customer?").format(amount=amount),
                _("Give {amount} back").format(amount=amount),
            ),
            Deed.BACK_IN_CASH: (
                _("Give {amount} back in cash?").format(amount=amount),
                _("{amount} is given back").format(amount=amount),
            ),
            Deed.REFUND_IN_CASH: (
                _("Give {amount} back in cash?").format(amount=amount),
                _("{amount} is given back").format(amount=amount),
            ),
            Deed.TAKE: (
                _("Book the amount that came?"),
                _("Book it"),
            ),
            Deed.PUT_ASIDE: (
                _("End this payment without booking it?"),
                _("End it"),
            ),
        }
        asked = questions.get(deed)
        if deed is Deed.CLOSE and entry.kind is PendingKind.TO_VERIFY:
            asked = (_("Close this payment though the goods are gone?"), _("Close it"))
        return asked is None or self._view.ask(*asked)
