"""The house is killed again and again while a crowd writes: nothing is lost, nothing said twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pytest

from bot.build import utc_now
from sandbox.telegram import TelegramStandIn
from sandbox.vk import VkStandIn
from storage import tables as t
from tests.conversations.talk import until
from tests.ports import kept as kept_port
from tests.trials.crowd import Crowd
from tests.trials.oracle import Archive, Journal, Verdict, eventually, judged, repeated
from tests.trials.own_process import OwnProcess

MESSAGES = int(os.environ.get("TRIAL_MESSAGES", "2000"))
KILLS = int(os.environ.get("TRIAL_KILLS", "20"))
#: Kills in the very moment after a commit, on top of those at random moments.
WORST = int(os.environ.get("TRIAL_WORST", "6"))
STOPS = int(os.environ.get("TRIAL_STOPS", "5"))
SEED = int(os.environ.get("TRIAL_SEED", "1"))
#: What the operator is promised for SIGTERM, in seconds.
STOPS_WITHIN = 10.0
SECRET = "trial-secret-0"

pytestmark = pytest.mark.slow


class End(StrEnum):
    """How a life of the house ends."""

    KILL = "kill -9"
    WORST = "kill -9 at the worst moment"
    STOP = "SIGTERM"


@dataclass(slots=True)
class Trial:
    """One run: the stand-ins, the crowd before them, and the house that is killed."""

    telegram: TelegramStandIn
    vk: VkStandIn
    house: OwnProcess
    journal: Journal
    archive: Archive
    crowd: Crowd
    rng: random.Random
    #: how each life of the house ended, and how long SIGTERM took
    ends: list[End] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    async def begins(self) -> None:
        """The first start, and a first word each way: from now on cursors are kept."""
        await self.house.start()
        await self.house.ready()
        await self.crowd.speaks(8)
        assert await eventually(self.journal.all_answered, lambda: self.journal.heard)

    async def lives(self, end: End, messages: int) -> None:
        """Serve while `messages` come, and end at a random moment; be started again at once.

        A third of the kills come before the house is ready; SIGTERM waits until it is."""
        early = end is End.KILL and self.rng.random() < 0.3
        async with asyncio.TaskGroup() as meanwhile:
            meanwhile.create_task(self._speak(messages))
            if not early:
                await self.house.ready()
            await asyncio.sleep(self.rng.uniform(0.0, 1.0))
            if end is End.WORST:
                await self._next_commit()
            await self._end(end)
        self.journal.life += 1
        await self.house.start()

    async def settles(self) -> bool:
        """Wait until all that was said is kept and answered and the outbox is empty."""
        await self.crowd.speaks(self.crowd.left)

        async def settled() -> bool:
            return (
                self.journal.all_answered()
                and await self.archive.count(t.quarantine) >= self.crowd.senseless
                and await self.archive.kept() >= self.crowd.messages
                and await self.archive.unsent() == 0
            )

        return await eventually(settled, lambda: self.journal.heard)

    async def _speak(self, messages: int) -> None:
        """In fits and starts, a second or two in all."""
        while messages > 0:
            fit = min(messages, self.rng.randint(1, 12))
            messages -= fit
            await self.crowd.speaks(fit)
            await asyncio.sleep(self.rng.uniform(0.0, 0.2))

    async def _next_commit(self) -> None:
        """Until the database shows a new cursor, a new message or a message sent; a second long."""
        look = self.rng.choice((self.archive.cursors, self.archive.kept, self.archive.sent))
        loop = asyncio.get_running_loop()
        before, deadline = await look(), loop.time() + 1.0
        while await look() == before and loop.time() < deadline:
            pass

    async def _end(self, end: End) -> None:
        loop = asyncio.get_running_loop()
        self.house.send(signal.SIGTERM if end is End.STOP else signal.SIGKILL)
        asked = loop.time()
        code = await self.house.ended()
        self.ends.append(end)
        if end is End.STOP:
            self.took.append(loop.time() - asked)
            assert code == 0, self.house.said()[-2000:]
        else:
            assert code == -signal.SIGKILL
        await self._read_out()

    async def _read_out(self) -> None:
        """Until what the house had sent is read: the next life is not to be blamed for it. Some
        looks in a row, for what was still to be accepted has no connection yet."""
        quiet = 0

        async def is_quiet() -> bool:
            nonlocal quiet
            here = self.telegram.connections + self.vk.connections
            quiet = 0 if here else quiet + 1
            return quiet > 10

        await until(is_quiet)

    async def said_twice(self) -> tuple[Counter[str], int]:
        """What was said twice, by the end of the life that said it first, and the most of any."""
        blamed: Counter[int] = Counter()
        tries = await self.archive.tries()
        for (who, text), lives in self.journal.lives.items():
            tried = tries.get((who, text), [])
            if times := self.journal.times(who, text, len(tried)):
                blamed.update(repeated(lives, times, tried))
        by_end: Counter[str] = Counter()
        for life, times in blamed.items():
            by_end[self.ends[life] if life < len(self.ends) else "nobody"] += times
        return by_end, max(blamed.values(), default=0)


@asynccontextmanager
async def trial(
    database: str, folder: Path, messages: int, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Trial]:
    """The house with the messengers' real limits and its real pace, or unpaced with `settings`."""
    limits = settings is None
    telegram, vk = TelegramStandIn(utc_now, limits=limits), VkStandIn(utc_now, limits=limits)
    wired = {
        "DATABASE_URL": database,
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": await telegram.start(),
        "VK_TOKEN": vk.token,
        "VK_GROUP_ID": str(vk.group_id),
        "VK_API_URL": await vk.start(),
        "HTTP_PORT": "0",
    }
    rng = random.Random(SEED)
    crowd = Crowd(telegram, vk, rng, max(1, messages // 4), messages)
    house, archive = OwnProcess({**wired, **(settings or {})}, folder), Archive(database)
    try:
        yield Trial(telegram, vk, house, Journal(telegram, vk), archive, crowd, rng)
    finally:
        await house.close()
        await archive.close()
        await telegram.stop()
        await vk.stop()


async def torment(run: Trial, kills: int, worst: int, stops: int) -> Verdict:
    """Kill and stop the house in a shuffled order while the crowd writes, and judge the outcome."""
    ends = [End.KILL] * kills + [End.WORST] * worst + [End.STOP] * stops
    run.rng.shuffle(ends)
    for end in ends:
        await run.lives(end, run.crowd.messages // (len(ends) + 1))
    settled = await run.settles()
    verdict = await judged(run.journal, run.archive)
    assert settled, f"it stands still: {verdict}\n{run.house.said()[-3000:]}"
    return verdict


async def none_is_lost(
    run: Trial, verdict: Verdict, tell: Callable[[str], None], *, burst: bool = False
) -> None:
    """The promises, held against what the stand-ins saw and the database keeps. A house that was
    told to send in bursts (no pacing) may repeat to Telegram as much as was on the wire."""
    twice, most = await run.said_twice()
    ends = Counter(run.ends)
    told = ", ".join(f"{times} × {end} ({twice[end]} said twice)" for end, times in ends.items())
    took = f"; SIGTERM took {max(run.took):.1f} s at most" if run.took else ""
    tell(f"seed {SEED}: {verdict}; {told}, at most {most} at once{took}")
    assert verdict.messages == run.crowd.messages
    assert verdict.sound, verdict
    assert verdict.quarantined == run.crowd.senseless
    assert verdict.doubled["vk"] == 0
    assert burst or twice[End.KILL] <= ends[End.KILL]
    assert twice[End.STOP] == twice["nobody"] == 0
    assert all(seconds <= STOPS_WITHIN for seconds in run.took)
    await _files_are_here(run)


async def _files_are_here(run: Trial) -> None:
    """Every file the crowd sent is kept once and lies in the store, byte by byte."""
    assert await eventually(
        lambda: _is_zero(run.archive, t.files.c.state == "wanted"), run.house.said
    )
    query = t.files.select().with_only_columns(t.files.c.name, t.files.c.path)
    kept = await run.archive.rows(query)
    assert Counter(name for name, _ in kept) == Counter(run.crowd.files.keys())
    for name, path in kept:
        assert (run.house.store / path).read_bytes() == run.crowd.files[name]


async def _is_zero(archive: Archive, where: object) -> bool:
    return await archive.count(t.files, where) == 0


@pytest.mark.requirement("A1", "A2", "A5", "W1")
async def test_kills_lose_nothing(
    database: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    """Polling and long poll: whatever the moment, what was not confirmed comes again."""
    async with trial(database, tmp_path, MESSAGES) as run:
        await run.begins()
        verdict = await torment(run, KILLS, WORST, STOPS)
        await none_is_lost(run, verdict, tell)


@pytest.mark.requirement("A1", "A2", "W1")
async def test_kills_lose_nothing_that_is_delivered_to_us(
    database: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    """Webhook and Callback API: what was not answered comes again, out of turn; and no pacing."""
    with kept_port() as port:
        settings = {
            "HTTP_PORT": str(port),
            "TELEGRAM_RECEIVE": "webhook",
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "TELEGRAM_SENDS_PER_SECOND": "0",
            "VK_RECEIVE": "callback",
            "VK_CALLBACK_SECRET": SECRET,
            "VK_CONFIRMATION": "c0nf1rm",
            "VK_CALLS_PER_SECOND": "0",
        }
        async with trial(database, tmp_path, MESSAGES // 5, settings) as run:
            run.journal.in_order = False
            await run.house.start()
            await run.house.ready()
            assert await run.vk.callback(f"http://127.0.0.1:{port}/vk", SECRET, "c0nf1rm")
            verdict = await torment(run, max(1, KILLS // 4), WORST // 3, 1)
            await none_is_lost(run, verdict, tell, burst=True)


@pytest.mark.parametrize(
    ("lives", "times", "tries", "blamed"),
    [
        pytest.param([4, 5], 1, [2], [4], id="said by the next life again"),
        pytest.param([1, 7, 8], 2, [1, 2], [7], id="the second of two alike"),
        pytest.param([1, 2, 7], 2, [2, 1], [1], id="the first of two alike"),
        pytest.param([1, 2, 7], 1, [3], [1, 2], id="again and again"),
        pytest.param([3, 4], 2, [1, 2], [], id="tried again and heard once"),
        pytest.param([3, 4], 1, [], [3], id="of which nothing is known"),
    ],
)
def test_the_life_that_said_it_first_is_to_blame(
    lives: list[int], times: int, tries: list[int], blamed: list[int]
) -> None:
    """Offers for one appeal are all alike: a SIGTERM is not blamed for the kill after it."""
    assert list(repeated(lives, times, tries)) == blamed
