"""A till that collects by phone in tests: a scripted platform, asked at once on a fixed clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from microshop_desktop.domain.payment import NotSent, Outcome, Verb
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.events import AttemptChanged
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.service_phone_desk import ServicePhoneDesk
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.payments.scripted import ScriptedGateway, make_account
from tests.ui.sell.view import Seen, new_till

WECHAT_CODE = "134567890123456789"
ALIPAY_CODE = "281234567890123456"
UNIONPAY_CODE = "6212345678901234567"


class AtOnce:
    """The collector without its thread: what it is asked to do is done before it returns."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector

    def start(self, attempt: UUID, code: str = "") -> None:
        self.collector.start(attempt, code)

    def ask_now(self, attempt: UUID) -> None:
        self.collector.ask_now(attempt)

    def look_again(self) -> None:
        self.collector.look()

    @property
    def offline_since(self) -> datetime | None:
        return self.collector.offline_since


@dataclass
class PhoneTill:
    """A till with accounts of both platforms behind one scripted gateway."""

    vm: SellViewModel
    seen: Seen
    shop: Shop
    actor: Actor
    clock: FixedClock
    gateway: ScriptedGateway
    collector: Collector
    desk: ServicePhoneDesk

    @property
    def record(self) -> AttemptRecord:
        """The attempt on the screen."""
        assert self.vm.phone is not None
        assert self.vm.phone.record is not None
        return self.vm.phone.record

    def stage(self) -> Stage | None:
        return None if self.vm.phone is None else self.vm.phone.stage

    @property
    def verbs(self) -> list[Verb]:
        return [verb for verb, _number in self.gateway.asked]

    def customer_pays(self) -> None:
        """The customer pays what is shown, and the collector finds out."""
        self.gateway.customer_pays(self.record.attempt.out_trade_no)
        self.pass_time(5)

    def answer(self, *outcomes: Outcome, deaf: bool = False) -> None:
        """Let the platform answer the next questions so; `deaf`: they never arrive."""
        self.gateway.instead.extend(outcomes)
        self.gateway.deaf = deaf

    def break_network(self, questions: int = 50) -> None:
        """Let nothing reach the platform any more."""
        self.answer(*[NotSent()] * questions, deaf=True)

    def mend_network(self) -> None:
        self.gateway.instead.clear()
        self.gateway.deaf = False

    def pass_time(self, seconds: int) -> None:
        """Let time pass second by second, the collector looking each time."""
        for _second in range(seconds):
            self.clock.advance(timedelta(seconds=1))
            self.collector.look()

    def on_change(self, event: AttemptChanged) -> None:
        self.vm.attempt_changed(self.desk.look(event.attempt))


def phone_till(
    shop: Shop, actor: Actor, clock: FixedClock, *kinds: str, seen: Seen | None = None
) -> PhoneTill:
    """Open a till with accounts of these kinds; without any: of both platforms."""
    gateway = ScriptedGateway()
    collector = Collector(shop, actor, Gateways(lambda _facts: gateway))
    for kind in kinds or ("wechat_pay", "alipay"):
        make_account(shop, kind)
    watched = seen or Seen()
    vm = new_till(shop, actor, watched)
    desk = ServicePhoneDesk(shop, actor, AtOnce(collector))
    vm.attach_phones(desk)
    till = PhoneTill(vm, watched, shop, actor, clock, gateway, collector, desk)
    shop.events.listen(AttemptChanged, till.on_change)
    return till
