"""Bringing a database to the newest tables, one process at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine import make_engine, sqlite_file
from storage.tables import metadata

T = TypeVar("T")


class TooNew(Exception):
    """The database was brought up to date by a newer program than this one."""


#: Any number will do, as long as nothing else in the database takes the same one.
_LOCK = 7_206_514


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision the code is written for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _known() -> set[str]:
    scripts = ScriptDirectory.from_config(_config())
    return {script.revision for script in scripts.walk_revisions()}


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    stands = _current(connection)
    if stands and stands not in _known():
        raise TooNew(stands)
    command.upgrade(_config(connection), "head")
    connection.commit()


async def migrate(url: str) -> None:
    """Bring the database at `url` to the newest revision; waits for whoever is at it already.

    Raises TooNew, and what the driver raises for a database that cannot be opened."""
    await _with_connection(url, _upgrade)


async def revision(url: str) -> str:
    """The revision the database stands at, "" for a new one. Creates nothing."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return ""
    return await _with_connection(url, _current)


async def differences(url: str) -> list[object]:
    """How the database differs from the tables in the code: [] when the migrations are whole."""
    return await _with_connection(url, _differences)


def _current(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def _with_connection(url: str, work: Callable[[Connection], T]) -> T:
    # Alembic wants transactions of SQLAlchemy's own; on SQLite they are begun by hand.
    engine = make_engine(url) if url.startswith("sqlite") else create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()
