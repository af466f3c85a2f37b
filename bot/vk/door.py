"""The door to VK: one community."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.channel import Batch, Door, Outcome, Outgoing, Take
from bot.vk.callback import Callback
from bot.vk.checks import findings
from bot.vk.client import Calls
from bot.vk.config import VkConfig
from bot.vk.files import Uploads, download
from bot.vk.heard import heard
from bot.vk.longpoll import LongPoll
from bot.vk.presses import Presses
from bot.vk.sending import Sending
from domain.talk import Channel, File, Inbound


class VkDoor(Door):
    """Receives by long poll or by Callback API, sends through vk_api. `now` is the house's clock.

    Making one connects to nothing."""

    channel = Channel.VK
    # What one `execute` carries.
    together = 25
    # A hundred people for each call within an `execute`.
    mailing = 2_500
    # A repeat does no harm: VK knows it by its `random_id`.
    repeats = True
    at_once = 100

    def __init__(self, config: VkConfig, now: Callable[[], datetime]) -> None:
        self.account = config.account
        self._config = config
        self._now = now
        self._http: ClientSession | None = None
        self._calls = Calls(config.token, config.api_url, config.calls_per_second)
        self._presses = Presses(self._calls)
        uploads = Uploads(self._calls, self._session, config.files_dir)
        self._sending = Sending(self._calls, uploads)
        self._callback = (
            Callback(config, self._calls, now) if config.receive == "callback" else None
        )
        self._long_poll = LongPoll(config, self._calls, self._session, now)

    async def listen(self, take: Take, cursor: Callable[[], Awaitable[str]]) -> None:
        async def take_and_answer(batch: Batch) -> None:
            await take(batch)
            self._presses.heard(batch)

        source = self._callback or self._long_poll
        async with asyncio.TaskGroup() as group:
            group.create_task(self._presses.answer())
            await source.listen(take_and_answer, cursor)

    async def hook(self, request: web.Request) -> web.Response:
        """The handler for Callback API; answers `ok` while `listen` runs."""
        if self._callback is None:
            raise web.HTTPNotFound
        return await self._callback.handle(request)

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        return await self._sending.send(batch)

    async def download(self, file: File, to: Path) -> None:
        await download(self._session(), file, to)

    async def check(self) -> list[str]:
        return await findings(self._config, self._calls)

    def understand(self, body: dict[str, Any]) -> Inbound | None:
        return heard(body, self.account, self._now())

    async def names(self, peers: Sequence[str]) -> dict[str, str]:
        people = await self._calls("users.get", user_ids=",".join(peers))
        there = [one for one in people if "deactivated" not in one]
        return {str(one["id"]): f"{one['first_name']} {one['last_name']}".strip() for one in there}

    async def invitation(self, code: str) -> str:
        return self.link(code)

    def link(self, code: str) -> str:
        return f"https://vk.me/club{self.account}?ref={code}"

    async def close(self) -> None:
        self._calls.close()
        if self._http is not None:
            await self._http.close()

    def _session(self) -> ClientSession:
        if self._http is None:
            self._http = ClientSession()
        return self._http
