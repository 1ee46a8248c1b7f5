"""Collecting by phone: our QR or the customer's code, followed to an end that the platform says.

The view-model keeps no state of a payment of its own: it shows the attempt as it is written in the
shop's book. Whatever shall happen instead of a payment waits until that one surely ended.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.codes import PaymentScheme
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.news import LastSale, News
from microshop_desktop.ui.sell.paying import Paying
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.payment_words import method_word
from microshop_desktop.ui.sell.phone_desk import PhoneAsk, PhoneDesk
from microshop_desktop.ui.sell.phone_stage import PhoneOrder, Stage, stage_of
from microshop_desktop.ui.sell.phone_words import Moment, PhoneSight, received_words, sight_of
from microshop_desktop.ui.sell.till import command

if TYPE_CHECKING:
    from microshop_desktop.services.attempt_records import AttemptRecord

SAME_CODE = timedelta(seconds=60)
"""A code is good for about a minute; the same one again within it is a scanner that repeats."""
_METHODS = {PaymentScheme.WECHAT: Method.WECHAT, PaymentScheme.ALIPAY: Method.ALIPAY}


class PhoneAsking(Paying):
    """The commands that ask for money by phone and follow it to its end."""

    code_tail = ""
    """The last digits of the customer's code that is being charged; all of it is kept nowhere."""
    pending_count = 0
    """How many other payments are not settled."""
    _phones: PhoneDesk | None = None
    _phones_come = False
    _held: Callable[[], None] | None = None
    """What was asked for before collecting by phone was there, done as soon as it is."""
    _after: Callable[[], None] | None = None
    _last_code: tuple[int, datetime] | None = None
    """What tells the last code from another one, and when it came."""

    def expect_phones(self) -> None:
        """Collecting by phone is about to be there: what needs it is kept until then."""
        self._phones_come = self._phones is None

    def attach_phones(self, phones: PhoneDesk) -> None:
        """Collect by phone from now on, and do what was asked for before."""
        self._phones, self._phones_come = phones, False
        held, self._held = self._held, None
        self._view.refresh()
        if held is not None:
            held()

    @property
    def offline_since(self) -> datetime | None:
        """Since when no platform could be reached."""
        return None if self._phones is None else self._phones.offline_since

    def takes_by_phone(self, method: Method | None = None) -> bool:
        """Tell whether a merchant account collects this way, or any way."""
        methods = _METHODS.values() if method is None else (method,)
        return self._phones is not None and any(map(self._phones.takes, methods))

    @property
    def phones(self) -> PhoneDesk:
        """The acts of collecting by phone; only where an account collects."""
        if self._phones is None:
            raise ShopError(ErrorCode.ACCOUNT_MISSING, account="")
        return self._phones

    # Beginning

    @override
    @command
    def pay(self, method: Method, *, by_code: bool = False) -> None:
        """Go to a method; WeChat and Alipay show their QR where an account collects by it."""
        if self._is_unsaid():
            return
        go_on = partial(self.pay, method, by_code=by_code)
        self._held = None
        if self._waits_for_phones(method, go_on, by_code=by_code):
            return
        if self._is_shown_already(method, by_code=by_code) or self._ends_first(go_on):
            return
        if not by_code and self.takes_by_phone(method) and not self.basket.is_empty:
            self._ask(PhoneAsk(method))
            return
        self._show_no_attempt()
        super().pay(method, by_code=by_code)

    @command
    def ask_part(self, amount: int) -> None:
        """Ask for a part of what is due by the QR that is shown; the rest is paid another way."""
        record = None if self.phone is None else self.phone.record
        if record is not None and not self._ends_first(partial(self.ask_part, amount)):
            self._ask(PhoneAsk(record.attempt.method, amount))

    @command
    def ask_again(self) -> None:
        """Make a new code after one that ended; a customer's code is scanned anew."""
        record = None if self.phone is None else self.phone.record
        if record is None or record.attempt.is_open:
            return
        if self.code_tail:
            self._show_no_attempt()
            super().pay(record.attempt.method, by_code=True)
        else:
            self._ask(PhoneAsk(record.attempt.method))

    def _waits_for_phones(
        self, method: Method, go_on: Callable[[], None], *, by_code: bool
    ) -> bool:
        """Keep what needs collecting by phone while that is about to be there."""
        if self._phones_come and (by_code or method in _METHODS.values()):
            self._held = go_on
        return self._held is not None

    @override
    def take_payment_code(self, scheme: PaymentScheme, code: str) -> None:
        """Charge the code that the customer showed, whichever page is in front."""
        if self._is_unsaid():
            return
        if self._phones_come:
            self._held = partial(self.take_payment_code, scheme, code)
            return
        refusal = self._refusal_of(scheme, code)
        if refusal:
            self._view.play("attention")
            self._view.tell(News(refusal, "info"))
            return
        method = _METHODS[scheme]
        self._last_code = (hash(code), self.desk.now())
        charge = partial(self._ask, PhoneAsk(method, code=code))
        if not self._ends_first(charge):
            charge()

    def _refusal_of(self, scheme: PaymentScheme, code: str) -> str:
        if self.basket.is_empty:
            return _("This is a payment code. Scan the goods first")
        if scheme is PaymentScheme.UNIONPAY:
            return _("This is a UnionPay code, which cannot be taken here. Ask for another way")
        if self._is_busy():
            return _("A payment is running already")
        if self._was_scanned_just_now(code):
            return _("This code was scanned just now. Ask the customer for a new one")
        return "" if self.takes_by_phone(_METHODS[scheme]) else self._not_set_up(_METHODS[scheme])

    def _not_set_up(self, method: Method) -> str:
        if self.takes_by_phone():
            words = _("{method} is not set up here. Ask for another way to pay")
            return words.format(method=method_word(method))
        return _(
            "Phone payments are not set up yet. Let the customer scan your collection code, "
            "then press WeChat or Alipay"
        )

    def _is_busy(self) -> bool:
        """Tell whether a payment runs that a customer's code cannot take the place of."""
        phone = self.phone
        return phone is not None and phone.is_open and phone.stage is not Stage.WAITING

    def _was_scanned_just_now(self, code: str) -> bool:
        if self._last_code is None:
            return False
        seen, moment = self._last_code
        return seen == hash(code) and self.desk.now() - moment < SAME_CODE

    def _ask(self, ask: PhoneAsk) -> None:
        """Write the order where there is none yet, and ask for its money."""
        if self.phone is None:
            placed = self.phones.place(self._basket, ask, self._priced.total)
        else:
            placed = self.phones.ask(self.phone.order, ask)
        if self.payment is None:
            self.payment = Payment(self.currency, ask.method)
        self.payment.use(ask.method)
        self.problem = ""
        self.question = None
        self.code_tail = ask.code[-4:]
        self.phone = PhoneOrder(placed.order, placed.number, placed.attempt)
        self._owe_as_written()
        self._look()

    # Following

    @command
    def attempt_changed(self, record: "AttemptRecord") -> None:
        """Show what the collector found out, where it is about what is on the screen."""
        shown = None if self.phone is None else self.phone.record
        if shown is not None and shown.attempt.id == record.attempt.id:
            self._show_attempt(record)
        elif self.last_sale is not None and self.last_sale.to_verify:
            self._verify(self.last_sale, record)

    def _verify(self, sale: LastSale, record: "AttemptRecord") -> None:
        """Show the last sale as paid, where its money is what was found."""
        if record.order != sale.order or stage_of(record.attempt) is not Stage.PAID:
            return
        view = self.phones.order(sale.order)
        words = received_words(record.attempt, self.currency)
        given = view.paid + view.change
        self.last_sale = replace(sale, given=given, words=words, to_verify=False)
        self._view.refresh()

    @command
    def ask_platform(self) -> None:
        """Have the platform asked now: harmless, and what Enter does while nothing is known."""
        record = None if self.phone is None else self.phone.record
        if record is not None and record.attempt.is_open:
            self.phones.ask_now(record.attempt.id)
            self._look()

    def _look(self) -> None:
        """Read the attempt on the screen anew, after something was done about it here."""
        if self.phone is not None and self.phone.record is not None:
            self._show_attempt(self.phones.look(self.phone.record.attempt.id))

    def _show_attempt(self, record: "AttemptRecord") -> None:
        phone = self.phone
        if phone is None:
            return
        before = phone.stage
        phone.record = record
        if phone.stage is Stage.PAID:
            self._money_came(phone)
        elif not phone.is_open and self._after is not None:
            go_on, self._after = self._after, None
            go_on()
        else:
            self._tell_stage(phone, before)
            self._view.refresh()

    def _tell_stage(self, phone: PhoneOrder, before: Stage | None) -> None:
        if phone.stage is not before and phone.stage in {Stage.UNKNOWN, Stage.REFUSED, Stage.ENDED}:
            self._view.play("attention")
        if phone.stage is not before:
            self._view.refresh()
            sight = self.sight()
            if sight is not None:
                self._view.announce(f"{sight.title}. {sight.note}", urgent=True)

    def _money_came(self, phone: PhoneOrder) -> None:
        """Finish the sale, or go on with what is still due; what was to follow is not needed."""
        self._after = None
        record, phone.record = phone.record, None
        words = "" if record is None else received_words(record.attempt, self.currency)
        self._owe_as_written()
        if self.payment is None or self.payment.due:
            self._part_came(words)
            return
        view = self.phones.order(phone.order)
        self._sale_is_done(
            LastSale(phone.order, phone.number, view.total, view.paid + view.change, 0, words)
        )

    def _part_came(self, words: str) -> None:
        if self.payment is not None:
            self.payment.use(Method.CASH)
        self._view.play("paid")
        self._view.tell(News(words, "check-circle"))
        self._view.announce(words, urgent=True)
        self._view.refresh()

    def sight(self) -> PhoneSight | None:
        """Return what is said of the attempt on the screen at this moment."""
        if self.phone is None or self.phone.record is None:
            return None
        moment = Moment(self.desk.now(), self.phones.local, self.offline_since)
        return sight_of(self.phone.record, moment, tail=self.code_tail)

    # Another way, or none

    def _is_shown_already(self, method: Method, *, by_code: bool) -> bool:
        phone = self.phone
        if phone is None or phone.record is None or by_code or self.code_tail:
            return False
        waits = phone.stage in {Stage.STARTING, Stage.NO_CODE, Stage.WAITING, Stage.PAYING}
        return waits and phone.record.attempt.method is method

    def _ends_first(self, go_on: Callable[[], None]) -> bool:
        """Have what is open closed and go on when it surely is; False where nothing is open."""
        phone = self.phone
        if phone is None or phone.record is None or not phone.is_open:
            return False
        if phone.stage is Stage.UNKNOWN and self.offline_since is not None:
            self.say(_("First this payment must be closed, which needs the network"))
            return True
        self._after = go_on
        if not phone.record.attempt.giving_up:
            self.phones.give_up(phone.record.attempt.id)
        self._look()
        return True

    @property
    def is_asking(self) -> bool:
        """Whether an attempt is on the screen: no key takes money by hand meanwhile."""
        return self.phone is not None and self.phone.record is not None

    @override
    @command
    def take(self) -> None:
        """Take the amount as typed, where it is typed."""
        if not self.is_asking:
            super().take()

    @override
    @command
    def take_part(self) -> None:
        """Write the typed part down, where it is typed."""
        if not self.is_asking:
            super().take_part()

    @override
    @command
    def take_exact(self) -> None:
        """Take exact cash, unless a platform may be taking the money."""
        if not self.is_asking:
            super().take_exact()

    # What Paying asks of an order that is written already

    @override
    def _take_for_order(self, tenders: tuple[Tender, ...]) -> None:
        phone = self.phone
        if phone is None or self.payment is None:
            return
        rest = self.phones.pay(phone.order, tenders)
        self._owe_as_written()
        self.problem = ""
        if rest.due:
            self.payment.use(self.payment.method)
            self._view.refresh()
            return
        view = self.phones.order(phone.order)
        given = view.paid + view.change
        self._sale_is_done(LastSale(phone.order, phone.number, view.total, given, rest.change))

    def _owe_as_written(self) -> None:
        """Take what was received from the book, whichever way it came."""
        if self.phone is None:
            return
        view = self.phones.order(self.phone.order)
        received = tuple(
            Tender(payment.method, payment.amount, payment.reference) for payment in view.payments
        )
        self._show_basket(replace(self._basket, received=received))

    def _show_no_attempt(self) -> None:
        if self.phone is not None:
            self.phone.record = None
        self.code_tail = ""

    @override
    def _leave(self) -> None:
        self.phone = None
        self._after = None
        self.code_tail = ""
        super()._leave()
