"""The log file: rotating, and with anything masked that a stranger should not read."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from typing_extensions import override

LOG_NAME = "microshop.log"
_ROOT = "microshop_desktop"
_BYTES_PER_FILE = 1_000_000
_OLD_FILES = 5
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# Phones, cards and payment codes: nine digits or more, the last four stay for whoever compares.
_LONG_NUMBER = re.compile(r"(?<![0-9a-fA-F-])\d{5,}(\d{4})(?![0-9a-fA-F-])")
_PEM = re.compile(r"-----BEGIN [^-]+-----.*?(-----END [^-]+-----|\Z)", re.DOTALL)
_SECRET = re.compile(
    r"(?i)\b(pass(?:word)?|secret|token|api[_-]?key|private[_-]?key|sign(?:ature)?|authorization)"
    r"(['\"]?\s*[=:]\s*['\"]?)([^\s'\",;&]+(?: [^\s'\",;&=:]{12,})?)"
)


def masked(text: str) -> str:
    """The text without secrets, and with only the last four digits of long numbers."""
    text = _PEM.sub("[key removed]", text)
    text = _SECRET.sub(r"\1\2***", text)
    return _LONG_NUMBER.sub(r"…\1", text)


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, so that arguments and tracebacks are masked as well."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))


def start_logging(folder: Path, *, level: int = logging.INFO) -> logging.Handler:
    """Write our log lines into `folder` from now on; raises `OSError` where that is refused.

    Calling it again replaces the earlier file, so that nothing is written twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / LOG_NAME,
        maxBytes=_BYTES_PER_FILE,
        backupCount=_OLD_FILES,
        encoding="utf-8",
        delay=True,
    )
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
