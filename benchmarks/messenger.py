"""A stand-in messenger in a process of its own, which also plays the people and holds the watch.

It is told what to do by JSON lines on standard input and answers each with one on standard output.
Arrival is when a message is put into the messenger's queue, receipt is when the bot's first answer
to that person has come to the messenger; both are read from this process's clock.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sandbox.telegram import TelegramStandIn
from sandbox.vk import VkStandIn

LETTERS = Path(__file__).parent / "letters.txt"
#: seconds without a single receipt after which the rest is given up
PATIENCE = 12.0
Json = dict[str, Any]


def now() -> datetime:
    return datetime.now(UTC)


def letters(path: Path) -> Iterator[str]:
    """Letters of one to four sentences, the same ones in every run."""
    lines = path.read_text("utf-8").split("\n")
    sentences = [line for line in lines if line.strip()]
    chance = random.Random(1)
    while True:
        yield " ".join(chance.sample(sentences, chance.choice((1, 1, 2, 2, 3, 4))))


class Post:
    """Sends new people's letters into the messenger and notes when each gets its receipt."""

    def __init__(self, messenger: TelegramStandIn | VkStandIn, text: Iterator[str]) -> None:
        self._messenger, self._text = messenger, text
        self._next = 1_000_000
        self._sent: dict[int, float] = {}
        self._answered: dict[int, float] = {}
        self._news = asyncio.Event()
        messenger.watch(self._changed)

    def _changed(self, person: int) -> None:
        if person in self._sent and person not in self._answered and self._is_answered(person):
            self._answered[person] = perf_counter()
            self._news.set()

    def _is_answered(self, person: int) -> bool:
        if isinstance(self._messenger, VkStandIn):
            return self._messenger.world.dialogues[person].messages[-1].ours
        messages = self._messenger.world.chats[person].messages
        return bool(messages[next(reversed(messages))]["from"]["is_bot"])

    def write(self, count: int) -> None:
        people = range(self._next, self._next + count)
        self._next += count
        said = [(person, next(self._text)) for person in people]
        at = perf_counter()
        self._sent.update(dict.fromkeys(people, at))
        self._messenger.preload(said)

    async def all_answered(self) -> None:
        while len(self._answered) < len(self._sent):
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), PATIENCE)
            except TimeoutError:
                return

    async def backlog(self, count: int) -> Json:
        """So many messages at once."""
        self.write(count)
        await self.all_answered()
        return self._told()

    async def backlog_unheard(self, count: int) -> Json:
        """So many people have written; nobody waits for what becomes of it."""
        self.write(count)
        self._sent.clear()
        return {}

    async def know(self, first: int, count: int) -> Json:
        """So many people have written before: they may be written to."""
        for person in range(first, first + count):
            if isinstance(self._messenger, VkStandIn):
                self._messenger.world.dialogue(person).allowed = True
            else:
                self._messenger.world.dialogue(person)
        return {}

    async def heard(self, first: int, count: int) -> Json:
        """How many of them were written to how often."""
        people = range(first, first + count)
        if isinstance(self._messenger, VkStandIn):
            had = (self._messenger.world.dialogue(one).messages for one in people)
            return dict(Counter(str(len(messages)) for messages in had))
        chats = (self._messenger.world.dialogue(one) for one in people)
        return dict(Counter(str(len(chat.messages)) for chat in chats))

    async def pace(self, rate: float, seconds: float) -> Json:
        """So many messages a second, whatever becomes of them."""
        start, total = perf_counter(), int(rate * seconds)
        for number in range(total):
            await asyncio.sleep(max(0.0, start + number / rate - perf_counter()))
            self.write(1)
        await self.all_answered()
        return self._told()

    async def one_by_one(self, count: int, pause: float) -> Json:
        """The next message `pause` seconds after the receipt of the last."""
        for _ in range(count):
            self.write(1)
            await self.all_answered()
            await asyncio.sleep(pause)
        return self._told()

    def _told(self) -> Json:
        """How it went, waits in milliseconds; and a clean sheet for the next time."""
        sent, answered = self._sent, self._answered
        self._sent, self._answered = {}, {}
        first, last = min(sent.values()), max(answered.values(), default=0.0)
        waits = sorted((answered[person] - sent[person]) * 1000 for person in answered)
        return {"sent": len(sent), "seconds": last - first, "waits": waits}


async def main(kind: str, path: Path) -> None:
    messenger: TelegramStandIn | VkStandIn
    if kind == "vk":
        messenger = VkStandIn(now, limits=False, journal=False)
    else:
        messenger = TelegramStandIn(now, limits=False, journal=False)
    post = Post(messenger, letters(path))
    _say({"address": await messenger.start()})
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        _say(await getattr(post, order.pop("do"))(**order))
    await messenger.stop()


def _say(what: Json) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else LETTERS))
