"""Corrections: where people sent what the words alone had sent elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, text

from domain.appeals import Appeal
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row
from storage.types import Moment

_LATEST = Query(
    select(t.corrections.c.lemmas, t.corrections.c.topic, t.corrections.c.unit)
    .order_by(t.corrections.c.id.desc())
    .limit(bindparam("limit"))
)
_NEWEST = Query(select(func.max(t.corrections.c.id).label("id")))


_said = t.entries.alias("said")
_first = (
    select(func.min(_said.c.id))
    .where(_said.c.appeal == t.appeals.c.id, _said.c.side == "client")
    .correlate(t.appeals)
    .scalar_subquery()
)
_routed = (
    t.appeals.c.received_at >= bindparam("since", type_=Moment()),
    text("appeals.kind IN ('message', 'official')"),
)
_PAST = Query(
    select(t.appeals.c.number, t.entries.c.text)
    .select_from(t.appeals)
    .join(t.entries, t.entries.c.id == _first)
    .where(*_routed)
    .order_by(t.appeals.c.id.desc())
    .limit(bindparam("limit"))
)
_PAST_COUNT = Query(select(func.count().label("n")).select_from(t.appeals).where(*_routed))


@dataclass(frozen=True, slots=True)
class Past:
    """What citizens wrote first, newest first, each with its appeal's number; of `total`."""

    texts: list[tuple[str, str]]
    total: int


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

    async def past_texts(self, since: datetime, limit: int) -> Past:
        """How the newest appeals since then began: for the router alone, never to be shown."""
        found = await self._pending.rows(_PAST, since=since, limit=limit)
        total = await self._pending.rows(_PAST_COUNT, since=since)
        return Past([(row["number"], row["text"]) for row in found], int(total[0]["n"]))

    async def newest(self) -> int:
        """The id of the newest correction, to see whether anything was learnt; 0 for none."""
        row = await self._pending.row(_NEWEST)
        return row["id"] or 0 if row else 0
