"""The only way out: replies wait here until a door has sent them, one at a time per dialogue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import bindparam, func, select, text, update

from domain.people import Chat
from domain.talk import Channel, Reply
from storage import tables as t
from storage.claims import CLAIMS, DOUBTFUL, Lane
from storage.ids import new_id
from storage.letters import read_back, written
from storage.pending import Pending
from storage.trip import Query, Row, among, as_list
from storage.types import Moment
from storage.undelivered import (
    ABANDON,
    ABANDONED,
    GIVE_UP_CHAT,
    UNSENT,
    WITHDRAW,
    WITHDRAW_FAILED,
)


class Priority(IntEnum):
    """Who goes first when there is more to send than a messenger allows."""

    ANSWER = 0  # what somebody waits for in the dialogue: receipts, replies, cards
    NOTICE = 1
    ALARM = 2
    MAILING = 3  # nobody waits for it


#: How long a message may be on its way before somebody else takes it up.
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message claimed for sending. `tries` counts this attempt; `about` is what it carries."""

    id: int
    chat: int
    channel: Channel
    account: str
    peer: str
    kind: str
    about: int | None
    reply: Reply
    tries: int
    created_at: datetime


_SETTLE = Query(
    update(t.outbox)
    # What was withdrawn while it was on its way is never sent once more.
    .where(t.outbox.c.id == bindparam("b_id"), text("outbox.state <> 'withdrawn'"))
    .values(
        state=bindparam("b_state"),
        due_at=bindparam("b_due_at", type_=Moment()),
        lease_until=None,
        tries=bindparam("b_tries"),
        remote=bindparam("b_remote"),
        trouble=bindparam("b_trouble"),
        settled_at=bindparam("b_settled_at", type_=Moment()),
    )
)
_RELEASE = Query(
    update(t.outbox)
    .where(text(f"outbox.{UNSENT}"), t.outbox.c.lease_until.is_not(None))
    .values(state="unknown", lease_until=None)
)
_RENEW = Query(
    update(t.outbox)
    .where(among(t.outbox.c.id, "b_ids"), text("outbox.state = 'sending'"))
    .values(lease_until=bindparam("b_until_", type_=Moment()))
)
_FILES_CAME = Query(
    update(t.outbox)
    .where(text("outbox.state = 'filing'"))
    .values(due_at=bindparam("now_", type_=Moment()))
    .returning(t.outbox.c.channel)
)
_PLACES = Query(
    select(t.outbox.c.channel, t.outbox.c.account, func.count().label("n"))
    .where(text(f"outbox.{UNSENT}"))
    .group_by(t.outbox.c.channel, t.outbox.c.account)
    .order_by(t.outbox.c.channel, t.outbox.c.account)
)
_NEXT_DUE = Query(
    select(func.min(t.outbox.c.due_at).label("at")).where(
        text(f"outbox.{UNSENT}"),
        t.outbox.c.channel == bindparam("channel"),
        t.outbox.c.account == bindparam("account"),
        t.outbox.c.lease_until.is_(None),
    )
)
_COUNTS = Query(
    select(t.outbox.c.channel, t.outbox.c.state, func.count().label("n"))
    .where(text(f"outbox.{UNSENT}"))
    .group_by(t.outbox.c.channel, t.outbox.c.state)
)
_MAILINGS = Query(
    select(func.count().label("n"))
    .select_from(t.outbox)
    .where(text(f"outbox.{UNSENT} AND outbox.kind = 'mailing'"))
)
_BY_ABOUT = Query(
    select(t.outbox.c.about, t.outbox.c.state, t.outbox.c.trouble, t.outbox.c.settled_at)
    .where(text("outbox.kind IN ('reply', 'word')"), among(t.outbox.c.about, "entries"))
    .order_by(t.outbox.c.id)
)


