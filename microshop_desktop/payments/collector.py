"""The collector: drives every payment attempt and refund to a known end.

It looks into the book for what is due, commits what it is about to ask, asks, and commits the
answer. Nothing about an attempt is kept here, so that a killed program goes on where it was; only
the customer's payment code is, which must never be written down.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.payment import (
    Attempt,
    AttemptKind,
    Doubt,
    NotSent,
    Outcome,
    Unclear,
    Verb,
)
from microshop_desktop.domain.payment_refund import (
    MoneyWay,
    RefundOutcome,
    RefundVerb,
    next_verb,
)
from microshop_desktop.domain.payment_steps import Ask, Drop, Rhythm, next_step, next_time
from microshop_desktop.payments.gateway import Charge, CheckState, MoneyBackOrder, PaymentGateway
from microshop_desktop.payments.reach import WORTH_WAKING, Reach
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AccountFacts, AttemptBook
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.refund_ways import WayRecord
from microshop_desktop.services.shop import Shop

logger = logging.getLogger(__name__)

MakeGateway = Callable[[AccountFacts], PaymentGateway]
UNKNOWN_RHYTHM: Mapping[AttemptKind, Rhythm] = {
    AttemptKind.QR: Rhythm(first=5, every=5, until=300, watch=600),
    AttemptKind.CODE: Rhythm(first=5, every=5, until=60, close_after=15, watch=600),
}
"""For an account whose gateway cannot be made: its attempts stay known and are looked at again."""


class Gateways:
    """The gateways of a shop's accounts, each made when it is first needed."""

    def __init__(self, make: MakeGateway) -> None:
        self._make = make
        self._made: dict[UUID, PaymentGateway] = {}
        self._lock = threading.Lock()

    def of(self, facts: AccountFacts) -> PaymentGateway:
        """Return the gateway of an account; raises `ShopError` where its keys are missing."""
        with self._lock:
            if facts.account not in self._made:
                self._made[facts.account] = self._make(facts)
            return self._made[facts.account]

    def forget(self, account: UUID) -> None:
        """Make the gateway anew next time: settings or keys changed."""
        with self._lock:
            self._made.pop(account, None)


