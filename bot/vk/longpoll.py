"""Bots Long Poll: events after `ts`, and `ts` stored with the events it brought."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import ClientSession, ClientTimeout

from bot.channel import Batch, Halted, Take
from bot.vk.client import Calls
from bot.vk.config import VkConfig
from bot.vk.gaps import Gaps
from bot.vk.heard import dated, understood
from domain.talk import Channel

log = logging.getLogger(__name__)

WAIT = 25
#: Events written in one transaction.
TOGETHER = 200
LONGEST_PAUSE, HALTED_PAUSE = 30.0, 60.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Where we are: VK's `ts`, and the time of the last message taken, for repairing a gap."""

    ts: str = ""
    date: int = 0

    @classmethod
    def read(cls, cursor: str) -> Mark:
        ts, _, date = cursor.partition(" ")
        return cls(ts, int(date) if date.isdecimal() else 0)

    def __str__(self) -> str:
        return f"{self.ts} {self.date}"


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    key: str
    ts: str


class LongPoll:
    """Receives for ever. The queue stays at VK: what was not stored is asked for again."""

    def __init__(
        self,
        config: VkConfig,
        calls: Calls,
        http: Callable[[], ClientSession],
        now: Callable[[], datetime],
    ) -> None:
        self._config = config
        self._calls = calls
        self._http = http
        self._now = now
        self._gaps = Gaps(calls, config.group_id)
        self._failures = 0
        self._hiccups = 0

    async def listen(self, take: Take, cursor: Callable[[], Awaitable[str]]) -> None:
        mark: Mark | None = None
        server: Server | None = None
        while True:
            try:
                mark = mark or Mark.read(await cursor())
                if server is None:
                    server = await self._server()
                if not mark.ts:
                    mark = await self._begin(take, server)
                mark, server = await self._round(take, mark, server)
            except Exception as trouble:
                await self._pause(trouble)

    async def _round(self, take: Take, mark: Mark, server: Server) -> tuple[Mark, Server | None]:
        """One request. Without a server the next round asks for a new one."""
        answer = await self._poll(server, mark.ts)
        failed = answer.get("failed")
        if failed is None:
            self._failures = self._hiccups = 0
            ts = str(answer["ts"])
            if not answer["updates"]:
                return Mark(ts, mark.date), server
            return await self._take(take, answer["updates"], Mark(ts, mark.date)), server
        log.warning("VK long poll says failed %s", failed)
        await self._hiccup()
        if failed == 1:
            return await self._catch_up(take, Mark(str(answer["ts"]), mark.date)), server
        if failed == 3:
            server = await self._server()
            return await self._catch_up(take, Mark(server.ts, mark.date)), server
        return mark, None

    async def _server(self) -> Server:
        answer = await self._calls("groups.getLongPollServer", group_id=self._config.group_id)
        return Server(str(answer["server"]), str(answer["key"]), str(answer["ts"]))

    async def _poll(self, server: Server, ts: str) -> dict[str, Any]:
        query = {"act": "a_check", "key": server.key, "ts": ts, "wait": str(WAIT)}
        times = ClientTimeout(total=WAIT + 10, sock_connect=5)
        async with self._http().get(server.url, params=query, timeout=times) as answer:
            answer.raise_for_status()
            found = await answer.json(content_type=None)
        if not isinstance(found, dict):
            raise TypeError("the long-poll server's answer is not an object")
        return found

    async def _begin(self, take: Take, server: Server) -> Mark:
        """The first start: who waits for an answer already is heard before what comes next."""
        now = self._now()
        since = int((now - self._config.look_back).timestamp())
        waiting = await self._gaps.unanswered(since)
        return await self._take(take, waiting, Mark(server.ts, int(now.timestamp())))

    async def _catch_up(self, take: Take, mark: Mark) -> Mark:
        return await self._take(take, await self._gaps.missed(mark.date), mark)

    async def _take(self, take: Take, events: Sequence[Any], mark: Mark) -> Mark:
        """Hand the events over; the last transaction carries the mark."""
        mark = Mark(mark.ts, max([mark.date, *map(dated, events)]))
        account, now = self._config.account, self._now()
        raws = [understood(event, account, now) for event in events]
        last = max(0, len(raws) - 1) // TOGETHER * TOGETHER
        for start in range(0, last, TOGETHER):
            part = tuple(raws[start : start + TOGETHER])
            await take(Batch(Channel.VK, account, part))
        await take(Batch(Channel.VK, account, tuple(raws[last:]), str(mark)))
        return mark

    async def _pause(self, trouble: Exception) -> None:
        self._failures += 1
        pause = pause_after(self._failures)
        if isinstance(trouble, Halted):
            pause = HALTED_PAUSE
            log.error("VK is not heard: %s", trouble)
        else:
            # The texts of network errors hold the long-poll key: only their kind is told.
            log.warning("VK is not heard for %.1f s: %s", pause, type(trouble).__name__)
        await asyncio.sleep(pause)

    async def _hiccup(self) -> None:
        """The queue's own `failed` costs nothing at first; again and again it may not spin."""
        if self._hiccups:
            await asyncio.sleep(pause_after(self._hiccups))
        self._hiccups += 1


def pause_after(times: int) -> float:
    """Seconds, longer each time in a row."""
    return float(min(0.25 * 2 ** min(times, 20), LONGEST_PAUSE))
