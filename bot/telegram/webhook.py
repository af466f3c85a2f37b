"""Telegram's webhook: a secret, a small body, and 200 only after what came is safe."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1 << 20
PATIENCE = 10

Waiting = tuple[Any, asyncio.Future[None]]
Deliver = Callable[[list[Any]], Awaitable[None]]


class Webhook:
    """An aiohttp handler, and the loop that delivers what it let in. Updates that come while
    others are being taken wait together."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._waiting: list[Waiting] = []
        self._come = asyncio.Event()
        self._listening = False

    async def handle(self, request: web.Request) -> web.Response:
        if not self._known(request.headers.get(SECRET, "")):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _body(request)
            update = json.loads(body)
        except TimeoutError:
            return web.Response(status=408)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        try:
            await self._taken(update)
        except Exception as error:  # whatever it was, Telegram must send the update again
            log.warning("an update from the webhook was not taken: %s", type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    def _known(self, header: str) -> bool:
        """Compared as bytes: compare_digest refuses text that is not ASCII."""
        said = header.encode("utf-8", "surrogateescape")
        return bool(self._secret) and hmac.compare_digest(said, self._secret)

    async def listen(self, deliver: Deliver) -> None:
        """Deliver for ever what comes; nobody is told 200 before. Whoever cancels this can be sure
        that nothing is being delivered any more once it has ended."""
        self._listening = True
        try:
            while True:
                await self._come.wait()
                self._come.clear()
                await self._take_all(deliver)
        finally:
            self._listening = False
            left, self._waiting = self._waiting, []
            self._settle(left, ConnectionError("the service stops"))

    async def _taken(self, update: Any) -> None:
        """Returns when it is taken; raises when it is not."""
        if not self._listening:
            raise ConnectionError("nobody listens")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, done))
        self._come.set()
        await done

    async def _take_all(self, deliver: Deliver) -> None:
        together, self._waiting = self._waiting, []
        try:
            await deliver([update for update, _ in together])
        except Exception as error:
            self._settle(together, error)
        except asyncio.CancelledError:
            self._settle(together, ConnectionError("the service stops"))
            raise
        else:
            self._settle(together, None)

    @staticmethod
    def _settle(together: list[Waiting], trouble: Exception | None) -> None:
        for _, done in together:
            if done.done():
                continue
            if trouble is None:
                done.set_result(None)
            else:
                done.set_exception(trouble)
                done.exception()  # read here: the one who waited may have gone


async def _body(request: web.Request) -> bytes:
    """The body, or ValueError when it is larger than any update."""
    body = bytearray()
    async for piece in request.content.iter_chunked(LARGEST):
        body += piece
        if len(body) > LARGEST:
            raise ValueError("larger than any update")
    return bytes(body)
