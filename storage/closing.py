"""The end of a wave: its links are deleted, its answers rewritten in an order by lot, and what the
database file still held of either is gone (D-139 §5.2)."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, delete, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import tables as t
from storage.pending import Pending
from storage.trip import Query
from storage.types import Id

_WAVE = bindparam("wave", type_=Id)
_BALLOTS = Query(delete(t.ballots).where(t.ballots.c.wave == _WAVE))
_SHEETS = Query(
    delete(t.sheets).where(t.sheets.c.wave == _WAVE).returning(t.sheets.c.part, t.sheets.c.answers)
)
_TEXTS = Query(
    delete(t.survey_texts)
    .where(t.survey_texts.c.wave == _WAVE)
    .returning(t.survey_texts.c.question, t.survey_texts.c.text)
)
#: the tables that an open wave leaves its traces in
SURVEYS = ("invitations", "ballots", "sheets", "survey_texts")
#: and the one that reminders leave by: as large as all that was ever said, and waited for by all
OUTBOX = ("outbox",)


async def rewrite(pending: Pending, wave: int, groups: Mapping[str, str]) -> None:
    """Delete the wave's ballots, and keep its answers under new ids, in an order by lot: neither
    the place of a row nor its transaction says any more when it was written. `groups` says which
    groups have another name from here on."""
    await pending.rows(_BALLOTS, wave=wave)
    lots = random.SystemRandom()
    for query, table in ((_SHEETS, t.sheets), (_TEXTS, t.survey_texts)):
        rows = await pending.rows(query, wave=wave)
        lots.shuffle(rows)
        for row in rows:
            if "part" in row:
                row["part"] = groups.get(row["part"], row["part"])
            pending.add(table, wave=wave, id=secrets.token_hex(16), **row)


class StillRead(Exception):
    """Somebody reads what was deleted, a backup perhaps; so long it stays in the file."""


async def sweep(engine: AsyncEngine, tables: Sequence[str]) -> None:
    """Write these tables anew without what was deleted. Ends no transaction: it is none, and
    whatever wants them waits meanwhile; SQLite writes its whole file, and everything waits.

    Raises StillRead on SQLite when another process has read for longer than one waits for it."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await connection.execute(text("VACUUM"))
            cut = await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            if cut.one()[0]:
                raise StillRead("another process reads the file: its log could not be cut")
            return
        await connection.execute(text("SET statement_timeout = 0"))
        try:
            for table in tables:
                await connection.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
        finally:
            await connection.execute(text("SET statement_timeout = '30s'"))