class Outbox:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        #: the channels for which this unit of work leaves something that nobody has claimed
        self.posted: set[Channel] = set()

    def post(
        self,
        chat: Chat,
        reply: Reply,
        now: datetime,
        *,
        kind: str = "answer",
        about: int | None = None,
        priority: Priority = Priority.ANSWER,
    ) -> int:
        """Leave a reply for sending. `kind` "reply" (its delivery is told) and "word" (said on the
        way) are about an entry of the exchange, "receipt" and "status" about its appeal."""
        message = new_id()
        self.posted.add(chat.channel)
        self._pending.add(
            t.outbox,
            id=message,
            chat=chat.id,
            channel=str(chat.channel),
            account=chat.account,
            peer=chat.peer,
            kind=kind,
            about=about,
            priority=int(priority),
            reply=written(reply),
            state="new",
            due_at=now,
            tries=0,
            created_at=now,
            remote="",
            trouble="",
        )
        return message

    async def claim(
        self,
        channel: Channel,
        account: str,
        now: datetime,
        limit: int,
        lane: Lane = Lane.DIALOGUE,
    ) -> list[Waiting]:
        """Take up what is due, the oldest of each dialogue, for the length of a lease.

        Only Unit.claim asks: it ends the transaction, so what is claimed may leave at once."""
        if lane is Lane.DIALOGUE:
            self.posted.discard(channel)
        rows = await self._pending.last_rows(
            CLAIMS[lane],
            channel_=str(channel),
            account_=account,
            now=now,
            limit=limit,
            lease_until_=now + LEASE,
        )
        replies: dict[str, Reply] = {}
        found = [Waiting(**(row | _read(row, replies))) for row in rows]
        return sorted(found, key=lambda waiting: waiting.id)

    async def doubtful(
        self, channel: Channel, account: str, now: datetime, before: datetime | None = None
    ) -> list[Row]:
        """Of mailings, what may have left with a process that is gone, and is not sent again:
        chat and about. With `before`, what was tried last before then."""
        given = {"channel_": str(channel), "account_": account, "now": now}
        return await self._pending.rows(
            DOUBTFUL, **given, ever=before is None, before=before or now
        )

    def settle(self, message: Waiting, state: str, now: datetime, **facts: Any) -> None:
        """How it went: state sent | retry | unknown | filing | dead; facts: due_at, remote,
        trouble, tries. "filing" waits for a file, and what follows in its dialogue goes on."""
        final = state in {"sent", "dead"}
        if state == "filing":
            self.posted.add(message.channel)
        self._pending.change(
            _SETTLE,
            b_id=message.id,
            b_state=state,
            b_due_at=facts.get("due_at", now),
            b_tries=facts.get("tries", message.tries),
            b_remote=facts.get("remote", ""),
            b_trouble=facts.get("trouble", ""),
            b_settled_at=now if final else None,
        )

    async def give_up(self, chat: Chat, now: datetime) -> None:
        """The person cannot be written to any more: what waits for them, replies apart, is dead.

        At once: what is posted later in the same batch, when they have come back, still goes."""
        self._pending.change(GIVE_UP_CHAT, b_chat=chat.id, b_now=now)
        await self._pending.run(())

    async def withdraw(self, chat: Chat, now: datetime) -> None:
        """What an employee was to read here is nobody's here any more; what waits for the same
        person as a client, receipts and replies, still goes."""
        await self._pending.rows(WITHDRAW, chat_=chat.id, now_=now)
        self._pending.change(WITHDRAW_FAILED, b_chat=chat.id, b_now=now)

    def release(self) -> None:
        """Nobody else is sending: what a process that is gone had taken up may be taken up anew."""
        self._pending.change(_RELEASE)

    def renew(self, ids: Iterable[int], now: datetime) -> None:
        """Messages still on their way: nobody else may take them up for another lease."""
        self._pending.change(_RENEW, b_ids=as_list(ids), b_until_=now + LEASE)

    async def files_came(self, now: datetime) -> None:
        """A file has come, or never will: what waits for files is looked at now."""
        rows = await self._pending.rows(_FILES_CAME, now_=now)
        self.posted |= {Channel(row["channel"]) for row in rows}

    async def abandoned(
        self, served: Iterable[tuple[Channel, str]], before: datetime, limit: int
    ) -> list[Row]:
        """What was due before and leaves by none of the doors: id, kind and about."""
        keys = as_list(f"{channel}:{account}" for channel, account in served)
        return await self._pending.rows(ABANDONED, served_keys=keys, before=before, limit=limit)

    def abandon(self, message: int, now: datetime) -> None:
        """There is no door for it any more."""
        self._pending.change(ABANDON, b_id=message, b_now=now)

    async def waiting_places(self) -> list[Row]:
        """How many messages wait for each bot or community."""
        return await self._pending.rows(_PLACES)

    async def next_due(self, channel: Channel, account: str) -> datetime | None:
        """When the next waiting message becomes due; None when nothing waits."""
        row = await self._pending.row(_NEXT_DUE, channel=str(channel), account=account)
        return row["at"] if row else None

    async def deliveries(self, entries: Iterable[int]) -> dict[int, Row]:
        """How officers' replies fared, by entry: state, trouble, settled_at of the last attempt."""
        rows = await self._pending.rows(_BY_ABOUT, entries=as_list(entries))
        return {row["about"]: row for row in rows}

    async def mailings(self) -> int:
        """How many messages of mailings wait."""
        return int((await self._pending.rows(_MAILINGS))[0]["n"])

    async def waiting_counts(self) -> list[Row]:
        """How many messages wait, by channel and state."""
        return await self._pending.rows(_COUNTS)


def _read(row: Row, replies: dict[str, Reply]) -> Row:
    """`replies` are those read before: what is the same for many is one object."""
    written_ = row["reply"]
    if written_ not in replies:
        replies[written_] = read_back(json.loads(written_))
    return {"channel": Channel(row["channel"]), "reply": replies[written_]}
