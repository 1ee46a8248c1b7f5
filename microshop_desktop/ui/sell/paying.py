"""Taking the money: in cash or confirmed by hand, in one piece or several, finished once."""

from dataclasses import replace

from typing_extensions import override

from microshop_desktop.domain import basket as rules
from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.desk import Desk
from microshop_desktop.ui.sell.news import LastSale, News, Sound
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.till import Till, command


class Paying(Till):
    """The commands of the payment pages."""

    _finishing = False

    @override
    def attach(self, desk: Desk) -> None:
        """Open for work; a payment that a power cut broke off goes on where it was."""
        super().attach(desk)
        if self.basket.received and self.payment is None:
            self.pay(Method.CASH)

    @command
    def pay(self, method: Method, *, by_code: bool = False) -> None:
        """Go to the payment page or to another method; `by_code`: the customer shows a code."""
        if self._is_unsaid():
            return
        if self.basket.is_empty:
            self._view.tell(News(_("Scan the first item, then take the money"), "barcode"))
            return
        self.problem = ""
        self.question = None
        if self.payment is None:
            self.payment = Payment(self.currency, method)
        self.payment.use(method)
        self.payment.code_wanted = by_code
        self._show_basket(self._basket)
        self._view.refresh()

    @command
    def back(self) -> None:
        """Go back to the basket; impossible once money was received."""
        if self.payment is not None and not self.basket.received:
            self._leave()
            self._view.refresh()

    @command
    def give_back(self) -> None:
        """Note that received money was handed back; the basket can be changed again."""
        self._leave()
        self._show_basket(replace(self._basket, received=()))
        self._save()
        self._view.refresh()

    @command
    def take(self) -> None:
        """Take the amount as typed: a part of it is written down, the whole finishes the sale."""
        payment = self.payment
        if payment is None or payment.code_wanted:
            return
        if payment.is_too_much:
            raise ShopError(ErrorCode.PAYMENT_TOO_HIGH, amount=payment.amount, total=payment.due)
        if payment.is_part:
            self.take_part()
        else:
            self._finish(payment.tender())

    @command
    def take_part(self) -> None:
        """Write the typed part down; the rest is paid another way."""
        payment = self.payment
        if payment is None:
            return
        if not payment.entry or not payment.is_part or payment.amount == 0:
            self.problem = _("Type first how much of it is paid this way")
            self._view.refresh()
            return
        if self.phone is not None:
            self._finish(payment.tender())
            return
        self._show_basket(rules.receive(self._basket, payment.tender()))
        payment.use(payment.method)
        self.problem = ""
        self._save()
        self._view.refresh()

    @command
    def take_exact(self) -> None:
        """Take exactly what is due in cash and finish, from the basket or the cash page."""
        if self._is_unsaid() or self.basket.is_empty:
            return
        if self.payment is None:
            self.pay(Method.CASH)
        if self.payment is not None:
            self._finish(Tender(Method.CASH, self.payment.due))

    @command
    def confirm(self) -> None:
        """Finish by one key: exact cash, or the payment by hand that is being shown."""
        payment = self.payment
        if payment is None or payment.method is Method.CASH:
            self.take_exact()
        else:
            self.take()

    @command
    def split(self) -> None:
        """Go to the payment page, and from there write down a part of the money."""
        if self.payment is None:
            self.pay(Method.CASH)
        else:
            self.take_part()

    @command
    def print_receipt(self) -> None:
        """Print the receipt of the sale that was just finished."""
        if self.last_sale is not None:
            self.desk.print_receipt(self.last_sale.order)

    def _finish(self, tender: Tender) -> None:
        """Finish once: while it runs, and after it, another Enter finds nothing to do."""
        if self._finishing:
            return
        self._finishing = True
        basket, total = self._basket, self._priced.total
        tenders = () if tender.amount == 0 and basket.received else (tender,)
        try:
            if self.phone is not None:
                self._take_for_order(tenders)
                return
            sale = self.desk.finish(basket, tenders, total)
        finally:
            self._finishing = False
        given = sum(each.amount for each in (*basket.received, *tenders))
        self._sale_is_done(LastSale(sale.order, sale.number, sale.total, given, sale.change))

    def _take_for_order(self, tenders: tuple[Tender, ...]) -> None:
        """Take money for the order that was written for this basket."""
        raise NotImplementedError

    def _sale_is_done(self, sale: LastSale, *, sound: Sound = "paid") -> None:
        """Say that it is done and begin with the next customer."""
        self._leave()
        self._start_next(self.desk.new_basket())
        self.last_sale = sale
        self._view.play(sound)
        self._view.announce(sale.words or self._done_text(sale.change), urgent=True)
        self._view.refresh()

    def _leave(self) -> None:
        self.payment = None
        self.problem = ""

    def _done_text(self, change: int) -> str:
        if change:
            return _("Change {amount}").format(amount=money_text(change, self.currency))
        return _("Paid")
