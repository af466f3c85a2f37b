"""The HTTP server: webhooks of the messengers, /health and /metrics."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.metrics import DATABASE, WAITING, WINDOWS
from bot.settings import Settings
from storage.unit import Units

Hook = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger(__name__)

#: Larger bodies than any messenger sends are refused before they are read.
LARGEST_BODY = 1 << 20
#: Seconds the database has to answer, and those an open request has when the house stops.
PATIENCE, PARTING = 5.0, 2.0


class Server:
    """`hooks` are what the messengers call: path → handler."""

    def __init__(self, settings: Settings, units: Units, hooks: Mapping[str, Hook]) -> None:
        self._settings, self._units = settings, units
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)
        for path, handler in hooks.items():
            app.router.add_post(path, handler)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=PARTING)

    async def start(self) -> str:
        """Listen; returns the address, with the port that was free when the setting is 0.

        Raises OSError where it cannot listen."""
        await self._runner.setup()
        host, port = self._settings.http_host, self._settings.http_port
        await web.TCPSite(self._runner, host, port).start()
        port = self._runner.addresses[0][1]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Close; safe to call without a start, and twice."""
        await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        """200 while the database answers, 503 when it does not."""
        if await self._count(windows=False):
            return web.json_response({"database": "ok"})
        return web.json_response({"database": "does not answer"}, status=503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        """Always 200: what the process knows of itself is worth most while the database is away."""
        await self._count(windows=True)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _count(self, windows: bool) -> bool:
        """Count what waits in the database; False when it does not answer in time."""
        try:
            async with asyncio.timeout(PATIENCE), self._units.begin() as unit:
                counts = await unit.outbox.waiting_counts()
                if windows:
                    WINDOWS.set(await unit.windows.running())
        except Exception as trouble:
            log.error("the database does not answer: %s", type(trouble).__name__)
            DATABASE.set(0)
            return False
        DATABASE.set(1)
        WAITING.clear()
        for row in counts:
            WAITING.labels(row["channel"], row["state"]).set(row["n"])
        return True
