"""What a parcel means for an order: known or not, and what is in it."""

from datetime import UTC, datetime

import pytest

from microshop_desktop.channels.channel import ChannelError, ParcelToShip, ShipLine, Trouble
from microshop_desktop.channels.shipping import is_known, packed, takes_all
from microshop_desktop.domain.online_order import Fulfilment, OnlineLine, OnlineOrder, Parcel

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def line(name: str, quantity: int, *, shipped: int = 0, cancelled: int = 0) -> OnlineLine:
    return OnlineLine(
        name, "P", name, "", "", "", quantity, 100, 100, shipped=shipped, cancelled=cancelled
    )


def order(*lines: OnlineLine, parcels: tuple[Parcel, ...] = ()) -> OnlineOrder:
    return OnlineOrder(
        "1", "1", Fulfilment.TO_SHIP, "20", "CNY", 100, 0, 100, NOW, NOW, lines, parcels=parcels
    )


def parcel(*lines: ShipLine, tracking: str = "SF1") -> ParcelToShip:
    return ParcelToShip("1", "SF", tracking, lines)


def test_a_parcel_is_known_by_its_number() -> None:
    sent = order(line("a", 1), parcels=(Parcel("SF", "SF1"),))

    assert is_known(sent, parcel())
    assert not is_known(sent, parcel(tracking="SF2"))


@pytest.mark.parametrize(
    ("named", "known"), [((), False), (("a",), True), (("b",), False), (("z",), False)]
)
def test_a_parcel_without_a_number_is_known_by_what_has_left(
    named: tuple[str, ...], known: bool
) -> None:
    sent = order(line("a", 2, shipped=2), line("b", 1), parcels=(Parcel("", ""),))

    assert is_known(sent, parcel(*(ShipLine(one, 1) for one in named), tracking="")) is known


def test_a_parcel_that_names_nothing_holds_what_is_left() -> None:
    waiting = order(line("a", 3, shipped=1, cancelled=1), line("b", 1, shipped=1))

    assert packed(waiting, parcel()) == {"a": 1}
    assert packed(waiting, parcel(ShipLine("a", 1))) == {"a": 1}


@pytest.mark.parametrize("named", [(), (ShipLine("z", 1),), (ShipLine("a", 0),)])
def test_a_parcel_with_nothing_in_it_is_refused(named: tuple[ShipLine, ...]) -> None:
    with pytest.raises(ChannelError) as caught:
        packed(order(line("a", 1, shipped=1)), parcel(*named))

    assert (caught.value.trouble, caught.value.detail) == (Trouble.REFUSED, "1")


def test_whether_a_parcel_takes_all() -> None:
    waiting = order(line("a", 2, shipped=1), line("b", 1, cancelled=1))

    assert takes_all(waiting, {"a": 1})
    assert not takes_all(waiting, {})
