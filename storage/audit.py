"""What the database holds of one wave, read as its administrator would read it; changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.surveys.traces import Traces, holds_mark, holds_name
from storage import tables as t
from storage.engine import sqlite_file

#: what the tables of rights and answers may say, and nothing else
HOLD: Mapping[str, Set[str]] = {
    "ballots": {"hash", "wave", "spent"},
    "sheets": {"wave", "id", "part", "answers"},
    "survey_texts": {"wave", "id", "question", "text"},
}
#: invitations that did not arrive: whoever they were for cannot answer
_LOST = ("unreachable", "refused", "withdrawn", "unsent")
#: settings of PostgreSQL by which its commits keep exactly when was answered, or its log how a
#: statement was executed, values and all; and what is no harm
_ALWAYS = {"track_commit_timestamp": ("off",), "auto_explain.log_min_duration": ("-1",)}
#: Those by which its log keeps statements. Each is written with its values, and so whom a
#: transaction was for beside what was answered, unless the log is told to leave values out.
_STATEMENTS = {
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "pgaudit.log_parameter": ("off",),
}
_VALUES = "log_parameter_max_length"
_SETTINGS = text("SELECT name, setting FROM pg_settings")
_TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT trigger_name, event_object_table FROM information_schema.triggers"
    " UNION SELECT rulename, tablename FROM pg_rules",
}
_BYTES = 1 << 22


@dataclass(slots=True)
class Found:
    """Besides the traces: of whom it is known that they were invited, by group and whether they are
    written down as having answered; how many tables and files were looked through."""

    traces: Traces
    invited: list[tuple[str, bool]] = field(default_factory=list)
    tables: int = 0
    files: int = 0


async def look(engine: AsyncEngine, wave: int) -> Found:
    """Everything of the wave, and wherever else something of it stands."""
    async with engine.connect() as connection:
        sheets = await _each(connection, select(t.sheets).where(t.sheets.c.wave == wave))
        ballots = await _each(connection, select(t.ballots).where(t.ballots.c.wave == wave))
        words = select(t.survey_texts.c.id).where(t.survey_texts.c.wave == wave)
        texts = [row["id"] for row in await _each(connection, words)]
        invited = await _invited(connection, wave)
        schema: _Schema = await connection.run_sync(_schema)
        rights = {row["hash"] for row in ballots}
        names = rights | {row["id"] for row in sheets} | {*texts}
        named, marked = await _strewn(connection, schema.tables, wave, (names, rights))
        told = await _told(connection)
        rules = schema.rules + await _triggers(connection)
    files = _files(engine)
    marked += [one.name for one in files if _in_file(one, wave, rights)]
    traces = Traces(
        ballots=len(ballots),
        spent=sum(row["spent"] for row in ballots),
        texts=len(texts),
        columns=tuple(schema.columns),
        rules=tuple(rules),
        names=tuple(named),
        marks=tuple(marked),
        sheets=Counter(row["part"] for row in sheets),
        told=tuple(told),
    )
    return Found(traces, invited, len(schema.tables), len(files))


@dataclass(slots=True)
class _Schema:
    tables: list[str]
    columns: list[str]
    rules: list[str]


def _schema(connection: Connection) -> _Schema:
    """As the tables really are, whatever the program believes."""
    seen = inspect(connection)
    tables = seen.get_table_names()
    columns = [
        f"{name}.{column['name']}"
        for name, known in HOLD.items()
        for column in seen.get_columns(name)
        if column["name"] not in known
    ]
    rules = [
        f"{name} -> {key['referred_table']}"
        for name in tables
        for key in seen.get_foreign_keys(name)
        if name in HOLD or key["referred_table"] in HOLD
    ]
    return _Schema(tables, columns, rules)


async def _triggers(connection: AsyncConnection) -> list[str]:
    """What is done of itself when somebody answers."""
    rows = await connection.execute(text(_TRIGGERS[connection.dialect.name]))
    return [f"{table}: {name}" for name, table in rows if table in HOLD]


async def _invited(connection: AsyncConnection, wave: int) -> list[tuple[str, bool]]:
    query = select(t.invitations.c.part, t.invitations.c.answered).where(
        t.invitations.c.wave == wave, t.invitations.c.state.not_in(_LOST)
    )
    return [(row["part"], row["answered"]) for row in await _each(connection, query)]


async def _strewn(
    connection: AsyncConnection, tables: list[str], wave: int, known: tuple[Set[str], Set[str]]
) -> tuple[list[str], list[str]]:
    """Tables in which an id or a hash of the wave stands and should not; those with a mark."""
    named, marked = [], []
    for name in tables:
        names, rights = known
        quoted = connection.dialect.identifier_preparer.quote(name)
        rows = (await connection.execute(text(f"SELECT * FROM {quoted}"))).all()
        contents = [b"\n".join(map(_spelt, row)) for row in rows]
        if name not in HOLD and any(holds_name(one, names) for one in contents):
            named.append(name)
        if any(holds_mark(one, wave, rights) for one in contents):
            marked.append(name)
    return named, marked


def _spelt(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _files(engine: AsyncEngine) -> list[Path]:
    """The database's own, where it is in files that can be read: all pages, freed ones included."""
    file = sqlite_file(engine.url.render_as_string(hide_password=False))
    paths = (file, file.with_name(f"{file.name}-wal")) if file else ()
    return [path for path in paths if path.exists()]


def _in_file(path: Path, wave: int, rights: Set[str]) -> bool:
    return any(holds_mark(part, wave, rights) for part in _parts(path))


def _parts(path: Path) -> Iterator[bytes]:
    """The file piece by piece, each with the end of the one before."""
    with path.open("rb") as content:
        before = b""
        while piece := content.read(_BYTES):
            yield before + piece
            before = piece[-64:]


async def _told(connection: AsyncConnection) -> list[str]:
    if connection.dialect.name != "postgresql":
        return []
    rows = {row["name"]: row["setting"] for row in await _each(connection, _SETTINGS)}
    return telling(rows)


def telling(settings: Mapping[str, str]) -> list[str]:
    """Which settings of the server make it write more than the tables say; the log of statements
    is known by its values alone."""
    quiet = _ALWAYS if settings.get(_VALUES) == "0" else {**_ALWAYS, **_STATEMENTS}
    return [
        f"{name} = {settings[name]}"
        for name, harmless in quiet.items()
        if name in settings and settings[name] not in harmless
    ]


async def _each(connection: AsyncConnection, query: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in (await connection.execute(query)).mappings()]
