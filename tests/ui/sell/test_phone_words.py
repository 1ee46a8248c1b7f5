"""What is said of a payment attempt that ended: no word of a code that we could make anew."""

import pytest

from microshop_desktop.domain.payment import Ended, Refusal, Refused
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.phone_words import PhoneSight
from tests.services.shelf import Shelf
from tests.ui.sell.phones import WECHAT_CODE, PhoneTill, phone_till
from tests.ui.sell.view import CRISPS


@pytest.fixture
def till(shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf) -> PhoneTill:
    return phone_till(shop, actor, clock)


def sight_after(till: PhoneTill, *answers: Refused | Ended) -> PhoneSight:
    """Charge a customer's code, answered so, and return what is said at the end."""
    till.vm.scanned(CRISPS)
    till.answer(*answers)
    till.vm.scanned(WECHAT_CODE)
    till.pass_time(30)
    sight = till.vm.sight()
    assert sight is not None
    return sight


@pytest.mark.parametrize("reversed_", [False, True])
@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (Refusal.DECLINED, "Nothing was charged. Another way to pay works too"),
        (Refusal.NOT_ENOUGH_MONEY, "There is not enough money on the phone"),
    ],
)
def test_a_scanned_code_that_was_refused_and_closed_is_scanned_again(
    till: PhoneTill, refusal: Refusal, why: str, *, reversed_: bool
) -> None:
    sight = sight_after(till, Refused(refusal, ended=False), Ended(reversed=reversed_))
    assert (sight.title, sight.note) == ("The customer did not pay. Scan again", why)
    assert sight.renew == "Scan the code again"


@pytest.mark.parametrize("refusal", [Refusal.DECLINED, Refusal.NUMBER_USED])
def test_the_advice_after_a_refused_scan_is_to_scan_again(
    till: PhoneTill, refusal: Refusal
) -> None:
    sight = sight_after(till, Refused(refusal))
    assert sight.note == "Scan the customer's code again, or take it another way"


def test_a_code_that_was_taken_back_says_so(till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    till.vm.scanned(WECHAT_CODE)
    till.answer(Ended(reversed=True))
    till.desk.give_up(till.record.attempt.id)
    sight = till.vm.sight()
    assert sight is not None
    assert sight.title == "This payment was taken back"
