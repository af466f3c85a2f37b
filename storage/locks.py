"""One of several processes: on PostgreSQL a lock that lives as long as its connection."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zlib import crc32

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

log = logging.getLogger(__name__)

RETRY = 5.0


@asynccontextmanager
async def sole(engine: AsyncEngine, name: str) -> AsyncIterator[None]:
    """Wait until no other process holds `name`, and hold it. On SQLite there is no other process."""
    if engine.dialect.name == "sqlite":
        yield
        return
    key = crc32(name.encode())
    async with engine.connect() as connection:
        while not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            await asyncio.sleep(RETRY)
        log.info("this process holds %s", name)
        try:
            yield
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
