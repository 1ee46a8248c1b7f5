"""Ways to a receipt printer, over python-escpos: network, USB, serial, file, system queue.

Opening and writing end within the printer's time-out, whatever the device does: where a system
call cannot be timed, it runs in a thread of its own that is left behind.
"""

import errno
import logging
import re
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from microshop_desktop.domain.errors import ErrorCode, ShopError

T = TypeVar("T")
DEFAULT_PORT = 9100
DEFAULT_BAUD = 9600
_LAST_PORT = 65_535


class EscposDevice(Protocol):
    """What is used of a printer object of python-escpos."""

    device: Any

    def open(self, raise_not_found: bool = True) -> None:  # noqa: FBT001, FBT002 (not ours)
        """Open the device; raises its own errors."""

    def close(self) -> None:
        """Close the device."""

    def _raw(self, msg: bytes) -> None: ...

    def _read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PrinterKind:
    """A way to a printer: its key, what an address looks like, how it is opened.

    `answers` tells whether the printer's status can be asked this way.
    """

    key: str
    example: str
    pattern: str
    open: Callable[[re.Match[str], float], EscposDevice]
    answers: bool


class Connection:
    """An open way to a printer. Every method raises `ShopError` alone."""

    def __init__(self, device: EscposDevice, *, address: str, seconds: float) -> None:
        """Take a device that was opened."""
        self._device = device
        self._address = address
        self._seconds = seconds

    def write(self, data: bytes) -> None:
        """Send bytes; `printer_not_answering` when they are not taken in time."""
        self._guarded(lambda: self._device._raw(data), self._seconds)  # noqa: SLF001

    def ask(self, question: bytes, seconds: float) -> int | None:
        """Ask for a status byte; None where the printer stays silent."""
        self._wait_at_most(seconds)
        try:
            answer = _within(seconds * 2, lambda: self._question(question))
        except (ShopError, OSError, AssertionError):
            return None
        finally:
            self._wait_at_most(self._seconds)
        return answer[-1] if answer else None

    def close(self) -> None:
        """Close the way; what a printer does wrong then no longer matters."""
        try:
            _within(self._seconds, self._device.close)
        except (ShopError, OSError):
            return

    def _wait_at_most(self, seconds: float) -> None:
        """Bound the next reads and writes, where the way has such a bound."""
        line = self._device.device
        if isinstance(line, socket.socket):
            line.settimeout(seconds)
        elif hasattr(line, "timeout"):
            line.timeout = seconds

    def _question(self, question: bytes) -> bytes:
        self._device._raw(question)  # noqa: SLF001
        return bytes(self._device._read())  # noqa: SLF001

    def _guarded(self, work: Callable[[], T], seconds: float) -> T:
        try:
            return _within(seconds, work)
        except OSError as error:
            raise ShopError(_code_of(error), address=self._address) from error


def connect(kind: PrinterKind, address: str, seconds: float) -> Connection:
    """Open the way to a printer.

    `printer_bad_address`, `printer_not_reachable`, `printer_not_allowed`,
    `printer_driver_missing`.
    """
    _keep_the_console_quiet()
    match = re.fullmatch(kind.pattern, address.strip())
    if match is None:
        raise ShopError(ErrorCode.PRINTER_BAD_ADDRESS, address=address, example=kind.example)
    try:
        device = _within(seconds, lambda: kind.open(match, seconds))
    except ImportError as error:
        raise ShopError(ErrorCode.PRINTER_DRIVER_MISSING, library=error.name or "") from error
    except ValueError as error:
        raise ShopError(
            ErrorCode.PRINTER_BAD_ADDRESS, address=address, example=kind.example
        ) from error
    except TimeoutError as error:
        raise ShopError(ErrorCode.PRINTER_NOT_REACHABLE, address=address) from error
    except OSError as error:
        raise ShopError(_code_of(error), address=address) from error
    return Connection(device, address=address, seconds=seconds)


