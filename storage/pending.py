"""Writes that wait for the next trip to the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table, Text, bindparam, insert, text

from storage.tables import metadata
from storage.trip import Op, Query, Row, Trips

_TABLES = metadata.sorted_tables
_INSERTS = {table.name: Query(insert(table), [c.name for c in table.c]) for table in _TABLES}
_EMPTY = {table.name: {column.name: None for column in table.c} for table in _TABLES}


@cache
def _together(tables: tuple[str, ...]) -> Query:
    """New rows of several tables in one statement: on PostgreSQL each statement is a round trip.

    A parameter holds the rows of its table as JSON; references are checked at the end."""
    parts = (
        f"new_{table} AS (INSERT INTO {table} SELECT * FROM"
        f" jsonb_populate_recordset(CAST(NULL AS {table}), CAST(:{table} AS jsonb)))"
        for table in tables
    )
    whole = text(f"WITH {', '.join(parts)} SELECT 1")
    return Query(whole.bindparams(*(bindparam(table, type_=Text()) for table in tables)))


def _moment(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("neither JSON nor a moment with a zone")
    return value.isoformat()


class Pending:
    """Writes that wait for the next trip: new rows first, in the order tables refer to each other,
    then changes in the order they were made."""

    def __init__(self, trips: Trips) -> None:
        self._trips = trips
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._changes: list[Op] = []

    @property
    def on_sqlite(self) -> bool:
        return self._trips.on_sqlite

    def add(self, table: Table, **values: Any) -> None:
        """A new row; columns not named are empty."""
        self._rows[table.name].append(_EMPTY[table.name] | values)

    def change(self, query: Query, **params: Any) -> None:
        self._changes.append(Op(query, many=[params]))

    def expect(self, query: Query, or_else: Exception, **params: Any) -> None:
        """A change that returns a row; where it returns none the unit of work raises `or_else`,
        and nothing of it is kept."""
        self._changes.append(Op(query, params, or_else=or_else))

    async def rows(self, query: Query, **params: Any) -> list[Row]:
        """What a query finds, all that was written before included."""
        return (await self.run([Op(query, params)]))[0]

    async def last_rows(self, query: Query, **params: Any) -> list[Row]:
        """What a query finds, and the end of the transaction, in the same trip."""
        return (await self.run([Op(query, params)], commit=True))[0]

    async def row(self, query: Query, **params: Any) -> Row | None:
        found = await self.rows(query, **params)
        return found[0] if found else None

    async def run(self, ops: Iterable[Op], *, commit: bool = False) -> list[list[Row]]:
        waiting = self._take()
        found = await self._trips.run([*waiting, *ops], commit=commit)
        return found[len(waiting) :]

    async def finish(self) -> None:
        waiting = self._take()
        if waiting or self._trips.open:
            await self._trips.run(waiting, commit=True)

    def _take(self) -> list[Op]:
        ops = list(self._inserts())
        for op in self._changes:
            last = ops[-1] if ops else None
            if last and op.many and last.query is op.query and isinstance(last.many, list):
                last.many.extend(op.many)
            else:
                ops.append(op)
        self._rows, self._changes = defaultdict(list), []
        return ops

    def _inserts(self) -> Iterator[Op]:
        names = tuple(table.name for table in _TABLES if table.name in self._rows)
        if self._trips.on_sqlite:
            yield from (Op(_INSERTS[name], many=self._rows[name]) for name in names)
        elif names:
            rows = {name: json.dumps(self._rows[name], default=_moment) for name in names}
            yield Op(_together(names), rows)
