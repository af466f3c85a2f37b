"""Telegram's door: receives, sends, downloads, and says what is wrong with the bot's token."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import aiohttp

from bot.channel import Halted, NotSent, Outcome, Outgoing, Rejected, Take, TryLater
from bot.telegram.client import Client, FileInfo, HookInfo, Me, TelegramBadRequest
from bot.telegram.config import TelegramConfig
from bot.telegram.failures import failure
from bot.telegram.heard import Us, heard
from bot.telegram.receiving import Receiver
from bot.telegram.sending import Courier
from bot.telegram.webhook import Webhook
from domain.talk import Channel, File, Inbound

LARGEST = 20 << 20
TOO_LARGE = "Telegram gives bots files of at most 20 MB"
CROWD = 1000


class TelegramDoor:
    """The Door of `bot.channel` for one bot. The constructor makes no connection.

    With `receive="webhook"`, mount `hook` on the path of the webhook's address.
    """

    channel = Channel.TELEGRAM
    # Each message is settled by itself: the Bot API has no call that carries several.
    together = 1
    mailing = 1
    repeats = False

    def __init__(self, config: TelegramConfig, now: Callable[[], datetime]) -> None:
        self.account = config.account
        self._config = config
        self._now = now
        self._name = ""
        self._client = Client(config.token, config.api_url)
        hook = Webhook(config.webhook_secret)
        self._receiver = Receiver(self._client, config, now, hook.listen)
        self._courier = Courier(self._client, config.token, config.files_dir, config.per_second)
        self.hook = hook.handle

    @property
    def at_once(self) -> int:
        return self._courier.at_once

    async def listen(self, take: Take, cursor: Callable[[], Awaitable[str]]) -> None:
        """The cursor is not read: Telegram itself keeps what is not confirmed, for 24 hours."""
        await self._receiver.run(take)

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        return await self._courier.send(batch)

    async def download(self, file: File, to: Path) -> None:
        if (file.size or 0) > LARGEST:
            raise Rejected(TOO_LARGE)
        path = await self._path(file)
        part = to.with_name(f"{to.name}.{uuid4().hex}.part")
        try:
            await self._stream(path, part)
            await asyncio.to_thread(part.replace, to)
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)

    async def check(self) -> list[str]:
        try:
            await self._client.call(Me(), 10)
            info = await self._client.call(HookInfo(), 10)
        except Exception as error:
            return [self._no_answer(failure(error, self._config.token))]
        found = [*self._hook_findings(info)]
        if (waiting := info.get("pending_update_count", 0)) > CROWD:
            found.append(
                f"Telegram holds {waiting} updates for the bot and forgets each after 24 hours: "
                "see that the service runs."
            )
        if self._receiver.rival is not None:
            found.append(
                f"Since {self._receiver.rival:%d.%m %H:%M} UTC something else receives with this "
                "Telegram token: stop it, or issue a new token with @BotFather."
            )
        return found

    def understand(self, body: dict[str, Any]) -> Inbound | None:
        return heard(body, Us(self.account), self._now())

    async def names(self, peers: Sequence[str]) -> dict[str, str]:
        return {}  # every event tells the name of its person

    async def invitation(self, code: str) -> str:
        try:
            self._name = str((await self._client.call(Me(), 10))["username"])
        except Exception as error:  # the code works without a link just as well
            return f"no link: {failure(error, self._config.token)}"
        return self.link(code)

    def link(self, code: str) -> str:
        name = self._name or self._receiver.username
        return f"https://t.me/{name}?start={code}" if name else ""

    async def close(self) -> None:
        await self._client.close()

    def _hook_findings(self, info: dict[str, Any]) -> list[str]:
        url = info.get("url", "")
        if self._config.receive == "polling":
            said = f"Telegram sends updates to {url} instead of waiting for polling: "
            cure = "starting the service removes that webhook; stop whoever set it."
            return [said + cure] if url else []
        if url != self._config.webhook_url:
            return [
                f"Telegram's webhook is {url or 'not set'}, not TELEGRAM_WEBHOOK_URL: "
                "starting the service sets it."
            ]
        if trouble := info.get("last_error_message"):
            return [
                f"Telegram could not deliver to the webhook ({trouble}): see that "
                "TELEGRAM_WEBHOOK_URL reaches this service with a valid certificate."
            ]
        return []

    def _no_answer(self, trouble: NotSent) -> str:
        if isinstance(trouble, Halted):
            return (
                f"Telegram refuses the token ({trouble}): take the bot's current token from "
                "@BotFather and put it into TELEGRAM_TOKEN."
            )
        return (
            f"Telegram does not answer at {self._config.api_url} ({trouble}): check the network, "
            "the proxy and TELEGRAM_API_URL."
        )

    async def _path(self, file: File) -> str:
        try:
            info = await self._client.call(FileInfo(file_id=file.ref))
        except TelegramBadRequest as error:
            large = "too big" in error.message.lower()
            raise Rejected(TOO_LARGE if large else error.message) from None
        except Exception as error:
            raise _postponed(failure(error, self._config.token)) from None
        if not isinstance(info, dict) or not info.get("file_path"):
            raise Rejected("Telegram tells no path of the file")
        return str(info["file_path"])

    async def _stream(self, path: str, part: Path) -> None:
        # Not in a thread: stopped before it had opened it, we would leave it open, and behind.
        handle: BinaryIO = part.open("wb")
        try:
            size = 0
            async for piece in self._client.file(path):
                size += len(piece)
                if size > LARGEST:
                    raise Rejected(TOO_LARGE)
                handle.write(piece)
            await asyncio.to_thread(_to_disk, handle)
        except aiohttp.ClientResponseError as error:  # its text holds the URL with the token
            gone = error.status in (400, 404)
            said = f"the file's address answers {error.status}"
            raise (Rejected(said) if gone else TryLater(said)) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TryLater(f"the download broke off: {type(error).__name__}") from None
        finally:
            handle.close()


def _postponed(trouble: NotSent) -> NotSent:
    """A download can always be tried again, unless it was refused for good."""
    return trouble if isinstance(trouble, (Rejected, TryLater)) else TryLater(str(trouble))


def _to_disk(handle: BinaryIO) -> None:
    handle.flush()
    os.fsync(handle.fileno())
