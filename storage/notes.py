"""Internal notes: what colleagues note for each other. No way leads from here to a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.appeals import Appeal
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    appeal: int
    author: str
    text: str
    at: datetime


_OF_APPEAL = Query(
    select(*(t.notes.c[name] for name in Note.__slots__))
    .where(t.notes.c.appeal == bindparam("appeal"))
    .order_by(t.notes.c.id)
)


class Notes:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def write(self, appeal: Appeal, author: str, text: str, now: datetime) -> int:
        """A note by an employee; returns its id."""
        note = new_id()
        self._pending.add(t.notes, id=note, appeal=appeal.id, author=author, text=text, at=now)
        return note

    async def of_appeal(self, appeal: int) -> list[Note]:
        """Every note on the appeal, oldest first."""
        return [Note(**row) for row in await self._pending.rows(_OF_APPEAL, appeal=appeal)]
