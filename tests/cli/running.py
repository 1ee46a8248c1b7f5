"""Running a command as a person or a script would, in this process."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from microshop_desktop.cli.main import main


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Microshop:
    """The command `microshop` on one data folder."""

    data: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, lang: str | None = "en") -> Said:
        """Run a command and return what it said; without `lang` in the language of the shop."""
        self.capture.readouterr()
        spoken = [] if lang is None else ["--lang", lang]
        code = main(["--data", str(self.data), *spoken, *arguments])
        printed = self.capture.readouterr()
        return Said(code, printed.out, printed.err)
