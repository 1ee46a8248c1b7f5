"""The log file: rotating, and with anything masked that a stranger should not read."""

import logging
import re
from contextlib import suppress
from pathlib import Path

from microshop_desktop.infra.overriding import override

LOG_NAME = "microshop.log"
_ROOT = "microshop_desktop"
BYTES_PER_FILE = 1_000_000
OLD_FILES = 5
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# Phones, cards and payment codes: nine digits or more, the last four stay for whoever compares.
_LONG_NUMBER = r"(?<![0-9a-fA-F-])\d{5,}(\d{4})(?![0-9a-fA-F-])"
_PEM = r"(?s)-----BEGIN [^-]+-----.*?(-----END [^-]+-----|\Z)"
# A key without its first line, a signature: nothing that people read is that long without a gap.
_LONG_BASE64 = r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]|%2[BbFf]){80,}={0,2}"
# A payment code also where letters stand right beside it, as in names of files and fields.
_GLUED_CODE = r"(?<!\d)(?:1[0-5]\d{12}|(?:2[5-9]|30)\d{10,18}|62\d{13})(\d{4})(?!\d)"
# What a face gives in the place of a payment code, also right behind `%22` or `\n`.
_FACE_CODE = r"fp[0-9A-Za-z]{29}([0-9A-Za-z]{4})(?![0-9A-Za-z])"
_CONFIDED = (
    r"(?i)\b(pass(?:word)?|secret|token|(?:private|public|api(?:v\d)?|v\d)[_-]?key"
    r"|auth[_-]?code|payment[_-]?code|ciphertext|nonce(?:_str)?"
    r"|(?:wechatpay-)?sign(?:ature)?|authorization)"
    r"(['\"]?\s*[=:]\s*['\"]?)([^\s'\",;&]+(?: [^\s'\",;&=:]{12,})?)"
)


def masked(text: str) -> str:
    """The text without secrets, and with only the last four digits of long numbers."""
    # Patterns are compiled with the first line: the window is painted before.
    text = re.sub(_PEM, "[key removed]", text)
    text = re.sub(_CONFIDED, r"\1\2***", text)
    text = re.sub(_LONG_BASE64, "[key removed]", text)
    text = re.sub(_FACE_CODE, r"…\1", text)
    text = re.sub(_GLUED_CODE, r"…\1", text)
    return re.sub(_LONG_NUMBER, r"…\1", text)


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, so that arguments and tracebacks are masked as well."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))


class RotatingFile(logging.FileHandler):
    """A log file that makes room for a new one when it is full; a few old ones are kept.

    The standard library's own loads sockets and pickles, which no till needs to begin.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._path = path
        self._written = path.stat().st_size if path.exists() else 0

    @override
    def emit(self, record: logging.LogRecord) -> None:
        size = len(self.format(record).encode()) + 1
        if self._written + size > BYTES_PER_FILE:
            self._rotate()
        self._written += size
        super().emit(record)

    def _rotate(self) -> None:
        """Number the files on, the newest is `.1`; a file that is in use stays as it is."""
        self.close()
        names = [self._path, *(self._numbered(number) for number in range(1, OLD_FILES + 1))]
        with suppress(OSError):
            for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
                if newer.exists():
                    newer.replace(older)
        self._written = 0

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


def start_logging(folder: Path, *, level: int = logging.INFO) -> logging.Handler:
    """Write our log lines into `folder` from now on; raises `OSError` where that is refused.

    Calling it again replaces the earlier file, so that nothing is written twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFile(folder / LOG_NAME)
    handler.setFormatter(MaskingFormatter(_LINE))
    stop_logging()
    logger = logging.getLogger(_ROOT)
    logger.setLevel(level)
    logger.addHandler(handler)
    return handler


def stop_logging() -> None:
    """Close the log file; lines after this go nowhere."""
    logger = logging.getLogger(_ROOT)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
