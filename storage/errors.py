"""Which troubles of the database pass by themselves, and which lie in the work itself."""

from __future__ import annotations

import sqlite3

import asyncpg
from sqlalchemy import exc

#: SQLite's own reasons that have nothing to do with the statement: locked, full, unreadable.
_SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_SCHEMA,
        sqlite3.SQLITE_NOTADB,
    }
)
#: The server is away, refuses us, is full, stands by, or two of us met.
_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidCachedStatementError,
    # Also what asyncpg says of itself when a connection goes in the middle of a statement.
    asyncpg.InternalClientError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    exc.TimeoutError,  # no connection of the pool came free
    exc.DBAPIError,  # statements run on the driver itself; this comes from connecting only
    OSError,
)


class Overtaken(Exception):
    """Somebody else has changed meanwhile what this work was decided over; nothing of it is kept,
    and it is done again over what stands now."""


#: Two replicas met the same person at the same moment: the second time there is no conflict.
_MET = (sqlite3.IntegrityError, asyncpg.UniqueViolationError, Overtaken)


def passes(trouble: BaseException) -> bool:
    """True when the database is away: the same work may succeed later, unchanged.

    False when the work itself cannot be stored, however often it is tried."""
    if isinstance(trouble, sqlite3.Error):
        return getattr(trouble, "sqlite_errorcode", 0) & 0xFF in _SQLITE_AWAY
    return isinstance(trouble, _AWAY)


def may_pass(trouble: BaseException) -> bool:
    """True when it is worth trying the same work once more, at once."""
    return isinstance(trouble, _MET)
