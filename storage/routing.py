"""Corrections: where people sent what the words alone had sent elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select

from domain.appeals import Appeal
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row

_LATEST = Query(
    select(t.corrections.c.lemmas, t.corrections.c.topic, t.corrections.c.unit)
    .order_by(t.corrections.c.id.desc())
    .limit(bindparam("limit"))
)
_NEWEST = Query(select(func.max(t.corrections.c.id).label("id")))


class Corrections:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def remember(self, appeal: Appeal, lemmas: Sequence[str], author: str, now: datetime) -> None:
        """The appeal as a person has just routed it, with the words it was written in."""
        self._pending.add(
            t.corrections,
            id=new_id(),
            appeal=appeal.id,
            lemmas=list(lemmas),
            topic=appeal.topic,
            unit=appeal.unit,
            author=author,
            at=now,
        )

    async def latest(self, limit: int) -> list[Row]:
        """The newest corrections: lemmas, topic, unit."""
        return await self._pending.rows(_LATEST, limit=limit)

    async def newest(self) -> int:
        """The id of the newest correction, to see whether anything was learnt; 0 for none."""
        row = await self._pending.row(_NEWEST)
        return row["id"] or 0 if row else 0
