"""One trip to the database for many statements.

A statement through SQLAlchemy's async engine costs several hops between threads and greenlets
(0.5 ms of CPU on aiosqlite, and a message of a client is more than ten statements). So statements
are built and compiled by SQLAlchemy, once, and a list of them runs in a single hop on the driver's
own connection. docs/adr/0003 has the measurements.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    column,
    select,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement, Executable
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

Row = dict[str, Any]
Params = Mapping[str, Any]


class _Each(FunctionElement[str]):
    """A JSON list, given as one parameter, as a table of its texts."""

    inherit_cache = True
    type = Text()


@compiles(_Each, "sqlite")
def _each_on_sqlite(element: _Each, compiler: Any, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_Each, "postgresql")
def _each_on_postgresql(element: _Each, compiler: Any, **kw: Any) -> str:
    return f"jsonb_array_elements_text(CAST({compiler.process(element.clauses, **kw)} AS jsonb))"


def each(name: str, values: Iterable[object] | None = None) -> TableValuedAlias:
    """The list given as parameter `name`, as a table with the one column `value`; `values` where
    it belongs to the statement itself."""
    given = bindparam(name, type_=Text())
    if values is not None:
        given = bindparam(name, as_list(values), type_=Text())
    return _Each(given).table_valued(column("value", Text()), name=f"each_{name}")


class _Among(ColumnElement[Any]):
    """Whether a column is one of a JSON list, said so that an index finds it.

    PostgreSQL joins with a list given as a table, and before it has statistics of a new database
    it does so by reading everything; an array it looks up, value by value."""

    inherit_cache = False
    type = NullType()

    def __init__(self, column_: ColumnElement[Any], name: str) -> None:
        value = each(name).c.value
        whole = isinstance(column_.type, Integer)
        self.column = column_
        self.query = select(cast(value, BigInteger()) if whole else value)


@compiles(_Among, "sqlite")
def _among_on_sqlite(element: _Among, compiler: Any, **kw: Any) -> str:
    found, source = (compiler.process(part, **kw) for part in (element.column, element.query))
    return f"{found} IN ({source})"


@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: Any, **kw: Any) -> str:
    found, source = (compiler.process(part, **kw) for part in (element.column, element.query))
    return f"{found} = ANY (ARRAY ({source}))"


def among(column_: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """Whether the column is one of the list given as parameter `name`."""
    return _Among(column_, name)


def as_list(values: Iterable[object]) -> str:
    """The parameter of `each` and `among`."""
    return json.dumps([str(value) for value in values], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement as the driver takes it."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]
    binds: Mapping[str, Callable[[Any], Any]]
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def args(self, params: Params) -> tuple[Any, ...]:
        binds, constants = self.binds, self.constants
        found = []
        for name in self.names:
            value = params[name] if name in params else constants[name]
            bind = binds.get(name)
            found.append(bind(value) if bind else value)
        return tuple(found)

    def rows(self, fetched: Iterable[Sequence[Any]]) -> list[Row]:
        columns = self.columns
        return [
            {name: make(v) if make else v for (name, make), v in zip(columns, row, strict=True)}
            for row in fetched
        ]


class Query:
    """A statement compiled once per dialect; keep it as a module's constant where it is hot.

    For inserts `keys` are the columns that will be given."""

    __slots__ = ("_compiled", "keys", "statement")

    def __init__(self, statement: Executable, keys: Iterable[str] | None = None) -> None:
        self.statement = statement
        self.keys = list(keys) if keys else None
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, dialect: Dialect) -> Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self.statement, dialect, self.keys)
        return found


def _compile(statement: Any, dialect: Dialect, keys: list[str] | None) -> Compiled:
    assert isinstance(statement, ClauseElement)
    done: Any = statement.compile(
        dialect=dialect, column_keys=keys, compile_kwargs={"render_postcompile": True}
    )
    binds = {}
    for name, bind in done.binds.items():
        process = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if process:
            binds[name] = process
    columns = []
    if getattr(statement, "is_select", False) or getattr(statement, "_returning", None):
        for column in statement.exported_columns:  # type: ignore[attr-defined]
            make = column.type.dialect_impl(dialect).result_processor(dialect, None)
            columns.append((column.key, make))
    # Constants of the statement itself (a state, a limit) are bound like parameters.
    constants = {
        name: value
        for name, value in done.construct_params(_check=False).items()
        if name in done.binds and not done.binds[name].required
    }
    return Compiled(str(done), tuple(done.positiontup), constants, binds, tuple(columns))


@dataclass(frozen=True, slots=True)
class Op:
    """One statement of a trip: for one set of parameters, or run for each of `many`. With
    `or_else` one that finds no row raises it, and what follows is not run."""

    query: Query
    params: Params | None = None
    many: Sequence[Params] | None = None
    or_else: Exception | None = None

    def checked(self, rows: Any) -> Any:
        if self.or_else and not rows:
            raise self.or_else
        return rows


class Trips:
    """Runs lists of statements on one checked-out connection."""

    def __init__(self, connection: AsyncConnection, raw: Any) -> None:
        self._dialect = connection.dialect
        self._raw = raw
        self.on_sqlite = self._dialect.name == "sqlite"
        self._begin = "BEGIN IMMEDIATE" if self.on_sqlite else "BEGIN"
        self.open = False

    async def run(self, ops: Sequence[Op], *, commit: bool = False) -> list[list[Row]]:
        """Run in order and return the rows of each; begins the transaction if none is open."""
        steps = [(op.query.compiled(self._dialect), op) for op in ops]
        begin, self.open = ("" if self.open else self._begin), True
        end = "COMMIT" if commit else ""
        if self.on_sqlite:
            # aiosqlite has no public call for "this function, on your thread"; see docs/adr/0003.
            fetched = await self._raw._execute(_run_on_sqlite, self._raw._conn, begin, steps, end)
        else:
            fetched = await _run_on_postgresql(self._raw, begin, steps, end)
        if commit:
            self.open = False
        return [
            compiled.rows(rows) if compiled.columns else []
            for (compiled, _), rows in zip(steps, fetched, strict=True)
        ]

    async def roll_back(self) -> None:
        """Undo what was not committed; raises when the connection is of no use any more."""
        if not self.open:
            return
        self.open = False
        if self.on_sqlite:
            await self._raw._execute(_roll_back_on_sqlite, self._raw._conn)
        else:
            await self._raw.execute("ROLLBACK")


def _run_on_sqlite(
    connection: sqlite3.Connection, begin: str, steps: Sequence[tuple[Compiled, Op]], end: str
) -> list[Any]:
    found: list[Any] = []
    if begin:
        connection.execute(begin)
    for compiled, op in steps:
        if op.many is not None:
            connection.executemany(compiled.sql, [compiled.args(params) for params in op.many])
            found.append(())
        else:
            cursor = connection.execute(compiled.sql, compiled.args(op.params or {}))
            found.append(op.checked(cursor.fetchall() if compiled.columns else ()))
    if end:
        connection.execute(end)
    return found


def _roll_back_on_sqlite(connection: sqlite3.Connection) -> None:
    # BEGIN itself may have failed, and SQLite ends a transaction by itself when the disk is full.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


async def _run_on_postgresql(
    connection: Any, begin: str, steps: Sequence[tuple[Compiled, Op]], end: str
) -> list[Any]:
    found: list[Any] = []
    if begin:
        await connection.execute(begin)
    for compiled, op in steps:
        if op.many is not None:
            await connection.executemany(
                compiled.sql, [compiled.args(params) for params in op.many]
            )
            found.append(())
        else:
            rows = await connection.fetch(compiled.sql, *compiled.args(op.params or {}))
            found.append(op.checked(rows))
    if end:
        await connection.execute(end)
    return found
