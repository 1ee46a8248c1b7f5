"""The way in from a command line: opens the window, or finds the command that was asked for.

Nothing dear is imported here, because the window starts this way as well. A command's module is
imported when it is called, so that each pays for itself alone.
"""

import gc
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from microshop_desktop.infra.program import IMPORT_SERVER

Commands = Mapping[str, "str | Commands"]
"""Names of commands with the module of each, or with the commands of a group."""

_CLI = "microshop_desktop.cli"
SELF_TEST = "--self-test"
_OBJECTS_BEFORE_COLLECTING = 100_000
COMMANDS: Commands = {
    "import": {
        "products": f"{_CLI}.import_products",
        "customers": f"{_CLI}.import_customers",
        "stock": f"{_CLI}.import_stock",
        "orders": f"{_CLI}.import_orders",
        "online-orders": f"{_CLI}.import_online_orders",
        "undo": f"{_CLI}.import_undo",
    },
    "demo": f"{_CLI}.demo",
    "init": f"{_CLI}.init",
    "join": f"{_CLI}.join",
    "export": f"{_CLI}.exports",
    "find": f"{_CLI}.find",
    "sell": f"{_CLI}.sell",
    "refund": f"{_CLI}.refund",
    "orders": f"{_CLI}.orders",
    "accounts": f"{_CLI}.accounts",
    "payments": {
        "list": f"{_CLI}.payments",
        "resolve": f"{_CLI}.payments_resolve",
        "refund": f"{_CLI}.payments_refund",
    },
    "reconcile": f"{_CLI}.reconcile",
    "sync": f"{_CLI}.sync",
    "conflicts": f"{_CLI}.conflicts",
    "relay": f"{_CLI}.relay",
    "customers": {"list": f"{_CLI}.customers"},
    "products": f"{_CLI}.products",
    "stock": f"{_CLI}.stock",
    "movements": {"list": f"{_CLI}.movements"},
    "report": f"{_CLI}.report",
    "receipts": f"{_CLI}.receipts",
    "backup": f"{_CLI}.backup",
    "restore": f"{_CLI}.restore",
    "doctor": f"{_CLI}.doctor",
    "sandbox": f"{_CLI}.sandbox",
}
"""One line a command. The module holds `app`, a `typer.Typer` of one command or a group of them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return its exit code: 0 done, 1 failed, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if SELF_TEST in given:
        from microshop_desktop.cli.self_test import run as run_self_test

        return run_self_test()
    if given[:1] == [IMPORT_SERVER]:
        from microshop_desktop.cli.import_server import run as serve_imports

        return serve_imports(given[1:])
    window = window_options(given)
    if window is None:
        return _run_command(given, ends_after=arguments is None)
    # As `open_window` does, and a little before: Qt's own modules are among those that load.
    gc.disable()
    from microshop_desktop.app import open_window

    return open_window(window.get("--data"), window.get("--lang"))


def _run_command(given: Sequence[str], *, ends_after: bool) -> int:
    """Run one command; `ends_after` says that the process ends with it.

    What a command loads stays until its end. Looking through it for garbage, again and again while
    it loads and once more at the end, would cost a short command a third of its time; a long one
    still gets its garbage collected.
    """
    if ends_after:
        gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    from microshop_desktop.cli.frame import run

    code = run(given)
    if ends_after:
        gc.freeze()
    return code


def window_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """Return the options of a call without a command, which opens the window; None otherwise."""
    options: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, sign, value = rest.pop(0).partition("=")
        if name not in {"--data", "--lang"} or not (sign or rest):
            return None
        options[name] = value if sign else rest.pop(0)
    if options.get("--lang", "zh") not in {"zh", "en", "es"}:
        return None
    return options


def program_name() -> str:
    """How the command was called, for the lines that explain its use."""
    name = Path(sys.argv[0]).stem
    return "microshop" if name == "__main__" else name
