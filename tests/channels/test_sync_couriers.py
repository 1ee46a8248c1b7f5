"""Couriers are asked for once a week, and no sync fails by them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from microshop_desktop.channels.channel import ChannelError, Courier, Trouble
from microshop_desktop.domain.couriers import CourierChoice
from microshop_desktop.services.courier_list import CourierBook, CourierList
from tests.channels.conftest import Both


def book(both: Both) -> CourierBook:
    return CourierList(both.shop).book(both.actor, both.account.id)


def test_the_list_is_kept_for_a_week(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    both.online.differences = replace(both.online.differences, parts=False)
    monkeypatch.setattr(both.online, "couriers", lambda: (Courier("SF", "顺丰"),))
    both.sync()
    monkeypatch.setattr(both.online, "couriers", lambda: (Courier("ZTO", "中通"),))
    both.sync()
    kept = book(both)
    assert kept.platform == (CourierChoice("SF", "顺丰"),)
    assert not kept.parts
    both.clock.advance(timedelta(days=7))
    both.sync()
    assert book(both).platform == (CourierChoice("ZTO", "中通"),)


def test_a_platform_that_tells_none_stops_no_sync(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> tuple[Courier, ...]:
        raise ChannelError(Trouble.NOT_ALLOWED, "11")

    monkeypatch.setattr(both.online, "couriers", refuse)
    assert both.sync().trouble is None
    assert book(both).platform == ()
