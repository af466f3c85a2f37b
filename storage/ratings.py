"""Ratings: what clients think of a reply, one for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from domain.appeals import Appeal
from domain.people import Chat
from domain.surveys.running import Counted
from storage import tables as t
from storage.ids import new_id
from storage.pending import Pending
from storage.trip import Query, among, as_list


@dataclass(frozen=True, slots=True)
class Rating:
    """A mark of 1 to 5 and words, "" for none. `said` are the messages the words came in, each
    with `message` (the messenger's id), `text` and `at` (ISO)."""

    id: int
    appeal: int
    reply: int
    mark: int
    text: str
    at: datetime
    said: list[dict[str, Any]]


_COLUMNS = tuple(t.ratings.c[name] for name in Rating.__slots__)
_OF_REPLIES = Query(select(*_COLUMNS).where(among(t.ratings.c.reply, "ids")))
_OF_APPEALS = Query(
    select(*_COLUMNS).where(among(t.ratings.c.appeal, "ids")).order_by(t.ratings.c.id)
)
_OF_CHAT = Query(
    select(*_COLUMNS)
    .join(t.appeals, t.appeals.c.id == t.ratings.c.appeal)
    .where(t.appeals.c.chat == bindparam("chat"))
    .order_by(t.ratings.c.id.desc())
    .limit(20)
)
_CHANNEL = func.coalesce(t.chats.c.channel, "").label("channel")
#: an appeal may have gone on to another unit since
_UNIT = func.coalesce(t.replies.c.unit, t.appeals.c.unit).label("unit")
_COUNTED = Query(
    select(_UNIT, _CHANNEL, t.ratings.c.mark, func.count().label("n"))
    .select_from(t.ratings)
    .join(t.appeals, t.appeals.c.id == t.ratings.c.appeal)
    .outerjoin(t.replies, t.replies.c.id == t.ratings.c.reply)
    .outerjoin(t.chats, t.chats.c.id == t.appeals.c.chat)
    .where(t.ratings.c.at >= bindparam("since"), t.ratings.c.at < bindparam("until"))
    .group_by(_UNIT, _CHANNEL, t.ratings.c.mark)
)
_CHANGE = Query(
    update(t.ratings)
    .where(t.ratings.c.id == bindparam("b_id"))
    .values(mark=bindparam("b_mark"), text=bindparam("b_text"), said=bindparam("b_said"))
)


class Ratings:
    """Only its client changes a rating, and one dialogue is heard by one at a time."""

    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def give(self, appeal: Appeal, reply: int, mark: int, now: datetime) -> Rating:
        """The first mark for a reply."""
        rating = Rating(new_id(), appeal.id, reply, mark, "", now, [])
        self._pending.add(t.ratings, **{name: getattr(rating, name) for name in Rating.__slots__})
        return rating

    def mark(self, rating: Rating, mark: int) -> Rating:
        """Another mark."""
        return self._change(replace(rating, mark=mark))

    def say(self, rating: Rating, said: Sequence[dict[str, Any]]) -> Rating:
        """The words, as these messages; () takes them back."""
        text = "\n".join(part["text"] for part in said)
        return self._change(replace(rating, text=text, said=list(said)))

    async def of_reply(self, reply: int) -> Rating | None:
        return next(iter(await self.of_replies([reply])), None)

    async def of_replies(self, replies: Iterable[int]) -> list[Rating]:
        rows = await self._pending.rows(_OF_REPLIES, ids=as_list(replies))
        return [Rating(**row) for row in rows]

    async def of_appeals(self, appeals: Iterable[int]) -> list[Rating]:
        """Every rating of these appeals, oldest first."""
        rows = await self._pending.rows(_OF_APPEALS, ids=as_list(appeals))
        return [Rating(**row) for row in rows]

    async def counted(self, since: datetime, until: datetime) -> list[Counted]:
        """How often each mark was given from `since` to before `until`, by the unit whose
        reply it was and the channel the appeal came by, "" for none."""
        rows = await self._pending.rows(_COUNTED, since=since, until=until)
        return [Counted(row["unit"], row["channel"], row["mark"], int(row["n"])) for row in rows]

    async def by_message(self, chat: Chat, message: str) -> Rating | None:
        """The rating among whose words this message of the dialogue is, if it is a late one."""
        for row in await self._pending.rows(_OF_CHAT, chat=chat.id):
            if any(part["message"] == message for part in row["said"]):
                return Rating(**row)
        return None

    def _change(self, rating: Rating) -> Rating:
        values = {f"b_{name}": getattr(rating, name) for name in ("id", "mark", "text", "said")}
        self._pending.change(_CHANGE, **values)
        return rating
