"""What an administrator asks for in chat and only the service itself can do: handling the
quarantine again, recounting windows. It is asked for in one event and done at the next look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.channel import Clock, Door
from bot.intake import Intake
from bot.replaying import replay_all
from domain.talk import Reply
from scheduler.jobs import Jobs
from storage.unit import Units
from texts import say


@dataclass(frozen=True, slots=True)
class Asked:
    """Looked after by one process of all. Asked for twice, or done twice after a crash, each of
    these changes nothing more."""

    units: Units
    doors: tuple[Door, ...]
    intake: Intake
    jobs: Jobs
    clock: Clock

    async def look(self) -> None:
        """Do what is asked for, and tell whoever asked."""
        await self.jobs.heed_calendar()
        async with self.units.begin() as unit:
            replaying = await unit.upkeep.asked("replay")
            recounting = await unit.upkeep.asked("recount")
        if replaying:
            replayed = await replay_all(self.units, self.doors, self.intake)
            told = say("admin-replayed", played=replayed.played, left=len(replayed.left))
            await self._done("replay", replaying, told, self.clock())
        if recounting:
            now = self.clock()
            moves = await self.jobs.reckoning.recount(self.units, now)
            told = say("admin-recounted", total=len(moves))
            await self._done("recount", recounting, told, now)

    async def _done(self, what: str, who: str, told: Reply, now: datetime) -> None:
        async with self.units.begin() as unit:
            unit.upkeep.done(what, now)
            chats = await unit.chats.of_employees([who])
            if who in chats:
                unit.outbox.post(chats[who], told, now, kind="notice")
