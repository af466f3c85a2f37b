"""Proposals without a name: texts under numbers drawn by lot, and nothing else of anybody."""

from __future__ import annotations

import secrets
from zlib import crc32

from sqlalchemy import bindparam, delete, func, select, text

from storage import tables as t
from storage.pending import Pending
from storage.trip import Query

#: On SQLite every unit of work stands alone anyway.
_ALONE = Query(text(f"SELECT pg_advisory_xact_lock({crc32(b'proposals')})"))
_EMPTIED = Query(delete(t.proposals).returning(t.proposals.c.text))
_SOME = Query(select(t.proposals.c.text).order_by(func.random()).limit(bindparam("limit")))
_COUNT = Query(select(func.count().label("n")).select_from(t.proposals))


class Proposals:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def add(self, words: str) -> None:
        """One more. All of them are written anew, under new numbers and in an order drawn by lot:
        PostgreSQL shows where in its table a row lies and which transaction wrote it, and that
        would tell who wrote the last one. So nobody else adds one meanwhile: of two at once each
        would leave the other's rows as they were, and what wrote a row would tell who did."""
        if not self._pending.on_sqlite:
            await self._pending.rows(_ALONE)
        texts = [row["text"] for row in await self._pending.rows(_EMPTIED)]
        texts.append(words)
        secrets.SystemRandom().shuffle(texts)
        for one in texts:
            self._pending.add(t.proposals, id=secrets.token_hex(16), text=one)

    async def some(self, limit: int) -> tuple[list[str], int]:
        """A few of them by lot, and how many there are."""
        rows = await self._pending.rows(_SOME, limit=limit)
        count = await self._pending.rows(_COUNT)
        return [row["text"] for row in rows], int(count[0]["n"])
