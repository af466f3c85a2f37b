"""The courier of anonymous invitations: each carries a mark that is in no database and no outbox.

Marks are drawn by lot when the first invitation of a wave is to leave, all their ballots in one
transaction; a mark lives in this process until its button is sent, then only in the button. One
process of all does this. After a restart new ones are drawn for whoever has none, unless these are
so few in their group that it would say whose they are (D-139 §5.2)."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channel import (
    Clock,
    Door,
    Halted,
    Outcome,
    Outgoing,
    Rejected,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.ending import to_its_end
from domain.surveys.audience import is_by_marks
from domain.surveys.marks import hashed, spelt
from domain.surveys.waves import SMALL, Wave, WaveState
from handlers.house import House
from handlers.standing import heed_staff
from handlers.survey.asking import invitation
from handlers.survey.invited import by_group
from storage.invitations import Asked, Invited
from storage.unit import Unit, Units

log = logging.getLogger(__name__)

#: how many are on their way at most; with Telegram its pace makes them fewer
FEW = 100
#: how long VK knows a repeat
KNOWN_FOR = timedelta(hours=1)
#: seconds between looks, and for what is on its way when the house stops
REST, PATIENCE = 1.0, 5.0
HALT, BREATH = timedelta(seconds=60), timedelta(seconds=5)


@dataclass(slots=True)
class _Marks:
    """Of one wave: marks that nobody has, and those of whom the sending did not come through to."""

    free: list[str]
    given: dict[int, str] = field(default_factory=dict)
    #: on their way, and to be said again under the same id
    again: dict[int, Invited] = field(default_factory=dict)
    #: what came of those that could not be noted, the database being away, by channel
    unnoted: dict[str, list[tuple[Invited, Outcome]]] = field(default_factory=dict)

    def of(self, chat: int) -> str:
        if chat not in self.given:
            self.given[chat] = self.free.pop()
        return self.given[chat]


class Mailer:
    """Sends invitations with marks, a few at a time, in the ministry's working hours."""

    def __init__(self, units: Units, doors: Sequence[Door], house: House, clock: Clock) -> None:
        self._units, self._doors, self._house, self._clock = units, doors, house, clock
        self._marks: dict[int, _Marks] = {}
        self._paused: dict[str, datetime] = {}

    async def run(self) -> None:
        """Until cancelled; what is on its way then is still noted."""
        # Whatever another process has done meanwhile, its marks are not ours.
        self._marks.clear()
        while True:
            sent = 0
            try:
                # What has left is noted: nobody could say otherwise whether it arrived.
                sent = await to_its_end(self.look(), PATIENCE)
            except Exception as trouble:
                log.error("invitations wait: %s", type(trouble).__name__)
            if not sent:
                await asyncio.sleep(REST)

    async def look(self) -> int:
        """Some of whatever waits. Returns how many left or tried to."""
        now = self._clock()
        if self._house.is_quiet(now):
            return 0
        async with self._units.begin() as unit:
            under_way = await unit.waves.under_way()
        waves = [
            wave
            for wave in under_way
            if wave.state is WaveState.OPEN and wave.closes_at > now and is_by_marks(wave)
        ]
        for gone in self._marks.keys() - {wave.id for wave in waves}:
            del self._marks[gone]
        sent = 0
        for wave in waves:
            try:
                sent += await self._go_on(wave, now)
            except Exception as trouble:  # those behind it do not wait for it to be mended
                log.error("invitations of a survey wait: %s", type(trouble).__name__)
        return sent

    async def _go_on(self, wave: Wave, now: datetime) -> int:
        marks = self._marks.get(wave.id)
        if marks is None:
            marks = self._marks[wave.id] = await self._draw(wave, now)
        if not (marks.free or marks.given or marks.unnoted):
            return 0
        work = (self._some(wave, marks, door, now) for door in self._doors)
        done = await asyncio.gather(*work, return_exceptions=True)
        for one in done:
            if isinstance(one, BaseException):
                raise one
        return sum(one for one in done if isinstance(one, int))

    async def _draw(self, wave: Wave, now: datetime) -> _Marks:
        """Marks for everybody who has none, and their ballots. A handful of new ballots in a group
        would be the ballots of these people: they are given up."""
        again, left = dict[int, Invited](), dict[int, Asked]()
        async with self._units.begin() as unit:
            # Held until the ballots are in: a wave that closes meanwhile keeps none behind.
            if not await unit.waves.move(wave, WaveState.OPEN, state=WaveState.OPEN):
                return _Marks([])
            await heed_staff(unit, self._house, await unit.staff.version())
            for door in self._doors:
                place = door.channel, door.account
                for one in await unit.invitations.under_way(wave.id, place):
                    if door.repeats and one.taken and now - one.taken < KNOWN_FOR:
                        again[one.chat] = one
                    else:
                        unit.invitations.settle(wave.id, one.chat, "unknown")
                left |= await unit.invitations.unsent(wave.id, place)
            groups = by_group(self._house, wave, left).values()
            many = set[int]().union(*(group for group in groups if len(group) >= SMALL))
            await unit.invitations.give_up(wave.id, left.keys() - many)
            marks = [spelt(secrets.token_bytes(16)) for _ in many]
            unit.ballots.draw(wave.id, (hashed(wave.id, mark) for mark in marks))
        return _Marks(marks, again={chat: again[chat] for chat in again.keys() & many})

    async def _some(self, wave: Wave, marks: _Marks, door: Door, now: datetime) -> int:
        if self._paused.get(door.channel, now) > now:
            return 0
        await self._note(marks, door)
        place = door.channel, door.account
        few = min(FEW, door.at_once)
        async with self._units.begin() as unit:
            there = {one.chat for one in await unit.invitations.under_way(wave.id, place)}
            page = [one for chat, one in marks.again.items() if chat in there][:few]
            page += await unit.invitations.claim(wave.id, place, now, few - len(page))
        page = [one for one in page if one.chat in marks.given or marks.free]
        if not page:
            return 0
        outcomes = await self._send(wave, marks, door, page)
        marks.unnoted[door.channel] = list(zip(page, outcomes, strict=True))
        await self._note(marks, door)
        return len(page)

    async def _note(self, marks: _Marks, door: Door) -> None:
        """What came of the last ones; it waits where it cannot be written."""
        came = marks.unnoted.get(door.channel)
        if came is None:
            return
        async with self._units.begin() as unit:
            for one, outcome in came:
                await self._settle(unit, marks, door, one, outcome)
        del marks.unnoted[door.channel]

    async def _send(
        self, wave: Wave, marks: _Marks, door: Door, page: list[Invited]
    ) -> list[Outcome]:
        now = self._clock()
        outgoing = [
            # The same id at every attempt: VK knows a repeat by it.
            Outgoing(
                wave.id ^ one.chat, one.peer, invitation(wave, marks.of(one.chat), self._house, now)
            )
            for one in page
        ]
        try:
            return await door.send(outgoing)
        except Exception as trouble:
            # Its name alone: what it says may hold a mark.
            log.error("inviting by %s broke: %s", door.channel, type(trouble).__name__)
            return [Unknown("the door broke") for _ in page]

    async def _settle(
        self, unit: Unit, marks: _Marks, door: Door, one: Invited, outcome: Outcome
    ) -> None:
        state, message = "", ""
        if isinstance(outcome, str):
            state, message = "sent", outcome
        elif isinstance(outcome, Unreachable):
            (await unit.chats.get(one.chat)).reachable = False
            state = "unreachable"
        elif isinstance(outcome, Rejected):
            log.error("%s refused an invitation: %s", door.channel, outcome)
            state = "refused"
        elif not door.repeats:
            state = "unknown" if isinstance(outcome, Unknown) else "new"
        elif self._clock() - (one.taken or self._clock()) >= KNOWN_FOR:
            state = "unknown"
        if state in {"", "new"} or isinstance(outcome, Unknown):
            self._pause(door, outcome)
        if state:
            unit.invitations.settle(one.wave, one.chat, state, message)
        if state in {"", "new"}:
            marks.again.update({} if state else {one.chat: one})
        else:
            marks.again.pop(one.chat, None)
            marks.given.pop(one.chat, None)

    def _pause(self, door: Door, trouble: Outcome) -> None:
        wait = HALT if isinstance(trouble, Halted) else BREATH
        wait = trouble.after if isinstance(trouble, TryLater) else wait
        self._paused[door.channel] = self._clock() + wait
