"""One of several processes: who listens, who keeps the time, and who serves a SQLite file."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from zlib import crc32

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import keep_private, sqlite_file
from storage.errors import passes

log = logging.getLogger(__name__)

#: Seconds between attempts to get a lock, and between looks whether it is still ours.
RETRY = 2.0

_TRY = text("SELECT pg_try_advisory_lock(:key)")
_GIVE_BACK = text("SELECT pg_advisory_unlock(:key)")
_STILL_THERE = text("SELECT 1")


class Taken(Exception):
    """Another process serves this SQLite database already."""


@contextmanager
def serving(url: str) -> Iterator[None]:
    """Be the one process that serves a SQLite file; on PostgreSQL there may be several.

    The lock is SQLite's own, on a file beside the database: it works wherever the database does
    and ends with the process, however it ends. Commands do not ask for it. Raises Taken."""
    file = sqlite_file(url)
    if file is None:
        yield
        return
    beside = file.with_name(f"{file.name}.lock")
    keep_private(beside)
    connection = sqlite3.connect(beside, timeout=0, isolation_level=None)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise Taken(str(file)) from None
        yield
    finally:
        connection.close()


async def alone(engine: AsyncEngine, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work`, which goes on for ever, in one process at a time.

    On PostgreSQL that is who holds a lock that lives as long as its connection. When the
    connection is lost somebody else may hold the lock: the work is cancelled, and begins anew as
    soon as the lock is ours again. Work that breaks, or ends, is an error that goes through."""
    if engine.dialect.name == "sqlite":
        await _for_ever(work)
    key = crc32(name.encode())
    while True:
        try:
            async with engine.connect() as connection:
                while not await connection.scalar(_TRY, {"key": key}):  # noqa: ASYNC110 - others' lock
                    await asyncio.sleep(RETRY)
                log.info("this process holds %s", name)
                await _until_lost(connection, key, work)
        except Exception as trouble:
            if not passes(trouble):
                raise
        log.warning("this process does not hold %s any more", name)
        await asyncio.sleep(RETRY)


async def _until_lost(
    connection: AsyncConnection, key: int, work: Callable[[], Awaitable[None]]
) -> None:
    """Returns when the lock was lost; an ExceptionGroup when the work broke or ended."""
    woken = asyncio.Event()
    raw: Any = (await connection.get_raw_connection()).driver_connection
    raw.add_termination_listener(lambda _: woken.set())
    try:
        async with asyncio.TaskGroup() as group:
            working = group.create_task(_for_ever(work))
            while await _is_there(connection, woken):
                pass
            working.cancel()
    finally:
        await _give_back(connection, key)


async def _for_ever(work: Callable[[], Awaitable[None]]) -> None:
    await work()
    raise RuntimeError("work that goes on for ever has ended")


async def _give_back(connection: AsyncConnection, key: int) -> None:
    """Let go of the lock; with its connection where that does not answer any more."""
    try:
        async with asyncio.timeout(RETRY):
            await connection.execute(_GIVE_BACK, {"key": key})
    except BaseException as trouble:
        if connection.sync_connection is not None:
            connection.sync_connection.invalidate()
        if not isinstance(trouble, Exception):
            raise


async def _is_there(connection: AsyncConnection, woken: asyncio.Event) -> bool:
    """After a while: does the lock's connection still answer?"""
    with suppress(TimeoutError):
        async with asyncio.timeout(RETRY):
            await woken.wait()
            return False
    try:
        async with asyncio.timeout(RETRY * 2):
            await connection.execute(_STILL_THERE)
    except Exception:
        return False
    return True
