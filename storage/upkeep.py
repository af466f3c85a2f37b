"""What an administrator looks after: how the channels run, what failed, what waits and since when.

Nothing here reads what anybody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Text, bindparam, func, select, text, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from domain.talk import Channel
from storage import tables as t
from storage.pending import Pending
from storage.staff import Staff
from storage.trip import Query, Row
from storage.types import Moment
from storage.undelivered import UNSENT

#: what this is about in the staff history, where everything asked for and done is kept
UPKEEP = "upkeep"
#: spelt as in the partial index
#: kinds that go back to whoever wrote them
KEPT = frozenset({"reply", "word"})
FAILED = "state IN ('dead', 'unknown')"


class _Size(FunctionElement[int]):
    """How large the database is, in bytes."""

    inherit_cache = True
    type = BigInteger()


class _Kind(FunctionElement[str]):
    """What kind of database it is."""

    inherit_cache = True
    type = Text()


@compiles(_Size, "sqlite")
def _size_of_sqlite(element: _Size, compiler: Any, **kw: Any) -> str:
    return "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())"


@compiles(_Size, "postgresql")
def _size_of_postgresql(element: _Size, compiler: Any, **kw: Any) -> str:
    return "pg_database_size(current_database())"


@compiles(_Kind, "sqlite")
def _sqlite(element: _Kind, compiler: Any, **kw: Any) -> str:
    return "'SQLite'"


@compiles(_Kind, "postgresql")
def _postgresql(element: _Kind, compiler: Any, **kw: Any) -> str:
    return "CAST('PostgreSQL' AS text)"


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that did not get through, without what it says. `number` is that of the appeal it
    is about, None where it is about none."""

    id: int
    channel: str
    kind: str
    about: int | None
    state: str
    trouble: str
    tries: int
    created_at: datetime
    settled_at: datetime | None
    reachable: bool
    number: str | None

    @property
    def can_go_again(self) -> bool:
        """A reply has gone back to whoever wrote it, a code is good for a moment only, and there is
        no way to whoever blocked us."""
        return self.state == "dead" and self.kind not in KEPT | {"secret"} and self.reachable

    @property
    def can_be_dropped(self) -> bool:
        return self.state == "unknown" or self.kind not in KEPT


_PLACES = Query(
    select(
        t.outbox.c.channel,
        t.outbox.c.state,
        func.count().label("n"),
        func.min(t.outbox.c.created_at, type_=Moment()).label("oldest"),
    )
    .where(text(f"outbox.{UNSENT}"))
    .group_by(t.outbox.c.channel, t.outbox.c.state)
)
_SENT = Query(
    select(t.outbox.c.settled_at.label("at"))
    .where(t.outbox.c.channel == bindparam("channel"), t.outbox.c.state == "sent")
    .order_by(t.outbox.c.id.desc())
    .limit(1)
)
_HEARD = Query(
    select(t.events.c.at)
    # said so that the moment's index is read from its end, not all keys of the channel
    .where(t.events.c.channel.concat("") == bindparam("channel"))
    .order_by(t.events.c.at.desc())
    .limit(1)
)
_FAILED_OF = Query(
    select(t.outbox.c.channel, func.count().label("n"))
    .where(
        text(f"outbox.{FAILED}"),
        text("outbox.state = 'dead'"),
        t.outbox.c.settled_at >= bindparam("since", type_=Moment()),
    )
    .group_by(t.outbox.c.channel)
)
_QUARANTINE = Query(
    select(t.quarantine.c.channel, t.quarantine.c.reason, t.quarantine.c.at)
    .where(text("quarantine.replayed_at IS NULL"))
    .order_by(t.quarantine.c.id.desc())
    .limit(bindparam("limit"))
)
_QUARANTINED = Query(
    select(func.count().label("n"))
    .select_from(t.quarantine)
    .where(text("quarantine.replayed_at IS NULL"))
)
_its_appeal = func.coalesce(
    select(t.entries.c.appeal).where(t.entries.c.id == t.outbox.c.about).scalar_subquery(),
    t.outbox.c.about,
)
_number = select(t.appeals.c.number).where(t.appeals.c.id == _its_appeal).scalar_subquery()
_failed = (
    select(
        *(t.outbox.c[n] for n in Failure.__slots__ if n not in {"reachable", "number"}),
        t.chats.c.reachable,
        _number.label("number"),
    )
    .join(t.chats, t.chats.c.id == t.outbox.c.chat)
    .where(text(f"outbox.{FAILED} AND outbox.kind <> 'mailing'"))
)
_FAILURES = Query(
    _failed.where(t.outbox.c.id < bindparam("below"))
    .order_by(t.outbox.c.id.desc())
    .limit(bindparam("limit"))
)
_FAILURE = Query(_failed.where(t.outbox.c.id == bindparam("id")))
_COUNT = Query(
    select(func.count().label("n"))
    .select_from(t.outbox)
    # whoever holds a survey hears how many its invitations did not reach
    .where(text(f"outbox.{FAILED} AND outbox.kind <> 'mailing'"))
)
_AGAIN = Query(
    update(t.outbox)
    .where(t.outbox.c.id == bindparam("b_id"), text("outbox.state = 'dead'"))
    .values(
        state="new",
        tries=0,
        trouble="",
        settled_at=None,
        lease_until=None,
        due_at=bindparam("b_now", type_=Moment()),
    )
    .returning(t.outbox.c.channel)
)
_DROP = Query(
    update(t.outbox)
    .where(t.outbox.c.id == bindparam("b_id"), text(f"outbox.{FAILED}"))
    .values(state="dropped", lease_until=None, settled_at=bindparam("b_now", type_=Moment()))
    .returning(t.outbox.c.id)
)
_FILES = Query(
    select(t.files.c.state, func.count().label("n"))
    .where(text("files.state IN ('wanted', 'lost')"))
    .group_by(t.files.c.state)
)
_UNSAID = Query(
    select(func.count().label("n"))
    .select_from(t.windows)
    .where(
        text("windows.next_alert_at IS NOT NULL"),
        t.windows.c.next_alert_at <= bindparam("before", type_=Moment()),
    )
)
_NEWEST = Query(
    select(t.appeals.c.written_at, t.appeals.c.received_at)
    .where(t.appeals.c.came_by == "")
    .order_by(t.appeals.c.id.desc())
    .limit(1)
)
_DATABASE = Query(select(_Kind().label("kind"), _Size().label("size")))


