"""What each command says of itself."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from microshop_desktop.infra.settings import LANGUAGE, Settings
from microshop_desktop.infra.translations import LANGUAGES

_WALK = """
import json, sys
from microshop_desktop.cli import frame

frame.first_state(sys.argv[1:])

def lines(command, path):
    yield path, command.help
    for name in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from lines(command.get_command(None, name), f"{path} {name}")

print(json.dumps(dict(lines(frame.root_command(), "microshop"))))
"""
"""A process for each language: texts of help are made while modules load, once in a process."""


@cache
def help_lines(language: str) -> dict[str, str | None]:
    """Return the help line of every command and group, by its path."""
    call = [sys.executable, "-c", _WALK, "--lang", language]
    walked = subprocess.run(call, check=True, capture_output=True, text=True)
    lines: dict[str, str | None] = json.loads(walked.stdout)
    return lines


def help_of(data: Path, *arguments: str) -> str:
    """Return what `microshop … --help` prints."""
    call = [sys.executable, "-m", "microshop_desktop", "--data", str(data), *arguments, "--help"]
    done = subprocess.run(
        call, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    return done.stdout


def test_every_command_says_what_it_does() -> None:
    lines = help_lines("en")
    assert len(lines) > 40
    assert [path for path, said in lines.items() if not said] == []


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_command_says_it_in_the_language_of_the_call(language: str) -> None:
    english, spoken = help_lines("en"), help_lines(language)
    assert [path for path, said in spoken.items() if said == english[path]] == []


def test_options_speak_the_language_kept_in_the_folder_that_is_named(tmp_path: Path) -> None:
    Settings(tmp_path / "settings.json").put(LANGUAGE, "es")
    text = help_of(tmp_path, "find")
    assert "Buscar productos" in text
    assert "Imprime un documento JSON" in text


def test_a_language_that_is_asked_for_comes_before_the_kept_one(tmp_path: Path) -> None:
    Settings(tmp_path / "settings.json").put(LANGUAGE, "es")
    text = help_of(tmp_path, "--lang", "zh")
    assert "收银与店铺管理" in text
    assert "店铺所在的文件夹" in text
