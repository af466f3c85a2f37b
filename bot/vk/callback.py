"""Callback API: events VK brings to our address; answered `ok` only when they are stored."""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.channel import Batch, NotSent, Raw, Take, TryLater
from bot.vk.client import Calls
from bot.vk.config import VkConfig
from bot.vk.gaps import Gaps
from bot.vk.heard import understood
from bot.vk.longpoll import pause_after
from domain.talk import Channel

log = logging.getLogger(__name__)

LARGEST_BODY = 2**20
SLOWEST_BODY = 10.0
#: Events that came at the same time and are written in one transaction.
TOGETHER = 100
MOST_WAITING = 1000


class Callback:
    """An aiohttp handler, and the loop that stores what it accepted."""

    def __init__(self, config: VkConfig, calls: Calls, now: Callable[[], datetime]) -> None:
        if not config.callback_secret:
            raise ValueError("Callback API without a secret would believe anybody")
        self._config = config
        self._calls = calls
        self._now = now
        self._waiting: asyncio.Queue[tuple[Raw, asyncio.Future[None]]] = asyncio.Queue()
        self._listening = False

    async def handle(self, request: web.Request) -> web.Response:
        """The answer VK wants: the confirmation code, or `ok`; after any other it comes again."""
        body = await _read(request)
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=400, text="not JSON")
        if not isinstance(event, dict):
            return web.Response(status=400, text="not an event")
        if not self._trusted(event) or event.get("group_id") != self._config.group_id:
            return web.Response(status=403, text="not for us")
        if event.get("type") == "confirmation":
            return await self._confirm()
        return await self._accept(event)

    async def listen(self, take: Take, cursor: Callable[[], Awaitable[str]]) -> None:
        """Store for ever what `handle` accepted; nobody is told `ok` before."""
        del cursor  # VK itself remembers what was not answered
        self._listening = True
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._look_back())
                while True:
                    await self._store(take)
        finally:
            self._listening = False
            while not self._waiting.empty():
                _tell([self._waiting.get_nowait()], TryLater("the service stops"))

    def _trusted(self, event: dict[str, Any]) -> bool:
        secret = event.get("secret")
        if not isinstance(secret, str):
            return False
        given = secret.encode("utf-8", "surrogatepass")
        return hmac.compare_digest(given, self._config.callback_secret.encode())

    async def _confirm(self) -> web.Response:
        code = self._config.confirmation
        try:
            if not code:
                answer = await self._calls(
                    "groups.getCallbackConfirmationCode", group_id=self._config.group_id
                )
                code = str(answer["code"])
        except NotSent as failure:
            log.error("VK's confirmation code could not be had: %s", failure)
            return web.Response(status=503, text="later")
        return web.Response(text=code)

    async def _accept(self, event: dict[str, Any]) -> web.Response:
        if not self._listening or self._waiting.qsize() >= MOST_WAITING:
            return web.Response(status=503, text="later")
        event.pop("secret", None)
        try:
            await self._wait_for(event)
        except Exception:
            return web.Response(status=503, text="later")
        return web.Response(text="ok")

    async def _wait_for(self, event: dict[str, Any]) -> None:
        """Returns when the event is stored; raises when it is not."""
        raw = understood(event, self._config.account, self._now())
        stored = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((raw, stored))
        await stored

    async def _store(self, take: Take) -> None:
        waiting = [await self._waiting.get()]
        while len(waiting) < TOGETHER and not self._waiting.empty():
            waiting.append(self._waiting.get_nowait())
        batch = Batch(Channel.VK, self._config.account, tuple(raw for raw, _ in waiting))
        try:
            await take(batch)
        except Exception as trouble:
            log.error("%d events of VK are not stored: %s", len(waiting), type(trouble).__name__)
            _tell(waiting, trouble)
        except asyncio.CancelledError:
            _tell(waiting, TryLater("the service stops"))
            raise
        else:
            for _, stored in waiting:
                if not stored.done():
                    stored.set_result(None)

    async def _look_back(self) -> None:
        """VK gives up after some hours of silence, so who waits for an answer is looked up, until
        all of it is read and stored."""
        since = int((self._now() - self._config.look_back).timestamp())
        for times in itertools.count(1):
            try:
                events = await Gaps(self._calls, self._config.group_id).unanswered(since)
                await asyncio.gather(*(self._wait_for(event) for event in events))
                return
            except Exception as trouble:
                pause = pause_after(times)
                name = type(trouble).__name__
                log.warning("unanswered dialogues are not read for %.1f s: %s", pause, name)
            await asyncio.sleep(pause)


def _tell(waiting: list[tuple[Raw, asyncio.Future[None]]], trouble: Exception) -> None:
    for _, stored in waiting:
        if not stored.done():
            stored.set_exception(trouble)


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            async for piece in request.content.iter_chunked(2**16):
                body += piece
                if len(body) > LARGEST_BODY:
                    raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, len(body))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    return bytes(body)
