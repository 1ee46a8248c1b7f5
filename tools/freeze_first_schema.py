"""Writes the tables of today as the frozen tables of the first migration.

Only for the time before the first release: after it the first migration never changes again, and a
change of a table is a migration of its own.
"""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import sqlalchemy as sa

from microshop_desktop.persistence import columns
from microshop_desktop.persistence.columns import Base
from microshop_desktop.persistence.search_tables import CREATE_POSTGRESQL, CREATE_SQLITE
from microshop_desktop.persistence.tables import every

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "microshop_desktop/persistence/migrations/first_schema"

TYPES: dict[type, str] = {
    columns.IdType: "ID",
    columns.InstantType: "INSTANT",
    columns.ShopDayType: "TEXT",
    columns.JsonType: "TEXT",
    columns.MinorType: "AMOUNT",
    columns.ThousandthsType: "AMOUNT",
    columns.CostValueType: "AMOUNT",
    columns.TaxRateType: "SMALL",
    sa.Text: "TEXT",
    sa.BigInteger: "WHOLE",
    sa.Boolean: "FLAG",
    sa.LargeBinary: "BYTES",
}
INIT = '''"""The tables of the first schema, frozen as they were: never the mappings of today."""

from microshop_desktop.persistence.migrations.first_schema import {families}
from microshop_desktop.persistence.migrations.first_schema.kinds import metadata

__all__ = {names}
'''
KINDS = '''"""The column types and names of constraints of the first schema."""

import sqlalchemy as sa

ID = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
INSTANT = sa.BigInteger()
AMOUNT = sa.BigInteger()
WHOLE = sa.BigInteger()
SMALL = sa.Integer()
TEXT = sa.Text()
FLAG = sa.Boolean()
BYTES = sa.LargeBinary()

metadata = sa.MetaData(
    naming_convention={convention}
)
'''
SEARCH = '''"""Frozen statements of the first schema: the type-ahead search."""

STATEMENTS = {{
    "sqlite": {sqlite},
    "postgresql": {postgresql},
}}
'''
HEAD = '''"""Frozen tables of the first schema: {family}."""

import sqlalchemy as sa

from microshop_desktop.persistence.migrations.first_schema.kinds import (
    {kinds},
    metadata,
)
'''


def main() -> None:
    """Write a module for each family of tables, then format them."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    families = tables_by_family()
    imported = ", ".join(sorted(families))
    names = sorted([*families, "metadata"])
    (TARGET / "__init__.py").write_text(INIT.format(families=imported, names=names))
    convention = dict(Base.metadata.naming_convention)
    convention.pop("column_0_label", None)
    (TARGET / "kinds.py").write_text(KINDS.format(convention=convention))
    for family, found in families.items():
        body = "\n\n".join(render_table(table) for table in found)
        used = {kind for kind in TYPES.values() if re.search(rf"\b{kind}\b", body)}
        kinds = ",\n    ".join(sorted(used))
        (TARGET / f"{family}.py").write_text(HEAD.format(family=family, kinds=kinds) + "\n" + body)
    statements = {"sqlite": CREATE_SQLITE, "postgresql": CREATE_POSTGRESQL}
    rendered = {name: render_statements(found) for name, found in statements.items()}
    (TARGET / "search.py").write_text(SEARCH.format(**rendered))
    for command in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, str(TARGET)], check=True)


def tables_by_family() -> dict[str, list[sa.Table]]:
    """Give all tables under the name of the module that maps them, in the order of the file."""
    families: dict[str, list[sa.Table]] = defaultdict(list)
    for family in every.__all__:
        for value in vars(getattr(every, family)).values():
            table = getattr(value, "__table__", None)
            if isinstance(table, sa.Table) and value.__module__.endswith(f".{family}"):
                families[family].append(table)
    return dict(families)


def render_table(table: sa.Table) -> str:
    """Give the source of one table with its constraints and indexes."""
    parts = [render_column(column) for column in table.columns]
    for constraint in sorted(table.constraints, key=name_of):
        if isinstance(constraint, sa.UniqueConstraint):
            parts.append(f"sa.UniqueConstraint({quoted(constraint.columns)})")
        if isinstance(constraint, sa.CheckConstraint):
            rule, name = str(constraint.sqltext), constraint.name
            parts.append(f"sa.CheckConstraint({rule!r}, name={name!r})")
    parts += [render_index(index) for index in sorted(table.indexes, key=lambda i: str(i.name))]
    body = ",\n    ".join(parts)
    return f"sa.Table(\n    {table.name!r},\n    metadata,\n    {body},\n)\n"


def name_of(constraint: sa.Constraint) -> str:
    """Give what constraints are sorted by: their columns, so that the file does not change."""
    return str([column.name for column in getattr(constraint, "columns", ())])


def render_column(column: sa.Column[object]) -> str:
    """Give the source of one column."""
    parts = [repr(column.name), TYPES[type(column.type)]]
    parts += [f"sa.ForeignKey({key.target_fullname!r})" for key in column.foreign_keys]
    if column.primary_key:
        parts.append("primary_key=True")
    elif not column.nullable:
        parts.append("nullable=False")
    if isinstance(column.server_default, sa.DefaultClause):
        parts.append(f"server_default={str(column.server_default.arg)!r}")
    return f"sa.Column({', '.join(parts)})"


def render_index(index: sa.Index) -> str:
    """Give the source of one index."""
    parts = [repr(index.name), ", ".join(repr(part_of(item)) for item in index.expressions)]
    if index.unique:
        parts.append("unique=True")
    for dialect in ("sqlite", "postgresql"):
        where = index.dialect_options[dialect].get("where")
        if where is not None:
            parts.append(f"{dialect}_where=sa.text({str(where)!r})")
    return f"sa.Index({', '.join(parts)})"


def part_of(item: object) -> str:
    """Give the name of an indexed column; expressions need a migration written by hand."""
    if isinstance(item, sa.Column):
        return item.name
    message = f"an index on an expression cannot be frozen: {item}"
    raise SystemExit(message)


def render_statements(statements: tuple[str, ...]) -> str:
    """Give statements as the source of a tuple of texts."""
    return "(" + "".join(f'"""{statement}""",' for statement in statements) + ")"


def quoted(found: object) -> str:
    """Give the names of columns as source."""
    return ", ".join(repr(column.name) for column in found)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
