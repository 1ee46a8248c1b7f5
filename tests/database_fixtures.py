"""Databases for tests: each test gets an empty one of the newest schema, on SQLite and PostgreSQL.

PostgreSQL takes part where `MICROSHOP_TEST_PG_URL` names a server; elsewhere those tests skip,
saying so. A test that is about SQLite alone asks for `sqlite_database`. `shop` and `actor` are a
newly founded shop and its owner, at noon of a Monday in Shanghai; `clock` moves its time.
"""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence import migrate
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import Shop

URL_VARIABLE = "MICROSHOP_TEST_PG_URL"
NOON = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)
WITHOUT_SERVER = f"{URL_VARIABLE} names no PostgreSQL server"


@pytest.fixture(scope="session")
def empty_shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed SQLite file of the newest schema, made once and copied by each test."""
    path = tmp_path_factory.mktemp("empty") / "shop.sqlite"
    migrate.open_database(path).close()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A schema of this test process alone, with all tables, on the server that was named."""
    server = os.environ.get(URL_VARIABLE)
    if not server:
        pytest.skip(WITHOUT_SERVER)
    schema = f"test_{os.getpid()}"
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    separator = "&" if "?" in server else "?"
    url = f"{server}{separator}options=-csearch_path%3D{schema}"
    migrate.open_database(url).close()
    yield url
    with engine.begin() as connection:
        connection.execute(sa.schema.DropSchema(schema, cascade=True))
    engine.dispose()


@pytest.fixture
def sqlite_database(empty_shop_file: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty shop's SQLite file, `tmp_path / "shop.sqlite"`."""
    path = tmp_path / "shop.sqlite"
    shutil.copy(empty_shop_file, path)
    database = Database(path)
    yield database
    database.close()


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    """An empty shop in PostgreSQL."""
    database = Database(postgresql_url)
    with database.write() as connection:
        names = [
            name for name in sa.inspect(connection).get_table_names() if name != "alembic_version"
        ]
        connection.exec_driver_sql(f"TRUNCATE {', '.join(names)} CASCADE")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database of the newest schema, on each kind in turn."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon of Monday 2026-03-02 in Shanghai until a test moves it."""
    return FixedClock(NOON)


@pytest.fixture
def shop(database: Database, clock: FixedClock) -> Shop:
    """A newly founded, empty shop in CNY, on each kind of database in turn."""
    return found_shop(database, clock, name="Corner shop", currency_code="CNY", owner="Lin")


@pytest.fixture
def actor(shop: Shop) -> Actor:
    """The owner of `shop`, with all rights."""
    return shop.owner()