class Collector:
    """Asks platforms about what is open, one thing at a time. Safe to use from several threads."""

    def __init__(self, shop: Shop, actor: Actor, gateways: Gateways) -> None:
        """Work in this shop; `actor` is who the book names for what the collector does."""
        self.gateways = gateways
        self._shop = shop
        self._actor = actor
        self._attempts = AttemptBook(shop)
        self._refunds = RefundBook(shop)
        self._codes: dict[UUID, str] = {}
        self._reach = Reach()
        # Only platforms are waited for side by side: threads that all work take the window's time.
        self._turn = threading.RLock()

    @property
    def offline_since(self) -> datetime | None:
        """Since when no platform could be reached; None while one can."""
        return self._reach.offline_since

    @property
    def online(self) -> bool | None:
        """Whether a platform can be reached; None while none has said anything yet."""
        if self.offline_since is not None:
            return False
        return True if self._reach.ever_answered else None

    def look_for_network(self) -> None:
        """Ask the platforms that could not be reached something harmless, once each."""
        for account in self._reach.down():
            gateway = self._gateway(account)
            if gateway is not None and _answers(gateway):
                self._answered(account)

    def start(self, attempt: UUID, code: str = "") -> None:
        """Send a new attempt at once; `code` is what the customer showed, used once."""
        if code:
            self._codes[attempt] = code
        try:
            self.ask_now(attempt)
        finally:
            self._codes.pop(attempt, None)

    def ask_now(self, attempt: UUID) -> None:
        """Do what is next for one attempt, whether its time has come or not."""
        with self._turn:
            record = self._attempts.get(self._actor, attempt)
        self.handle(record)

    def ask_again(self, attempt: UUID) -> None:
        """Ask what became of an attempt, also of one that ended long ago: late money is found.

        Nothing else is asked for one that ended, and nothing at all where nobody could pay.
        """
        with self._turn:
            record = self._attempts.get(self._actor, attempt)
        if record.attempt.is_open:
            self.handle(record)
        elif record.attempt.can_be_paid:
            gateway = self._gateway(record.account)
            self._ask(record, Verb.QUERY, gateway, _rhythms(gateway)[record.attempt.kind])

    def wake(self, account: UUID | None = None) -> None:
        """Let all that is open be asked about now; `account`: only what goes through it."""
        self._attempts.wake(self._actor, account)
        self._refunds.wake(self._actor, account)

    def due(self) -> list[AttemptRecord | WayRecord]:
        """Return what is to be asked now."""
        with self._turn:
            return [*self._attempts.due(self._actor), *self._refunds.due(self._actor)]

    def next_due(self) -> datetime | None:
        """Return when something is to be asked next; None when nothing is followed."""
        moments = [self._attempts.next_due(self._actor), self._refunds.next_due(self._actor)]
        return min((moment for moment in moments if moment is not None), default=None)

    def look(self) -> None:
        """Do all that is due now, one after the other; what fails keeps nobody else waiting.

        Raises the first error at the end.
        """
        errors = []
        for record in self.due():
            try:
                self.handle(record)
            except Exception as error:  # noqa: BLE001 (it is raised once the others were asked)
                errors.append(error)
        if errors:
            raise errors[0]

    def handle(self, record: AttemptRecord | WayRecord) -> None:
        """Do what is to be done about one attempt or refund."""
        if isinstance(record, WayRecord):
            self._follow_refund(record)
        else:
            self._follow(record)

    def _follow(self, record: AttemptRecord) -> None:
        attempt = record.attempt
        gateway = self._gateway(record.account)
        rhythm = _rhythms(gateway)[attempt.kind]
        code = self._codes.get(attempt.id)
        step = next_step(attempt, rhythm, self._shop.clock.now(), has_code=code is not None)
        if isinstance(step, Ask):
            self._ask(record, step.verb, gateway, rhythm)
        elif isinstance(step, Drop):
            self._attempts.drop(self._actor, attempt.id)
        else:
            self._attempts.rest(self._actor, attempt.id)

    def _ask(
        self, record: AttemptRecord, verb: Verb, gateway: PaymentGateway | None, rhythm: Rhythm
    ) -> None:
        """Commit the request, ask, commit the answer; a code is used up by asking once."""
        code = self._codes.pop(record.attempt.id, "") if verb is Verb.CHARGE_CODE else ""
        with self._turn:
            began = self._attempts.begin(self._actor, record.attempt.id, verb)
        if began is None:
            return
        outcome = self._answer(record, verb, gateway, code)
        if gateway is not None:
            self._heard(record.account, outcome)

        def plan(after: Attempt) -> datetime | None:
            return next_time(after, rhythm, self._shop.clock.now())

        with self._turn:
            self._attempts.record(self._actor, began.id, verb, outcome, plan, began=began)

    def _answer(
        self, record: AttemptRecord, verb: Verb, gateway: PaymentGateway | None, code: str
    ) -> Outcome:
        if gateway is None:
            return Unclear(Doubt.NOT_ACCEPTED, "account")
        try:
            return _call(gateway, verb, self._charge(record, gateway), code)
        except Exception:
            # What a gateway cannot make sense of is a doubt, never an end and never a lost attempt.
            logger.exception("%s failed for %s", verb.value, record.attempt.out_trade_no)
            return Unclear(Doubt.BAD_ANSWER)

    def _follow_refund(self, record: WayRecord) -> None:
        verb = next_verb(record.way)
        if verb is None:
            return
        began = self._refunds.begin(self._actor, record.way.id, verb)
        if began is None:
            return
        outcome = self._refund_answer(record, verb)
        self._heard(record.account, outcome)
        self._refunds.record(self._actor, began.id, outcome)

    def _refund_answer(self, record: WayRecord, verb: RefundVerb) -> RefundOutcome:
        gateway = self._gateway(record.account)
        if gateway is None:
            return Unclear(Doubt.NOT_ACCEPTED, "account")
        order = _money_back(record.way)
        try:
            if verb is RefundVerb.REFUND:
                return gateway.refund(order)
            return gateway.query_refund(order)
        except Exception:
            # As with an attempt: the money may be on its way, so it is asked about again.
            logger.exception("%s failed for %s", verb.value, order.out_refund_no)
            return Unclear(Doubt.BAD_ANSWER)

    def _gateway(self, account: UUID) -> PaymentGateway | None:
        try:
            return self.gateways.of(self._attempts.account(self._actor, account))
        except ShopError as error:
            logger.warning("no gateway for account %s: %s", account, error.code.value)
            return None

    def _charge(self, record: AttemptRecord, gateway: PaymentGateway) -> Charge:
        attempt = record.attempt
        return Charge(
            out_trade_no=attempt.out_trade_no,
            kind=attempt.kind,
            amount=attempt.amount,
            currency=attempt.currency,
            subject=f"{self._shop.profile.name} {record.order_number}",
            made_at=attempt.made_at,
            expires_at=attempt.made_at + gateway.capabilities.qr_life,
            till=self._shop.profile.letter,
            transaction_id=attempt.transaction_id,
        )

    def _heard(self, account: UUID, outcome: Outcome | RefundOutcome) -> None:
        """Notice that the network went or came back; then what is open there is asked about."""
        if isinstance(outcome, NotSent) or (
            isinstance(outcome, Unclear) and outcome.doubt is Doubt.NOT_REACHED
        ):
            self._reach.failed(account, self._shop.clock.now())
        elif isinstance(outcome, Unclear) and outcome.doubt is Doubt.NOT_ACCEPTED:
            # It may be our own keys that are missing: that says nothing about the network.
            return
        else:
            self._answered(account)

    def _answered(self, account: UUID) -> None:
        """Notice that a platform answers; after a longer trouble its payments are asked about."""
        since = self._reach.answered(account)
        if since is not None and abs(self._shop.clock.now() - since) >= WORTH_WAKING:
            self.wake(account)


def key_of(record: AttemptRecord | WayRecord) -> UUID:
    """Return the id of the attempt or of the refund's way."""
    return record.way.id if isinstance(record, WayRecord) else record.attempt.id


def _call(gateway: PaymentGateway, verb: Verb, charge: Charge, code: str) -> Outcome:
    if verb is Verb.SHOW_QR:
        return gateway.show_qr(charge)
    if verb is Verb.CHARGE_CODE:
        return gateway.charge_code(charge, code)
    if verb is Verb.CLOSE:
        return gateway.close(charge)
    return gateway.query(charge)


def _answers(gateway: PaymentGateway) -> bool:
    """Tell whether a platform can be reached, by a harmless question."""
    try:
        return gateway.check().state is not CheckState.NOT_REACHED
    except Exception:
        # The next look asks again; nothing depends on this answer.
        logger.exception("a harmless question failed")
        return False


def _rhythms(gateway: PaymentGateway | None) -> Mapping[AttemptKind, Rhythm]:
    return UNKNOWN_RHYTHM if gateway is None else gateway.capabilities.rhythms


def _money_back(way: MoneyWay) -> MoneyBackOrder:
    return MoneyBackOrder(
        out_trade_no=way.out_trade_no,
        out_refund_no=way.out_refund_no,
        transaction_id=way.transaction_id,
        amount=way.amount,
        paid=way.paid,
        currency=way.currency,
        reason=way.reason,
    )
