"""Dialogues: who they are with, and where each conversation stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, text, update

from domain.people import Chat
from domain.talk import Channel
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.staff import COUNTER as STAFF
from storage.trip import Query, Row, among, as_list

_COLUMNS = (
    t.chats.c.id,
    t.chats.c.channel,
    t.chats.c.account,
    t.chats.c.peer,
    t.chats.c.name,
    t.chats.c.employee,
    t.chats.c.step,
    t.chats.c.draft,
    t.chats.c.reachable,
    t.chats.c.wrong_codes,
    t.chats.c.wrong_since,
    t.chats.c.hat,
    t.chats.c.seen_at,
    t.chats.c.proved_at,
)
#: The columns that change while people talk.
_LIVE = (
    "name",
    "employee",
    "step",
    "draft",
    "reachable",
    "wrong_codes",
    "wrong_since",
    "hat",
    "seen_at",
    "proved_at",
)

#: the version of the staff list travels with whoever may be of the staff
_STAFF = (
    select(t.counters.c.value).where(t.counters.c.name == STAFF).scalar_subquery().label("staff")
)
BY_PEERS = Query(
    select(*_COLUMNS, _STAFF)
    .where(
        t.chats.c.channel == bindparam("channel"),
        t.chats.c.account == bindparam("account"),
        among(t.chats.c.peer, "peers"),
    )
    .order_by(t.chats.c.id)
    # Not the strongest lock: rows that refer to a dialogue may be written meanwhile.
    .with_for_update(key_share=True)
)
_LOCK = Query(
    select(*_COLUMNS).where(t.chats.c.id == bindparam("id")).with_for_update(key_share=True)
)
_PEEK = Query(
    select(*_COLUMNS).where(
        t.chats.c.channel == bindparam("channel"),
        t.chats.c.account == bindparam("account"),
        t.chats.c.peer == bindparam("peer"),
    )
)
_BY_ID = Query(select(*_COLUMNS).where(t.chats.c.id == bindparam("id")))
_OF_EMPLOYEES = Query(
    select(*_COLUMNS).where(
        text("chats.employee <> ''"),  # as the partial index is written
        among(t.chats.c.employee, "employees"),
    )
)

_HELD = Query(
    select(*_COLUMNS)
    .where(text("chats.employee <> ''"), t.chats.c.employee == bindparam("employee"))
    .with_for_update(key_share=True)
)


@cache
def _change(names: tuple[str, ...]) -> Query:
    """Only what changed: a sender that finds somebody gone must not undo the step they took."""
    values = {name: bindparam(f"b_{name}", type_=t.chats.c[name].type) for name in names}
    return Query(update(t.chats).where(t.chats.c.id == bindparam("b_id")).values(values))


class Chats:
    """Every dialogue of the unit of work is one object, however many events pass through it."""

    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        self._known: dict[int, Chat] = {}
        self._as_read: dict[int, tuple[Any, ...]] = {}

    async def get(self, chat: int) -> Chat:
        """The dialogue with this id; LookupError when there is none."""
        if chat not in self._known:
            row = await self._pending.row(_BY_ID, id=chat)
            if row is None:
                raise LookupError(f"no chat {chat}")
            self.remember(row)
        return self._known[chat]

    async def peek(self, channel: Channel, account: str, peer: str) -> Chat | None:
        """The dialogue with this person, None when there was none; read without a lock, which
        would leave a trace of who was looked for."""
        row = await self._pending.row(_PEEK, channel=str(channel), account=account, peer=peer)
        return self.remember(row) if row else None

    async def find(self, chat: int | None) -> Chat | None:
        """The dialogue of an appeal that may have none."""
        return None if chat is None else await self.get(chat)

    async def lock(self, chat: int | None) -> None:
        """Nobody else hears anything in this dialogue until the end of the unit of work, as while
        its own messages are taken in; the dialogue is as it stands then. On SQLite every unit of
        work stands alone anyway."""
        if chat is not None:
            for row in await self._pending.rows(_LOCK, id=chat):
                self._afresh(row)

    async def of_employees(self, employees: Iterable[str]) -> dict[str, Chat]:
        """The accounts that employees joined with, by employee."""
        rows = await self._pending.rows(_OF_EMPLOYEES, employees=as_list(employees))
        chats = [self.remember(row) for row in rows]
        # Somebody may have joined or left earlier in this very unit of work.
        return {chat.employee: chat for chat in chats if chat.employee}

    async def held(self, employee: str) -> Chat | None:
        """The account an employee joined with, None for none; until the end of the unit of work
        it hears nothing, so that what it is just now doing is done before or not at all."""
        rows = await self._pending.rows(_HELD, employee=employee)
        chats = [self._afresh(row) for row in rows]
        return next((chat for chat in chats if chat.employee == employee), None)

    def meet(self, channel: Channel, account: str, peer: str, now: datetime) -> Chat:
        """A new dialogue, written at once so that others may refer to it."""
        chat = Chat(new_id(), channel, account, peer)
        self._pending.add(
            t.chats,
            **{name: getattr(chat, name) for name in _LIVE},
            id=chat.id,
            channel=str(channel),
            account=account,
            peer=peer,
            met_at=now,
        )
        self._keep(chat)
        return chat

    def remember(self, row: Row) -> Chat:
        """The dialogue of a row; the one already known where there is one."""
        known = self._known.get(row["id"])
        if known is not None:
            return known
        return self._keep(Chat(**(row | {"channel": Channel(row["channel"])})))

    def _afresh(self, row: Row) -> Chat:
        """The dialogue of a row that was just locked: read before, it may have changed until then.
        What was changed of it here stays."""
        chat = self.remember(row)
        if _live(chat) == self._as_read[chat.id]:
            for name in _LIVE:
                setattr(chat, name, row[name])
            self._as_read[chat.id] = _live(chat)
        return chat

    def write_changes(self) -> None:
        for chat in self._known.values():
            live, read = _live(chat), self._as_read[chat.id]
            if live != read:
                self._as_read[chat.id] = live
                changed = {n: v for n, v, was in zip(_LIVE, live, read, strict=True) if v != was}
                values = {f"b_{name}": value for name, value in changed.items()}
                self._pending.change(_change(tuple(changed)), b_id=chat.id, **values)

    def _keep(self, chat: Chat) -> Chat:
        self._known[chat.id], self._as_read[chat.id] = chat, _live(chat)
        return chat


def _live(chat: Chat) -> tuple[Any, ...]:
    # A draft is replaced, never changed in place, so holding on to it is enough.
    return tuple(getattr(chat, name) for name in _LIVE)
