"""The queue of updates inside the Telegram stand-in: long polling, confirmation, 24 hours' life."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.people import Clock
from sandbox.telegram_world import Json, Refusal

DAY = 86400
LARGEST_ANSWER = 4 << 20
LONGEST_POLL = 50
MOST_UPDATES = 100
#: kinds of updates a bot gets only when it asks for them by name
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
#: after the first update the real server waits about this long for its neighbours
GATHERING = 0.002


@dataclass(frozen=True, slots=True)
class Pending:
    """An update nobody has confirmed yet, encoded once."""

    id: int
    chat: int
    dies: float
    body: bytes


class Updates:
    """Updates wait here until confirmed by an offset or taken by the webhook."""

    def __init__(self, now: Clock, *, journal: bool, strict: bool) -> None:
        self._now = now
        self._journal = journal
        self._strict = strict
        self.last = 700_000_000
        self.pending: OrderedDict[int, Pending] = OrderedDict()
        self.emitted: list[Json] = []
        #: None is the default set; remembered between calls as the real server does
        self.allowed: frozenset[str] | None = None
        self.came = asyncio.Event()
        self._poll = 0
        self._verdict = ""
        self._previous = (-1, 0.0)

    def wants(self, kind: str) -> bool:
        return kind not in ON_REQUEST if self.allowed is None else kind in self.allowed

    def emit(self, kind: str, content: Json, chat: int) -> Pending | None:
        """Create an update, unless its kind is not wanted: then it never exists."""
        return self.put({kind: content}, chat) if self.wants(kind) else None

    def put(self, body: Json, chat: int) -> Pending:
        self.last += 1
        update = {"update_id": self.last, **body} | {"update_id": self.last}
        encoded = json.dumps(update, separators=(",", ":")).encode()
        if self._journal:
            self.emitted.append(json.loads(encoded))
        pending = Pending(self.last, chat, self._now().timestamp() + DAY, encoded)
        self.pending[self.last] = pending
        self.came.set()
        return pending

    def allow(self, kinds: list[str] | None) -> None:
        """None leaves the remembered list as it is, an empty list resets it."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def forget_old(self) -> None:
        moment = self._now().timestamp()
        while self.pending and next(iter(self.pending.values())).dies <= moment:
            self.pending.popitem(last=False)

    def confirm(self, below: int) -> None:
        if below < 0:
            while len(self.pending) > -below:
                self.pending.popitem(last=False)
            return
        while self.pending and next(iter(self.pending)) < below:
            self.pending.popitem(last=False)

    def interrupt(self, verdict: str) -> None:
        """End the long poll under way with a 409; "" ends it with an empty answer."""
        self._poll += 1
        self._verdict = verdict
        self.came.set()

    async def poll(self, offset: int, limit: int, patience: float) -> bytes:
        """The JSON array of updates from `offset` on; waits `patience` seconds for the first."""
        self.interrupt(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        own = self._poll
        limit, patience = self._slowed(offset, min(max(limit, 1), MOST_UPDATES), patience)
        self.confirm(offset)
        self.forget_old()
        if not self.pending and patience > 0:
            await self._first(own, min(patience, LONGEST_POLL))
        if own != self._poll and self._verdict:
            raise Refusal(409, f"Conflict: {self._verdict}")
        return b"[" + b",".join(self._fitting(limit)) + b"]"

    def _slowed(self, offset: int, limit: int, patience: float) -> tuple[int, float]:
        """The real server's brake on a caller that asks for the same offset again and again."""
        (before, at), moment = self._previous, time.monotonic()
        self._previous = (offset, moment)
        if not self._strict or offset != before:
            return limit, patience
        if moment - at < 0.5:
            limit = 1
        return limit, max(patience, 3.0) if moment - at < 3.0 else patience

    async def _first(self, own: int, patience: float) -> None:
        end = time.monotonic() + patience
        while own == self._poll and not self.pending:
            self.came.clear()
            try:
                await asyncio.wait_for(self.came.wait(), end - time.monotonic())
            except TimeoutError:
                return
        await asyncio.sleep(GATHERING)

    def _fitting(self, limit: int) -> Iterator[bytes]:
        size = 0
        for place, pending in enumerate(self.pending.values()):
            size += len(pending.body)
            if place == limit or (size > LARGEST_ANSWER and place):
                return
            yield pending.body
