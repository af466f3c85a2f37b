"""Straight to the door: what must be kept nowhere on its way, a survey's messages (D-139 §5.2).

Nothing here is stored, so what a messenger does not take in a few tries is lost, and its person
presses once more. Everything else leaves by the outbox.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from weakref import WeakValueDictionary

from bot.channel import Door, NotSent, Outgoing, TryLater, Unknown
from bot.ending import ended
from domain.talk import Channel, Reply
from storage.ids import new_id

log = logging.getLogger(__name__)

TRIES = 5
#: seconds between tries: at first, and at most
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


class Direct:
    """Sends in the background, to each dialogue in the order it was told to."""

    def __init__(self, doors: Mapping[Channel, Door]) -> None:
        self._doors = doors
        self._sending = asyncio.TaskGroup()
        self._turns: WeakValueDictionary[tuple[Channel, str], asyncio.Lock] = WeakValueDictionary()
        self._under_way = 0

    async def run(self) -> None:
        """Until cancelled; nothing can be sent before."""
        async with self._sending:
            await asyncio.Event().wait()

    async def stop(self, patience: float) -> None:
        """Let what is under way leave for as long as `patience`, in seconds, allows."""
        await ended(lambda: not self._under_way, patience)

    def say(self, channel: Channel, peer: str, reply: Reply) -> None:
        """Returns at once."""
        turn = self._turns.setdefault((channel, peer), asyncio.Lock())
        self._under_way += 1
        self._sending.create_task(self._say(channel, peer, reply, turn))

    async def _say(self, channel: Channel, peer: str, reply: Reply, turn: asyncio.Lock) -> None:
        try:
            async with turn:
                await self._insist(self._doors[channel], peer, reply)
        finally:
            self._under_way -= 1

    @staticmethod
    async def _insist(door: Door, peer: str, reply: Reply) -> None:
        """An edit may be made twice, and a question asked twice asks the same."""
        number, wait = new_id(), FIRST_WAIT
        for tried in range(TRIES):
            try:
                (outcome,) = await door.send([Outgoing(number, peer, reply, again=tried > 0)])
            except Exception as trouble:
                outcome = Unknown(type(trouble).__name__)
            if not isinstance(outcome, TryLater | Unknown):
                break
            asked = outcome.after.total_seconds() if isinstance(outcome, TryLater) else 0.0
            await asyncio.sleep(min(max(wait, asked), LONGEST_WAIT))
            wait *= 2
        if isinstance(outcome, NotSent):
            # Neither whom nor what: who answers a survey, and when, stands in no log.
            log.warning("%s did not take a message: %s", door.channel, type(outcome).__name__)
