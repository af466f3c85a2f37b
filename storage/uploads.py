"""Questionnaires sent in the chat: waiting to be read, then to be accepted or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, text, update

from domain.people import Chat
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query
from storage.types import Moment


@dataclass(frozen=True, slots=True)
class Upload:
    """One that was sent: as a file, or as `text`. `document` is None until it has been read;
    `over` is then the version it would replace, "" for none."""

    id: int
    chat: int
    file: int | None
    name: str
    text: str
    document: dict[str, Any] | None
    over: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """One that can be read now: its file's path in the store, "" for a text; `lost` when the file
    cannot be had."""

    id: int
    chat: int
    name: str
    text: str
    path: str
    lost: bool


_GET = Query(select(*t.uploads.c).where(t.uploads.c.id == bindparam("id")))
_UNREAD = Query(
    select(
        t.uploads.c.id,
        t.uploads.c.chat,
        t.uploads.c.name,
        t.uploads.c.text,
        t.files.c.path,
        t.files.c.state,
    )
    .join(t.files, t.files.c.id == t.uploads.c.file, isouter=True)
    .where(
        text("uploads.document IS NULL"),
        or_(t.uploads.c.file.is_(None), t.files.c.state != "wanted"),
    )
    .order_by(t.uploads.c.id)
    .limit(bindparam("limit"))
)
_READ = Query(
    update(t.uploads)
    .where(t.uploads.c.id == bindparam("b_id"), text("document IS NULL"))
    .values(document=bindparam("b_document", type_=t.uploads.c.document.type))
    .values(over=bindparam("b_over"))
    .returning(t.uploads.c.id)
)
_DROP = Query(delete(t.uploads).where(t.uploads.c.id == bindparam("id")).returning(t.uploads.c.id))
_FORGET = Query(delete(t.uploads).where(t.uploads.c.at < bindparam("before", type_=Moment())))


class Uploads:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def add(self, chat: Chat, name: str, words: str, file: int | None, now: datetime) -> int:
        """One more to be read, a file that is being fetched or a text."""
        id_ = new_id()
        self._pending.add(
            t.uploads,
            id=id_,
            chat=chat.id,
            file=file,
            name=name,
            text=words,
            document=None,
            over="",
            at=now,
        )
        return id_

    async def unread(self, limit: int) -> list[Unread]:
        """The oldest that can be read now."""
        rows = await self._pending.rows(_UNREAD, limit=limit)
        return [
            Unread(
                row["id"],
                row["chat"],
                row["name"],
                row["text"],
                row["path"] or "",
                row["state"] == "lost",
            )
            for row in rows
        ]

    async def read(self, upload: int, document: dict[str, Any], over: str) -> bool:
        """What it asks, over which version. False when it is gone, or was read before."""
        values = {"b_document": document, "b_over": over}
        return bool(await self._pending.rows(_READ, b_id=upload, **values))

    async def get(self, upload: int) -> Upload | None:
        row = await self._pending.row(_GET, id=upload)
        return Upload(**row) if row else None

    async def drop(self, upload: int) -> bool:
        """It waits for nobody any more. False when it did not before."""
        return bool(await self._pending.rows(_DROP, id=upload))

    def forget(self, before: datetime) -> None:
        """Those that were sent earlier, and never accepted."""
        self._pending.change(_FORGET, before=before)
