"""The engine: one connection profile per database, the same for the house and for its commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

_SQLITE_PRAGMAS = (
    # First: the others wait for a lock, too.
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    # A confirmed event must survive a power cut, not only a crash of ours.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Per connection: a new connection starts with whatever the library was built with.
    "PRAGMA secure_delete = ON",
)
_POSTGRES_SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "15s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}


def make_engine(url: str) -> AsyncEngine:
    """An engine whose connections leave BEGIN and COMMIT to the unit of work.

    SQLite gets one connection: its writers queue in the pool, in order, instead of finding the
    database locked. What people wrote never stands in an error or a log."""
    common: dict[str, Any] = {
        "isolation_level": "AUTOCOMMIT",
        "pool_reset_on_return": None,
        "hide_parameters": True,
    }
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_async_engine(
            url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, **common
        )
        if file := sqlite_file(url):
            event.listen(engine.sync_engine, "do_connect", lambda *_: keep_private(file))
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine
    settings = {"server_settings": _POSTGRES_SETTINGS}
    return create_async_engine(url, pool_size=8, connect_args=settings, **common)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for one in memory and for PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return None
    return Path(str(parsed.database))


def keep_private(file: Path) -> None:
    """Make sure that the file is there and that a new one is its owner's alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()
