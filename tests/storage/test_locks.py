"""Locks: one process serves a SQLite file, one of several listens on PostgreSQL."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import locks
from storage.engine import make_engine
from storage.locks import Taken, alone, serving
from storage.migrate import migrate
from tests.kit import Kit
from tests.town import ROOT

#: an advisory lock of this database: the server may have others, and others their locks
HELD = """
locktype = 'advisory'
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
HOLDER = """
import sys, time
from storage.locks import serving
with serving(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_process_serves_a_file(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/var/a.db"
    with serving(url), pytest.raises(Taken, match=r"a\.db"), serving(url):
        pass
    with serving(url), serving(f"sqlite+aiosqlite:///{tmp_path}/var/b.db"):
        pass


async def test_commands_work_while_a_process_serves(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/a.db"
    with serving(url):
        await migrate(url)
        engine = make_engine(url)
        await Kit(engine).chat()
        await engine.dispose()


def test_the_lock_ends_with_the_process_however_it_ends(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/a.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Taken), serving(url):
            pass
        holder.kill()
    with serving(url):
        pass


def test_postgresql_may_be_served_by_several() -> None:
    url = "postgresql+asyncpg://u@h/d"
    with serving(url), serving(url):
        pass


class Listener:
    """Somebody who would listen; counts how often it began and how often it had to leave."""

    def __init__(self) -> None:
        self.begun = self.left = 0
        self.changed = asyncio.Condition()

    async def listen(self) -> None:
        self.begun += 1
        await self._say()
        try:
            await asyncio.Event().wait()
        finally:
            self.left += 1
            await self._say()

    async def _say(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def until(self, begun: int, left: int) -> None:
        async with asyncio.timeout(60), self.changed:
            await self.changed.wait_for(lambda: (self.begun, self.left) == (begun, left))


async def _strike(engine: AsyncEngine) -> None:
    """End the connection that holds an advisory lock, as a restart or a failover would."""
    async with engine.connect() as connection:
        await connection.execute(
            text(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {HELD}")
        )


@pytest.mark.postgres
async def test_a_second_process_listens_when_the_first_loses_its_lock(
    postgres_database: str,
) -> None:
    one, two = make_engine(postgres_database), make_engine(postgres_database)
    first, second = Listener(), Listener()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(alone(one, "listen", first.listen))]
        await first.until(1, 0)
        tasks.append(group.create_task(alone(two, "listen", second.listen)))
        await asyncio.sleep(0.2)
        assert second.begun == 0
        await _strike(two)
        await first.until(1, 1)  # it leaves at once, whoever listens next
        async with asyncio.timeout(60):
            while first.begun + second.begun != 2:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        assert (first.begun - first.left) + (second.begun - second.left) == 1
        for task in tasks:
            task.cancel()
    async with one.connect() as connection:
        held = await connection.scalar(text(f"SELECT count(*) FROM pg_locks WHERE {HELD}"))
    assert held == 0
    await one.dispose()
    await two.dispose()


@pytest.mark.postgres
async def test_who_loses_the_lock_leaves_at_once(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only when it looks the next time: somebody else may listen by then."""
    monkeypatch.setattr(locks, "RETRY", 60.0)
    engine, other = make_engine(postgres_database), make_engine(postgres_database)
    listener = Listener()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(alone(engine, "listen", listener.listen))
        await listener.until(1, 0)
        await _strike(other)
        await listener.until(1, 1)
        task.cancel()
    await engine.dispose()
    await other.dispose()


async def test_work_that_breaks_or_ends_is_an_error(engine: AsyncEngine) -> None:
    async def breaks() -> None:
        raise OSError("its own trouble, not the lock's")

    async def ends() -> None:
        pass

    for work, kind in ((breaks, OSError), (ends, RuntimeError)):
        caught = None
        try:
            await alone(engine, "work", work)
        except* kind as group:
            caught = group
        assert caught is not None


async def test_the_lock_is_given_back(engine: AsyncEngine) -> None:
    for _ in range(2):
        listener = Listener()
        async with asyncio.TaskGroup() as group:
            task = group.create_task(alone(engine, "listen", listener.listen))
            await listener.until(1, 0)
            task.cancel()
        assert listener.left == 1
