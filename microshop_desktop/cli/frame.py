"""Around all commands: the options of every call, commands found by name, errors as sentences."""

import io
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup
from typing_extensions import override

import microshop_desktop
from microshop_desktop.cli.main import COMMANDS, Commands, program_name
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.folders import choose_folders
from microshop_desktop.infra.language import first_language
from microshop_desktop.infra.settings import Settings
from microshop_desktop.infra.translations import LANGUAGES, _, mark, use_language

if TYPE_CHECKING:
    from microshop_desktop.cli.context import CliState

_log = logging.getLogger(__name__)
Command: TypeAlias = Any
"""A command of typer's own, which has no public type."""
_OF_THE_PROGRAM = ("--data", "--lang")
"""Options that stand before the command."""
_GROUP_HELP = {
    "import": mark("Read products, customers, stock or past sales from a table."),
    "payments": mark("Look at money by phone, ask what became of it, give it back."),
    "customers": mark("Look at customers."),
    "movements": mark("Look at what came and went."),
}
"""What the groups are for that are no module of their own."""


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
    state = first_state(arguments)
    _let_every_sign_pass()
    try:
        root_command().main(args=list(arguments), prog_name=program_name(), obj=state)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except ShopError as error:
        return state.fail(error)
    except Exception as fault:  # noqa: BLE001 (a fault of ours is a sentence too, details are kept)
        return state.fail(_kept(fault, state))
    return 0


def first_state(arguments: Sequence[str]) -> "CliState":
    """Speak the language of the call, then load what makes its help texts while it loads."""
    options = options_of_the_program(arguments)
    folders = choose_folders(options.get("--data"))
    use_language(first_language(Settings(folders.settings_file), options.get("--lang")))
    from microshop_desktop.cli.context import CliState

    return CliState(folders, asked_json="--json" in arguments)


def options_of_the_program(arguments: Sequence[str]) -> dict[str, str]:
    """Return the options before the command with their values, before typer reads any of them."""
    options: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, sign, value = argument.partition("=")
        if name in _OF_THE_PROGRAM:
            options[name] = value if sign else next(rest, "")
        elif not argument.startswith("-"):
            break
    return options


def _let_every_sign_pass() -> None:
    """Write what a terminal has no sign for as a question mark, not as a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _kept(fault: Exception, state: "CliState") -> ShopError:
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


def root_command() -> Command:
    """Make the command that all others hang below, in the language that is spoken."""
    app = typer.Typer(
        cls=FoundByName, rich_markup_mode=None, add_completion=False, no_args_is_help=True
    )
    app.callback(help=_("A till and shop manager. Without a command it opens the window."))(
        _options()
    )
    return typer.main.get_command(app)


def _options() -> Callable[..., None]:
    """Make what reads the options before the command; their texts are made here, when spoken."""

    def read(
        ctx: typer.Context,
        data: Annotated[Path | None, typer.Option(help=_("Folder of the shop."))] = None,
        lang: Annotated[
            str | None, typer.Option(help=_("Language of this run: zh, en or es."))
        ] = None,
        _version: Annotated[
            bool,
            typer.Option(
                "--version",
                is_eager=True,
                callback=_say_version,
                help=_("Say which version this is."),
            ),
        ] = False,
    ) -> None:
        if lang is not None and lang not in LANGUAGES:
            raise typer.BadParameter(", ".join(LANGUAGES), param_hint="--lang")
        ctx.obj.data, ctx.obj.lang = data, lang

    return read


def _command(name: str, app: typer.Typer) -> Command:
    command = typer.main.get_command(app)
    command.name = name
    return command


def _group(name: str, commands: Commands) -> Command:
    help_line = _(_GROUP_HELP[name])
    group = FoundByName(name=name, help=help_line, rich_markup_mode=None, no_args_is_help=True)
    group.commands_by_name = commands
    return group
