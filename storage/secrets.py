"""Secrets that were handed over: codes in messages and on sheets, which nothing keeps afterwards.

A message of the outbox that carries a code, or would tell who has proposed something without a
name, is a "secret"; a file whose ref begins with `sheet:` is
a sheet of codes, and leaves with such a message.
"""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, text, update

from storage import tables as t
from storage.pending import Pending
from storage.trip import Query, Row
from storage.undelivered import UNSENT

# Spelled as in the partial indexes: a bound parameter would keep SQLite from using them.
_HUSH = Query(
    delete(t.outbox).where(
        text("outbox.kind = 'secret'"), text("outbox.state IN ('sent', 'dead', 'withdrawn')")
    )
)
_SPENT = Query(
    select(t.files.c.id, t.files.c.path).where(
        text("files.ref LIKE 'sheet:%'"),
        text("files.state = 'stored'"),
        ~select(t.outbox.c.id)
        .where(
            text(f"outbox.{UNSENT}"),
            t.outbox.c.chat == t.files.c.chat,
            text("outbox.kind = 'secret'"),
        )
        .exists(),
    )
)
_SPEND = Query(
    update(t.files)
    .where(t.files.c.id == bindparam("b_id"))
    .values(state="lost", path="", trouble="spent")
)


class Secrets:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def hush(self) -> None:
        """Nothing is left of a message that has left, or never will."""
        self._pending.change(_HUSH)

    async def spent_sheets(self) -> list[Row]:
        """Sheets that no message waits to carry any more: id and path."""
        return await self._pending.rows(_SPENT)

    def sheet_is_gone(self, file: int) -> None:
        """Its bytes are deleted."""
        self._pending.change(_SPEND, b_id=file)
