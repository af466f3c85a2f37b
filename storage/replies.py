"""Replies as they were made: what the officer wrote, what was signed, how and when it left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from domain.appeals import Appeal
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply on its way or gone. `state`: approval | returned | sending | dispatch | sent |
    failed. `outcome`: solved | will_be | may_be | cannot (N-1052 §8), with `promised_on` (ISO
    date) for will_be. `seen` are the client's entries its author had been shown; `errors` the
    rules of the reply check it breaks and `reason` why it goes all the same; `template` is
    "id@version". `way`: chat | email | post | portal. `number` and `sent_on` (ISO date) are those
    of the document system. `unit` is the one that answers by it."""

    id: int
    appeal: int
    author: str
    text: str
    files: list[int]
    outcome: str
    promised_on: str
    state: str
    way: str
    created_at: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reason: str = ""
    template: str = ""
    signatory: str = ""
    signed_text: str = ""
    remark: str = ""
    entry: int | None = None
    number: str = ""
    sent_on: str = ""
    settled_at: datetime | None = None
    unit: str = ""

    @property
    def final_text(self) -> str:
        """What the client is told: what was signed, where the signatory changed it."""
        return self.signed_text or self.text


_COLUMNS = tuple(t.replies.c[name] for name in KeptReply.__slots__)
_BY_ID = Query(select(*_COLUMNS).where(t.replies.c.id == bindparam("id")))
_BY_ENTRY = Query(
    select(*_COLUMNS)
    .where(t.replies.c.entry.is_not(None), t.replies.c.entry == bindparam("entry"))
    .order_by(t.replies.c.id.desc())
    .limit(1)
)
_OF_APPEAL = Query(
    select(*_COLUMNS).where(t.replies.c.appeal == bindparam("appeal")).order_by(t.replies.c.id)
)


class Replies:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def keep(self, appeal: Appeal, author: str, now: datetime, **facts: Any) -> KeptReply:
        """A reply made now; facts: text, files, outcome, promised_on, state, way, and the rest."""
        facts |= {"author": author, "unit": appeal.unit, "created_at": now}
        reply = KeptReply(id=new_id(), appeal=appeal.id, **facts)
        row = {name: getattr(reply, name) for name in KeptReply.__slots__}
        self._pending.add(t.replies, **row)
        return reply

    async def change(self, reply: KeptReply, **values: Any) -> KeptReply | None:
        """Change a reply that still stands in the state the caller saw; None when somebody was
        first."""
        query = (
            update(t.replies)
            .where(t.replies.c.id == reply.id, t.replies.c.state == reply.state)
            .values(**values)
            .returning(*_COLUMNS)
        )
        row = await self._pending.row(Query(query))
        return KeptReply(**row) if row else None

    async def get(self, reply: int) -> KeptReply | None:
        row = await self._pending.row(_BY_ID, id=reply)
        return KeptReply(**row) if row else None

    async def by_entry(self, entry: int) -> KeptReply | None:
        """The reply whose words are this entry of the exchange."""
        row = await self._pending.row(_BY_ENTRY, entry=entry)
        return KeptReply(**row) if row else None

    async def of_appeal(self, appeal: int) -> list[KeptReply]:
        """Every reply made to the appeal, oldest first."""
        return [KeptReply(**row) for row in await self._pending.rows(_OF_APPEAL, appeal=appeal)]
