"""Which troubles of the database pass by themselves."""

from __future__ import annotations

import sqlite3

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

#: Nothing is wrong with the statement: the server is away, full, locked, or two of us met.
_PASSING = (
    sqlite3.OperationalError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.CannotConnectNowError,
    SQLAlchemyError,
    ConnectionError,
    TimeoutError,
    OSError,
)
#: Two replicas met the same person at the same moment: the second time there is no conflict.
_MET = (sqlite3.IntegrityError, asyncpg.UniqueViolationError)


def passes(trouble: BaseException) -> bool:
    """True when the same work may succeed later, unchanged."""
    return isinstance(trouble, _PASSING)


def may_pass(trouble: BaseException) -> bool:
    """True when it is worth trying the same work once more, at once."""
    return isinstance(trouble, _MET)
