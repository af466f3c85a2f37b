"""What came in: which events are new, whose they are, and what could not be understood."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, delete, select, true, update
from sqlalchemy.dialects.postgresql import insert

from domain.people import Chat
from domain.talk import Channel
from storage import tables as t
from storage.appeals import OPEN_OF_PEERS, Appeals
from storage.chats import BY_PEERS, Chats
from storage.ids import new_id
from storage.pending import Pending
from storage.staff import VERSION
from storage.trip import Op, Query, Row, as_list, each
from storage.types import Moment

_KEYS = each("keys")
_HEAR = Query(
    insert(t.events)
    .from_select(
        ["channel", "account", "key", "at"],
        select(
            bindparam("channel", type_=Text()),
            bindparam("account", type_=Text()),
            _KEYS.c.value,
            bindparam("now", type_=Moment()),
        ).where(true()),
    )
    .on_conflict_do_nothing()
    .returning(t.events.c.key)
)
_GIVE_BACK = Query(
    delete(t.events).where(
        t.events.c.channel == bindparam("b_channel"),
        t.events.c.account == bindparam("b_account"),
        t.events.c.key == bindparam("b_key"),
    )
)
_CURSOR = Query(
    select(t.cursors.c.value).where(
        t.cursors.c.channel == bindparam("channel"), t.cursors.c.account == bindparam("account")
    )
)
_move = insert(t.cursors)
_MOVE_CURSOR = Query(
    _move.on_conflict_do_update(
        index_elements=["channel", "account"], set_={"value": _move.excluded.value}
    ),
    ["channel", "account", "value"],
)
_FORGET = Query(delete(t.events).where(t.events.c.at < bindparam("before", type_=Moment())))
_QUARANTINED = Query(
    select(t.quarantine).where(t.quarantine.c.replayed_at.is_(None)).order_by(t.quarantine.c.id)
)
_REPLAYED = Query(
    update(t.quarantine)
    .where(t.quarantine.c.id == bindparam("b_id"), t.quarantine.c.replayed_at.is_(None))
    .values(replayed_at=bindparam("b_now", type_=Moment()), body=None)
    .returning(t.quarantine.c.key)
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The new keys of a batch, the dialogues of its people by peer, and the version of the staff
    list; None when it was never changed, or there is nobody."""

    new: frozenset[str]
    chats: dict[str, Chat]
    staff: int | None = None


class Arrivals:
    def __init__(self, pending: Pending, chats: Chats, appeals: Appeals) -> None:
        self._pending, self._chats, self._appeals = pending, chats, appeals

    async def hear(
        self, place: tuple[Channel, str], keys: Iterable[str], peers: Iterable[str], now: datetime
    ) -> Arrived:
        """Mark the keys as handled and fetch everything their handling usually needs, in one trip.

        `place` is (channel, account). On PostgreSQL the dialogues stay locked until the end."""
        peers = [peer for peer in dict.fromkeys(peers) if peer]
        where = {"channel": str(place[0]), "account": place[1]}
        by_peers = where | {"peers": as_list(peers)}
        heard, chats, appeals = await self._pending.run(
            [
                Op(_HEAR, where | {"keys": as_list(keys), "now": now}),
                Op(BY_PEERS, by_peers),
                Op(OPEN_OF_PEERS, by_peers),
            ]
        )
        versions = [row.pop("staff") or 0 for row in chats]
        found = {row["peer"]: self._chats.remember(row) for row in chats}
        for chat in found.values():
            self._appeals.know(chat.id)
        for row in appeals:
            self._appeals.remember(row)
        for peer in peers:
            if peer not in found:
                found[peer] = await self._meet(place, peer, now)
        staff = versions[0] if versions else await self._version(peers)
        return Arrived(frozenset(row["key"] for row in heard), found, staff)

    def give_back(self, place: tuple[Channel, str], keys: Iterable[str]) -> None:
        """Not handled after all, though heard in this unit of work: the next one hears them."""
        for key in keys:
            where = {"b_channel": str(place[0]), "b_account": place[1]}
            self._pending.change(_GIVE_BACK, **where, b_key=key)

    async def _version(self, peers: list[str]) -> int | None:
        """Somebody who was never heard before is heard by today's topics and days as well."""
        row = await self._pending.row(VERSION) if peers else None
        return int(row["value"]) if row else None

    async def _meet(self, place: tuple[Channel, str], peer: str, now: datetime) -> Chat:
        chat = self._chats.meet(place[0], place[1], peer, now)
        self._appeals.know(chat.id)
        return chat

    async def cursor(self, channel: Channel, account: str) -> str:
        """Where receiving stopped, "" at the very first start."""
        row = await self._pending.row(_CURSOR, channel=str(channel), account=account)
        return row["value"] if row else ""

    def move_cursor(self, channel: Channel, account: str, value: str) -> None:
        self._pending.change(_MOVE_CURSOR, channel=str(channel), account=account, value=value)

    def set_aside(
        self, place: tuple[Channel, str], key: str, body: Any, reason: str, now: datetime
    ) -> None:
        """Keep an event whole that nothing could be made of; of one without a body nothing waits
        to be played again."""
        self._pending.add(
            t.quarantine,
            id=new_id(),
            channel=str(place[0]),
            account=place[1],
            key=key,
            # As text: PostgreSQL's own JSON refuses a NUL that a hostile body may hold.
            body=None if body is None else json.dumps(body),
            reason=reason,
            at=now,
            replayed_at=now if body is None else None,
        )

    async def set_aside_events(self) -> list[Row]:
        """What waits in quarantine: id, channel, account, key, body, reason, at."""
        rows = await self._pending.rows(_QUARANTINED)
        return [row | {"body": json.loads(row["body"])} for row in rows]

    async def replayed(self, event: int, now: datetime) -> str:
        """An event is handled after all: its body is emptied. Returns the key it was set aside
        under, "" when it waits no longer."""
        row = await self._pending.row(_REPLAYED, b_id=event, b_now=now)
        return str(row["key"]) if row else ""

    def forget(self, before: datetime) -> None:
        """Drop keys older than any messenger would deliver again."""
        self._pending.change(_FORGET, before=before)
