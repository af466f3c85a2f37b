"""Where the tables meet: names of constraints, and indexes over what still waits."""

from __future__ import annotations

from sqlalchemy import Index, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def waiting_index(index: str, *columns: str, condition: str, unique: bool = False) -> Index:
    """An index over the few rows that still wait for something, the same on both databases."""
    where = text(condition)
    return Index(index, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
