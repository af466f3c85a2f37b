"""A town in hard times: people go on writing, an accountant watches, and time passes quickly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sandbox.people import Person
from tests.town import Town
from tests.trials.oracle import Archive, Journal, Verdict, eventually, judged

#: How much faster than outside the town's clock goes.
FASTER = 60.0


@dataclass(slots=True)
class HardTimes:
    """`write` has many people write, `all_is_well` waits and judges."""

    town: Town
    journal: Journal
    archive: Archive
    people: dict[str, list[Person]] = field(default_factory=dict)
    _said: int = 0

    async def write(self, each: int = 10, at: str = "telegram vk", *, anew: bool = False) -> None:
        """So many people at each messenger write one message: the same ones, or `anew` others."""
        for channel in at.split():
            known = self.people.setdefault(channel, [])
            if anew or len(known) < each:
                known[:0] = [self.town.person(channel) for _ in range(each)]
            for person in known[:each]:
                self._said += 1
                await person.says(f"Когда ответите на вопрос {self._said}?")

    async def answered(self, at: str) -> None:
        """Wait until everybody at this messenger who has written has a receipt."""
        people = [person.id for person in self.people[at]]

        def done() -> bool:
            return all(self.journal.got((at, person))[0] for person in people)

        assert await eventually(done, lambda: self.journal.heard, patience=90)

    async def all_is_well(self, telegram_twice: int = 0) -> Verdict:
        """Nothing is lost, VK says nothing twice, Telegram no more than the fault makes it."""

        async def settled() -> bool:
            return (
                self.journal.all_answered()
                and await self.archive.kept() >= self._said
                and await self.archive.unsent() == 0
            )

        calm = await eventually(settled, lambda: self.journal.heard, patience=90)
        verdict = await judged(self.journal, self.archive)
        assert calm, f"it stands still: {verdict}"
        assert verdict.messages == self._said
        assert verdict.sound, verdict
        assert verdict.doubled["vk"] == 0
        assert verdict.doubled["telegram"] <= telegram_twice
        return verdict


@asynccontextmanager
async def hard_times(town: Town, archive_url: str = "") -> AsyncIterator[HardTimes]:
    """`archive_url` is the database's own address where the house reaches it by another."""
    archive = Archive(archive_url or town.database)
    passing = asyncio.get_running_loop().create_task(_time_passes(town))
    try:
        yield HardTimes(town, Journal(town.telegram, town.vk), archive)
    finally:
        passing.cancel()
        await archive.close()


async def _time_passes(town: Town) -> None:
    while True:
        await asyncio.sleep(0.05)
        town.watch.passes(seconds=0.05 * FASTER)