def _keep_the_console_quiet() -> None:
    """Give the root logger a handler: python-escpos logs by it, which would set up the console."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def _opened(device: EscposDevice) -> EscposDevice:
    """Open a device; errors of python-escpos come out as the `OSError` they stand for."""
    from escpos.exceptions import DeviceNotFoundError

    try:
        device.open()
    except DeviceNotFoundError as error:
        cause = error.__cause__ or error.__context__
        if isinstance(cause, OSError):
            raise cause from error
        raise OSError(errno.ENODEV, str(error)) from error
    return device


_CODES = {
    errno.ENOSPC: ErrorCode.PRINTER_OUT_OF_PAPER,
    errno.EACCES: ErrorCode.PRINTER_NOT_ALLOWED,
    errno.EPERM: ErrorCode.PRINTER_NOT_ALLOWED,
    errno.EAGAIN: ErrorCode.PRINTER_NOT_ANSWERING,
}
"""What a system's error means here; a Linux printer port says ENOSPC when the paper has ended."""


def _code_of(error: OSError) -> ErrorCode:
    if isinstance(error, TimeoutError):
        return ErrorCode.PRINTER_NOT_ANSWERING
    return _CODES.get(error.errno or 0, ErrorCode.PRINTER_NOT_REACHABLE)


class _TookTooLongError(TimeoutError):
    """Work did not end in its time; its thread is left behind."""


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Do work in a thread of its own and wait for it at most `seconds`; errors come through."""
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 (handed over and raised below)
            errors.append(error)

    thread = threading.Thread(target=run, name="printer", daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise _TookTooLongError
    return results[0]


class _Escpos(Protocol):
    @staticmethod
    def is_usable() -> bool: ...


def _check_usable(device: type[_Escpos], library: str) -> None:
    """Raise `ImportError` where python-escpos lacks a library for this way."""
    if not device.is_usable():
        raise ImportError(library, name=library)


def _network(match: re.Match[str], seconds: float) -> EscposDevice:
    from escpos.printer import Network

    host, port = match["host"], int(match["port"] or DEFAULT_PORT)
    if port > _LAST_PORT:
        raise ValueError(port)
    printer: EscposDevice = Network(host, port, timeout=seconds)
    # Its own open() speaks IPv4 only and leaves the socket of a failed try open.
    printer.device = socket.create_connection((host, port), timeout=seconds)
    return printer


def _usb(match: re.Match[str], seconds: float) -> EscposDevice:
    from escpos.printer import Usb

    ids = int(match["vendor"], 16), int(match["product"], 16)
    ends = {"in_ep": int(match["in"] or "82", 16), "out_ep": int(match["out"] or "01", 16)}
    _check_usable(Usb, "pyusb")
    try:
        return _opened(Usb(*ids, timeout=int(seconds * 1000), **ends))
    except ValueError as error:
        # pyusb's NoBackendError: the library is there, the system's libusb is not.
        raise ImportError(str(error), name="libusb") from error


def _serial(match: re.Match[str], seconds: float) -> EscposDevice:
    from escpos.printer import Serial

    baud = int(match["baud"] or DEFAULT_BAUD)
    _check_usable(Serial, "pyserial")
    return _opened(Serial(match["port"], baudrate=baud, timeout=seconds))


def _file(match: re.Match[str], _seconds: float) -> EscposDevice:
    from escpos.printer import File

    return _opened(File(match[0]))


def _system(match: re.Match[str], _seconds: float) -> EscposDevice:
    if sys.platform == "win32":
        from escpos.printer import Win32Raw

        _check_usable(Win32Raw, "pywin32")
        return _opened(Win32Raw(match[0]))
    from escpos.printer import LP

    _check_usable(LP, "CUPS")
    return _opened(LP(match[0], auto_flush=True))


KINDS = {
    kind.key: kind
    for kind in (
        PrinterKind(
            "network",
            "192.168.1.50:9100",
            r"(?P<host>[\w.-]+)(?::(?P<port>\d{1,5}))?",
            _network,
            answers=True,
        ),
        PrinterKind(
            "usb",
            "04b8:0202",
            r"(?P<vendor>[\da-fA-F]{4}):(?P<product>[\da-fA-F]{4})"
            r"(?::(?P<in>[\da-fA-F]{2}):(?P<out>[\da-fA-F]{2}))?",
            _usb,
            answers=True,
        ),
        PrinterKind(
            "serial", "COM3@9600", r"(?P<port>[^@]+)(?:@(?P<baud>\d+))?", _serial, answers=True
        ),
        PrinterKind("file", "/dev/usb/lp0", r".+", _file, answers=False),
        PrinterKind("system", "XP-58", r".+", _system, answers=False),
    )
}
"""All ways to a printer, by the key that settings keep."""
