"""The database is locked, full, cut off or restarted while people write, and nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from sqlalchemy import event

from sandbox.people import Messenger
from tests import postgres
from tests.town import Town
from tests.trials.hard_times import HardTimes, hard_times
from tests.trials.wire import Wire

#: Longer than the house's own patience with a lock: SQLite 10 s, PostgreSQL 15 s.
LOCKED = {"sqlite": 11.0, "postgresql": 16.0}
#: PostgreSQL, by its own address.
TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)

pytestmark = pytest.mark.slow


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    path = tmp_path / "priyomnaya.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


@pytest.fixture
def server_database(postgres_template: tuple[str, str]) -> Any:
    with postgres.fresh_database(*postgres_template) as url:
        yield url


@asynccontextmanager
async def living(database: str, files: Path, archive_url: str = "") -> AsyncIterator[HardTimes]:
    """A town on this database in hard times, with a first word exchanged at each messenger."""
    town = Town(database, files)
    await town.open()
    try:
        async with hard_times(town, archive_url) as times:
            await times.write(1)
            await times.answered("telegram")
            await times.answered("vk")
            yield times
    finally:
        await town.close()


async def no_word_of_it(times: HardTimes) -> None:
    """What went wrong inside is nobody's business: nobody was told that something broke."""
    for channel, people in times.people.items():
        messenger: Messenger = times.town.telegram if channel == "telegram" else times.town.vk
        for person in people:
            for message in messenger.shown(person.id):
                assert not message.ours or "ошибка" not in message.text


@pytest.mark.requirement("W1")
@pytest.mark.parametrize("held", [2.0, LOCKED["sqlite"]])
async def test_somebody_else_writes_into_the_file(file: Path, tmp_path: Path, held: float) -> None:
    async with living(f"sqlite+aiosqlite:///{file}", tmp_path / "files") as times:
        other = sqlite3.connect(file, 60, isolation_level=None, check_same_thread=False)
        # In a thread: whoever writes at this moment has to be let finish.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        before = await times.archive.kept()
        await times.write(20)
        await asyncio.sleep(held)
        assert await times.archive.kept() == before
        other.execute("ROLLBACK")
        other.close()
        await times.write(20)
        verdict = await times.all_is_well()
        assert not verdict.quarantined
        await no_word_of_it(times)


@pytest.mark.requirement("W1")
async def test_the_disk_is_full(file: Path, tmp_path: Path) -> None:
    async with living(f"sqlite+aiosqlite:///{file}", tmp_path / "files") as times:
        engine, full = times.town.service.engine, [True]

        def limit(connection: Any, _record: Any) -> None:
            if full[0]:
                cursor = connection.cursor()
                cursor.execute("PRAGMA max_page_count = 1")  # as small as it already is
                cursor.close()

        event.listen(engine.sync_engine, "connect", limit)
        await engine.dispose()  # the limit belongs to a connection
        await times.write(200, anew=True)
        await asyncio.sleep(2)
        kept = await times.archive.kept()
        assert kept < 402, "the disk was never full"
        full[0] = False
        await engine.dispose()
        await times.write(20)
        verdict = await times.all_is_well()
        assert not verdict.quarantined
        await no_word_of_it(times)


@pytest.mark.postgres
@pytest.mark.requirement("W1")
async def test_a_table_is_locked(server_database: str, tmp_path: Path) -> None:
    async with living(server_database, tmp_path / "files") as times:
        other = await asyncpg.connect(server_database.replace("+asyncpg", ""))
        async with other.transaction():
            await other.execute("LOCK TABLE outbox, events IN ACCESS EXCLUSIVE MODE")
            before = await times.archive.kept()
            await times.write(20)
            await asyncio.sleep(LOCKED["postgresql"])
            assert await times.archive.kept() == before
        await other.close()
        await times.write(20)
        verdict = await times.all_is_well()
        assert not verdict.quarantined
        await no_word_of_it(times)


Trouble = Callable[[Wire, asyncpg.Connection], Coroutine[Any, Any, None]]


async def _terminated(_: Wire, direct: asyncpg.Connection) -> None:
    await direct.execute(TERMINATE)


async def _cut(wire: Wire, _: asyncpg.Connection) -> None:
    await wire.cut()
    await wire.mend()


async def _away(wire: Wire, _: asyncpg.Connection) -> None:
    await wire.cut()
    await asyncio.sleep(1.5)
    await wire.mend()


@pytest.mark.postgres
@pytest.mark.requirement("W1")
@pytest.mark.parametrize("trouble", [_terminated, _cut, _away])
async def test_the_connection_breaks(
    server_database: str, tmp_path: Path, trouble: Trouble
) -> None:
    """Backends are terminated, the line is cut, the server is away and comes back: again and
    again while people write; a COMMIT may have taken effect though its answer was lost."""
    parts = urlsplit(server_database)
    assert parts.hostname
    assert parts.port
    wire = Wire(parts.hostname, parts.port)
    await wire.mend()
    near = parts.netloc.replace(f"{parts.hostname}:{parts.port}", f"127.0.0.1:{wire.port}")
    through = urlunsplit(parts._replace(netloc=near))
    direct = await asyncpg.connect(server_database.replace("+asyncpg", ""))
    try:
        async with living(through, tmp_path / "files", server_database) as times:
            for _ in range(5):
                await times.write(20, anew=True)
                await asyncio.sleep(0.05)
                await trouble(wire, direct)
                await times.write(5)
                await asyncio.sleep(0.3)
            # An answer of Telegram's that could not be noted is noted later, not asked for again.
            verdict = await times.all_is_well()
            assert not verdict.quarantined
            await no_word_of_it(times)
    finally:
        await direct.close()
        await wire.close()
