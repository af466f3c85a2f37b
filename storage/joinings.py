"""Joinings: whoever has used an invitation and waits for a second person's word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update

from domain.people import Chat
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row
from storage.types import Moment

WAITING = "waiting"

_GET = Query(select(t.joinings).where(t.joinings.c.id == bindparam("id")))
_WAITING = Query(select(t.joinings).where(t.joinings.c.state == WAITING).order_by(t.joinings.c.id))
_settled = {
    "state": bindparam("b_state"),
    "settled_by": bindparam("b_by"),
    "settled_at": bindparam("b_now", type_=Moment()),
}
_SETTLE = Query(
    update(t.joinings)
    .where(t.joinings.c.id == bindparam("b_id"), t.joinings.c.state == WAITING)
    .values(_settled)
    .returning(t.joinings.c.id)
)
_VOID = Query(
    update(t.joinings)
    .where(
        t.joinings.c.employee == bindparam("b_employee"),
        t.joinings.c.id != bindparam("b_keep"),
        t.joinings.c.state == WAITING,
    )
    .values(_settled)
)


class Joinings:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def ask(self, employee: str, chat: Chat, invited_by: str, now: datetime) -> int:
        """Somebody waits from now on to be let in as this employee, and nobody else does any more;
        returns the joining's id."""
        joining = new_id()
        self._pending.add(
            t.joinings,
            id=joining,
            employee=employee,
            chat=chat.id,
            invited_by=invited_by,
            at=now,
            state=WAITING,
            settled_by="",
            settled_at=None,
        )
        self.void(employee, employee, now, keep=joining)
        return joining

    async def get(self, joining: int) -> Row | None:
        """employee, chat, invited_by, at, state, settled_by, settled_at."""
        return await self._pending.row(_GET, id=joining)

    async def waiting(self) -> list[Row]:
        """Whoever waits, oldest first."""
        return await self._pending.rows(_WAITING)

    async def settle(self, joining: int, state: str, by: str, now: datetime) -> bool:
        """ "confirmed" or "declined", by this person. False when it was settled before."""
        values = {"b_id": joining, "b_state": state, "b_by": by, "b_now": now}
        return bool(await self._pending.rows(_SETTLE, **values))

    def void(self, employee: str, by: str, now: datetime, *, keep: int = 0) -> None:
        """Nobody waits to be let in as this employee any more, by any joining but `keep`."""
        values = {"b_employee": employee, "b_state": "void", "b_by": by, "b_now": now}
        self._pending.change(_VOID, **values, b_keep=keep)
