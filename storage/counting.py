"""How many appeals of a queue are open and overdue, by unit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from storage import tables as t
from storage.pending import Pending
from storage.queues import Queue
from storage.trip import Query


class Counting:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    async def by_unit(self, queue: Queue, now: datetime) -> dict[str, tuple[int, int]]:
        """Each unit's open appeals, and those past due."""
        units = t.appeals.c.unit
        count = queue.narrow(select(units, func.count().label("n")).select_from(t.appeals))
        late = count.where(t.appeals.c.due_at < now)
        found = await self._pending.rows(Query(count.group_by(units)))
        overdue = await self._pending.rows(Query(late.group_by(units)))
        past = {row["unit"]: int(row["n"]) for row in overdue}
        return {row["unit"]: (int(row["n"]), past.get(row["unit"], 0)) for row in found}
