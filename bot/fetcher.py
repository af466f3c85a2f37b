"""Fetching: the bytes of every file people send, or the house makes, come into the store."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.channel import Clock, Rejected
from bot.documents.rights import may_have
from domain.people import Chat
from domain.talk import Channel, File, FileKind, Reply
from handlers.house import House
from storage.exchange import HOUSE
from storage.ids import made_at
from storage.trip import Row
from storage.unit import Unit, Units
from texts import say

log = logging.getLogger(__name__)

AT_ONCE = 8
#: Bytes above which a messenger gives us no file.
BIGGEST = {Channel.TELEGRAM: 20 << 20, Channel.VK: 50 << 20}
#: Seconds for one attempt at one file.
PATIENCE = 300.0
LONGEST_WAIT = timedelta(minutes=10)
GIVE_UP_AFTER_TRIES = 60
#: the trouble with a document whose right ended while it was being made
WITHHELD = "withheld"


class Source(Protocol):
    """Where bytes come from: a door, or the house itself for its own documents."""

    @property
    def account(self) -> str: ...

    async def download(self, file: File, target: Path) -> None:
        """Write the file's bytes. Raises Rejected when it cannot be had at all."""
        ...


class Fetcher:
    def __init__(
        self, units: Units, sources: Mapping[str, Source], house: House, store: Path, clock: Clock
    ) -> None:
        self._units, self._sources, self._house = units, sources, house
        self._store, self._clock = store, clock
        self._woken = asyncio.Event()
        self._under_way: set[int] = set()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled. A slow file holds up no other; a process that dies begins it anew."""
        async with asyncio.TaskGroup() as fetching:
            while True:
                self._woken.clear()
                try:
                    await self._let_go()
                    for row in await self._wanted():
                        self._under_way.add(row["id"])
                        fetching.create_task(self._fetch(row))
                except Exception:
                    log.exception("files cannot be fetched now; waiting")
                    await asyncio.sleep(5)
                with suppress(TimeoutError):
                    async with asyncio.timeout(2):
                        await self._woken.wait()

    async def _wanted(self) -> list[Row]:
        if len(self._under_way) >= AT_ONCE:
            return []
        async with self._units.begin() as unit:
            # What is under way is wanted still and comes first, so as many again are asked for.
            rows = await unit.exchange.wanted_files(self._clock(), AT_ONCE)
        new = [row for row in rows if row["id"] not in self._under_way]
        return new[: AT_ONCE - len(self._under_way)]

    async def _let_go(self) -> None:
        """Codes stay nowhere once they are handed over: neither in a message nor on a sheet."""
        async with self._units.begin() as unit:
            unit.secrets.hush()
            for sheet in await unit.secrets.spent_sheets():
                await asyncio.to_thread((self._store / sheet["path"]).unlink, missing_ok=True)
                unit.secrets.sheet_is_gone(sheet["id"])

    async def _fetch(self, row: Row) -> None:
        try:
            path = _path(row)
            lost, trouble = await self._download(row, self._store / path)
            await self._settle(row, path, lost, trouble)
        except Exception:
            log.exception("file %s stays wanted", row["id"])
            await asyncio.sleep(5)
        finally:
            self._under_way.discard(row["id"])
            self._woken.set()

    async def _download(self, row: Row, target: Path) -> tuple[bool, str]:
        """Whether the file is lost for good, and what the trouble was: "" when it is here."""
        source = self._sources.get(row["channel"])
        if source is None or source.account != row["account"]:
            return True, "its channel is off"
        file = File(FileKind(row["kind"]), row["ref"], row["name"], row["size"], row["mime"])
        try:
            self._store.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            async with asyncio.timeout(PATIENCE):
                await source.download(file, target)
        except Rejected as no:
            return True, str(no)
        except Exception as error:
            return row["tries"] >= GIVE_UP_AFTER_TRIES, type(error).__name__
        return False, ""

    async def _settle(self, row: Row, path: str, lost: bool, trouble: str) -> None:
        now = self._clock()
        async with self._units.begin() as unit:
            if lost:
                log.warning("file %s is lost: %s", row["id"], trouble)
                await self._lose(unit, row, trouble, now)
            elif trouble:
                log.warning("file %s is not here yet: %s", row["id"], trouble)
                wait = min(timedelta(seconds=2 ** min(row["tries"] + 1, 10)), LONGEST_WAIT)
                unit.exchange.file_later(row["id"], now + wait)
                return
            elif await self._withheld(unit, row, now):
                await asyncio.to_thread((self._store / path).unlink, missing_ok=True)
                await self._lose(unit, row, WITHHELD, now)
            else:
                size = await asyncio.to_thread(lambda: (self._store / path).stat().st_size)
                await unit.exchange.file_is_here(row["id"], path, size)
            await unit.outbox.files_came(now)

    async def _withheld(self, unit: Unit, row: Row, now: datetime) -> bool:
        """Whether it is a document for somebody who may not have it any more."""
        if row["channel"] != HOUSE:
            return False
        chat = await unit.chats.get(row["chat"])
        return not await may_have(unit, self._house, chat, row["ref"], now)

    async def _lose(self, unit: Unit, row: Row, trouble: str, now: datetime) -> None:
        if await unit.exchange.file_is_lost(row["id"], row["size"], trouble[:200]):
            chat = await unit.chats.get(row["chat"])
            unit.outbox.post(chat, self._apology(row, chat, trouble), now)

    def _apology(self, row: Row, chat: Chat, trouble: str) -> Reply:
        if row["channel"] == HOUSE:
            name = "document-withheld" if trouble == WITHHELD else "document-lost"
            return say(name, name=row["name"])
        biggest = BIGGEST[Channel(row["channel"])]
        if (row["size"] or 0) <= biggest:
            return say("own-file-lost" if chat.employee else "file-lost-gone", name=row["name"])
        if chat.employee:
            return say("own-file-too-big", name=row["name"], megabytes=biggest >> 20)
        email = self._house.ministry.contacts.email or "none"
        return say("file-lost-too-big", name=row["name"], megabytes=biggest >> 20, email=email)


def _path(row: Row) -> str:
    """Where the bytes go: never a name somebody sent, only a plain ending of it.

    The same for every attempt, so that a second one writes over what a first one left."""
    ending = re.fullmatch(r".*(\.[A-Za-z0-9]{1,8})", row["name"])
    return f"{made_at(row['id']):%Y/%m}/{row['id']}{ending[1].lower() if ending else ''}"
