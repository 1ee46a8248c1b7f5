"""The doctor of the books: proves every invariant, and makes derived tables anew where asked.

The checks ask set by set in one reading transaction, so a shop of a million order lines is looked
through in seconds while it sells on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select, text

from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.services import search_index
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.audit_chain import broken_chains
from microshop_desktop.services.book_rules import RULES, Rule
from microshop_desktop.services.derived import (
    rebuild_day_figures,
    rebuild_levels,
    rebuild_refunded,
)
from microshop_desktop.services.kept_things import missing_bills, missing_photos, unreadable_texts
from microshop_desktop.services.number_series import broken_series
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import mark_all_dirty

SHOWN = 3
"""How many of the records that break a rule are named."""


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: its stable name, whether it holds, and what breaks it (else empty)."""

    name: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All checks, in a fixed order."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every invariant holds."""
        return all(check.ok for check in self.checks)

    def to_document(self) -> dict[str, object]:
        """Return the document that scripts rely on."""
        return {"ok": self.ok, "checks": [asdict(check) for check in self.checks]}


Progress = Callable[[str], None]


class Doctor:
    """Checks of the books of this shop."""

    def __init__(
        self, shop: Shop, pictures: Path | None = None, *, bills: Path | None = None
    ) -> None:
        """Work in this shop; where its folders are named, look for its photos and bills too."""
        self._shop = shop
        self._pictures = pictures
        self._bills = bills

    @act(Right.CHECK_BOOKS)
    def check(self, actor: Actor, progress: Progress | None = None) -> Findings:
        """Prove every invariant; `progress` is told the name of each check before it runs."""
        with self._shop.database.read() as connection:
            checks = []
            for name, examine in _examinations(connection, self._pictures, self._bills):
                if progress:
                    progress(name)
                checks.append(_judged(name, examine(connection)))
        return Findings(tuple(checks))

    @act(Right.CHECK_BOOKS)
    def repair(self, actor: Actor) -> Findings:
        """Make everything derived anew from the facts, never a fact; return what is true then.

        Derived are stock levels, what is reserved, day figures, refunded figures and the search.
        """
        with self._shop.database.write() as connection:
            rebuild_levels(connection, self._shop.ids)
            mark_all_dirty(connection, self._shop.clock.now())
            rebuild_refunded(connection)
            rebuild_day_figures(connection)
            search_index.clear(connection)
            search_index.refresh(connection, connection.scalars(select(Sku.id)).all())
        return self.check(actor)


Examine = Callable[[Connection], Iterable[str]]


def _examinations(
    connection: Connection, pictures: Path | None, bills: Path | None
) -> Iterator[tuple[str, Examine]]:
    """Yield the checks that this kind of database needs."""
    if connection.dialect.name == "sqlite":
        yield "integrity", _integrity
        yield "foreign_keys", _foreign_keys
    for rule in RULES:
        yield rule.name, _asking(rule)
    yield "numbers_have_no_gaps", broken_series
    yield "audit_chain_holds", _chains
    yield "kept_texts_can_be_read", unreadable_texts
    if pictures is not None:
        yield "photos_are_there", partial(missing_photos, folder=pictures)
    if bills is not None:
        yield "bills_are_there", partial(missing_bills, folder=bills)


def _judged(name: str, broken: Iterable[str]) -> Check:
    """Turn the records against a rule into a check that names the first few."""
    subjects = list(broken)
    if not subjects:
        return Check(name, ok=True)
    shown = ", ".join(subjects[:SHOWN])
    more = len(subjects) - SHOWN
    return Check(name, ok=False, detail=f"{shown} (+{more})" if more > 0 else shown)


def _asking(rule: Rule) -> Examine:
    statement = text(rule.broken)
    return lambda connection: [str(row.subject) for row in connection.execute(statement)]


def _integrity(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
    return [] if found == ["ok"] else [str(line) for line in found]


def _foreign_keys(connection: Connection) -> list[str]:
    return [
        f"{row[0]} → {row[2]}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    ]


def _chains(connection: Connection) -> list[str]:
    return [f"{broken.letter} {broken.seq}: {broken.why}" for broken in broken_chains(connection)]
