"""The settings of this laptop, declared one by one and kept in a small JSON file.

What belongs to the shop (its name, rounding, receipt text, scale labels) lives in the database
instead, so that it travels with a backup.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Setting(NamedTuple, Generic[T]):
    """A declared setting: its key in the file, its default, and which values it takes."""

    key: str
    default: T
    accepts: Callable[[Any], bool]


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: value in values


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


PAY_WAYS = ("cash", "code", "wechat", "alipay")
"""The payment buttons of the till in their usual order; `code` scans the customer's code."""


def _are_pay_ways(value: object) -> bool:
    ways = value.split() if isinstance(value, str) else []
    return bool(ways) and len(set(ways)) == len(ways) and set(ways) <= set(PAY_WAYS)


LANGUAGE = Setting("language", "", _one_of("", "zh", "en", "es"))
"""Language of this laptop; empty until a person or the system's language chose one."""
THEME = Setting("theme", "system", _one_of("light", "dark", "system"))
TEXT_SCALE = Setting("text_scale", 100, _whole(100, 200))
"""Size of all texts in percent."""
REDUCED_MOTION = Setting("reduced_motion", default=False, accepts=_is_flag)
SOUND_VOLUME = Setting("sound_volume", 60, _whole(0, 100))
"""Loudness of the little sounds in percent; 0 is off."""
WINDOW = Setting("window", "", _is_text)
"""Place and size of the main window, as Qt writes them, in hexadecimal digits."""
RECEIPT_WIDTH = Setting("receipt_width", 80, lambda value: value in {58, 80})
"""Width of the paper in millimetres."""
PRINTER_KIND = Setting(
    "printer_kind", "none", _one_of("none", "usb", "network", "serial", "file", "system")
)
PRINTER_ADDRESS = Setting("printer_address", "", _is_text)
"""Where the printer is: `04b8:0202`, `192.168.1.50:9100`, `COM3` or a file, by its kind."""
PRINTER_TEXT_MODE = Setting("printer_text_mode", default=False, accepts=_is_flag)
"""Send GB18030 text instead of a picture, for printers that have Chinese letters of their own."""
OPEN_DRAWER = Setting("open_drawer", default=True, accepts=_is_flag)
"""Kick the cash drawer open when cash is taken."""
SCANNER_GAP_MS = Setting("scanner_gap_ms", 35, _whole(10, 120))
"""Keys that follow each other faster than this, in milliseconds, come from a scanner."""
CUSTOMER_DISPLAY = Setting("customer_display", default=False, accepts=_is_flag)
"""Show the customer's screen when the till opens."""
PAY_BUTTONS = Setting("pay_buttons", " ".join(PAY_WAYS), _are_pay_ways)
"""The payment buttons that are shown, in their order."""
POSTER = Setting("poster", "", _is_text)
"""Name of the picture that the idle customer's screen shows; empty for none."""
CAMERA = Setting("camera", default=False, accepts=_is_flag)
"""Offer the computer's camera as a scanner on the selling page."""
BACKUP_FOLDER = Setting("backup_folder", "", _is_text)
"""Folder of the backups; empty means beside the shop."""
TILL = Setting("till", "", _is_text)
"""Id of this computer's own till in a shop that several share; empty where its file is the shop."""

ALL_SETTINGS: tuple[Setting[Any], ...] = (
    LANGUAGE,
    THEME,
    TEXT_SCALE,
    REDUCED_MOTION,
    SOUND_VOLUME,
    WINDOW,
    RECEIPT_WIDTH,
    PRINTER_KIND,
    PRINTER_ADDRESS,
    PRINTER_TEXT_MODE,
    OPEN_DRAWER,
    SCANNER_GAP_MS,
    CUSTOMER_DISPLAY,
    PAY_BUTTONS,
    POSTER,
    CAMERA,
    BACKUP_FOLDER,
    TILL,
)


class Settings:
    """The values of this laptop, saved at each change.

    A file that cannot be read, and values that are not accepted, count as unset: a till opens with
    its defaults rather than not at all.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)
        self._for_this_run: dict[str, Any] = {}
        self._listeners: list[Callable[[str], None]] = []

    def get(self, setting: Setting[T]) -> T:
        """The value, or the default while none is set."""
        value = self._read(setting)
        if not setting.accepts(value):
            return setting.default
        return value  # type: ignore[no-any-return] # `accepts` knows the type

    def _read(self, setting: Setting[T]) -> Any:  # noqa: ANN401 (a file holds anything)
        kept = self._values.get(setting.key, setting.default)
        return self._for_this_run.get(setting.key, kept)

    def use_for_this_run(self, setting: Setting[T], value: T) -> None:
        """Answer this value until another one is put, and leave the file as it is."""
        self._for_this_run[setting.key] = value

    def put(self, setting: Setting[T], value: T) -> None:
        """Keep a value and tell the listeners; raises `ValueError` or, from the disk, `OSError`."""
        if not setting.accepts(value):
            message = f"{setting.key} does not take {value!r}"
            raise ValueError(message)
        if self._read(setting) == value:
            return
        changed = {**self._values, setting.key: value}
        _write(self._path, changed)
        self._values = changed
        self._for_this_run.pop(setting.key, None)
        for listener in list(self._listeners):
            listener(setting.key)

    def on_change(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with the key after each change; returns the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(path: Path, values: dict[str, Any]) -> None:
    """Write beside the file and swap, so that a power cut leaves the old or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
