"""Receipts that do not get through: found by how long they have been waiting in the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, text

from storage import tables as t
from storage.pending import Pending
from storage.trip import Query
from storage.types import Moment
from storage.undelivered import UNSENT

#: How long a receipt may be on its way before its client's window for it is watched.
OVERDUE = timedelta(minutes=10)

#: Locked till the window is opened: whoever sends one of them meanwhile finds it, and meets it.
_OVERDUE = Query(
    select(t.outbox.c.about)
    .where(
        text("outbox.kind = 'receipt'"),
        text(f"outbox.{UNSENT}"),
        t.outbox.c.created_at <= bindparam("before", type_=Moment()),
        ~select(t.windows.c.id)
        .where(t.windows.c.appeal == t.outbox.c.about, text("windows.rule = 'acknowledge'"))
        .exists(),
    )
    .order_by(t.outbox.c.created_at)
    .limit(bindparam("limit"))
    .with_for_update()
)


class Receipts:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def overdue(self, now: datetime, limit: int) -> list[int]:
        """The appeals whose receipts have waited too long and are not watched yet, the oldest
        first; locked until committed."""
        rows = await self._pending.rows(_OVERDUE, before=now - OVERDUE, limit=limit)
        return [row["about"] for row in rows]
