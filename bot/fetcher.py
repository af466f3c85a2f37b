"""Fetching: the bytes of every file people send come into the store at once."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.channel import Door, Rejected
from bot.intake import Clock
from domain.talk import Channel, File, FileKind
from handlers.house import House
from storage.trip import Row
from storage.unit import Units
from texts import say

log = logging.getLogger(__name__)

AT_ONCE = 8
#: Telegram gives a bot no file above this size; VK's own limit is higher.
BIGGEST = 20 * 1024 * 1024
LONGEST_WAIT = timedelta(minutes=10)
GIVE_UP_AFTER_TRIES = 60


class Fetcher:
    def __init__(
        self, units: Units, doors: Mapping[Channel, Door], house: House, store: Path, clock: Clock
    ) -> None:
        self._units, self._doors, self._house = units, doors, house
        self._store, self._clock = store, clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        while True:
            try:
                busy = await self._turn()
            except Exception:
                log.exception("files cannot be fetched now; waiting")
                await asyncio.sleep(5)
                continue
            if not busy:
                with suppress(TimeoutError):
                    async with asyncio.timeout(2):
                        await self._woken.wait()
                self._woken.clear()

    async def _turn(self) -> bool:
        async with self._units.begin() as unit:
            wanted = await unit.exchange.wanted_files(self._clock(), AT_ONCE)
        await asyncio.gather(*map(self._fetch, wanted))
        return bool(wanted)

    async def _fetch(self, row: Row) -> None:
        door = self._doors.get(Channel(row["channel"]))
        path = self._path(row)
        file = File(FileKind(row["kind"]), row["ref"], row["name"], row["size"], row["mime"])
        trouble = ""
        lost = door is None or row["tries"] >= GIVE_UP_AFTER_TRIES
        try:
            if door is not None:
                target = self._store / path
                target.parent.mkdir(parents=True, exist_ok=True)
                await door.download(file, target)
        except Rejected as no:
            lost, trouble = True, str(no)
        except Exception as error:
            trouble = type(error).__name__
        await self._settle(row, path, lost, trouble)

    async def _settle(self, row: Row, path: str, lost: bool, trouble: str) -> None:
        now = self._clock()
        async with self._units.begin() as unit:
            if lost:
                unit.exchange.file_is_lost(row["id"], row["size"], trouble[:200])
                chat = await unit.chats.get(row["chat"])
                email = self._house.ministry.contacts.email or "none"
                too_big = (row["size"] or 0) > BIGGEST
                text = (
                    say("file-lost-too-big", name=row["name"], megabytes=20, email=email)
                    if too_big
                    else say("file-lost-gone", name=row["name"])
                )
                unit.outbox.post(chat, text, now)
            elif trouble:
                log.warning("file %s is not here yet: %s", row["id"], trouble)
                wait = min(timedelta(seconds=2 ** min(row["tries"] + 1, 10)), LONGEST_WAIT)
                unit.exchange.file_later(row["id"], now + wait)
            else:
                size = (self._store / path).stat().st_size  # noqa: ASYNC240 - one local stat
                unit.exchange.file_is_here(row["id"], path, size)

    def _path(self, row: Row) -> str:
        """Where the bytes go: never a name somebody sent, only a plain ending of it."""
        ending = re.fullmatch(r".*(\.[A-Za-z0-9]{1,8})", row["name"])
        day = self._clock().strftime("%Y/%m")
        return f"{day}/{row['id']}{ending[1].lower() if ending else ''}"
