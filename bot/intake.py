"""The way in: a batch of events, one transaction, and never silence."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.booth import Booth, carries_mark
from bot.channel import Batch, Clock, Raw
from bot.metrics import EVENTS, QUARANTINED
from bot.sender import Sender
from domain.people import Chat
from domain.talk import Channel, Inbound
from handlers.employee.proving import unkept
from handlers.flow import Flow, Scene
from handlers.house import House
from handlers.standing import heed_staff
from storage.arrivals import Arrived
from storage.errors import Overtaken, may_pass, passes
from storage.unit import Unit, Units
from texts import say

log = logging.getLogger(__name__)

#: how often an event may be overtaken by changes of the staff list, and how many seconds more it
#: holds back at most each time
MOST_OVERTAKEN, HOLDS_BACK = 30, 0.02


@dataclass(slots=True)
class Intake:
    """Takes what the doors hear. `fetch` is called when there are files to be fetched or made,
    `booth` hears whatever belongs to a survey, and nothing here sees it."""

    units: Units
    flow: Flow
    house: House
    clock: Clock
    senders: Mapping[Channel, Sender]
    fetch: Callable[[], None]
    #: called with the dialogue of whoever gets a receipt
    wonder: Callable[[Chat], None] = lambda _: None
    booth: Booth | None = None

    async def take(self, batch: Batch) -> None:
        """Answer every event of the batch; returns when all of it is committed.

        Raises only when the database cannot be written: then nothing may be confirmed."""
        if self.booth:
            left = [raw for raw in batch.events if not await self.booth.hear(raw, batch.channel)]
            batch = replace(batch, events=tuple(left))
        events = [raw for raw in batch.events if raw.inbound or raw.trouble]
        if events:
            await self._take(batch, events)
        elif batch.cursor:
            async with self.units.begin() as unit:
                unit.arrivals.move_cursor(batch.channel, batch.account, batch.cursor)

    async def cursor(self, channel: Channel, account: str) -> str:
        async with self.units.begin() as unit:
            return await unit.arrivals.cursor(channel, account)

    async def _take(
        self, batch: Batch, events: Sequence[Raw], again: bool = True, overtaken: int = 0
    ) -> None:
        """One transaction for all; when an event breaks it, halves, down to the event alone."""
        try:
            taken = await self._together(batch, events)
        except Exception as trouble:
            if passes(trouble):
                raise
            if len(events) > 1:
                half = len(events) // 2
                await self._take(batch, events[:half])
                await self._take(batch, events[half:])
            elif isinstance(trouble, Overtaken) and overtaken < MOST_OVERTAKEN:
                # somebody else's change stands now: there is always one who gets on
                await asyncio.sleep(random.uniform(0, HOLDS_BACK) * overtaken)
                await self._take(batch, events, again, overtaken + 1)
            elif again and not isinstance(trouble, Overtaken) and may_pass(trouble):
                await self._take(batch, events, again=False)
            else:
                log.exception("an event of %s broke its conversation", batch.channel)
                await self._apologise(batch, events[0], f"{type(trouble).__name__}")
            return
        EVENTS.labels(batch.channel).inc(taken)
        if taken < len(events):
            await self._take(batch, events[taken:])

    async def _together(self, batch: Batch, events: Sequence[Raw]) -> int:
        """How many were taken: all, or up to one that changed the staff list, which holds at the
        very next event. What is answered is taken up for sending in the same transaction, and
        leaves at once."""
        now, place = self.clock(), (batch.channel, batch.account)
        sender = self.senders[batch.channel]
        async with self.units.begin() as unit:
            arrived = await unit.arrivals.hear(
                place, [_key(raw) for raw in events], [_peer(raw) for raw in events], now
            )
            await heed_staff(unit, self.house, arrived.staff)
            taken = await self._play(unit, batch, events, arrived, now)
            # The cursor may move on as soon as the last of the batch is kept, and not before.
            if batch.cursor and taken == len(events) and events[-1] is _last(batch):
                unit.arrivals.move_cursor(batch.channel, batch.account, batch.cursor)
            leaving = await sender.claim(unit, now)
        sender.carry(leaving)
        if unit.exchange.wanting:
            self.fetch()
        # Let it leave before the door asks for the next batch.
        await asyncio.sleep(0)
        return taken

    async def _play(
        self, unit: Unit, batch: Batch, events: Sequence[Raw], arrived: Arrived, now: datetime
    ) -> int:
        """Those before which nothing has changed the staff list; the keys of the rest are given
        back, so that they are heard anew."""
        handled: set[str] = set()
        for place, raw in enumerate(events):
            key = _key(raw)
            if key in handled or key not in arrived.new:
                continue
            handled.add(key)
            chat = arrived.chats.get(_peer(raw))
            if raw.inbound and chat:
                await self._answer(unit, chat, raw.inbound, now)
            else:
                self._set_aside(unit, batch, raw, raw.trouble, chat)
            if unit.staff.moved:
                unit.arrivals.give_back((batch.channel, batch.account), arrived.new - handled)
                return place + 1
        return len(events)

    async def _answer(self, unit: Unit, chat: Chat, event: Inbound, now: datetime) -> None:
        chat.reachable = True
        if event.name and event.name != chat.name:
            chat.name = event.name
        actor = self.house.actor(chat, now)
        turn = await self.flow.play(Scene(event, chat, actor, unit, self.house, now))
        chat.step, chat.draft = turn.step, turn.draft
        for place, reply in enumerate(turn.replies):
            receipt = turn.receipt if place == 0 else None
            kind = "receipt" if receipt else "answer"
            if receipt:
                self.wonder(chat)
            unit.outbox.post(chat, reply, now, kind=kind, about=receipt)

    async def _apologise(self, batch: Batch, raw: Raw, reason: str) -> None:
        """Keep the event whole, tell its person, and go on with the others."""
        now = self.clock()
        peers = [_peer(raw)] if _peer(raw) else []
        async with self.units.begin() as unit:
            place = (batch.channel, batch.account)
            arrived = await unit.arrivals.hear(place, [_key(raw)], peers, now)
            if _key(raw) in arrived.new:
                self._set_aside(unit, batch, raw, reason, arrived.chats.get(_peer(raw)))
            if batch.cursor and raw is _last(batch):
                unit.arrivals.move_cursor(batch.channel, batch.account, batch.cursor)

    def _set_aside(
        self, unit: Unit, batch: Batch, raw: Raw, reason: str, chat: Chat | None
    ) -> None:
        QUARANTINED.labels(batch.channel).inc()
        now = self.clock()
        hushed = (chat is not None and unkept(chat, raw.inbound)) or carries_mark(raw)
        body = None if hushed else raw.body
        unit.arrivals.set_aside((batch.channel, batch.account), _key(raw), body, reason, now)
        if chat:
            told = "sorry-not-kept" if hushed else "sorry"
            unit.outbox.post(chat, say(told, contacts=self.house.contacts()), now)

    async def replay(self, event: int, inbound: Inbound | None) -> None:
        """Play an event of the quarantine again, now that it can be understood; None drops it."""
        now = self.clock()
        async with self.units.begin() as unit:
            key = await unit.arrivals.replayed(event, now)
            if key and inbound:
                place = (inbound.channel, inbound.account)
                arrived = await unit.arrivals.hear(place, [inbound.key], [inbound.chat], now)
                await heed_staff(unit, self.house, arrived.staff)
                # Set aside under another key, it may have come once more and been understood.
                if inbound.key == key or inbound.key in arrived.new:
                    await self._answer(unit, arrived.chats[inbound.chat], inbound, now)


def _key(raw: Raw) -> str:
    return raw.inbound.key if raw.inbound else raw.key


def _peer(raw: Raw) -> str:
    return raw.inbound.chat if raw.inbound else raw.chat


def _last(batch: Batch) -> Raw | None:
    return next((raw for raw in reversed(batch.events) if raw.inbound or raw.trouble), None)