class Upkeep:
    def __init__(self, pending: Pending, staff: Staff) -> None:
        self._pending, self._staff = pending, staff

    def ask(self, what: str, actor: str, now: datetime) -> None:
        """Something that only the service itself can do, and does at its next look."""
        self._staff.record("asked", UPKEEP, what, actor, now)

    async def asked(self, what: str) -> str:
        """Who has asked for it and was not answered yet; "" for nobody."""
        rows = await self._staff.history(UPKEEP, what, 1)
        return str(rows[0]["actor"]) if rows and rows[0]["what"] == "asked" else ""

    def done(self, what: str, now: datetime, **facts: Any) -> None:
        """What was asked for is done, with what came of it."""
        self._staff.record("done", UPKEEP, what, "clock", now, **facts)

    async def waiting(self) -> list[Row]:
        """What waits to be sent: channel, state, n, and when the oldest was written."""
        return await self._pending.rows(_PLACES)

    async def last(self, channel: Channel) -> tuple[datetime | None, datetime | None]:
        """When a channel was last heard, and when the last message left by it."""
        heard = await self._pending.row(_HEARD, channel=str(channel))
        sent = await self._pending.row(_SENT, channel=str(channel))
        return heard["at"] if heard else None, sent["at"] if sent else None

    async def given_up(self, since: datetime) -> dict[str, int]:
        """How many messages were given up since then, by channel."""
        rows = await self._pending.rows(_FAILED_OF, since=since)
        return {row["channel"]: row["n"] for row in rows}

    async def quarantined(self) -> int:
        """How many events wait in quarantine."""
        return int((await self._pending.rows(_QUARANTINED))[0]["n"])

    async def quarantine(self, limit: int) -> list[Row]:
        """The newest of them: channel, reason, at; never what they hold."""
        return await self._pending.rows(_QUARANTINE, limit=limit)

    async def failed(self) -> int:
        """How many messages did not get through, or may not have."""
        return int((await self._pending.rows(_COUNT))[0]["n"])

    async def failures(self, before: int, limit: int) -> list[Failure]:
        """The newest of them, older than `before`."""
        rows = await self._pending.rows(_FAILURES, below=before, limit=limit)
        return [Failure(**row) for row in rows]

    async def failure(self, message: int) -> Failure | None:
        row = await self._pending.row(_FAILURE, id=message)
        return Failure(**row) if row else None

    async def send_again(self, message: int, now: datetime) -> Channel | None:
        """A message that was given up is to leave once more; None when it is none any more."""
        row = await self._pending.row(_AGAIN, b_id=message, b_now=now)
        return Channel(row["channel"]) if row else None

    async def drop(self, message: int, now: datetime) -> bool:
        """It is not to leave any more. False when it has left, or was dropped, already."""
        return bool(await self._pending.row(_DROP, b_id=message, b_now=now))

    def noted(self, what: str, failure: Failure, actor: str, now: datetime) -> None:
        """Who decided what about a message that did not get through."""
        number = failure.number or ""
        self._staff.record(what, "outbox", str(failure.id), actor, now, number=number)

    async def files(self) -> dict[str, int]:
        """How many files are still wanted, and how many are lost."""
        return {row["state"]: row["n"] for row in await self._pending.rows(_FILES)}

    async def unsaid(self, before: datetime) -> int:
        """Windows whose alert was due before and is not said yet."""
        return int((await self._pending.rows(_UNSAID, before=before))[0]["n"])

    async def newest(self) -> Row | None:
        """When the newest message was written by its client, and when it was received."""
        return await self._pending.row(_NEWEST)

    async def database(self) -> Row:
        """Its kind and its size in bytes."""
        return (await self._pending.rows(_DATABASE))[0]
