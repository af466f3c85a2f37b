"""Sending to Telegram: messages side by side, the calls of each in order, at the allowed pace."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

from aiolimiter import AsyncLimiter

from bot.channel import NotSent, Outcome, Outgoing, Rejected, TryLater
from bot.telegram.client import Client, Edit, Method, TelegramBadRequest
from bot.telegram.failures import failure
from bot.telegram.spoken import anew, as_documents, spoken

#: unfinished messages whose first parts are remembered as sent
MOST_UNFINISHED = 10_000
MOST_CHATS = 5_000
CHAT_RESTS = 60.0
CHAT_PAUSE = timedelta(seconds=1)
#: without a pace: as many at once as keep a fast line busy
CROWD = 100
#: how much the last round trip weighs in the average
NEWEST = 1 / 8
#: an upload may be 50 MB over a slow line
PATIENCE, FILE_PATIENCE = 30, 300


class Pace:
    """30 messages a second in all; in one chat one a second with short bursts, in a group 20 a
    minute. Waiting here is cheaper than the 429 that stops the whole bot.

    The pace in all is even, without bursts, so that few messages are on the wire at any time."""

    def __init__(self, per_second: float) -> None:
        self._all = AsyncLimiter(1, 1 / per_second)
        self._chats: OrderedDict[str, tuple[AsyncLimiter, float]] = OrderedDict()

    async def wait(self, chat: str) -> None:
        """Raises TryLater for a chat that has had its share: the others need not wait for it."""
        own = self._chat(chat)
        if not own.has_capacity():
            raise TryLater("this chat has had its share", CHAT_PAUSE)
        await own.acquire()
        await self._all.acquire()

    def _chat(self, chat: str) -> AsyncLimiter:
        time = asyncio.get_running_loop().time()
        known = self._chats.pop(chat, None)
        group = chat.startswith("-")
        limiter = known[0] if known else AsyncLimiter(20, 60) if group else AsyncLimiter(5, 5)
        self._chats[chat] = (limiter, time)
        while len(self._chats) > MOST_CHATS or next(iter(self._chats.values()))[1] < (
            time - CHAT_RESTS
        ):
            self._chats.popitem(last=False)
        return limiter


class Courier:
    """Carries replies to Telegram and says what became of each."""

    def __init__(self, client: Client, token: str, store: Path, per_second: float) -> None:
        self._client = client
        self._token = token
        self._store = store
        self._pace = Pace(per_second) if per_second else None
        self._per_second = per_second
        self._round_trip = 0.0
        #: outbox row → how many of its calls were carried out
        self._unfinished: OrderedDict[int, int] = OrderedDict()

    @property
    def at_once(self) -> int:
        """As few as keep the pace: what is under way at a kill may be said twice."""
        return max(1, ceil(self._per_second * self._round_trip)) if self._pace else CROWD

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        if len(batch) == 1:
            return [await self._one(batch[0])]
        return await asyncio.gather(*(self._one(outgoing) for outgoing in batch))

    async def _one(self, outgoing: Outgoing) -> Outcome:
        try:
            calls = spoken(outgoing.to, outgoing.reply, self._store)
        except ValueError as error:
            return Rejected(f"cannot be said in Telegram: {error}")
        if not calls:
            return Rejected("there is nothing to send")
        missing = await asyncio.to_thread(self._missing, outgoing) if outgoing.reply.files else ""
        if missing:
            return TryLater(f"the file {missing} is not in the store yet")
        done = self._unfinished.pop(outgoing.id, 0)
        message = ""
        for place, call in enumerate(calls[done:], done):
            try:
                message = await self._carry(outgoing, call)
            except NotSent as trouble:
                self._remember(outgoing.id, place)
                return trouble
        return message

    def _missing(self, outgoing: Outgoing) -> str:
        paths = (file.path for file in outgoing.reply.files)
        return next((path for path in paths if not (self._store / path).is_file()), "")

    def _remember(self, row: int, done: int) -> None:
        if done:
            self._unfinished[row] = done
            if len(self._unfinished) > MOST_UNFINISHED:
                self._unfinished.popitem(last=False)

    async def _carry(self, outgoing: Outgoing, call: Method) -> str:
        """The message's id; a refusal that another way of saying it mends is mended."""
        try:
            return await self._call(outgoing.to, call)
        except TelegramBadRequest as error:
            said = error.message.lower()
            if isinstance(call, Edit) and "not modified" in said:
                return outgoing.reply.instead_of
            other = self._other_way(call, said)
            trouble = failure(error, self._token)
            if other is None or not isinstance(trouble, Rejected):
                raise trouble from None
        except Exception as error:  # aiogram's, aiohttp's or the system's: named by `failure`
            raise failure(error, self._token) from None
        try:
            return await self._call(outgoing.to, other)
        except Exception as error:
            raise failure(error, self._token) from None

    @staticmethod
    def _other_way(call: Method, said: str) -> Method | None:
        if isinstance(call, Edit):
            return anew(call)
        return as_documents(call) if "photo" in said or "image" in said else None

    async def _call(self, to: str, call: Method) -> str:
        if self._pace is not None:
            await self._pace.wait(to)
        uploads = call.__api_method__ not in ("sendMessage", "editMessageText")
        begun = asyncio.get_running_loop().time()
        result = await self._client.call(call, FILE_PATIENCE if uploads else PATIENCE)
        took = asyncio.get_running_loop().time() - begun
        if not uploads:
            self._round_trip += (took - self._round_trip) * NEWEST
        return _number(result)


def _number(result: Any) -> str:
    """The id in an answer; "" when a successful answer tells none."""
    last = result[-1] if isinstance(result, list) and result else result
    return str(last.get("message_id", "")) if isinstance(last, dict) else ""
