"""The practice customer: whose payment codes are good, and what happens when one is scanned.

Every number of the right form is a code of the same patient customer. The last four digits may ask
for something else, so that a person can try each case by hand.
"""

import random
import re
from dataclasses import dataclass
from enum import StrEnum

from microshop_desktop.sandbox.trades import Platform, Trade, TradeState
from microshop_desktop.sandbox.world import World

PATTERNS = {
    Platform.WECHAT: r"1[0-5]\d{16}",
    Platform.ALIPAY: r"(2[5-9]|30)\d{14,22}|fp.{33}",
}
_ASKS_FOR = 6.0


class Manner(StrEnum):
    """How the customer behaves when the code is scanned."""

    PAYS = "pays"
    HAS_TOO_LITTLE = "has_too_little"
    CODE_EXPIRED = "code_expired"
    ASKED = "asked"
    """A password is asked for; what then happens is up to the phone page."""
    ASKED_PAYS = "asked_pays"
    ASKED_REFUSES = "asked_refuses"
    ASKED_SILENT = "asked_silent"


ENDINGS = {
    "0001": Manner.HAS_TOO_LITTLE,
    "0002": Manner.CODE_EXPIRED,
    "0003": Manner.ASKED,
    "0004": Manner.ASKED_PAYS,
    "0005": Manner.ASKED_REFUSES,
    "0006": Manner.ASKED_SILENT,
}
"""What the last four digits of a payment code ask for."""


@dataclass(frozen=True, slots=True)
class Person:
    """A behaviour that was ordered: `seconds` pass before what comes after a password."""

    manner: Manner
    seconds: float = _ASKS_FOR


def is_code(platform: Platform, code: str) -> bool:
    """Whether a text has the form of a platform's payment code."""
    return re.fullmatch(PATTERNS[platform], code) is not None


def new_code(platform: Platform, rng: random.Random) -> str:
    """Return a payment code as a phone would show it, of a customer who pays."""
    head, length = ("13", 18) if platform is Platform.WECHAT else ("28", 18)
    return head + "".join(str(rng.randrange(1, 10)) for _ in range(length - len(head)))


def person_for(world: World, platform: Platform, code: str, amount: int) -> Person:
    """Return what this customer does about `amount` fen; a code works only once."""
    if not is_code(platform, code) or code in world.used_codes:
        return Person(Manner.CODE_EXPIRED)
    manner = ENDINGS.get(code[-4:], Manner.PAYS)
    if manner is Manner.PAYS and amount > world.rules.password_above:
        manner = Manner.ASKED
    return Person(manner)


def act(world: World, trade: Trade, person: Person) -> None:
    """Let the customer behave, now and as time passes."""
    if person.manner is Manner.PAYS:
        world.pay(trade)
        return
    if person.manner is Manner.HAS_TOO_LITTLE:
        trade.state = TradeState.FAILED
        return
    trade.state = TradeState.PAYING
    if person.manner is Manner.ASKED_PAYS:
        world.later(person.seconds, lambda: _then_pays(world, trade))
    elif person.manner is Manner.ASKED_REFUSES:
        world.later(person.seconds, lambda: world.decline(trade))


def _then_pays(world: World, trade: Trade) -> None:
    world.pay(trade)
