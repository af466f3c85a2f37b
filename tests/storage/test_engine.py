"""The engine: what every connection is told, and who may read the file."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import tables as t
from storage.engine import make_engine, sqlite_file
from storage.migrate import migrate
from tests.kit import PLACE, Kit, rows

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "secure_delete": 1,
}


async def test_every_connection_to_sqlite_has_its_pragmas(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    for _ in range(2):
        async with engine.connect() as connection:
            found = {name: await connection.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
            assert found == PRAGMAS
            await connection.invalidate()  # the next one is a new connection
    await engine.dispose()


@pytest.mark.postgres
async def test_every_connection_to_postgresql_has_its_limits(postgres_database: str) -> None:
    engine = make_engine(postgres_database)
    async with engine.connect() as connection:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            assert await connection.scalar(text(f"SHOW {name}")) not in {"0", 0}
        assert await connection.scalar(text("SHOW timezone")) == "UTC"
    await engine.dispose()


async def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        url = f"sqlite+aiosqlite:///{tmp_path}/var/a.db"
        await migrate(url)
        engine = make_engine(url)
        kit = Kit(engine)
        await kit.appeal()
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "var").iterdir()}
        await engine.dispose()
    finally:
        os.umask(before)
    assert {"a.db", "a.db-wal"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_an_engine_alone_creates_nothing(tmp_path: Path) -> None:
    make_engine(f"sqlite+aiosqlite:///{tmp_path}/var/a.db")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("url", ["sqlite+aiosqlite:///:memory:", "postgresql+asyncpg://u@h/d"])
def test_not_every_database_is_a_file(url: str) -> None:
    assert sqlite_file(url) is None


async def test_errors_do_not_quote_what_was_to_be_stored(database: str) -> None:
    engine = make_engine(database)
    async with engine.connect() as connection:
        with pytest.raises(Exception, match="no_such_table") as caught:
            await connection.execute(
                text("INSERT INTO no_such_table VALUES (:word)"), {"word": "canary"}
            )
    await engine.dispose()
    assert "canary" not in str(caught.value)


async def test_foreign_keys_are_heeded(engine: AsyncEngine) -> None:
    kit = Kit(engine)
    appeal = await kit.appeal()
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with kit.units.begin() as unit:
            unit.notices.note(replace(appeal, id=1), "new", kit.watch())


async def test_the_backup_of_a_running_house_is_whole(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """As docs/operating.md has it: from another process, in the middle of a transaction."""
    file, backup = tmp_path / "a.db", tmp_path / "backup.db"
    file.write_bytes(sqlite_template.read_bytes())
    kit = Kit(make_engine(f"sqlite+aiosqlite:///{file}"))
    await kit.appeal()
    async with kit.units.begin() as unit:
        unit.arrivals.move_cursor(*PLACE, "not committed")
        await unit.outbox.waiting_counts()
        saying = f"VACUUM INTO '{backup}'"
        code = f"import sqlite3; sqlite3.connect({str(file)!r}).execute({saying!r})"
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        assert await process.wait() == 0
    restored = Kit(make_engine(f"sqlite+aiosqlite:///{backup}"), _people=1)
    assert len(await rows(restored.engine, t.appeals)) == 1
    assert await rows(restored.engine, t.cursors) == []
    assert (await restored.appeal()).number == "2026-000002"
    for one in (kit, restored):
        await one.engine.dispose()
