"""Each refusal has a reason and an advice, for the window and for the command line alike."""

import pytest

from microshop_desktop.domain.payment import Refusal
from microshop_desktop.infra.refusal_words import refusal_words


@pytest.mark.parametrize("refusal", list(Refusal))
def test_each_refusal_has_a_reason_and_an_advice(refusal: Refusal) -> None:
    reason, advice = refusal_words(refusal)
    assert reason
    assert advice
    assert reason != advice


def test_what_is_not_known_is_called_refused() -> None:
    assert refusal_words(None) == refusal_words(Refusal.OTHER)
