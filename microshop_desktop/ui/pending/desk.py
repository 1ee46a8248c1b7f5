"""What the list of pending payments needs of the shop, over its services."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.mismatches import Mismatches
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_list import PendingEntry, PendingList, PendingPage
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.printing.slips import Slips
from microshop_desktop.ui.sell.phone_desk import PhoneAsk, PhoneDesk


class PendingDesk:
    """Reading and settling what is pending, as one person. Methods raise `ShopError`."""

    def __init__(self, shop: Shop, actor: Actor, phones: PhoneDesk) -> None:
        """Act as this person; `phones` asks the platforms."""
        self._actor = actor
        self._shop = shop
        self._list = PendingList(shop)
        self._attempts = AttemptBook(shop)
        self._orders = Orders(shop)
        self._refunds = MoneyRefunds(shop)
        self._ways = RefundBook(shop)
        self._mismatches = Mismatches(shop)
        self._zone = ZoneInfo(shop.profile.zone)
        self.phones = phones
        self.slips: Slips | None = None
        """Gives the customer a slip; where there is a window to show it in."""

    def page(self, after: tuple[datetime, UUID] | None = None) -> PendingPage:
        """Return a part of the list, newest first."""
        return self._list.page(self._actor, after=after)

    def count(self) -> int:
        """Return how many entries there are."""
        return self._list.count(self._actor)

    def attempt(self, attempt: UUID) -> AttemptRecord:
        """Return an attempt as it is now."""
        return self._attempts.get(self._actor, attempt)

    def open_attempts(self) -> list[AttemptRecord]:
        """Return what may still be paid."""
        return self._attempts.open(self._actor)

    def now(self) -> datetime:
        """Return this moment."""
        return self._shop.clock.now()

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the shop's clocks show it."""
        return moment.astimezone(self._zone)

    def hand_out_slip(self, entry: PendingEntry) -> None:
        """Give the customer a slip of what is being confirmed."""
        if self.slips is not None:
            self.slips.hand_out(entry.order)

    def collect(self, entry: PendingEntry, method: Method) -> None:
        """Ask for what is due of an order by a QR."""
        self.phones.ask(entry.order, PhoneAsk(method))

    def take_cash(self, entry: PendingEntry) -> None:
        """Take all that is due of an order in cash."""
        self.phones.pay(entry.order, (Tender(Method.CASH, entry.amount),))

    def cancel(self, order: UUID) -> None:
        """Cancel an order; what was paid for it goes back."""
        if self._orders.detail(self._actor, order).paid:
            self.phones.drop(order, self._shop.ids.new())
        else:
            self.phones.cancel(order)

    def give_back(self, entry: PendingEntry, *, in_cash: bool = False) -> None:
        """Give back what came too much, as it came or in cash."""
        self._refunds.give_back(self._actor, entry.order, self._shop.ids.new(), in_cash=in_cash)
        self.phones.look_again()

    def try_refund_again(self, entry: PendingEntry) -> None:
        """Ask once more for a refund that was refused."""
        self._ways.try_again(self._actor, entry.key)
        self.phones.look_again()

    def refund_in_cash(self, entry: PendingEntry) -> None:
        """Note that a refused refund was given back in cash."""
        self._ways.in_cash(self._actor, entry.key)

    def take_what_came(self, entry: PendingEntry) -> None:
        """Book the amount that came in place of what was asked for."""
        self._mismatches.take(self._actor, entry.key)

    def put_aside(self, entry: PendingEntry) -> None:
        """End a payment whose money does not belong to its order, without booking it."""
        self._mismatches.put_aside(self._actor, entry.key)
