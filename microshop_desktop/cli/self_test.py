"""`microshop --self-test`: whether this copy of the program holds together.

It loads every part, language and icon, founds a shop in a scratch folder, sells one thing and
reads it back. Every build runs it, above all the frozen ones, where a forgotten file shows only
when it is needed. Its lines are for whoever builds or supports the program, so they are English.
"""

import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import microshop_desktop
from microshop_desktop.cli.main import COMMANDS, Commands
from microshop_desktop.domain.basket import add
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.secrets import NoKeyring, SecretStore
from microshop_desktop.infra.translations import LANGUAGES, _, current_language, use_language
from microshop_desktop.persistence.checking import check_file
from microshop_desktop.persistence.migrate import open_database, schema_number
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.selling import Selling

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

PRICE = 350
CODE = "6901234567892"
NAME = "绿豆冰棍"
SPOKEN = "Cash"
NOT_LOADED = ("microshop_desktop.persistence.migrations", "microshop_desktop.infra.catalogues")
"""Alembic's scripts are run by alembic only, and catalogues are built by developers."""


class SelfTestError(Exception):
    """A check found something else than it should; the text says what."""


def run() -> int:
    """Run all checks, a line each; 0 when every one passed, else 1."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"microshop {microshop_desktop.__version__}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory(prefix="microshop-self-test-") as folder:
        checks: tuple[tuple[str, Callable[[], str]], ...] = (
            ("parts", _parts),
            ("commands", _commands),
            ("languages", _languages),
            ("icons", _icons),
            ("keys", lambda: _keys(Path(folder) / "secrets")),
            ("a sale", lambda: _sale(Path(folder) / "shop.sqlite")),
        )
        results = [_passed(name, check) for name, check in checks]
    return int(not all(results))


def _passed(name: str, check: Callable[[], str]) -> bool:
    """Run one check and print what it found; whatever it raises is its result."""
    try:
        found = check()
    except Exception as error:  # noqa: BLE001  the one place whose answer is any error
        print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
        return False
    print(f"ok      {name}: {found}", flush=True)
    return True


def _keys(folder: Path) -> str:
    """Keep a secret and read it back; name the keyring of this computer without using it."""
    import keyring

    account, secrets = UUID(int=1), {"private_key": NAME}
    SecretStore(folder, NoKeyring()).write(account, secrets)
    if SecretStore(folder, NoKeyring()).read(account) != secrets:
        message = "a secret is not what it was"
        raise SelfTestError(message)
    found = type(keyring.get_keyring())
    return f"encrypted and read back, keyring: {found.__module__}.{found.__name__}"


def _parts() -> str:
    """Import every module of ours; a part that was left out of a build fails here."""
    names = [
        found.name
        for found in pkgutil.walk_packages(microshop_desktop.__path__, "microshop_desktop.")
        if not found.name.startswith(NOT_LOADED) and not found.name.endswith("__main__")
    ]
    for name in names:
        import_module(name)
    _expect(len(names) > 100, f"only {len(names)} modules are here")
    return f"{len(names)} modules"


def _commands() -> str:
    """Ask each command for its help, which builds all of its options."""
    from microshop_desktop.cli.frame import run as run_command

    names = list(_command_names(COMMANDS, ()))
    for name in names:
        with redirect_stdout(StringIO()) as help_text:
            code = run_command([*name, "--help"])
        _expect(code == 0 and bool(help_text.getvalue()), f"{' '.join(name)} has no help")
    return f"{len(names)}"


def _command_names(commands: Commands, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, found in commands.items():
        if isinstance(found, str):
            yield (*before, name)
        else:
            yield from _command_names(found, (*before, name))


def _languages() -> str:
    """Speak each language and come back; a missing catalogue raises."""
    before = current_language()
    spoken = {}
    for language in LANGUAGES:
        use_language(language)
        spoken[language] = _(SPOKEN)
    use_language(before)
    _expect(len(set(spoken.values())) == len(LANGUAGES), f"they say the same: {spoken}")
    return ", ".join(f"{language} {text}" for language, text in spoken.items())


def _icons() -> str:
    """Start Qt and draw every icon we name from our own font."""
    from microshop_desktop.drawing.application import ensure_application
    from microshop_desktop.ui.icons import icon_names, pixmap

    application = ensure_application()
    names = icon_names()
    empty = [name for name in names if not _has_ink(pixmap(name, 24, "text", 1.0).toImage())]
    _expect(not empty, f"these are empty: {', '.join(empty)}")
    return f"{len(names)}, on Qt's {application.platformName()} platform"


def _has_ink(picture: "QImage") -> bool:
    """Whether a picture has a pixel that is not clear."""
    return any(
        picture.pixelColor(x, y).alpha()
        for y in range(picture.height())
        for x in range(picture.width())
    )


def _sale(file: Path) -> str:
    """Found a shop, sell one thing for exact cash, read it back, and check the file."""
    with closing(open_database(file)) as database:
        schema = schema_number(database)
        shop = found_shop(database, SystemClock(), name="Self-test", currency_code="CNY")
        actor = shop.owner()
        form = ProductForm(NAME, (SkuForm(PRICE, codes=(CODE,)),))
        Catalogue(shop).create(actor, form)
        (found,) = Lookup(shop).scan(actor, CODE)
        basket, _line = add(Baskets(shop).new(), found.goods, quantity=found.quantity)
        sale = Selling(shop).finish(actor, basket)
        order = Orders(shop).by_number(actor, sale.number)
        _expect(order.total == sale.total == PRICE, f"{order.total} was booked for {PRICE}")
    facts = check_file(file)
    _expect(facts.counts["orders"] == 1, f"the file holds {facts.counts['orders']} orders")
    _expect(facts.schema == schema, f"the file says schema {facts.schema}, not {schema}")
    return f"{sale.number}, {NAME}, schema {schema}, the file is whole"


def _expect(truth: bool, otherwise: str) -> None:
    if not truth:
        raise SelfTestError(otherwise)
