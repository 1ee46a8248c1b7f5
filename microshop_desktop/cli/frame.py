"""Around all commands: the options of every call, commands found by name, errors as sentences."""

import io
import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup
from typing_extensions import override

import microshop_desktop
from microshop_desktop.cli.context import CliState
from microshop_desktop.cli.main import COMMANDS, Commands, program_name
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.folders import choose_folders
from microshop_desktop.infra.language import first_language
from microshop_desktop.infra.settings import Settings
from microshop_desktop.infra.translations import LANGUAGES, _, use_language

_log = logging.getLogger(__name__)
Command: TypeAlias = Any
"""A command of typer's own, which has no public type."""


class FoundByName(TyperGroup):
    """A group whose commands are imported when they are called."""

    commands_by_name: Commands = COMMANDS

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands_by_name)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = self.commands_by_name.get(cmd_name)
        if found is None:
            return None
        if isinstance(found, str):
            return _command(cmd_name, import_module(found).app)
        return _group(cmd_name, found)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    state = CliState(choose_folders(), asked_json="--json" in arguments)
    _let_every_sign_pass()
    _speak(state, _lang_of(arguments))
    try:
        _root().main(args=list(arguments), prog_name=program_name(), obj=state)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except ShopError as error:
        return state.fail(error)
    except Exception as fault:  # noqa: BLE001 (a fault of ours is a sentence too, details are kept)
        return state.fail(_kept(fault, state))
    return 0


def _let_every_sign_pass() -> None:
    """Write what a terminal has no sign for as a question mark, not as a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _kept(fault: Exception, state: CliState) -> ShopError:
    """Keep the details of a fault of ours in the log and return what is said of it."""
    from microshop_desktop.infra.logging import LOG_NAME, start_logging, stop_logging

    with suppress(OSError):
        start_logging(state.folders.log)
        _log.error("a command failed", exc_info=fault)
        stop_logging()
    return ShopError(ErrorCode.UNEXPECTED, path=str(state.folders.log / LOG_NAME))


def _say_version(asked: bool) -> None:
    if asked:
        print(f"microshop {microshop_desktop.__version__}")
        raise typer.Exit


def _root() -> Command:
    app = typer.Typer(
        cls=FoundByName, rich_markup_mode=None, add_completion=False, no_args_is_help=True
    )
    app.callback(help=_("A till and shop manager. Without a command it opens the window."))(
        _options
    )
    return typer.main.get_command(app)


def _options(
    ctx: typer.Context,
    data: Annotated[Path | None, typer.Option(help="Folder of the shop.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh, en or es.")] = None,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    state: CliState = ctx.obj
    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter(", ".join(LANGUAGES), param_hint="--lang")
    state.folders, state.data, state.lang = choose_folders(data), data, lang
    _speak(state, lang)


def _command(name: str, app: typer.Typer) -> Command:
    command = typer.main.get_command(app)
    command.name = name
    return command


def _group(name: str, commands: Commands) -> Command:
    group = FoundByName(name=name, rich_markup_mode=None, no_args_is_help=True)
    group.commands_by_name = commands
    return group


def _speak(state: CliState, asked: str | None) -> None:
    """Use the language of the call; help texts are made before any option is read."""
    use_language(first_language(Settings(state.folders.settings_file), asked))


def _lang_of(arguments: Sequence[str]) -> str | None:
    for place, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--lang":
            return value if sign else next(iter(arguments[place + 1 :]), None)
        if not name.startswith("-") and name in COMMANDS:
            break
    return None
