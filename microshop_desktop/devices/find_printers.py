"""Which printers this computer sees, so that nobody has to know an address.

Printers in the network do not announce themselves in a way that could be relied on; they print
their address on their own self-test page.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_USB_PRINTER_CLASS = 7
_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that can be chosen: kind and address for the settings, and how it calls itself."""

    kind: str
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where Linux keeps printer ports and what is known of them."""

    ports: Path = Path("/dev/usb")
    known: Path = Path("/sys/class/usbmisc")


def find_printers(places: Places | None = None) -> tuple[FoundPrinter, ...]:
    """Return the printers of this computer; takes seconds at most, call it off the main thread."""
    ports = tuple(_ports(places or Places()))
    queues = tuple(_queues())
    if ports or queues:
        return (*ports, *queues)
    return tuple(_usb())


def _ports(places: Places) -> Iterator[FoundPrinter]:
    """Ports that Linux made for printers on USB."""
    if not places.ports.is_dir():
        return
    for port in sorted(places.ports.glob("lp*")):
        yield FoundPrinter("file", str(port), _port_name(places.known / port.name / "device"))


def _port_name(device: Path) -> str:
    """Return maker and model of the device behind a port, or nothing."""
    parts = [_first_line(device.resolve().parent / file) for file in ("manufacturer", "product")]
    return " ".join(part for part in parts if part)


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _queues() -> Iterator[FoundPrinter]:
    """Printers that are set up in the system."""
    names = _windows_queues() if sys.platform == "win32" else _cups_queues()
    for name in names:
        yield FoundPrinter("system", name, name)


def _windows_queues() -> list[str]:
    from escpos.printer import Win32Raw

    return list(Win32Raw().printers) if Win32Raw.is_usable() else []


def _cups_queues() -> list[str]:
    command = shutil.which("lpstat")
    if command is None:
        return []
    try:
        said = subprocess.run(  # noqa: S603 (the system's own command, no words of a person)
            [command, "-e"], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line.strip() for line in said.stdout.splitlines() if line.strip()]


def _usb() -> Iterator[FoundPrinter]:
    """Printers on USB that no driver of the system took; needs libusb."""
    try:
        import usb.core  # type: ignore[import-untyped, unused-ignore]

        devices = list(usb.core.find(find_all=True, custom_match=_is_printer))
    except (ImportError, ValueError, OSError):
        return
    for device in devices:
        address = f"{device.idVendor:04x}:{device.idProduct:04x}"
        yield FoundPrinter("usb", address, _usb_name(device))


def _is_printer(device: Any) -> bool:  # noqa: ANN401 (pyusb has no types)
    if device.bDeviceClass == _USB_PRINTER_CLASS:
        return True
    return any(
        interface.bInterfaceClass == _USB_PRINTER_CLASS
        for configuration in device
        for interface in configuration
    )


def _usb_name(device: Any) -> str:  # noqa: ANN401
    """Return what the device calls itself; without the right to ask it, nothing."""
    try:
        parts = (device.manufacturer, device.product)
    except (ValueError, OSError):
        return ""
    return " ".join(part for part in parts if part)
