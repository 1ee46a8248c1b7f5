"""Printers that the computer sees are offered with their address and name."""

from pathlib import Path

import pytest

from microshop_desktop.devices.find_printers import FoundPrinter, Places, find_printers


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A computer without printers and without CUPS."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return Places(tmp_path / "dev", tmp_path / "sys")


def plug_in(places: Places, port: str, maker: str, model: str) -> None:
    """Make a port as Linux does: the interface of a device, whose folder knows maker and model."""
    places.ports.mkdir(exist_ok=True)
    (places.ports / port).touch()
    interface = places.known.parent / "devices" / port / "interface"
    interface.mkdir(parents=True)
    (interface.parent / "manufacturer").write_text(f"{maker}\n")
    (interface.parent / "product").write_text(f"{model}\n")
    (places.known / port).mkdir(parents=True)
    (places.known / port / "device").symlink_to(interface)


def test_none_are_made_up(places: Places) -> None:
    assert find_printers(places) == ()


def test_a_port_of_linux_is_found_with_its_model(places: Places) -> None:
    plug_in(places, "lp0", "Xprinter", "XP-58")
    assert find_printers(places) == (
        FoundPrinter("file", str(places.ports / "lp0"), "Xprinter XP-58"),
    )


def test_a_port_nothing_is_known_of_is_found_too(places: Places) -> None:
    places.ports.mkdir()
    (places.ports / "lp1").touch()
    assert find_printers(places) == (FoundPrinter("file", str(places.ports / "lp1"), ""),)


def test_printers_of_the_system_are_found(places: Places, tmp_path: Path) -> None:
    lpstat = tmp_path / "bin" / "lpstat"
    lpstat.write_text("#!/bin/sh\necho Kitchen\necho Counter_80mm\n")
    lpstat.chmod(0o755)
    assert find_printers(places) == (
        FoundPrinter("system", "Kitchen", "Kitchen"),
        FoundPrinter("system", "Counter_80mm", "Counter_80mm"),
    )
