"""Internal notes: what colleagues note for each other. No way leads from here to a client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.appeals import Appeal
from domain.people import Chat
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, among, as_list


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was written; a changed one is a new note that `revises` the old one."""

    id: int
    appeal: int
    author: str
    text: str
    at: datetime
    revises: int | None = None


_COLUMNS = tuple(t.notes.c[name] for name in Note.__slots__)
_OF_APPEAL = Query(
    select(*_COLUMNS).where(t.notes.c.appeal == bindparam("appeal")).order_by(t.notes.c.id)
)
_BY_IDS = Query(select(*_COLUMNS).where(among(t.notes.c.id, "ids")).order_by(t.notes.c.id))
_BY_MESSAGE = Query(
    select(*_COLUMNS)
    .where(t.notes.c.chat == bindparam("chat"), t.notes.c.message == bindparam("message"))
    .order_by(t.notes.c.id.desc())
    .limit(1)
)


class Notes:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def write(
        self,
        appeal: Appeal,
        author: str,
        text: str,
        now: datetime,
        said: tuple[Chat, str] | None = None,
        revises: int | None = None,
    ) -> int:
        """A note by an employee, `said` in a dialogue by a message of theirs; returns its id."""
        note = new_id()
        self._pending.add(
            t.notes,
            id=note,
            appeal=appeal.id,
            author=author,
            text=text,
            at=now,
            chat=said[0].id if said else None,
            message=said[1] if said else "",
            revises=revises,
        )
        return note

    async def of_appeal(self, appeal: int) -> list[Note]:
        """Every note on the appeal in all its versions, oldest first."""
        return [Note(**row) for row in await self._pending.rows(_OF_APPEAL, appeal=appeal)]

    async def some(self, ids: Iterable[int]) -> list[Note]:
        """These notes, oldest first."""
        return [Note(**row) for row in await self._pending.rows(_BY_IDS, ids=as_list(ids))]

    async def by_message(self, chat: Chat, message: str) -> Note | None:
        """The note that was written by this message, in its last version."""
        row = await self._pending.row(_BY_MESSAGE, chat=chat.id, message=message)
        return Note(**row) if row else None
