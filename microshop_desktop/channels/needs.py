"""What a platform needs of a seller, as data: the command line and the window ask for it alike.

Texts are marked for the catalogues; `_` is called on them when they are shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a value is given. `long`: pasted, or chosen as a file; `address`: a web address."""

    TEXT = "text"
    LONG = "long"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Need:
    """One value. `help` says what it is, `where` where its owner finds it.

    `secret`: it is kept with the keys and never shown again. `spare`: most shops need it not.
    """

    name: str
    title: str
    help: str
    where: str = ""
    secret: bool = False
    form: Form = Form.TEXT
    optional: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One of several ways to prove who asks, with the values of it alone."""

    key: str
    title: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Transport:
    """How questions come to a platform: `effect` says it in a sentence; `needs` are its own.

    One that `asks` nothing needs nothing of the platform: files go to and fro by hand.
    """

    key: str
    title: str
    effect: str
    needs: tuple[Need, ...] = ()
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of online shop: its values as `<kind>_account.py` reads them.

    `ways` share `needs` and add their own; the first is what most shops have. `transports` are
    keys of `TRANSPORTS`, the likeliest first. `before` says what is to be done there beforehand,
    `unconfirmed` what nobody has seen with a real shop. `switches`: settings of how it differs.
    """

    kind: str
    title: str
    before: str
    needs: tuple[Need, ...]
    ways: tuple[Way, ...] = ()
    unconfirmed: str = ""
    transports: tuple[str, ...] = ("direct",)
    switches: tuple[str, ...] = ()

    def every(self) -> Iterator[Need]:
        """Go through all values, those of all ways with them."""
        yield from self.needs
        for way in self.ways:
            yield from way.needs

    def of_way(self, key: str) -> tuple[Need, ...]:
        """Return the values that are asked for in a way, the usual ones first."""
        chosen = next((way for way in self.ways if way.key == key), None)
        own = () if chosen is None else chosen.needs
        usual = tuple(need for need in (*self.needs, *own) if not need.spare)
        return usual + tuple(need for need in (*self.needs, *own) if need.spare)

    @property
    def settings(self) -> tuple[str, ...]:
        """Return the names of all public values."""
        return tuple(need.name for need in self.every() if not need.secret)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return the names of all secrets."""
        return tuple(need.name for need in self.every() if need.secret)
