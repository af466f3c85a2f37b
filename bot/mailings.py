"""The way out of mailings, beside that of dialogues: nobody waits for them, and nobody waits behind
them. Where the messenger can carry one text to many at once, it does."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Any

from bot.channel import Outcome, Outgoing, Unknown, Unreachable
from bot.sender import Sender
from storage.claims import Lane
from storage.outbox import Waiting
from storage.unit import Unit

#: how often a process looks for what another one, gone meanwhile, may have sent
DOUBTS = timedelta(minutes=1)
#: how long VK knows a repeat, less what the next attempt may take
KNOWN_FOR = timedelta(minutes=50)


class Mailings(Sender):
    """Sends what of the outbox belongs to mailings, and notes with the invitation what came of it.

    Where a repeat would be a second message (`Door.repeats`), what may have left stays so: nobody
    is written to twice, and the invitation is `unknown`. So it does elsewhere, once the house has
    been away for so long that the messenger knows a repeat no more."""

    def __init__(self, *house: Any) -> None:
        super().__init__(*house)
        self._doubted: datetime | None = None
        #: what became of invitations: all of them are noted one after the other, as one statement
        self._became: list[tuple[Waiting, str, str]] = []

    @property
    def lane(self) -> Lane:
        return Lane.MAILING if self._door.repeats else Lane.MAILING_ONCE

    @property
    def at_once(self) -> int:
        """While one part is on the wire, the next is claimed."""
        return 2 * self.together if self.together > 1 else self._door.at_once

    @property
    def together(self) -> int:
        return self._door.mailing

    async def claim(
        self, unit: Unit, now: datetime, settled: Set[int] = frozenset()
    ) -> list[Waiting]:
        became, self._became = self._became, []
        for message, state, remote in became:
            unit.invitations.settle(message.about or 0, message.chat, state, remote)
        await self._give_up_doubts(unit, now)
        return await super().claim(unit, now, settled)

    def _outgoing(self, message: Waiting) -> Outgoing:
        alike = f"mailing:{message.about}"
        return Outgoing(message.id, message.peer, message.reply, message.tries > 1, alike)

    async def _settle(self, unit: Unit, message: Waiting, outcome: Outcome, now: datetime) -> None:
        if isinstance(outcome, Unknown) and not self._door.repeats:
            await self._bury(unit, message, "unknown", now)
            return
        if isinstance(outcome, str):
            self._became.append((message, "sent", outcome))
        elif isinstance(outcome, Unreachable):
            self._became.append((message, "unreachable", ""))
        await super()._settle(unit, message, outcome, now)

    async def _bury(self, unit: Unit, message: Waiting, why: str, now: datetime) -> None:
        self._became.append((message, why, ""))
        await super()._bury(unit, message, why, now)

    async def _give_up_doubts(self, unit: Unit, now: datetime) -> None:
        if self._doubted is not None and now - self._doubted < DOUBTS:
            return
        door = self._door
        before = now - KNOWN_FOR if door.repeats else None
        for row in await unit.outbox.doubtful(door.channel, door.account, now, before):
            unit.invitations.settle(row["about"] or 0, row["chat"], "unknown")
        self._doubted = now
