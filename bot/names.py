"""Names: a messenger that tells none with what people say is asked for them, once somebody is to be
answered; a reply then greets its person by name (N-1052 §8)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.channel import Door, NotSent
from domain.people import Chat
from domain.talk import Channel
from storage.unit import Units

log = logging.getLogger(__name__)

#: as many people as one question may be about
AT_ONCE = 1000
#: people who write at the same time are asked about together
TOGETHER = 0.3
LATER = 30.0
#: more than these are not remembered as asked about: they are asked about once more
REMEMBERED = 10_000


class Names:
    """Asks after people without a name. What fails is asked again; nobody waits for it."""

    def __init__(self, units: Units, doors: Mapping[Channel, Door]) -> None:
        self._units, self._doors = units, doors
        self._wanted: dict[Channel, dict[str, int]] = {channel: {} for channel in doors}
        self._asked: set[int] = set()
        self._woken = asyncio.Event()

    def wonder(self, chat: Chat) -> None:
        """Somebody is to be answered; their name is asked for if it is not known."""
        if chat.name or chat.id in self._asked or chat.channel not in self._wanted:
            return
        self._wanted[chat.channel][chat.peer] = chat.id
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._woken.wait()
            await asyncio.sleep(TOGETHER)
            self._woken.clear()
            for channel in self._wanted:
                if not await self._ask(channel):
                    self._woken.set()
                    await asyncio.sleep(LATER)

    async def _ask(self, channel: Channel) -> bool:
        """Whether what is wanted at this channel is known, or never will be."""
        wanted = dict(list(self._wanted[channel].items())[:AT_ONCE])
        if not wanted:
            return True
        try:
            names = await self._doors[channel].names(list(wanted))
            await self._note({wanted[peer]: name for peer, name in names.items() if peer in wanted})
        except NotSent as trouble:
            log.warning("%s tells no names now: %s", channel, trouble)
            return False
        except Exception:
            log.exception("names of %s cannot be noted now", channel)
            return False
        if len(self._asked) > REMEMBERED:
            self._asked.clear()
        for peer, chat in wanted.items():
            self._wanted[channel].pop(peer, None)
            self._asked.add(chat)
        return not self._wanted[channel]

    async def _note(self, names: Mapping[int, str]) -> None:
        async with self._units.begin() as unit:
            for id_, name in sorted(names.items()):
                # As the intake holds dialogues: what it has heard of a name meanwhile stays.
                await unit.chats.lock(id_)
                chat = await unit.chats.get(id_)
                chat.name = chat.name or name
