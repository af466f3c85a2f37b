"""The exchange: what was said about an appeal, and the files that came with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text, update

from domain.people import Chat
from domain.talk import Attached, File, FileKind
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, Row, among, as_list
from storage.types import Moment

#: the channel of a file that is made, not fetched
HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said. `side` is "client" or "ministry"; `revises` names the entry it changes;
    `chat` is None for what came or left by no messenger. `kind` is "" for the client's words and
    for replies; "question", "interim" or "notice" for what the ministry says on the way."""

    id: int
    appeal: int
    chat: int | None
    side: str
    author: str
    text: str
    at: datetime
    message: str
    revises: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the exchange. `state` is "wanted" until its bytes are here, then "stored";
    "lost" when they cannot be had, with `trouble` saying why."""

    id: int
    entry: int | None
    kind: FileKind
    name: str
    mime: str
    size: int | None
    path: str
    state: str
    trouble: str

    @property
    def attached(self) -> Attached:
        return Attached(self.id, self.kind, self.path, self.name, self.mime)


_ENTRIES = tuple(t.entries.c[name] for name in Entry.__slots__)
_FILES = tuple(t.files.c[name] for name in Stored.__slots__)
_OF_APPEAL = Query(
    select(*_ENTRIES).where(t.entries.c.appeal == bindparam("appeal")).order_by(t.entries.c.id)
)
_BY_ID = Query(select(*_ENTRIES).where(t.entries.c.id == bindparam("id")))
_BY_IDS = Query(select(*_ENTRIES).where(among(t.entries.c.id, "ids")).order_by(t.entries.c.id))
_OF_CLIENTS = Query(
    select(t.entries.c.id, t.entries.c.appeal, t.entries.c.revises, t.entries.c.text)
    .where(among(t.entries.c.appeal, "ids"), t.entries.c.side == "client")
    .order_by(t.entries.c.id)
)
_BY_MESSAGE = Query(
    select(*_ENTRIES)
    .where(
        t.entries.c.chat == bindparam("chat"),
        t.entries.c.message == bindparam("message"),
        t.entries.c.side == "client",
    )
    .order_by(t.entries.c.id)
)
_LAST_QUESTION = Query(
    select(*_ENTRIES)
    .where(among(t.entries.c.appeal, "appeal_ids"), text("entries.kind = 'question'"))
    .order_by(t.entries.c.id.desc())
    .limit(1)
)
_FILES_OF_APPEAL = Query(
    select(*_FILES)
    .join(t.entries, t.entries.c.id == t.files.c.entry)
    .where(t.entries.c.appeal == bindparam("appeal"))
    .order_by(t.files.c.id)
)
_BY_FILE_ID = select(*_FILES).where(among(t.files.c.id, "ids")).order_by(t.files.c.id)
_FILES_BY_ID = Query(_BY_FILE_ID)
_FILES_HELD = Query(_BY_FILE_ID.with_for_update(read=True))
_MOVE = Query(
    update(t.entries)
    .where(t.entries.c.id == bindparam("b_id"))
    .values(appeal=bindparam("b_appeal"))
)
_GIVE_FILE = Query(
    update(t.files).where(t.files.c.id == bindparam("b_id")).values(entry=bindparam("b_entry"))
)
_WANTED = Query(
    select(
        *_FILES,
        t.files.c.chat,
        t.files.c.channel,
        t.files.c.account,
        t.files.c.ref,
        t.files.c.tries,
    )
    .where(text("files.state = 'wanted'"), t.files.c.due_at <= bindparam("now", type_=Moment()))
    .order_by(t.files.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SETTLE_FILE = Query(
    update(t.files)
    .where(t.files.c.id == bindparam("b_id"), text("files.state = 'wanted'"))
    .values(
        state=bindparam("b_state"),
        path=bindparam("b_path"),
        size=bindparam("b_size"),
        trouble=bindparam("b_trouble"),
    )
    .returning(t.files.c.id)
)
_TRY_FILE_LATER = Query(
    update(t.files)
    .where(t.files.c.id == bindparam("b_id"))
    .values(due_at=bindparam("b_due_at", type_=Moment()), tries=t.files.c.tries + 1)
)


class Exchange:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        #: whether there are new files to be fetched or made
        self.wanting = False

    def said(  # noqa: PLR0913 - what was said has these facts
        self,
        appeal: int,
        chat: Chat | None,
        words: str,
        at: datetime,
        *,
        message: str = "",
        author: str = "",
        revises: int | None = None,
        kind: str = "",
    ) -> int:
        """Keep what was said; `author` is the employee who speaks for the ministry.

        Returns the entry's id."""
        entry = new_id()
        self._pending.add(
            t.entries,
            id=entry,
            appeal=appeal,
            chat=chat.id if chat else None,
            side="ministry" if author else "client",
            author=author,
            text=words,
            at=at,
            message=message,
            revises=revises,
            kind=kind,
        )
        return entry

    def sent_files(
        self, chat: Chat, files: Iterable[File], now: datetime, entry: int | None = None
    ) -> list[int]:
        """Files somebody sent; their bytes are fetched as soon as this is committed."""
        place = (str(chat.channel), chat.account)
        return [self._want(chat, place, file, now, entry) for file in files]

    def house_file(self, chat: Chat, ref: str, name: str, mime: str, now: datetime) -> int:
        """A document for this dialogue, which the house makes as soon as this is committed; `ref`
        says which (`bot/documents/maker.py`). A picture is shown as one. Returns the file's id: it
        is sent like any file that is still being fetched."""
        kind = FileKind.PHOTO if mime.startswith("image/") else FileKind.DOCUMENT
        file = File(kind, ref, name, None, mime)
        return self._want(chat, (HOUSE, ""), file, now, None)

    def _want(
        self, chat: Chat, place: tuple[str, str], file: File, now: datetime, entry: int | None
    ) -> int:
        id_ = new_id()
        self.wanting = True
        self._pending.add(
            t.files,
            id=id_,
            chat=chat.id,
            entry=entry,
            channel=place[0],
            account=place[1],
            kind=str(file.kind),
            ref=file.ref,
            name=file.name,
            mime=file.mime,
            size=file.size,
            path="",
            state="wanted",
            tries=0,
            due_at=now,
            trouble="",
        )
        return id_

    def give_files(self, files: Iterable[int], entry: int) -> None:
        """Files of a draft become part of what was said."""
        for file in files:
            self._pending.change(_GIVE_FILE, b_id=file, b_entry=entry)

    def move(self, entry: int, appeal: int) -> None:
        """An entry joined to one appeal turns out to belong to another."""
        self._pending.change(_MOVE, b_id=entry, b_appeal=appeal)

    async def entry(self, entry: int) -> Entry | None:
        row = await self._pending.row(_BY_ID, id=entry)
        return Entry(**row) if row else None

    async def entries(self, ids: Iterable[int]) -> list[Entry]:
        """These of what was said, oldest first."""
        rows = await self._pending.rows(_BY_IDS, ids=as_list(ids))
        return [Entry(**row) for row in rows]

    async def of_appeal(self, appeal: int) -> list[Entry]:
        """The whole exchange, oldest first."""
        return [Entry(**row) for row in await self._pending.rows(_OF_APPEAL, appeal=appeal)]

    async def said_by_clients(self, appeals: Iterable[int]) -> dict[int, str]:
        """All that clients wrote about each appeal, as they last changed it."""
        said: dict[int, dict[int, str]] = {}
        first: dict[int, int] = {}  # of an entry, the one it is a later version of
        for row in await self._pending.rows(_OF_CLIENTS, ids=as_list(appeals)):
            root = first.get(row["revises"]) or row["id"]
            first[row["id"]] = root
            said.setdefault(row["appeal"], {})[root] = row["text"]
        return {appeal: "\n".join(filter(None, texts.values())) for appeal, texts in said.items()}

    async def last_question(self, appeals: Iterable[int]) -> Entry | None:
        """The last that a client was asked about any of these."""
        row = await self._pending.row(_LAST_QUESTION, appeal_ids=as_list(appeals))
        return Entry(**row) if row else None

    async def by_message(self, chat: Chat, message: str) -> list[Entry]:
        """A client's message by the messenger's id, in all its versions, oldest first."""
        rows = await self._pending.rows(_BY_MESSAGE, chat=chat.id, message=message)
        return [Entry(**row) for row in rows]

    async def files_of(self, appeal: int) -> list[Stored]:
        return _stored(await self._pending.rows(_FILES_OF_APPEAL, appeal=appeal))

    async def files(self, ids: Sequence[int]) -> list[Stored]:
        return _stored(await self._pending.rows(_FILES_BY_ID, ids=as_list(ids))) if ids else []

    async def hold_files(self, ids: Sequence[int]) -> list[Stored]:
        """The same, and none of them comes or is lost before the end of the unit of work: whoever
        decides to wait for a file is there to be woken by it."""
        return _stored(await self._pending.rows(_FILES_HELD, ids=as_list(ids))) if ids else []

    async def wanted_files(self, now: datetime, limit: int) -> list[Row]:
        """Files whose bytes are not here yet, with channel, account, ref and tries."""
        return await self._pending.rows(_WANTED, now=now, limit=limit)

    async def file_is_here(self, file: int, path: str, size: int) -> bool:
        """Its bytes are in the store. False when another process settled it before."""
        values = {"b_path": path, "b_size": size, "b_trouble": ""}
        return bool(await self._pending.rows(_SETTLE_FILE, b_id=file, b_state="stored", **values))

    async def file_is_lost(self, file: int, size: int | None, trouble: str) -> bool:
        """Its bytes cannot be had. False when another process settled it before."""
        values = {"b_path": "", "b_size": size, "b_trouble": trouble}
        return bool(await self._pending.rows(_SETTLE_FILE, b_id=file, b_state="lost", **values))

    def file_later(self, file: int, due_at: datetime) -> None:
        self._pending.change(_TRY_FILE_LATER, b_id=file, b_due_at=due_at)


def _stored(rows: Iterable[Row]) -> list[Stored]:
    return [Stored(**(row | {"kind": FileKind(row["kind"])})) for row in rows]
