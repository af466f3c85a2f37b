"""Which templates replies were made from, and how often they were of use."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.replies import KeptReply
from storage.trip import Query

_SENT = Query(
    select(func.count(func.distinct(t.template_uses.c.appeal)).label("n"))
    .select_from(t.template_uses.join(t.replies, t.replies.c.id == t.template_uses.c.reply))
    .where(t.template_uses.c.template == bindparam("template"), t.replies.c.state == "sent")
)


class TemplateUses:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def used(self, reply: KeptReply, now: datetime) -> None:
        """A reply was made from the template it names as "id@version"; nothing when it names
        none."""
        template, _, version = reply.template.partition("@")
        if template:
            self._pending.add(
                t.template_uses,
                id=new_id(),
                template=template,
                version=version,
                appeal=reply.appeal,
                reply=reply.id,
                employee=reply.author,
                at=now,
            )

    async def count(self, template: str) -> int:
        """How many appeals were answered from it, in any version, with a reply that arrived."""
        row = await self._pending.row(_SENT, template=template)
        return int(row["n"]) if row else 0
