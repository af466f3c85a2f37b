"""Callback API of the stand-in: events pushed to an address until it answers `ok`."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.vk_errors import VkError
from sandbox.vk_params import Params, number
from sandbox.vk_shapes import Json
from sandbox.vk_world import usual_events

MOST_SERVERS = 10
LONGEST_PAUSE = 5.0


@dataclass(slots=True)
class Server:
    """One address events go to."""

    id: int
    title: str
    url: str
    secret: str
    status: str = "unconfigured"
    events: dict[str, int] = field(default_factory=usual_events)

    def json(self) -> Json:
        return {
            "id": self.id, "title": self.title, "creator_id": 1, "url": self.url,
            "secret_key": self.secret, "status": self.status,
        }  # fmt: skip


class Servers:
    """All Callback servers of the community and the deliveries under way.

    An event not answered `ok` with 200 is sent again, same `event_id`, after a pause that doubles
    from `pause` seconds; others overtake it meanwhile.
    """

    def __init__(self, group: int, *, pause: float = 0.2, lanes: int = 8) -> None:
        self.group = group
        self.pause = pause
        self.code = secrets.token_hex(4)
        self.all: dict[int, Server] = {}
        self.delivered = 0
        self.refused: list[int] = []
        self._ids = itertools.count(1)
        self._lanes: list[asyncio.Queue[tuple[Server, Json]]] = []
        self._lane_count = lanes
        self._tasks: set[asyncio.Task[None]] = set()
        self._http: ClientSession | None = None

    def add(self, url: str, secret: str, title: str = "demo") -> Server:
        """A new server, not confirmed yet."""
        if len(self.all) >= MOST_SERVERS:
            raise VkError(2000)
        server = Server(next(self._ids), title, url, secret, status="wait")
        self.all[server.id] = server
        return server

    def confirm_soon(self, server: Server) -> None:
        self._spawn(self.confirm(server))

    def of(self, params: Params) -> Server:
        server = self.all.get(number(params, "server_id", 0))
        if server is None:
            raise VkError(104)
        return server

    async def confirm(self, server: Server) -> None:
        body: Json = {"type": "confirmation", "group_id": self.group}
        body |= {"event_id": secrets.token_hex(20), "v": "5.199"}
        status, text = await self._post(server, body, 0)
        server.status = "ok" if (status, text.strip()) == (200, self.code) else "failed"

    def tell(self, event: Json) -> None:
        """Send to every confirmed server that asked for this kind of event."""
        for server in self.all.values():
            if server.status == "ok" and server.events.get(str(event.get("type")), 1):
                self._lane(event).put_nowait((server, event))

    def _lane(self, event: Json) -> asyncio.Queue[tuple[Server, Json]]:
        if not self._lanes:
            self._lanes = [asyncio.Queue() for _ in range(self._lane_count)]
            for lane in self._lanes:
                self._spawn(self._drive(lane))
        thing = event.get("object")
        thing = thing if isinstance(thing, dict) else {}
        message = thing.get("message", thing)
        peer = message.get("peer_id", thing.get("user_id")) if isinstance(message, dict) else 0
        return self._lanes[hash(str(peer)) % self._lane_count]

    async def _drive(self, lane: asyncio.Queue[tuple[Server, Json]]) -> None:
        while True:
            server, event = await lane.get()
            if not await self._deliver(server, event, 0):
                self._spawn(self._insist(server, event))

    async def _insist(self, server: Server, event: Json) -> None:
        for tries in itertools.count(1):
            await asyncio.sleep(min(self.pause * 2 ** min(tries - 1, 10), LONGEST_PAUSE))
            if server.id not in self.all or await self._deliver(server, event, tries):
                return

    async def _deliver(self, server: Server, event: Json, tries: int) -> bool:
        status, text = await self._post(server, event, tries)
        good = (status, text) == (200, "ok")
        if good:
            self.delivered += 1
        else:
            self.refused.append(status)
        return good

    async def _post(self, server: Server, event: Json, tries: int) -> tuple[int, str]:
        if self._http is None or self._http.closed:
            self._http = ClientSession(timeout=ClientTimeout(total=10))
        body = event | ({"secret": server.secret} if server.secret else {})
        headers = {"Content-Type": "application/json"}
        if tries:
            headers["X-Retry-Counter"] = str(tries)
        try:
            async with self._http.post(
                server.url, data=json.dumps(body).encode(), headers=headers
            ) as answer:
                return answer.status, await answer.text()
        except (ClientError, TimeoutError, OSError, UnicodeDecodeError):
            return 0, ""

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._lanes = []
        if self._http is not None:
            await self._http.close()
