"""A trial from the settings, through the collector, to the money that is back."""

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.app.till import Till
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_list import PendingList
from microshop_desktop.services.trial_payments import TrialStage
from microshop_desktop.ui.settings.payments_section_card import AccountCard
from microshop_desktop.ui.settings.payments_section_trial import (
    TrialCard,
    trial_steps,
    trial_words,
)
from microshop_desktop.ui.widgets.toast import Toast
from tests.payments.scripted import ScriptedGateway
from tests.ui.app.test_phone_payments import at_work, gateway, paying

__all__ = ["gateway", "paying"]  # the fixtures


def begin(till: Till, qtbot: QtBot) -> TrialCard:
    """Press the button of the account in the settings and wait for the code."""
    sell = at_work(till, qtbot)
    assert sell.vm.payment is None
    assert till.window is not None
    till.window.go_to("settings", "payments")
    account = till.window.findChild(AccountCard)
    assert account is not None
    account._trouble = ""  # the scripted gateway needs no keys
    account.refresh()
    account.trial.click()
    (card,) = till.window.findChildren(TrialCard)
    qtbot.waitUntil(lambda: card.stage is TrialStage.WAITING)
    return card


def ask(till: Till) -> str:
    """Have the platform asked about the open attempt; returns its number."""
    services = till.open_services()
    (record,) = AttemptBook(services.shop).open(services.actor)
    till.collecting.thread.ask_now(record.attempt.id)
    return record.attempt.out_trade_no


def orders(till: Till) -> list[tuple[str, int]]:
    services = till.open_services()
    found = Orders(services.shop).every(services.actor)
    return [(order.state, order.refunded) for order in found]


def test_it_is_paid_and_goes_back_by_itself(
    paying: Till,
    qtbot: QtBot,
    gateway: ScriptedGateway,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = begin(paying, qtbot)
    told: list[Toast] = []
    assert paying.window is not None
    monkeypatch.setattr(paying.window, "toast", told.append)
    assert card.code.text.startswith("weixin://")
    assert card.code.isVisible()
    gateway.customer_pays(gateway.asked[-1][1])
    ask(paying)
    qtbot.waitUntil(lambda: card.stage is TrialStage.BACK)
    assert not card.code.isVisible()
    assert card.said.text == "All works: it arrived, and you have it back"
    assert told == []
    assert orders(paying) == [("cancelled", 1)]


def test_closed_too_early_it_is_closed_at_the_platform(
    paying: Till, qtbot: QtBot, gateway: ScriptedGateway
) -> None:
    card = begin(paying, qtbot)
    card.close_layer()
    qtbot.waitUntil(lambda: orders(paying) == [("cancelled", 0)])
    services = paying.open_services()
    assert PendingList(services.shop).count(services.actor) == 0


@pytest.mark.parametrize("stage", list(TrialStage))
def test_each_stage_has_steps_and_a_sentence(stage: TrialStage) -> None:
    steps = [step.mark.value for step in trial_steps(stage)]
    assert len(steps) == 4
    assert steps.count("now") + steps.count("broken") == (0 if stage is TrialStage.BACK else 1)
    assert trial_words(stage)[1] != ""
