"""The event queue behind Bots Long Poll: a cursor `ts`, nothing confirmed, anything asked again."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

LONGEST_WAIT = 90


class Queue:
    """Events after a given `ts`. Nothing is ever confirmed: an old `ts` brings the same again.

    `keep` is how many events VK remembers; who asks for older ones is told `failed: 1`.
    """

    def __init__(self, keep: int = 1_000_000, at_once: int = 100) -> None:
        self.keep = keep
        self.at_once = at_once
        self.key = secrets.token_hex(8)
        self._gone: set[str] = set()
        self._first = 0
        self._events: list[str] = []
        self._waiting: set[asyncio.Future[None]] = set()
        self._closed = False

    @property
    def ts(self) -> int:
        """The number of the last event."""
        return self._first + len(self._events)

    def put(self, event: Any) -> None:
        self._events.append(json.dumps(event))
        if len(self._events) > self.keep * 1.25:
            surplus = len(self._events) - self.keep
            del self._events[:surplus]
            self._first += surplus
        self.wake()

    def wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def close(self) -> None:
        """Let those who wait go with nothing."""
        self._closed = True
        self.wake()

    def open(self) -> None:
        self._closed = False

    def outdate(self) -> None:
        """Forget the history: `failed: 1` for everybody who is behind."""
        self._first = self.ts + 1
        self._events.clear()
        self.wake()

    def expire_key(self) -> None:
        """`failed: 2` until the client asks for a new key; `ts` stays good."""
        self.key = secrets.token_hex(8)
        self.wake()

    def forget(self) -> None:
        """`failed: 3`: key and history are gone; a new key comes with a new `ts`."""
        self._gone.add(self.key)
        self.expire_key()
        self.outdate()

    async def check(self, key: str, ts: str, wait: float) -> str:
        """One long-poll answer as JSON text."""
        failed = self._failed(key, ts)
        if failed:
            return failed
        if int(ts) >= self.ts and not self._closed:
            await self._news(min(max(wait, 0), LONGEST_WAIT))
            failed = self._failed(key, ts)
            if failed:
                return failed
        start = int(ts) - self._first
        events = self._events[start : start + self.at_once]
        return f'{{"ts":"{int(ts) + len(events)}","updates":[{",".join(events)}]}}'

    def _failed(self, key: str, ts: str) -> str:
        if key in self._gone:
            return '{"failed":3}'
        if key != self.key:
            return '{"failed":2}'
        if not (ts.isdecimal() and len(ts) < 20) or not self._first <= int(ts) <= self.ts:
            return f'{{"failed":1,"ts":"{self.ts}"}}'
        return ""

    async def _news(self, wait: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(wait):
                await future
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(future)
