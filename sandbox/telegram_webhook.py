"""Delivery of updates to the product's webhook: one queue per chat, in order, chats in parallel."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

import aiohttp

from sandbox.people import Clock
from sandbox.telegram_updates import Pending, Updates
from sandbox.telegram_world import Json

LONGEST_DELAY = 60.0
LONGEST_RETRY_AFTER = 3600.0
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates go. An empty `url` means that nobody asked for them to be sent."""

    url: str = ""
    secret: str = ""
    connections: int = 40


class Delivery:
    """Posts every pending update until it is answered with 2xx or dies of age."""

    #: seconds before the first repetition; it doubles up to a minute
    first_delay = 1.0

    def __init__(self, updates: Updates, now: Clock) -> None:
        self._updates = updates
        self._now = now
        self._queues: defaultdict[int, deque[Pending]] = defaultdict(deque)
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._room = asyncio.Semaphore(40)
        self.hook = Hook()
        self.trouble: tuple[int, str] | None = None

    async def set(self, hook: Hook) -> None:
        """Deliver to another address from now on, or nowhere; what is pending stays pending."""
        await self._stop()
        self.hook = hook
        self.trouble = None
        self._room = asyncio.Semaphore(hook.connections)
        if hook.url:
            for pending in list(self._updates.pending.values()):
                self.add(pending)

    def add(self, pending: Pending | None) -> None:
        if pending is None or not self.hook.url:
            return
        self._queues[pending.chat].append(pending)
        if pending.chat not in self._workers:
            worker = asyncio.create_task(  # noqa: TID251 - held here, cancelled by `close`
                self._deliver(pending.chat)
            )
            self._workers[pending.chat] = worker

    def info(self) -> Json:
        if self.trouble is None:
            return {}
        return {"last_error_date": self.trouble[0], "last_error_message": self.trouble[1]}

    async def _deliver(self, chat: int) -> None:
        queue = self._queues[chat]
        while queue:
            await self._until_taken(queue[0])
            self._updates.pending.pop(queue.popleft().id, None)
        del self._queues[chat], self._workers[chat]

    async def _until_taken(self, pending: Pending) -> None:
        delay = self.first_delay
        while self._now().timestamp() < pending.dies:
            async with self._room:
                again = await self._post(pending.body)
            if again is None:
                return
            await asyncio.sleep(min(again, LONGEST_RETRY_AFTER) or delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _post(self, body: bytes) -> float | None:
        """None when taken, else the seconds of `Retry-After` (0 without one)."""
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.hook.secret
        try:
            async with self._client().post(self.hook.url, data=body, headers=headers) as answer:
                if answer.ok:
                    return None
                trouble = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                wait = answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            trouble, wait = f"Connection failed: {type(error).__name__}", ""
        self.trouble = (int(self._now().timestamp()), trouble)
        return float(wait) if wait.isdigit() else 0.0

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=PATIENCE)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        return self._session

    async def _stop(self) -> None:
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self._queues.clear()
        self._workers.clear()

    async def close(self) -> None:
        await self._stop()
        if self._session is not None:
            await self._session.close()
            self._session = None
