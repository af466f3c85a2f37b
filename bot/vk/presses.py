"""Telling VK that a button's press has been heard, so that it stops turning round."""

from __future__ import annotations

import asyncio
import logging

from bot.channel import Batch, NotSent
from bot.vk.client import Calls
from bot.vk.spoken import MOST_CALLS, Call, script

log = logging.getLogger(__name__)

#: Presses waiting to be acknowledged; more are let go, as VK itself does after a minute.
MOST_WAITING = 1000


class Presses:
    """Acknowledges in the background; a failure harms nobody."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._waiting: asyncio.Queue[Call] = asyncio.Queue(MOST_WAITING)

    def heard(self, batch: Batch) -> None:
        """Note the presses of a batch that is stored."""
        for event in (raw.inbound for raw in batch.events if raw.inbound):
            if event.tap_id and not self._waiting.full():
                press = {"event_id": event.tap_id, "user_id": event.sender, "peer_id": event.chat}
                self._waiting.put_nowait(Call("messages.sendMessageEventAnswer", press))

    async def answer(self) -> None:
        """Acknowledge for ever, those that came together in one call."""
        while True:
            calls = [await self._waiting.get()]
            while len(calls) < MOST_CALLS and not self._waiting.empty():
                calls.append(self._waiting.get_nowait())
            try:
                if len(calls) == 1:
                    await self._calls(calls[0].method, **calls[0].params)
                else:
                    await self._calls("execute", code=script(calls))
            except NotSent as failure:
                log.debug("a press was not acknowledged: %s", failure)
