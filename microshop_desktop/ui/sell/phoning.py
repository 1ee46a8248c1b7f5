"""The ways out of a payment by phone: cash, the basket back, put aside, goods handed over.

None of them is gone before the platform said how the payment ended, or a person took that on.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.news import LastSale, News
from microshop_desktop.ui.sell.phone_asking import PhoneAsking
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.till import command

if TYPE_CHECKING:
    from microshop_desktop.ui.printing.slips import Slips


class Phoning(PhoneAsking):
    """The commands that end or leave what the phone payment pages show."""

    slips: "Slips | None" = None
    """Gives the customer a slip while nobody knows whether the money came."""

    @command
    def cash_instead(self, amount: int) -> None:
        """Take this much cash in place of what is asked for, once that surely ended."""
        if not self._ends_first(partial(self.cash_instead, amount)):
            self._show_no_attempt()
            if self.payment is not None:
                self.payment.use(Method.CASH)
                self.payment.choose(amount)
                self.take()

    @command
    def cash_wanted(self) -> None:
        """Go to the cash page, once what is asked for surely ended."""
        self.pay(Method.CASH)

    @override
    @command
    def back(self) -> None:
        """Go back to the basket, while nobody paid and nobody is about to."""
        if self.phone is None:
            super().back()
        elif self.may_go_back and not self._ends_first(self._bring_basket_back):
            self._bring_basket_back()

    @property
    def may_go_back(self) -> bool:
        """Whether the basket can be had back without giving money back."""
        busy = {Stage.PAYING, Stage.CLOSING, Stage.UNKNOWN}
        stage = None if self.phone is None else self.phone.stage
        return not self.basket.received and stage not in busy

    @command
    def cancel_payment(self) -> None:
        """Have the payment on the screen closed; without other money the basket comes back."""
        if self.phone is not None and not self._ends_first(self._after_cancel):
            self._after_cancel()

    def _after_cancel(self) -> None:
        if self.basket.received:
            self._show_no_attempt()
            super().pay(Method.CASH)
        else:
            self._bring_basket_back()

    @override
    @command
    def give_back(self) -> None:
        """Drop the order and give back what came for it, the same ways."""
        if self.phone is None:
            super().give_back()
        elif not self._ends_first(self.give_back):
            self.phones.drop(self.phone.order, self.desk.new_basket().id)
            self._restore_basket()

    def _bring_basket_back(self) -> None:
        if self.phone is not None:
            self.phones.cancel(self.phone.order)
            self._restore_basket()

    def _restore_basket(self) -> None:
        """Open the basket again under a new id: the old one belongs to a cancelled order."""
        self._leave()
        self._show_basket(replace(self._basket, id=self.desk.new_basket().id, received=()))
        self._save()
        self._view.refresh()

    @command
    def park(self) -> None:
        """Put the order to the pending payments and serve the next customer."""
        phone = self.phone
        if phone is None:
            return
        if self.slips is not None and phone.stage is Stage.UNKNOWN:
            self.slips.put_aside(phone.order)
        self._leave()
        self._start_next(self.desk.new_basket())
        words = _("{number} is with the pending payments, we keep checking")
        self._view.tell(News(words.format(number=phone.number), "hourglass-medium"))
        self._view.refresh()

    @command
    def hand_out_slip(self) -> None:
        """Give the customer a slip of the payment on the screen."""
        if self.slips is not None and self.phone is not None:
            self.slips.hand_out(self.phone.order)

    @command
    def hand_over(self, reference: str) -> None:
        """Let the goods go: the customer's phone shows that it was paid, which is verified."""
        phone = self.phone
        if phone is None or phone.record is None:
            return
        self.phones.hand_over(phone.record.attempt.id, reference)
        amount = phone.record.attempt.amount
        words = _("To verify: {amount}").format(amount=money_text(amount, self.currency))
        view = self.phones.order(phone.order)
        given = view.paid + view.change
        self._sale_is_done(
            LastSale(phone.order, phone.number, view.total, given, 0, words, to_verify=True),
            sound="attention",
        )
