"""What the clock does: find what is due, note it, and leave words for the way out.

Every job is an idempotent tick: what was noted is remembered under a unique key, so that three
days of silence, or two replicas, give one alert and not hundreds.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.routing import Correction, Router
from domain.talk import Channel, Reply
from handlers.administrator.health import TICKED
from handlers.house import House
from handlers.officer.delivery import not_sent
from handlers.standing import heed_staff
from scheduler.alerts import Alerts
from scheduler.deeds import DeedAlerts
from scheduler.gathering import Gathering
from scheduler.quarterly import Quarterlies
from scheduler.reckoning import Reckoning
from scheduler.standing_in import StandingIn
from scheduler.surveys import Surveys
from scheduler.watching import Watching
from storage.outbox import Priority
from storage.unit import Unit, Units
from texts import say

log = logging.getLogger(__name__)

AT_ONCE = 200
DAY = timedelta(days=1)
KEYS_KEPT = timedelta(days=60)
#: How long a notice waits for somebody who has not joined; the appeal itself waits in the queue.
NOTICES_KEPT = timedelta(days=7)
#: How long a channel may be off before what waits for it is given up.
OFF_FOR = timedelta(hours=1)
CORRECTIONS_HEEDED = 2_000


@dataclass(slots=True)
class Jobs:
    """The ticks of one house. What they leave for the way out is committed with the rest."""

    units: Units
    house: House
    clock: Callable[[], datetime]
    #: the bots and communities that have a door; without any nothing is given up
    served: frozenset[tuple[Channel, str]] = frozenset()
    _taught: tuple[int, int] = (0, 0)
    #: since when this process knows which doors there are
    _doors_seen: datetime | None = None
    #: when each job went through since that was last noted down
    went: dict[str, datetime] = field(default_factory=dict)
    #: the calendar by which all waiting windows are known to be reckoned
    _heeded: object = None
    gathering: Gathering = field(init=False)
    alerting: Alerts = field(init=False)
    reckoning: Reckoning = field(init=False)
    watching: Watching = field(init=False)
    standing_in: StandingIn = field(init=False)
    surveying: Surveys = field(init=False)
    quarterlies: Quarterlies = field(init=False)
    deed_alerts: DeedAlerts = field(init=False)

    def __post_init__(self) -> None:
        self.gathering = Gathering(self.house)
        self.alerting = Alerts(self.house)
        self.reckoning = Reckoning(self.house)
        self.watching = Watching(self.house)
        self.standing_in = StandingIn(self.house)
        self.surveying = Surveys(self.units, self.house)
        self.quarterlies = Quarterlies(self.house)
        self.deed_alerts = DeedAlerts(self.house)

    async def alerts(self) -> int:
        """Windows whose next alert is due: note the latest step of each. Returns how many."""
        noted = 0
        while True:
            now = self.clock()
            async with self.units.begin() as unit:
                looked_at = await self.alerting.note_due(unit, now, AT_ONCE)
            noted += looked_at
            if looked_at < AT_ONCE:
                return noted

    async def gather(self) -> int:
        """Put what waits for people into messages, in working hours only. Returns how many."""
        now = self.clock()
        if self.house.is_quiet_everywhere(now):
            return 0
        async with self.units.begin() as unit:
            return await self.gathering.gather(unit, now)

    async def stand_in(self) -> int:
        """Who begins to stand in for a colleague, or is back, hears of it, in working hours only.
        Returns how many."""
        now = self.clock()
        if self.house.is_quiet(now):
            return 0
        async with self.units.begin() as unit:
            await heed_staff(unit, self.house, await unit.staff.version())
            return await self.standing_in.tell(unit, now)

    async def quarterly(self) -> int:
        """Offer heads the survey of the quarter, in working hours only. Returns how many."""
        now = self.clock()
        if self.house.is_quiet_everywhere(now):
            return 0
        async with self.units.begin() as unit:
            await heed_staff(unit, self.house, await unit.staff.version())
            return await self.quarterlies.offer(unit, now)

    async def surveys(self) -> int:
        """Surveys whose time has come open, are reminded of, and close. Returns how many moved."""
        return await self.surveying.go_on(self.clock())

    async def survey_news(self) -> int:
        """Whoever holds a survey hears how it goes. Returns how many heard something."""
        return await self.surveying.tell(self.clock())

    async def deeds(self) -> int:
        """Remind whoever has a deed to do, in their working hours. Returns of how many deeds."""
        async with self.units.begin() as unit:
            return await self.deed_alerts.tell(unit, self.clock())

    async def learn(self) -> None:
        """Heed what people corrected since the last time."""
        async with self.units.begin() as unit:
            await heed_staff(unit, self.house, await unit.staff.version())
            newest = (await unit.corrections.newest(), self.house.version)
            if newest == self._taught:
                return
            rows = await unit.corrections.latest(CORRECTIONS_HEEDED)
        topics = list(self.house.ministry.topics.values())
        corrections = [
            Correction(tuple(row["lemmas"]), unit=row["unit"], topic=row["topic"]) for row in rows
        ]
        self.house.router = Router(topics, corrections)
        self._taught = newest

    async def reckon(self) -> int:
        """Windows for appeals that came while their year had no calendar, and windows moved with
        a calendar that has changed. Returns how many were opened or moved."""
        opened = after = 0
        while True:
            async with self.units.begin() as unit:
                appeals = await unit.appeals.without_due(after, AT_ONCE)
                for appeal in appeals:
                    opened += await self.reckoning.open(unit, appeal, self.clock())
            if len(appeals) < AT_ONCE:
                break
            after = appeals[-1].id
        opened += await self._open_parts()
        return opened + await self.heed_calendar()

    async def _open_parts(self) -> int:
        opened = after = 0
        while True:
            async with self.units.begin() as unit:
                parts = await unit.parts.without_due(after, AT_ONCE)
                for part in parts:
                    opened += await self.reckoning.open_part(unit, part, self.clock())
            if len(parts) < AT_ONCE:
                return opened
            after = parts[-1].id

    async def warn(self) -> None:
        """Tell the administrators, once a day, of what only they can mend."""
        now = self.clock()
        years = self.missing_years(now)
        async with self.units.begin() as unit:
            if years:
                text = say("alarm-calendar", years=", ".join(map(str, years)))
                await self._warn(unit, "calendar", text, now)
            if unheard := await self.gathering.unheard(unit, now):
                names = "; ".join(map(self._name, unheard))
                await self._warn(unit, "unheard", say("alarm-unheard", who=names), now)

    def missing_years(self, now: datetime) -> tuple[int, ...]:
        """Years without a calendar that a window opened in the coming month may reach into."""
        month = now + timedelta(days=31)
        return self.house.calendar.unknown_years(self.house.year(now), self.house.year(month))

    async def forget(self) -> None:
        """Drop event keys older than any messenger delivers again, and notices nobody came for."""
        now = self.clock()
        async with self.units.begin() as unit:
            unit.arrivals.forget(now - KEYS_KEPT)
            given_up = await unit.notices.give_up(now - NOTICES_KEPT, now)
        for who, count in Counter(row["unit"] or row["employee"] for row in given_up).items():
            log.error("%s notices for %s were told to nobody: nobody there has joined", count, who)

    async def abandon(self) -> int:
        """Give up what waits for a channel that is off or a bot that was replaced; officers'
        replies come back to them. Returns how many.

        An hour of this process without that door comes first: a start with a setting forgotten
        costs nothing. What another process sends meanwhile is not due for so long."""
        now, given_up = self.clock(), 0
        self._doors_seen = self._doors_seen or now
        if not self.served or now - self._doors_seen < OFF_FOR:
            return 0
        while True:
            async with self.units.begin() as unit:
                page = await unit.outbox.abandoned(self.served, now - OFF_FOR, AT_ONCE)
                for row in page:
                    unit.outbox.abandon(row["id"], now)
                    if row["about"]:
                        await not_sent(
                            unit, self.house, row["kind"], row["about"], "unreachable", now
                        )
            given_up += len(page)
            if len(page) < AT_ONCE:
                break
        if given_up:
            log.error("%s messages were given up: their channels are off", given_up)
        return given_up

    async def beat(self) -> None:
        """Note down when each job last went through: an administrator may ask any process."""
        went, self.went = self.went, {}
        async with self.units.begin() as unit:
            for name, at in went.items():
                unit.notices.tell(TICKED + name, at)

    async def watch(self) -> int:
        """Receipts that do not get through, and windows that stand still. Returns how many
        receipts are watched from now on."""
        now = self.clock()
        await self.watching.hold(self.units, now)
        return await self.watching.receipts(self.units, now)

    async def heed_calendar(self) -> int:
        """Move the windows with a calendar that has changed. Returns how many moved."""
        stands = self.house.times
        if stands == self._heeded:
            return 0
        version = "any" if self.house.has_own_times else self.house.calendar.version
        moves = await self.reckoning.recount(self.units, self.clock(), version=version)
        self._heeded = stands
        return len(moves)

    async def _warn(self, unit: Unit, what: str, text: Reply, now: datetime) -> None:
        told = (await unit.notices.told([what])).get(what)
        if told and timedelta(0) <= now - told < DAY:
            return
        log.error("an administrator is needed: %s", what)
        administrators = self.house.ministry.administrators
        ids = {self.house.acting(employee.id, now) for employee in administrators}
        chats = await unit.chats.of_employees(ids)
        for chat in chats.values():
            unit.outbox.post(chat, text, now, kind="notice", priority=Priority.ALARM)
        if chats:
            unit.notices.tell(what, now)

    def _name(self, who: str) -> str:
        return self.house.who(who) if self.house.employee(who) else self.house.unit_name(who)
