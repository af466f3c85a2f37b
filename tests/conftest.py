"""What tests share: databases, a town of stand-ins, and a house that serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import make_engine
from storage.unit import Units
from tests import postgres, witness
from tests.town import Town, migrated

# How long an example takes says something of the machine, and nothing of the rule.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, so that a test need not migrate its own."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrated(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[tuple[str, str]]:
    """The server's URL and a migrated database to copy; skips where there is no PostgreSQL."""
    try:
        with postgres.server() as server, postgres.fresh_database(server) as template:
            migrated(template)
            yield server, template
    except postgres.NoPostgres as reason:
        postgres.missing(str(reason))


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database of the test's own, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "priyomnaya.db"
        path.write_bytes(template.read_bytes())
        yield f"sqlite+aiosqlite:///{path}"
    else:
        yield request.getfixturevalue("postgres_database")


@pytest.fixture
def postgres_database(postgres_template: tuple[str, str]) -> Iterator[str]:
    """The URL of a migrated database of the test's own on PostgreSQL."""
    server, template = postgres_template
    with postgres.fresh_database(server, template) as url:
        yield url


@pytest.fixture(params=DATABASES)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.db"
        return
    server, _ = request.getfixturevalue("postgres_template")
    with postgres.fresh_database(server) as url:
        yield url


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database)
    yield engine
    await engine.dispose()


@pytest.fixture
def units(engine: AsyncEngine) -> Units:
    return Units(engine)


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Both stand-ins and a house that serves them, on a Tuesday at 10:00."""
    town = Town(database, tmp_path / "files")
    await town.open()
    try:
        yield town
    finally:
        await town.close()
    assert witness.findings(town.telegram, town.vk) == []
