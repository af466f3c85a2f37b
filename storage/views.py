"""Who looked at whose data without being the officer responsible; only ever added to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from domain.appeals import Appeal
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row

_OF_APPEAL = Query(
    select(t.views)
    .where(t.views.c.appeal == bindparam("appeal"))
    .order_by(t.views.c.id.desc())
    .limit(bindparam("limit"))
)


class Views:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        self._noted: set[tuple[int, str, str]] = set()

    def note(self, appeal: Appeal, actor: str, what: str, now: datetime) -> None:
        """`what` was seen: "card", "files", "letter", "export" …; within one unit of work once."""
        if (appeal.id, actor, what) in self._noted:
            return
        self._noted.add((appeal.id, actor, what))
        self._pending.add(t.views, id=new_id(), appeal=appeal.id, actor=actor, what=what, at=now)

    async def of_appeal(self, appeal: int, limit: int = 50) -> list[Row]:
        """Newest first: actor, what, at."""
        return await self._pending.rows(_OF_APPEAL, appeal=appeal, limit=limit)
