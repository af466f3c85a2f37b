"""Troubles of the database, made where it stands: it refuses what a test says, or is away."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from storage.engine import make_engine, sqlite_file
from tests.town import Town

_ON_SQLITE = """CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, 'refused by a test'); END"""
_ON_POSTGRES = (
    """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'refused by a test'; END $$""",
    """CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW WHEN ({when})
EXECUTE FUNCTION {name}()""",
)
#: what waits for our lock is broken off, as by a time-out or by whoever looks after the server
_BREAK_OFF = """SELECT pg_cancel_backend(pid) FROM pg_locks
WHERE relation = 'ballots'::regclass AND NOT granted"""


_HELD = (
    """CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN PERFORM pg_advisory_xact_lock(41); RETURN NULL; END $$""",
    """CREATE CONSTRAINT TRIGGER held AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION held()""",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The database refuses to INSERT or UPDATE rows of a table of which `when` holds; the row is
    NEW there. A transaction that tries is lost."""

    town: Town
    name: str
    table: str

    @classmethod
    async def of(cls, town: Town, deed: str, table: str, when: str) -> Refusal:
        refusal = cls(town, f"refuses_{deed}_{table}".lower(), table)
        words = {"name": refusal.name, "deed": deed, "table": table, "when": when}
        await refusal._run(
            *(one.format(**words) for one in ((_ON_SQLITE,) if _on_sqlite(town) else _ON_POSTGRES))
        )
        return refusal

    async def ends(self) -> None:
        tail = "" if _on_sqlite(self.town) else f" ON {self.table}"
        await self._run(f"DROP TRIGGER {self.name}{tail}")

    async def _run(self, *statements: str) -> None:
        async with self.town.service.engine.connect() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)


@asynccontextmanager
async def away(town: Town) -> AsyncIterator[None]:
    """The database takes no vote meanwhile: SQLite's file is locked by somebody else, and
    PostgreSQL breaks the connection in the middle of the vote's transaction."""
    async with _locked(town) if _on_sqlite(town) else _broken_off(town):
        yield


@asynccontextmanager
async def _locked(town: Town) -> AsyncIterator[None]:
    file = str(sqlite_file(town.database))
    other = sqlite3.connect(file, 60, isolation_level=None, check_same_thread=False)
    await _is_patient(town, 20)
    # In a thread: whoever writes at this moment has to be let finish.
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()
        await _is_patient(town, 10_000)


async def _is_patient(town: Town, milliseconds: int) -> None:
    async with town.service.engine.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")


@asynccontextmanager
async def _broken_off(town: Town) -> AsyncIterator[None]:
    address = town.database.replace("+asyncpg", "", 1)
    holds, breaks = await asyncpg.connect(address), await asyncpg.connect(address)

    async def for_ever() -> None:
        while True:
            await breaks.execute(_BREAK_OFF)
            await asyncio.sleep(0.01)

    try:
        async with asyncio.TaskGroup() as group, holds.transaction():
            await holds.execute("LOCK TABLE ballots IN SHARE MODE")
            breaking = group.create_task(for_ever())
            try:
                yield
            finally:
                breaking.cancel()
    finally:
        await holds.close()
        await breaks.close()


def _on_sqlite(town: Town) -> bool:
    return sqlite_file(town.database) is not None


@asynccontextmanager
async def commits_held(database: str) -> AsyncIterator[None]:
    """PostgreSQL: whoever has said something meanwhile waits in the middle of the commit."""
    other = make_engine(database)
    try:
        async with other.connect() as connection:
            for statement in _HELD:
                await connection.exec_driver_sql(statement)
            await connection.exec_driver_sql("SELECT pg_advisory_lock(41)")
            yield
            await connection.exec_driver_sql("SELECT pg_advisory_unlock(41)")
    finally:
        await other.dispose()


async def is_held(database: str) -> bool:
    """Whether somebody waits there."""
    other = make_engine(database)
    query = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    try:
        async with other.connect() as connection:
            return bool((await connection.exec_driver_sql(query)).scalar_one())
    finally:
        await other.dispose()
