"""The chip of the top bar follows what the collector knows of the network."""

from datetime import UTC, datetime, timedelta

from pytestqt.qtbot import QtBot

from microshop_desktop.app.network_chip import NetworkChip, offline_words
from microshop_desktop.app.till import Till
from microshop_desktop.domain.payment import NotSent
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.settings import LANGUAGE
from microshop_desktop.payments.gateway import Checked, CheckState
from tests.payments.scripted import ScriptedGateway
from tests.ui.app.test_phone_payments import at_work, gateway, paying, wait_for_code

__all__ = ["gateway", "paying"]  # the fixtures


def words(till: Till) -> str:
    assert till.window is not None
    shown = till.window.top_bar.chip("network")
    return "" if shown.isHidden() else shown.accessibleName()


def break_network(gateway: ScriptedGateway) -> None:
    gateway.instead.extend([NotSent()] * 50)
    gateway.deaf = True
    gateway.checked = Checked(CheckState.NOT_REACHED)


def mend_network(gateway: ScriptedGateway) -> None:
    gateway.instead.clear()
    gateway.deaf = False
    gateway.checked = Checked(CheckState.GOOD)


def go_offline(till: Till, qtbot: QtBot, gateway: ScriptedGateway) -> NetworkChip:
    """Have the network break while a QR is waited for, and wait until that is said."""
    sell = at_work(till, qtbot)
    wait_for_code(sell, qtbot)
    qtbot.waitUntil(lambda: words(till) == "Online")
    break_network(gateway)
    sell.vm.ask_platform()
    qtbot.waitUntil(lambda: words(till).startswith("Offline 0:00"))
    found = till.findChild(NetworkChip)
    assert found is not None
    return found


def test_nothing_is_said_before_a_platform_was_asked(paying: Till, qtbot: QtBot) -> None:
    at_work(paying, qtbot)
    assert words(paying) == ""


def test_it_counts_while_nothing_answers(
    paying: Till, qtbot: QtBot, gateway: ScriptedGateway, clock: FixedClock
) -> None:
    chip = go_offline(paying, qtbot, gateway)
    clock.advance(timedelta(seconds=42))
    chip.look()
    assert words(paying) == "Offline 0:42 · cash still works"


def test_a_press_asks_a_platform_and_notices_that_the_network_is_back(
    paying: Till, qtbot: QtBot, gateway: ScriptedGateway
) -> None:
    chip = go_offline(paying, qtbot, gateway)
    assert paying.window is not None
    paying.window.top_bar.chip("network").click()
    assert words(paying).startswith("Offline")
    mend_network(gateway)
    with qtbot.waitSignal(chip.changed):
        paying.window.top_bar.chip("network").click()
    assert words(paying) == "Online"


def test_it_is_said_in_the_language_in_use(
    paying: Till, qtbot: QtBot, gateway: ScriptedGateway
) -> None:
    go_offline(paying, qtbot, gateway)
    paying.settings.put(LANGUAGE, "es")
    assert words(paying).startswith("Sin conexión 0:00")


def test_after_an_hour_the_time_of_day_is_said() -> None:
    since = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
    assert offline_words(timedelta(minutes=59, seconds=5), since).startswith("Offline 59:05")
    assert offline_words(timedelta(hours=1), since) == "Offline since 14:02 · cash still works"
    assert offline_words(timedelta(seconds=-3), since).startswith("Offline 0:00")


def test_with_large_texts_it_is_brief() -> None:
    since = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
    assert offline_words(timedelta(seconds=42), since, brief=True) == "Offline 0:42"
    assert offline_words(timedelta(hours=2), since, brief=True) == "Offline since 14:02"
