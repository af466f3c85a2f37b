"""Appeals: registered once, found by whose they are and by time left, changed only as expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from domain.appeals import REACHED_FROM, Appeal, Kind, State, number
from domain.life import RUNNING
from domain.people import Chat
from storage import tables as t
from storage.filers import CITIZENS, FILED, FOLLOW, INTERNAL
from storage.ids import new_id
from storage.pending import Pending
from storage.queues import OPEN, Queue
from storage.staff import Staff
from storage.trip import Query, Row, among, as_list

_COLUMNS = tuple(
    t.appeals.c[name]
    for name in (
        "id number chat state topic unit officer sorting album written_at received_at due_at "
        "closed_at kind came_by priority control barred signatory transfers extended asked "
        "taken_at process filer"
    ).split()
)
#: the client waits for a reply
_STATES = ", ".join(sorted(f"'{state}'" for state in RUNNING))
_RUNNING = text(f"appeals.state IN ({_STATES})")
_ITS_CHAT = t.chats.c.id == t.appeals.c.chat

OPEN_OF_PEERS = Query(
    select(*_COLUMNS)
    .select_from(t.chats.join(t.appeals, _ITS_CHAT))
    .where(
        t.chats.c.channel == bindparam("channel"),
        t.chats.c.account == bindparam("account"),
        among(t.chats.c.peer, "peers"),
        # Not by closed_at: before PostgreSQL has statistics it takes the partial indexes over it
        # for short, and reads every open appeal there is. By its dialogue each is found at once.
        _RUNNING,
    )
    .order_by(t.appeals.c.id)
)
_OPEN_OF_CHAT = Query(
    select(*_COLUMNS)
    .where(t.appeals.c.chat == bindparam("chat"), _RUNNING)
    .order_by(t.appeals.c.id)
)
_BY_ID = Query(select(*_COLUMNS).where(t.appeals.c.id == bindparam("id")))
_BY_NUMBER = Query(select(*_COLUMNS).where(t.appeals.c.number == bindparam("number")))
_OF_CHAT = Query(
    select(*_COLUMNS)
    .where(t.appeals.c.chat == bindparam("chat"), CITIZENS)
    .order_by(t.appeals.c.id.desc())
    .limit(bindparam("limit"))
)
_REQUESTS_OF = Query(
    select(*_COLUMNS)
    .where(
        text("appeals.filer <> ''"),
        t.appeals.c.filer == bindparam("employee"),
        INTERNAL,
    )
    .order_by(t.appeals.c.id.desc())
    .limit(bindparam("limit"))
)
_LOCK_COUNTER = Query(
    insert(t.counters)
    .values(name=bindparam("name"), value=0)
    .on_conflict_do_update(index_elements=["name"], set_={"value": t.counters.c.value})
    .returning(t.counters.c.value)
)
_SET_COUNTER = Query(
    update(t.counters)
    .where(t.counters.c.name == bindparam("b_name"))
    .values(value=bindparam("b_value"))
)
_HISTORY = Query(
    select(t.history).where(t.history.c.appeal == bindparam("appeal")).order_by(t.history.c.id)
)
_FIRST_TEXT = (
    select(t.entries.c.text)
    .where(t.entries.c.appeal == t.appeals.c.id)
    .order_by(t.entries.c.id)
    .limit(1)
    .scalar_subquery()
    .label("text")
)
_BY_IDS = Query(select(*_COLUMNS, _FIRST_TEXT).where(among(t.appeals.c.id, "ids")))
_WITHOUT_DUE = Query(
    select(*_COLUMNS)
    .where(OPEN, t.appeals.c.due_at.is_(None), t.appeals.c.id > bindparam("after"))
    .order_by(t.appeals.c.id)
    .limit(bindparam("limit"))
)

#: the kind of the lines the staff history has of what was done for somebody absent
ACTED_FOR = "acted_for"


class Appeals:
    def __init__(self, pending: Pending, staff: Staff) -> None:
        self._pending, self._staff = pending, staff
        self._open: dict[int, dict[int, Appeal]] = {}
        self._counts: dict[str, int] = {}
        self._counted: set[str] = set()
        #: (appeal, who acts) → the absent colleague they act for
        self._for: dict[tuple[int, str], str] = {}

    def know(self, chat: int) -> None:
        """From now on the open appeals of this dialogue are known without asking."""
        self._open.setdefault(chat, {})

    def remember(self, row: Row) -> Appeal:
        """The appeal of a row; the one already known, if it was changed in this unit of work."""
        appeal = Appeal(**(row | {"state": State(row["state"]), "kind": Kind(row["kind"])}))
        known = None if appeal.chat is None else self._open.get(appeal.chat)
        if known is not None and appeal.state in RUNNING:
            return known.setdefault(appeal.id, appeal)
        return appeal

    async def open_of(self, chat: Chat) -> list[Appeal]:
        """The appeals of a dialogue whose client waits for a reply, oldest first: of an employee
        what they asked as one, under the client's hat what they wrote as a citizen."""
        if chat.id not in self._open:
            self.know(chat.id)
            for row in await self._pending.rows(_OPEN_OF_CHAT, chat=chat.id):
                self.remember(row)
        as_employee = bool(chat.employee) and chat.hat != "client"
        worn = (a for a in self._open[chat.id].values() if a.kind.internal == as_employee)
        return sorted(worn, key=lambda appeal: appeal.id)

    async def get(self, appeal: int) -> Appeal | None:
        for known in self._open.values():
            if appeal in known:
                return known[appeal]
        row = await self._pending.row(_BY_ID, id=appeal)
        return self.remember(row) if row else None

    async def by_number(self, number: str) -> Appeal | None:
        row = await self._pending.row(_BY_NUMBER, number=number)
        return self.remember(row) if row else None

    def forget(self, appeal: int) -> None:
        """The next to ask reads it anew, as after waiting for a lock."""
        for known in self._open.values():
            known.pop(appeal, None)

    async def of_chat(self, chat: Chat, limit: int) -> list[Appeal]:
        """What a citizen filed from a dialogue, newest first."""
        rows = await self._pending.rows(_OF_CHAT, chat=chat.id, limit=limit)
        return [self.remember(row) for row in rows]

    async def requests_of(self, employee: str, limit: int) -> list[Appeal]:
        """What an employee asked of their colleagues, newest first."""
        rows = await self._pending.rows(_REQUESTS_OF, employee=employee, limit=limit)
        return [self.remember(row) for row in rows]

    async def filed_by(self, employee: str, chat: Chat) -> list[Appeal]:
        """What was written from a dialogue before its person joined is theirs from now on; those
        that are still open, as they stand now."""
        await self._pending.rows(FILED, b_employee=employee, b_chat=chat.id)
        self._open.pop(chat.id, None)
        return await self.open_of(replace(chat, hat="client"))

    def follow(self, employee: str, chat: Chat | None) -> None:
        """What an employee asked of their colleagues goes with them to another dialogue; to none
        when they have left."""
        self._pending.change(FOLLOW, b_employee=employee, b_chat=chat.id if chat else None)

    async def register(self, chat: Chat | None, year: int, **facts: Any) -> Appeal:
        """A new appeal with the next number of the year; no number is skipped or used twice.

        `chat` is None for what came by no messenger."""
        count = await self._next(f"appeals:{year}")
        facts = {"state": State.WAITING, "chat": chat.id if chat else None} | facts
        appeal = Appeal(id=new_id(), number=number(year, count), **facts)
        row = {name: getattr(appeal, name) for name in Appeal.__slots__}
        self._pending.add(t.appeals, **(row | _as_text(state=appeal.state, kind=appeal.kind)))
        if chat:
            self.know(chat.id)
            self._open[chat.id][appeal.id] = appeal
        return appeal

    async def change(self, appeal: Appeal, **values: Any) -> Appeal | None:
        """Change an appeal that still stands as the caller saw it; None when somebody was first.

        A new `state` must be reachable from the one seen."""
        state = State(values.get("state", appeal.state))
        if appeal.state not in REACHED_FROM[state] and state is not appeal.state:
            return None
        query = (
            update(t.appeals)
            .where(
                t.appeals.c.id == appeal.id,
                t.appeals.c.state == str(appeal.state),
                t.appeals.c.kind == str(appeal.kind),
                t.appeals.c.officer == appeal.officer,
                t.appeals.c.unit == appeal.unit,
            )
            .values(**_as_text(**values))
            .returning(*_COLUMNS)
        )
        row = await self._pending.row(Query(query))
        self._open.get(appeal.chat or 0, {}).pop(appeal.id, None)
        if row is None:
            await self.get(appeal.id)  # known from now on as whoever was first left it
            return None
        return self.remember(row)

    async def queue(
        self, queue: Queue, page: int, size: int
    ) -> tuple[list[tuple[Appeal, str]], int]:
        """A page of a queue by time left, each with its first text; and how many there are.

        What goes first stands before what is due the same day (`domain.priority.in_order`)."""
        whole = queue.ordered(select(*_COLUMNS, _FIRST_TEXT))
        query = whole.limit(size).offset(page * size)
        count = queue.narrow(select(func.count().label("n")).select_from(t.appeals))
        rows = await self._pending.rows(Query(query))
        total = (await self._pending.rows(Query(count)))[0]["n"]
        return [self._with_text(row) for row in rows], total

    async def without_due(self, after: int, limit: int) -> list[Appeal]:
        """Open appeals whose due moment could not be reckoned yet, from the id `after` on."""
        rows = await self._pending.rows(_WITHOUT_DUE, after=after, limit=limit)
        return [self.remember(row) for row in rows]

    async def by_ids(self, ids: Iterable[int]) -> dict[int, tuple[Appeal, str]]:
        """Appeals with their first texts, by id."""
        wanted = as_list(ids)
        rows = await self._pending.rows(_BY_IDS, ids=wanted)
        return {row["id"]: self._with_text(row) for row in rows}

    def _with_text(self, row: Row) -> tuple[Appeal, str]:
        text = row.pop("text") or ""
        return self.remember(row), text

    def acted_for(self, appeal: Appeal, actor: str, absent: str) -> None:
        """What the actor does to this appeal from now on is done for an absent colleague, or for
        nobody ("")."""
        self._for[appeal.id, actor] = absent

    def record(self, appeal: Appeal, what: str, actor: str, now: datetime, **details: Any) -> None:
        """Write a line of the appeal's history; nothing ever rewrites it. What is done for an
        absent colleague says so, and stands on record as theirs, too."""
        if absent := self._for.get((appeal.id, actor)):
            details |= {"for": absent}
            self._staff.record(what, ACTED_FOR, absent, actor, now, appeal=appeal.id)
        self._pending.add(
            t.history,
            id=new_id(),
            appeal=appeal.id,
            at=now,
            actor=actor,
            what=what,
            details=details,
        )

    async def history(self, appeal: Appeal) -> list[Row]:
        """Everything that happened, oldest first: at, actor, what, details."""
        return await self._pending.rows(_HISTORY, appeal=appeal.id)

    def write_counts(self) -> None:
        """Once for all the numbers given out."""
        for counter in self._counted:
            self._pending.change(_SET_COUNTER, b_name=counter, b_value=self._counts[counter])
        self._counted.clear()

    async def _next(self, counter: str) -> int:
        if counter not in self._counts:
            row = await self._pending.row(_LOCK_COUNTER, name=counter)
            assert row is not None
            self._counts[counter] = row["value"]
        self._counts[counter] += 1
        self._counted.add(counter)
        return self._counts[counter]


def _as_text(**values: Any) -> Row:
    """Values as the table takes them."""
    return {name: str(v) if isinstance(v, State | Kind) else v for name, v in values.items()}
