"""The life of a wave by the clock: opened, fed to the outbox, reminded of, closed; and what its
owner hears (D-139 §5.3). Each step is one transaction, and is done once however often it is tried.

Anonymous invitations are not sent here: see `bot/mailer.py`."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.surveys.audience import is_by_marks
from domain.surveys.groups import may_be_flagged
from domain.surveys.marks import hashed, mark_of
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import SMALL, Wave, WaveState
from domain.talk import Reply
from handlers.house import House
from handlers.officer.delivery import tell
from handlers.standing import heed_staff
from handlers.survey import progress
from handlers.survey.asking import invitation
from handlers.survey.invited import arrived, by_group, invite
from storage.invitations import Invited
from storage.outbox import Priority
from storage.unit import Unit, Units
from texts import button, moments, say

log = logging.getLogger(__name__)

#: how many are put into the outbox at once, and how many may wait there
CHUNK, MOST_WAITING = 2_500, 20_000
SWEPT, OUTBOX_SWEPT = "surveys:swept", "surveys:outbox-swept"
SWEEP_AGAIN, NEVER = timedelta(minutes=10), timedelta(days=36_500)
#: the outbox is swept in nobody's working hours, but not later than this after a closing
SWEPT_WITHIN = timedelta(days=1)


@dataclass(slots=True)
class Surveys:
    """`answered` are the dialogues which this process has seen answer each wave; they are in no
    database, and forgotten with the wave."""

    units: Units
    house: House
    answered: dict[int, set[int]] = field(default_factory=dict)
    #: waves in which everybody who is to be reminded was
    _reminded: set[int] = field(default_factory=set)
    #: None: nobody has looked yet whether an earlier process left that undone
    _sweep_at: datetime | None = None

    async def go_on(self, now: datetime) -> int:
        """Whatever of all waves is due. Returns how many were opened or closed."""
        moved, failed = 0, list[Exception]()
        async with self.units.begin() as unit:
            await heed_staff(unit, self.house, await unit.staff.version())
            waves = await unit.waves.under_way()
        for wave in waves:
            try:
                moved += await self._step(wave, now)
            except Exception as trouble:  # those behind it do not wait for it to be mended
                failed.append(trouble)
        if moved:
            self._sweep_at = now
        if self._sweep_at is None or self._sweep_at <= now:
            # Where that breaks, for want of room on the disk perhaps, not at once again.
            self._sweep_at = now + SWEEP_AGAIN
            if await self._sweep(now):
                self._sweep_at = now + NEVER
        if failed:
            raise failed[0]
        return moved

    async def _step(self, wave: Wave, now: datetime) -> bool:
        """What is due of one wave. Whether it was opened or closed."""
        if wave.state is WaveState.PLANNED:
            return wave.opens_at <= now and await self._open(wave, now)
        if wave.closes_at <= now:
            return await self._close(wave, now)
        if not self.house.is_quiet(now):
            await self._feed(wave, now)
            await self._remind(wave, now)
        return False

    async def tell(self, now: datetime) -> int:
        """What owners are to hear, in working hours. Returns how many were told something."""
        count, failed = 0, list[Exception]()
        async with self.units.begin() as unit:
            await heed_staff(unit, self.house, await unit.staff.version())
            news = [
                (wave, what)
                for wave in await unit.waves.since(now - progress.NEWS)
                for what in progress.due(wave, now)
            ]
            known = await unit.notices.told(progress.key(*one) for one in news)
        for wave, what in news:
            quiet = self.house.is_quiet(now, self._unit(wave))
            if quiet or progress.key(wave, what) in known:
                continue
            try:
                count += await self._tell(wave, what, now)
            except Exception as trouble:
                failed.append(trouble)
        if failed:
            raise failed[0]
        return count

    def _unit(self, wave: Wave) -> str:
        """Whose working hours count: of whoever is to hear of the wave."""
        people = map(self.house.employee, progress.hearers(self.house, wave))
        return next((one.unit for one in people if one), "")

    async def _tell(self, wave: Wave, what: str, now: datetime) -> bool:
        async with self.units.begin() as unit:
            reply = await progress.told(unit, self.house, wave, what, now)
            if reply is None:
                return False
            for who in progress.hearers(self.house, wave):
                await tell(unit, self.house, who, reply, now)
            unit.notices.tell(progress.key(wave, what), now)
        return True

    async def _open(self, wave: Wave, now: datetime) -> bool:
        """Its groups are frozen and its people invited; or it is called off, with nobody asked."""
        async with self.units.begin() as unit:
            opened = {"state": WaveState.OPEN, "opened_at": now}
            if not await unit.waves.move(wave, WaveState.PLANNED, **opened):
                return False
            count, groups = 0, dict[str, str]()
            if wave.closes_at > now:
                count, groups = await invite(unit, self.house, wave, now)
            least = 0 if wave.chosen.public else SMALL if is_by_marks(wave) else 1
            facts = {"invited": count, "groups": groups}
            if wave.closes_at <= now or count < least:
                await unit.invitations.delete(wave.id)
                await unit.offers.reopen(wave.id)
                facts = {"invited": count, "state": WaveState.CALLED_OFF, "closed_at": now}
            elif wave.chosen.audience is Audience.CLIENTS:
                unit.invitations.mailed(wave.id, now)
            await unit.waves.move(wave, WaveState.OPEN, **facts)
        log.info("a survey has opened: %s invited", count)
        return True

    async def _feed(self, wave: Wave, now: datetime) -> None:
        """What everybody is sent alike goes through the outbox, a part at a time."""
        while not is_by_marks(wave):
            async with self.units.begin() as unit:
                room = min(CHUNK, MOST_WAITING - await unit.outbox.mailings())
                page = await unit.invitations.queue(wave.id, now, room) if room > 0 else []
                reply = invitation(wave, None, self.house, now)
                for one in page:
                    self._post(unit, wave, one, reply, now)
            if len(page) < CHUNK:
                return

    async def _remind(self, wave: Wave, now: datetime) -> None:
        """Once, and only whoever has the invitation; as a reply to it, for it has the button."""
        if wave.remind_at is None or wave.remind_at > now or wave.id in self._reminded:
            return
        if wave.reminded_at is None:
            async with self.units.begin() as unit:
                if not await unit.waves.move(wave, WaveState.OPEN, reminded_at=now):
                    return
                await self._note_answered(unit, wave)
        while True:
            async with self.units.begin() as unit:
                page = await unit.invitations.take_to_remind(wave.id, CHUNK)
                done = await self._spent(unit, wave, page)
                for one in page:
                    if one.chat not in done:
                        self._post(unit, wave, one, self._reminder(wave, one, now), now)
            if len(page) < CHUNK:
                self._reminded.add(wave.id)
                return

    async def _note_answered(self, unit: Unit, wave: Wave) -> None:
        """Who has answered is written down for many at once, and only of groups in which that
        narrows nothing; of the others everybody is reminded."""
        await unit.invitations.only_sent(wave.id)
        if not is_by_marks(wave):
            return
        answered = self.answered.get(wave.id, set())
        flagged: set[int] = set()
        sent = await unit.invitations.sent(wave.id)
        for group in by_group(self.house, wave, sent).values():
            done = group & answered
            if may_be_flagged(len(group), len(done)):
                flagged |= done
        await unit.invitations.mark_answered(wave.id, flagged)

    async def _spent(self, unit: Unit, wave: Wave, page: list[Invited]) -> set[int]:
        """Who has answered, where the survey is not anonymous and says so."""
        if wave.anonymous or not wave.key:
            return set()
        hashes = {hashed(wave.id, mark_of(wave.key, one.chat)): one.chat for one in page}
        return {hashes[one] for one in await unit.ballots.spent(wave.id, hashes)}

    def _reminder(self, wave: Wave, one: Invited, now: datetime) -> Reply:
        name = "survey-reminder-elsewhere" if wave.questionnaire.link else "survey-reminder"
        clients = wave.chosen.audience is Audience.CLIENTS
        reply = say(
            name,
            (button("survey-unsubscribe", "unsubscribe"),) if clients else (),
            title=wave.questionnaire.title,
            until=moments.until(wave.closes_at, self.house.zone, now),
        )
        return Reply(reply.text, reply.rows, answers=one.message)

    @staticmethod
    def _post(unit: Unit, wave: Wave, one: Invited, reply: Reply, now: datetime) -> None:
        last = Priority.MAILING
        unit.outbox.post(one.dialogue, reply, now, kind="mailing", about=wave.id, priority=last)

    async def _close(self, wave: Wave, now: datetime) -> bool:
        """Nobody can answer any more, nothing says who was asked, and no group is smaller than
        it was to be, for want of invitations that arrived."""
        async with self.units.begin() as unit:
            kept = await arrived(unit, self.house, wave)
            groups = {one: kept[group] for one, group in wave.groups.items()}
            closed = {"state": WaveState.CLOSED, "closed_at": now, "groups": groups}
            if not await unit.waves.move(wave, WaveState.OPEN, **closed):
                return False
            await unit.invitations.delete(wave.id)
            await unit.ballots.close(wave.id, kept)
        self._reminded.discard(wave.id)
        self.answered.pop(wave.id, None)
        return True

    async def _sweep(self, now: datetime) -> bool:
        """What was deleted leaves the files as well, now or after the next start; the outbox,
        which everybody waits for, when nobody works. Whether nothing is left to do."""
        async with self.units.begin() as unit:
            swept = await unit.notices.told([SWEPT, OUTBOX_SWEPT])
            closed = await unit.waves.last_closed()
        if closed is None:
            return True
        if SWEPT not in swept or swept[SWEPT] < closed:
            await self.units.sweep()
            await self._swept(SWEPT, now)
        if OUTBOX_SWEPT in swept and swept[OUTBOX_SWEPT] >= closed:
            return True
        if now - closed < SWEPT_WITHIN and not self.house.is_quiet_everywhere(now):
            return False
        await self.units.sweep_outbox()
        await self._swept(OUTBOX_SWEPT, now)
        return True

    async def _swept(self, what: str, now: datetime) -> None:
        async with self.units.begin() as unit:
            unit.notices.tell(what, now)
