"""The way out: the outbox leaves by a door, in order per dialogue, retried until it is settled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Set
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channel import (
    Clock,
    Door,
    Halted,
    NotSent,
    Outcome,
    Outgoing,
    Rejected,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.ending import ended
from bot.metrics import SENT
from handlers.clocks import acknowledged
from handlers.house import House
from handlers.officer.delivery import delivered, not_sent
from storage import receipts
from storage.claims import Lane
from storage.outbox import LEASE, Waiting
from storage.unit import Unit, Units

log = logging.getLogger(__name__)

#: Two days of the longest waits, spent at a messenger that takes what others are sent meanwhile.
GIVE_UP_AFTER_TRIES = 340
#: While nothing at all leaves, tries are counted only as far as the waits grow.
TRIES_IN_AN_OUTAGE = 10
OUTAGE = timedelta(hours=1)
#: How often a reply looks whether its file has come, at first and later.
FILE_SOON, FILE_LATER = timedelta(seconds=2), timedelta(seconds=15)
HALT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=10)


class Sender:
    """Sends what waits for one door. One transaction settles what came back and claims more;
    what is said in answer to a batch of events is claimed in the batch's own transaction."""

    def __init__(self, units: Units, door: Door, house: House, clock: Clock) -> None:
        self._units, self._door, self._house, self._clock = units, door, house, clock
        self._sending = asyncio.TaskGroup()
        self._woken = asyncio.Event()
        #: whether there may be something in the outbox that nobody has looked at
        self._look = True
        self._back: list[tuple[Waiting, Outcome]] = []
        self._in_flight = 0
        #: rows not settled yet: when a lease runs out meanwhile, they are ours all the same
        self._held: set[int] = set()
        self._noting = False
        #: places given to claims that are being made
        self._reserved = 0
        self._paused_until: datetime | None = None
        self._sent_last: datetime | None = None
        self._renewed = clock()
        self._stopping = False

    @property
    def lane(self) -> Lane:
        """Which part of the outbox this one sends."""
        return Lane.DIALOGUE

    @property
    def at_once(self) -> int:
        """How many messages may be on their way, or back and not noted."""
        return self._door.at_once

    @property
    def together(self) -> int:
        """How many are given to the door at once."""
        return self._door.together

    def wake(self) -> None:
        """There may be something new to send."""
        self._look = True
        self._woken.set()

    async def stop(self, patience: float = 5) -> None:
        """Send nothing more, and settle what is on its way for as long as `patience` allows."""
        self._stopping = True
        self._woken.set()
        # Not only sent but noted: what is not would be said again at the next start.
        await ended(lambda: not (self._in_flight or self._back or self._noting), patience)

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for; nothing is lost meanwhile."""
        async with self._sending:
            while True:
                # Before the turn: what happens from here on is a reason for the next one.
                self._woken.clear()
                try:
                    self.carry(await self._turn())
                except Exception:
                    log.exception("the outbox of %s cannot be read; waiting", self._door.channel)
                    self._look = True
                    await asyncio.sleep(2)
                    continue
                await self._rest()

    async def claim(
        self, unit: Unit, now: datetime, settled: Set[int] = frozenset()
    ) -> list[Waiting]:
        """Take up what may leave now, as the last act of a unit of work; `settled` are the rows
        that this unit has settled."""
        door = self._door
        free = self.at_once - len(self._held - settled) - self._reserved
        if self._stopping or self._is_paused(now) or free <= 0:
            return []
        self._reserved += free
        try:
            claimed = await unit.claim(door.channel, door.account, now, free, self.lane)
            held = self._held - settled
            fresh = [message for message in claimed if message.id not in held]
            return await self._with_files(unit, fresh, now)
        finally:
            self._reserved -= free

    def carry(self, claimed: list[Waiting]) -> None:
        """Send what was claimed; returns at once."""
        for start in range(0, len(claimed), self.together):
            part = claimed[start : start + self.together]
            self._in_flight += len(part)
            self._held |= {message.id for message in part}
            self._sending.create_task(self._send(part))

    async def _rest(self) -> None:
        """Until something happens; a second at most, for what becomes due by the clock."""
        # Not wait_for: on Python 3.11 it can swallow a cancellation that meets the event.
        try:
            async with asyncio.timeout(1):
                await self._woken.wait()
        except TimeoutError:
            self._look = True

    async def _turn(self) -> list[Waiting]:
        now = self._clock()
        back, self._back = self._back, []
        look, self._look = self._look, False
        if not back and not look:
            return []
        settled = {message.id for message, _ in back}
        self._noting = True
        try:
            async with self._units.begin() as unit:
                # By dialogue, as the intake locks them: two orders would be a deadlock.
                for message, outcome in sorted(back, key=lambda settled: settled[0].chat):
                    await self._settle(unit, message, outcome, now)
                self._renew(unit, self._held - settled, now)
                claimed = await self.claim(unit, now, settled)
        except BaseException:
            self._back = back + self._back
            raise
        else:
            # Not before: another unit may just have claimed one whose lease has run out.
            self._held -= settled
            return claimed
        finally:
            self._noting = False

    def _renew(self, unit: Unit, under_way: Set[int], now: datetime) -> None:
        """An upload may take longer than a lease, and must not be another's meanwhile."""
        if under_way and abs(now - self._renewed) >= LEASE / 2:
            unit.outbox.renew(under_way, now)
            self._renewed = now
        elif not under_way:
            self._renewed = now

    def _is_paused(self, now: datetime) -> bool:
        return self._paused_until is not None and now < self._paused_until

    async def _with_files(self, unit: Unit, claimed: list[Waiting], now: datetime) -> list[Waiting]:
        """Fill in where the files lie; what is still being fetched lets others go before it."""
        wanted = [file.id for message in claimed for file in message.reply.files]
        if not wanted:
            return claimed
        stored = {file.id: file for file in await unit.exchange.hold_files(wanted)}
        ready = []
        for message in claimed:
            files = [stored[file.id] for file in message.reply.files]
            if any(file.state == "lost" for file in files):
                log.error("a file of message %s was never received", message.id)
                await self._bury(unit, message, "file", now)
            elif any(file.state == "wanted" for file in files):
                self._await_file(unit, message, now)
            else:
                reply = replace(message.reply, files=tuple(file.attached for file in files))
                ready.append(replace(message, reply=reply))
        return ready

    @staticmethod
    def _await_file(unit: Unit, message: Waiting, now: datetime) -> None:
        young = now - message.created_at < timedelta(minutes=5)
        due = now + (FILE_SOON if young else FILE_LATER)
        unit.outbox.settle(message, "filing", now, due_at=due, tries=message.tries - 1)

    def _outgoing(self, message: Waiting) -> Outgoing:
        return Outgoing(message.id, message.peer, message.reply, message.tries > 1)

    async def _send(self, messages: list[Waiting]) -> None:
        outgoing = [self._outgoing(message) for message in messages]
        outcomes: list[Outcome]
        try:
            outcomes = await self._door.send(outgoing)
        except Exception:
            log.exception("the door of %s broke while sending", self._door.channel)
            outcomes = [Unknown("the door broke") for _ in messages]
        self._in_flight -= len(messages)
        self._back += zip(messages, outcomes, strict=True)
        self._woken.set()

    async def _settle(self, unit: Unit, message: Waiting, outcome: Outcome, now: datetime) -> None:
        channel = message.channel
        SENT.labels(channel, "sent" if isinstance(outcome, str) else type(outcome).__name__).inc()
        if isinstance(outcome, str):
            self._sent_last = now
            unit.outbox.settle(message, "sent", now, remote=outcome)
            if message.kind == "reply" and message.about:
                await delivered(unit, self._house, message.about, now)
            elif message.about and _was_late(message, now):
                await acknowledged(unit, message.about, now)
        elif isinstance(outcome, Unreachable):
            chat = await unit.chats.get(message.chat)
            chat.reachable = False
            await self._bury(unit, message, "unreachable", now)
        elif isinstance(outcome, Rejected) or self._is_hopeless(message, outcome, now):
            log.error("%s refused message %s: %s", channel, message.id, outcome)
            await self._bury(unit, message, "refused", now)
        else:
            self._later(unit, message, outcome, now)

    def _later(self, unit: Unit, message: Waiting, trouble: NotSent, now: datetime) -> None:
        wait = min(timedelta(seconds=2 ** min(message.tries, 9)), LONGEST_WAIT)
        if isinstance(trouble, TryLater):
            grows = message.tries > 3 and not trouble.whole
            wait = max(trouble.after, wait) if grows else trouble.after
            if trouble.whole:
                self._pause(now + trouble.after)
        elif isinstance(trouble, Halted):
            log.error("%s is closed to us: %s", message.channel, trouble)
            wait = HALT
            self._pause(now + HALT)
        state = "unknown" if isinstance(trouble, Unknown) else "retry"
        unit.outbox.settle(
            message,
            state,
            now,
            due_at=now + wait,
            trouble=str(trouble)[:200],
            tries=self._counted(message, trouble, now),
        )

    def _is_hopeless(self, message: Waiting, trouble: NotSent, now: datetime) -> bool:
        return GIVE_UP_AFTER_TRIES <= message.tries == self._counted(message, trouble, now)

    def _counted(self, message: Waiting, trouble: NotSent, now: datetime) -> int:
        """The tries that speak against the message, not against its channel."""
        if isinstance(trouble, Halted) or (isinstance(trouble, TryLater) and trouble.whole):
            return message.tries - 1
        if self._sent_last is None or now - self._sent_last > OUTAGE:
            return min(message.tries, TRIES_IN_AN_OUTAGE)
        return message.tries

    def _pause(self, until: datetime) -> None:
        self._paused_until = max(until, self._paused_until or until)

    async def _bury(self, unit: Unit, message: Waiting, why: str, now: datetime) -> None:
        unit.outbox.settle(message, "dead", now, trouble=why)
        if message.about:
            await not_sent(unit, self._house, message.kind, message.about, why, now)


def _was_late(message: Waiting, now: datetime) -> bool:
    """Whether it is a receipt that the clock has begun to watch meanwhile."""
    return message.kind == "receipt" and now - message.created_at >= receipts.OVERDUE
