"""Receiving from Telegram: fetch raw, understand one by one, take, and only then confirm."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channel import Batch, Raw, Take, TryLater
from bot.telegram.client import (
    Acknowledge,
    Client,
    Commands,
    DetailedAiogramError,
    DropHook,
    Fetch,
    Me,
    SetHook,
    TelegramBadRequest,
    TelegramConflictError,
)
from bot.telegram.config import TelegramConfig
from bot.telegram.failures import failure, masked
from bot.telegram.heard import ALLOWED, Us, guess_chat, heard
from bot.telegram.webhook import Deliver
from domain.talk import Channel

log = logging.getLogger(__name__)

MOST_UPDATES = 100
LONGEST_PAUSE = 60.0
#: presses waiting to be acknowledged; beyond it the person's button just spins a while
MOST_PRESSES = 1000
PRESS_PATIENCE = 10

Hooked = Callable[[Deliver], Awaitable[None]]


class Receiver:
    """Long polling, or the webhook's other half: `hooked` brings what the webhook let in. One
    `run` at a time."""

    def __init__(
        self, client: Client, config: TelegramConfig, now: Callable[[], datetime], hooked: Hooked
    ) -> None:
        self._client = client
        self._config = config
        self._now = now
        self._hooked = hooked
        self._us = Us(config.account)
        self._presses: asyncio.Queue[str] = asyncio.Queue(MOST_PRESSES)
        #: since when another process polls with the same token, None when none was noticed
        self.rival: datetime | None = None

    @property
    def username(self) -> str:
        """What the bot is called; "" while Telegram has not told."""
        return self._us.username

    async def run(self, take: Take) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._acknowledge(group))
            await self._prepare()
            deliver = partial(self._deliver, take)
            if self._config.receive == "webhook":
                await self._hooked(deliver)
            await self._poll(deliver)

    async def _deliver(self, take: Take, updates: Sequence[Any]) -> None:
        """Have the updates taken together; raises when they were not."""
        raws = tuple(self._raw(update) for update in updates)
        await take(Batch(Channel.TELEGRAM, self._us.id, raws))
        for update in updates:
            self._remember_press(update)

    def _raw(self, update: Any) -> Raw:
        """One update by itself, so that what makes no sense harms no other."""
        if not isinstance(update, dict):
            return Raw(_digest(update), {"update": update}, trouble="an update is not an object")
        number = update.get("update_id")
        key = str(number) if isinstance(number, int) else _digest(update)
        try:
            return Raw(key, update, heard(update, self._us, self._now()))
        except Exception as error:  # any shape may come: that is what quarantine is for
            trouble = f"{type(error).__name__}: {error}"
            return Raw(key, update, trouble=trouble, chat=guess_chat(update))

    async def _prepare(self) -> None:
        """Learn our name, choose polling or webhook, show the menu of commands."""
        me = await self._insist(Me())
        self._us = Us(self._config.account, str(me.get("username", "")))
        if self._config.receive == "webhook":
            hook = SetHook(
                url=self._config.webhook_url,
                secret_token=self._config.webhook_secret,
                allowed_updates=list(ALLOWED),
                drop_pending_updates=False,
            )
            await self._insist(hook)
        else:
            await self._insist(DropHook(drop_pending_updates=False))
        if self._config.commands:
            listed = [
                {"command": name, "description": says} for name, says in self._config.commands
            ]
            try:
                await self._client.call(Commands(commands=listed))
            except Exception as error:  # a menu is not worth a standstill
                self._complain("the menu of commands was not set", error)

    async def _insist(self, method: Any) -> Any:
        pause = self._config.pause
        while True:
            try:
                return await self._client.call(method)
            except Exception as error:
                await self._rest(f"{method.__api_method__} failed", error, pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _poll(self, deliver: Deliver) -> None:
        offset, pause = 0, self._config.pause
        while True:
            try:
                updates = await self._fetch(offset)
                if updates:
                    await deliver(updates)
            except Exception as error:  # the world's or ours: nothing was confirmed, so again
                await self._rest("updates were not taken", error, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause, self.rival = self._config.pause, None
            offset = _next(updates, offset)

    async def _fetch(self, offset: int) -> list[Any]:
        patience = self._config.patience
        fetch = Fetch(
            offset=offset, limit=MOST_UPDATES, timeout=patience, allowed_updates=list(ALLOWED)
        )
        updates = await self._client.call(fetch, patience + 15)
        if not isinstance(updates, list):
            raise TypeError("getUpdates brought no list")
        return updates

    async def _rest(self, what: str, error: Exception, pause: float) -> None:
        if isinstance(error, TelegramConflictError):
            self.rival = self.rival or self._now()
        self._complain(what, error)
        means = failure(error, self._config.token)
        asked = means.after if isinstance(means, TryLater) and means.whole else timedelta()
        await asyncio.sleep(max(pause, asked.total_seconds()))

    def _complain(self, what: str, error: Exception) -> None:
        # Only aiogram's words: those of the database carry what people wrote.
        said = error.message if isinstance(error, DetailedAiogramError) else ""
        said = masked(said, self._config.token)
        log.warning("Telegram: %s: %s %s", what, type(error).__name__, said)

    def _remember_press(self, update: Any) -> None:
        query = update.get("callback_query") if isinstance(update, dict) else None
        if isinstance(query, dict) and "id" in query:
            try:
                self._presses.put_nowait(str(query["id"]))
            except asyncio.QueueFull:
                log.debug("Telegram: too many presses at once, one stays unacknowledged")

    async def _acknowledge(self, group: asyncio.TaskGroup) -> None:
        while True:
            press = await self._presses.get()
            group.create_task(self._acknowledge_one(press))

    async def _acknowledge_one(self, press: str) -> None:
        try:
            await self._client.call(Acknowledge(callback_query_id=press), PRESS_PATIENCE)
        except TelegramBadRequest:
            log.debug("Telegram: a press was acknowledged too late")
        except Exception as error:  # politeness only: the button spins a little longer
            log.debug("Telegram: a press was not acknowledged: %s", type(error).__name__)


def _next(updates: Sequence[Any], offset: int) -> int:
    """The offset that confirms the updates."""
    numbers = [update.get("update_id") for update in updates if isinstance(update, dict)]
    known = [number for number in numbers if isinstance(number, int)]
    return max(known) + 1 if known else offset + len(updates)


def _digest(update: Any) -> str:
    """A key for an event that came without its number."""
    return hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()[:32]
